/* Small random questionnaires, answered in every possible way: what the proofs say must be what happens. */
#include "form/forms.h"

#include <stdlib.h>

#include "form/country.h"
#include "form/eval.h"
#include "form/writer.h"

enum { QUESTIONNAIRES = 4000, MAX_WAYS = 2500, RESULTS = 2 };

/* --- Answering it in every way
 * ------------------------------------------------------------------------------------------- */

struct facts {
    bool any; /* some answers can be sent */
    bool asked[MAX_QUESTIONS];
    uint64_t chosen[MAX_QUESTIONS];
    bool missing[RESULTS], gap[RESULTS];
    uint64_t levels[RESULTS];
    bool rule_true[8], rule_applied[8];
    bool raised[8],
        not_raised[8]; /* of blocking checks: by any answers; of others: by those that can be sent */
};

static bool is_allowed(const struct form_question *q, uint64_t chosen)
{
    int n = __builtin_popcountll(chosen);
    return (chosen & q->alone) != 0 ? n == 1 : n >= q->low.value.num && n <= 2;
}

static size_t ways_of(const struct form_question *q, struct form_answer *ways)
{
    size_t n = 0;
    if (q->type == FORM_ONE || q->type == FORM_YESNO) {
        for (size_t i = 0; i < q->n_options; i++)
            ways[n++] = (struct form_answer){.given = true, .chosen = UINT64_C(1) << i};
    } else if (q->type == FORM_MANY) {
        for (uint64_t chosen = 0; chosen < 8; chosen++)
            if (is_allowed(q, chosen))
                ways[n++] = (struct form_answer){.given = true, .chosen = chosen};
    } else if (q->type == FORM_COUNTRY) {
        static const char *const codes[] = {"be", "fr", "de"};
        for (size_t i = 0; i < 3; i++) {
            size_t place = 0;
            assert_true(form_country_find(str_from(codes[i]), &place));
            ways[n++] = (struct form_answer){.given = true, .number = number_of((int64_t)place)};
        }
    } else if (q->type == FORM_CONSENT || q->type == FORM_IBAN || q->type == FORM_SIGNATURE ||
               q->type == FORM_NATIONAL_NUMBER) {
        ways[n++] = (struct form_answer){.given = true, .chosen = q->type == FORM_CONSENT};
    } else if (q->type == FORM_DATE) {
        for (int64_t i = q->low.value.num; i <= q->high.value.num; i++)
            ways[n++] = (struct form_answer){.given = true, .day = (int32_t)i};
    } else {
        for (int64_t i = q->low.value.num; i <= q->high.value.num; i++)
            ways[n++] = (struct form_answer){.given = true, .number = number_of(i)};
    }
    if (q->optional)
        ways[n++] = (struct form_answer){0};
    return n;
}

static void note_rules(const struct form *f, const struct form_scored *s, struct facts *facts)
{
    size_t rule = 0;
    for (size_t i = 0; i < s->n_steps; i++)
        if (s->steps[i].kind == FORM_RULE && s->steps[i].depth == 0)
            facts->rule_true[rule++] |= s->steps[i].applied || str_eq_z(s->steps[i].value, "true");
    for (size_t i = 0; i < f->n_rules; i++)
        facts->rule_applied[i] |= s->applied[i];
}

static void note(const struct form *f, const struct form_answers *answers, struct facts *facts)
{
    struct arena *a = arena_new();
    const struct form_scored *s = form_score(a, f, answers, f->n_rules > 0);
    bool asked[MAX_QUESTIONS];
    enum form_problem problems[MAX_QUESTIONS];
    bool sent = !s->blocked && form_problems(f, answers, problems) == 0;
    for (size_t i = 0; i < f->n_checks; i++) {
        if (!sent && f->checks[i].severity != FORM_BLOCK)
            continue;
        facts->raised[i] |= s->raised[i];
        facts->not_raised[i] |= !s->raised[i];
    }
    if (sent) {
        facts->any = true;
        form_asked_all(f, answers, asked);
        for (size_t i = 0; i < f->n_questions; i++) {
            facts->asked[i] |= asked[i];
            facts->chosen[i] |= asked[i] ? answers->items[i].chosen : 0;
        }
        for (size_t i = 0; i < RESULTS; i++) {
            const struct form_outcome *o = &s->outcomes[i];
            facts->missing[i] |= o->score.den == 0;
            facts->gap[i] |= o->missing && o->score.den != 0;
            facts->levels[i] |= o->missing ? 0 : UINT64_C(1) << o->level;
        }
        note_rules(f, s, facts);
    }
    arena_free(a);
}

/* false when there are too many ways. */
static bool answer_all(const struct form *f, struct facts *facts)
{
    static struct form_answer ways[MAX_QUESTIONS][160];
    size_t n_ways[MAX_QUESTIONS] = {0};
    size_t all = 1;
    for (size_t i = 0; i < f->n_questions; i++) {
        n_ways[i] = ways_of(&f->questions[i], ways[i]);
        all = all > MAX_WAYS ? all : all * n_ways[i];
    }
    struct form_answers *answers = form_answers_new(forms_arena, f, forms_today());
    for (size_t way = 0; way < all && all <= MAX_WAYS; way++) {
        size_t rest = way;
        for (size_t i = 0; i < f->n_questions; i++, rest /= n_ways[i - 1])
            answers->items[i] = ways[i][rest % n_ways[i]];
        note(f, answers, facts);
    }
    return all <= MAX_WAYS;
}

/* --- Comparing
 * -----------------------------------------------------------------------------------------------------------
 */

static const char *text;
static const char *mistakes;
static unsigned n_claims, n_undecided, n_nested_grids, n_offers, n_points;
static unsigned n_with[FORM_TYPE__MAX]; /* questionnaires that were compared, by type of question */

/* Was this diagnostic given under exactly these characters? */
static bool said(const char *code, struct str under)
{
    return strstr(mistakes, arena_printf(forms_arena, "%s \"" STR_FMT "\"", code, STR_ARG(under)).p) != NULL;
}

/* The declaration of a line, without the sign of its kind. */
static struct str declaration(unsigned line)
{
    struct str rest = str_from(text);
    struct str found = {0};
    for (unsigned i = 0; i < line; i++)
        str_line(&rest, &found);
    found = str_trim(found);
    return found.n > 1 && strchr(">!#", found.p[0]) != NULL ? str_trim(str_sub(found, 1, found.n)) : found;
}

/* A claim: `code` is given under `under` just when the fact is so, or the undecided one instead. */
static void claim(const char *code, const char *undecided, struct str under, bool fact)
{
    bool told = said(code, under);
    n_claims++;
    if (told == fact)
        return;
    if (!told && said(undecided, under)) {
        n_undecided++;
        return;
    }
    fail_msg("%s %s under " STR_FMT "\n%s\n%s", code, told ? "is wrongly given" : "is lacking",
             STR_ARG(under), text, mistakes);
}

/* The options that somebody can choose: of a grid, in every row. */
static uint64_t can_be_chosen(const struct form *f, const struct facts *facts, size_t question)
{
    uint64_t chosen = facts->chosen[question];
    for (size_t i = question; i < f->n_questions && f->questions[i].grid >= 0; i++)
        chosen &= f->questions[i].grid == f->questions[question].grid ? facts->chosen[i] : chosen;
    return chosen;
}

/* Of a point that nobody comes to that is told, and not of each of its questions. */
static bool point_is_told(const struct form *f, const struct facts *facts, size_t index)
{
    const struct form_point *point = &f->points[index];
    if (point->condition == NULL || !said("FORM_POINT_NEVER", declaration(point->line)))
        return false;
    for (size_t i = 0; i < point->n_questions; i++)
        if (facts->asked[point->first_question + i])
            fail_msg("FORM_POINT_NEVER is wrongly given\n%s\n%s", text, mistakes);
    return true;
}

static void compare_questions(const struct form *f, const struct facts *facts)
{
    for (size_t i = 0; i < f->n_questions; i++) {
        const struct form_question *q = &f->questions[i];
        /* Of what is nested under a question that is never asked nothing more is told. */
        if (q->parent >= 0 && !facts->asked[q->parent])
            continue;
        if ((q->repeat >= 0 && q->item > 0) || (q->grid >= 0 && f->grids[q->grid].first_row < i))
            continue;
        if (point_is_told(f, facts, q->point))
            continue;
        struct str under = q->grid < 0 ? q->name : q->repeat < 0 ? f->grids[q->grid].id : STR("g");
        if (q->repeat < 0 || f->n_repeats == 1)
            claim("FORM_QUESTION_NEVER", "FORM_UNDECIDED", under, !facts->asked[i]);
        for (size_t j = 0; facts->asked[i] && j < q->n_options && q->options[j].line > 0; j++)
            claim(q->options[j].condition != NULL ? "FORM_OPTION_UNOFFERED" : "FORM_OPTION_NEVER",
                  "FORM_UNDECIDED", declaration(q->options[j].line),
                  (can_be_chosen(f, facts, i) >> j & 1) == 0);
    }
}

static bool gap_is_told(const struct form_result *r)
{
    for (size_t i = 0; i < r->n_levels; i++) {
        struct str level = declaration(r->levels[i].line);
        if (said("FORM_SCORE_BETWEEN", level) || said("FORM_SCORE_BELOW", level) ||
            said("FORM_SCORE_ABOVE", level))
            return true;
    }
    return false;
}

static void compare_result(const struct form *f, const struct facts *facts, size_t index)
{
    const struct form_result *r = &f->results[index];
    bool gap = gap_is_told(r);
    bool missing = said("FORM_RESULT_UNANSWERED", r->id) || said("FORM_RESULT_MISSING", r->id);
    n_claims += 2;
    if (gap != facts->gap[index] && !(said("FORM_UNDECIDED_SCORE", r->id) && !gap))
        fail_msg("gap %s\n%s\n%s", gap ? "wrongly told" : "not told", text, mistakes);
    if (missing != facts->missing[index] && !(said("FORM_UNDECIDED_MISSING", r->id) && !missing))
        fail_msg("missing %s\n%s\n%s", missing ? "wrongly told" : "not told", text, mistakes);
    /* Of a result that never has a value only that is told. */
    for (size_t i = 0; i < r->n_levels && (facts->levels[index] != 0 || facts->gap[index]); i++)
        claim(said("FORM_LEVEL_RULED", declaration(r->levels[i].line)) ? "FORM_LEVEL_RULED"
                                                                       : "FORM_LEVEL_NEVER",
              "FORM_UNDECIDED", declaration(r->levels[i].line), (facts->levels[index] >> i & 1) == 0);
}

static void compare_rules_and_checks(const struct form *f, const struct facts *facts)
{
    for (size_t i = 0; i < f->n_rules; i++) {
        struct str under = declaration(f->rules[i].line);
        bool useless = said("FORM_RULE_USELESS", under);
        if (facts->rule_true[i] || !useless)
            claim("FORM_RULE_NEVER", "FORM_UNDECIDED", under, !facts->rule_true[i]);
        if (facts->rule_true[i])
            claim("FORM_RULE_USELESS", "FORM_UNDECIDED", under, !facts->rule_applied[i]);
    }
    for (size_t i = 0; i < f->n_checks; i++) {
        bool blocks = f->checks[i].severity == FORM_BLOCK;
        struct str under = declaration(f->checks[i].line);
        claim("FORM_CHECK_NEVER", "FORM_UNDECIDED", under, !facts->raised[i]);
        if (facts->raised[i] && !blocks)
            claim("FORM_CHECK_ALWAYS", "FORM_UNDECIDED_ALWAYS", under, !facts->not_raised[i]);
    }
}

static void count_types(const struct form *f)
{
    bool has[FORM_TYPE__MAX] = {0};
    bool has_nested_grid = false;
    for (size_t i = 0; i < f->n_questions; i++) {
        has[f->questions[i].type] = true;
        has[FORM_GRID] |= f->questions[i].grid >= 0;
        n_offers += f->questions[i].conditional != 0;
        has_nested_grid |= f->questions[i].grid >= 0 && f->questions[i].repeat >= 0;
    }
    for (enum form_type type = 0; type < FORM_TYPE__MAX; type++)
        n_with[type] += has[type];
    n_nested_grids += has_nested_grid;
    for (size_t i = 0; i < f->n_points; i++)
        n_points += f->points[i].condition != NULL;
}

static void try_one(struct writer *w)
{
    struct facts facts = {0};
    writer_form(w);
    text = buf_z(&w->text);
    const struct form *f = forms_published(text);
    if (f == NULL)
        return;
    if (!answer_all(f, &facts))
        return;
    count_types(f);
    mistakes = forms_mistakes(text);
    bool blocked = strstr(mistakes, "FORM_BLOCK_") != NULL;
    if (blocked == facts.any)
        fail_msg("blocking %s\n%s\n%s", blocked ? "wrongly told" : "not told", text, mistakes);
    if (blocked)
        return;
    compare_questions(f, &facts);
    for (size_t i = 0; i < RESULTS; i++)
        compare_result(f, &facts, i);
    compare_rules_and_checks(f, &facts);
}

static void the_proofs_agree_with_trying_everything(void **unused)
{
    writer_seed(UINT64_C(0x2545F4914F6CDD1D));
    int n = getenv("CAMPAIGN") != NULL ? 20 * QUESTIONNAIRES : QUESTIONNAIRES;
    for (int i = 0; i < n; i++) {
        struct writer w = {0};
        forms_begin(unused);
        buf_init(&w.text, 1 << 16);
        try_one(&w);
        buf_release(&w.text);
        forms_end(unused);
    }
    print_message("%u claims, %u undecided, %u questions with offers, %u points with conditions\n", n_claims,
                  n_undecided, n_offers, n_points);
    static const enum form_type types[] = {
        FORM_ONE,     FORM_MANY, FORM_YESNO, FORM_NUMBER, FORM_SCALE,  FORM_GRID,      FORM_CONSENT,
        FORM_COUNTRY, FORM_FILE, FORM_IBAN,  FORM_DATE,   FORM_REPEAT, FORM_SIGNATURE, FORM_NATIONAL_NUMBER};
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
        if (n_with[types[i]] < 50)
            fail_msg(STR_FMT ": only %u", STR_ARG(form_type_name(types[i])), n_with[types[i]]);
    assert_true(n_nested_grids > 10 && n_offers >= 50 && n_points > 100);
    assert_true(n_claims > 20000);
    assert_true(n_undecided * 100 < n_claims);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_proofs_agree_with_trying_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
