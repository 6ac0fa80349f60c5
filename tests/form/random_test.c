/* Small random questionnaires, answered in every possible way: what the proofs say must be what happens. */
#include "form/forms.h"

#include <stdlib.h>

#include "form/eval.h"

enum { QUESTIONNAIRES = 4000, MAX_WAYS = 2500, RESULTS = 2 };

static uint64_t state;

static unsigned draw(unsigned below)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)((state * UINT64_C(2685821657736338717) >> 20) % below);
}

/* --- Writing a questionnaire
 * --------------------------------------------------------------------------------------------- */

enum kind { ONE, YESNO, MANY, NUMBER, LARGE, GRID, REPEAT, KIND__MAX };
enum { MAX_QUESTIONS = 32 };

struct writer {
    struct buf text;
    enum kind kinds[8];
    unsigned n_questions, n_scores;
    bool levels;     /* results may be used */
    unsigned nested; /* questions under an option so far */
};

static void number(struct writer *w, unsigned depth);

/* Writes one of the questions of a kind; false when there is none. */
static bool question_of(struct writer *w, enum kind kind, const char *format)
{
    unsigned first = w->n_questions == 0 ? 0 : draw(w->n_questions);
    for (unsigned i = 0; i < w->n_questions; i++) {
        unsigned q = (first + i) % w->n_questions;
        if (w->kinds[q] == kind) {
            struct buf name;
            buf_init(&name, 16);
            buf_addf(&name, "q%u", q);
            for (const char *c = format; *c != 0; c++) {
                if (*c == '@')
                    buf_add(&w->text, buf_str(&name));
                else
                    buf_add_char(&w->text, *c);
            }
            buf_release(&name);
            return true;
        }
    }
    return false;
}

static void condition(struct writer *w, unsigned depth)
{
    static const char *const relations[] = {"<", "<=", ">", ">=", "=", "!="};
    switch (depth == 0 ? draw(5) : draw(11)) {
    case 9:
        if (question_of(w, GRID, draw(2) == 0 ? "@.x = a" : "count(@ = b) > 0"))
            return;
        break;
    case 10:
        if (question_of(w, REPEAT, draw(2) == 0 ? "count(@) > 1" : "count(@.m) = 1"))
            return;
        break;
    case 0:
        if (question_of(w, ONE, draw(2) == 0 ? "@ = a" : "@ in (a, b)"))
            return;
        break;
    case 1:
        if (question_of(w, YESNO, draw(2) == 0 ? "@" : "@ = no"))
            return;
        break;
    case 2:
        if (question_of(w, MANY, "a in @"))
            return;
        break;
    case 3:
        if (w->levels) {
            static const char *const levels[] = {"r0 = l1", "r0 >= l1", "r1 = m0", "r1 < m2"};
            buf_add_z(&w->text, levels[draw(4)]);
            return;
        }
        break;
    case 4:
        if (w->n_questions > 0) {
            unsigned q = draw(w->n_questions);
            buf_addf(&w->text, w->kinds[q] == GRID ? "answered(q%u.x)" : "answered(q%u)", q);
            return;
        }
        break;
    case 5:
        buf_add_z(&w->text, "not (");
        condition(w, depth - 1);
        buf_add_z(&w->text, ")");
        return;
    case 6:
        buf_add_z(&w->text, "(");
        condition(w, depth - 1);
        buf_add_z(&w->text, draw(2) == 0 ? " and " : " or ");
        condition(w, depth - 1);
        buf_add_z(&w->text, ")");
        return;
    default:
        break;
    }
    buf_add_z(&w->text, "(");
    number(w, depth == 0 ? 0 : depth - 1);
    buf_addf(&w->text, ") %s %u", relations[draw(6)], draw(5) == 0 ? 30 * draw(6) : draw(5));
}

static void two(struct writer *w, const char *before, const char *between, unsigned depth)
{
    buf_add_z(&w->text, before);
    number(w, depth - 1);
    buf_add_z(&w->text, between);
    number(w, depth - 1);
    buf_add_z(&w->text, ")");
}

static void small_number(struct writer *w)
{
    static const char *const of_grids[] = {"sum(@)", "max(@, 1)", "count(@ = a)",
                                           "@.y",    "mean(@)",   "sum(@.v)"};
    static const char *const of_repeats[] = {"sum(@.k)",     "max(@.k)",   "count(@)",
                                             "count(@.m)",   "mean(@.k)",  "min(@.k, 1)",
                                             "sum(@.o * 2)", "count(@.o)", "count(@.k > 0)"};
    switch (draw(8)) {
    case 6:
        if (question_of(w, GRID, of_grids[draw(6)]))
            return;
        break;
    case 7:
        if (question_of(w, REPEAT, of_repeats[draw(9)]))
            return;
        break;
    case 0:
        if (question_of(w, ONE, draw(4) == 0 ? "@.v" : "@"))
            return;
        break;
    case 1:
        if (question_of(w, draw(2) == 0 ? NUMBER : LARGE, "@"))
            return;
        break;
    case 2:
        if (question_of(w, MANY, draw(2) == 0 ? "sum(@)" : "max(@, 1)"))
            return;
        break;
    case 3:
        if (question_of(w, MANY, draw(2) == 0 ? "mean(@)" : "count(@)"))
            return;
        break;
    case 4:
        if (w->n_scores > 0) {
            buf_addf(&w->text, "s%u", draw(w->n_scores));
            return;
        }
        break;
    default:
        break;
    }
    buf_addf(&w->text, "%u", draw(6) == 0 ? 20 * draw(9) : draw(4));
}

static void number(struct writer *w, unsigned depth)
{
    switch (depth == 0 ? 99 : draw(12)) {
    case 0:
        two(w, "(", " + ", depth);
        return;
    case 1:
        two(w, "(", " - ", depth);
        return;
    case 2:
        two(w, "(", " * ", depth);
        return;
    case 3:
        two(w, "(", " / ", depth);
        return;
    case 4:
        two(w, "min(", ", ", depth);
        return;
    case 5:
        two(w, "max(", ", ", depth);
        return;
    case 6:
        two(w, "coalesce(", ", ", depth);
        return;
    case 7:
        buf_add_z(&w->text, "if(");
        condition(w, depth - 1);
        two(w, ", ", ", ", depth);
        return;
    case 8:
        buf_add_z(&w->text, "step(");
        number(w, depth - 1);
        buf_add_z(&w->text, ", 1, 3)");
        return;
    case 9:
        buf_add_z(&w->text, "pick(");
        number(w, depth - 1);
        two(w, ", ", ", ", depth);
        return;
    case 10:
        buf_add_z(&w->text, "count(");
        condition(w, depth - 1);
        buf_add_z(&w->text, ", ");
        condition(w, depth - 1);
        buf_add_z(&w->text, ")");
        return;
    default:
        small_number(w);
    }
}

/* A point with a number, a yesno and what depends on it, for each of at most two items. */
static void write_repeat(struct writer *w)
{
    unsigned least = draw(2);
    buf_addf(&w->text, "# q%u: repeat %u..2", w->n_questions, least);
    if (draw(4) == 0 && w->n_questions > 0) {
        buf_add_z(&w->text, ", if ");
        condition(w, 1);
    }
    buf_add_z(&w->text, draw(2) == 0 ? "\nk: number 0..2, whole\n" : "\nk: number 1..2, whole, optional\n");
    buf_add_z(&w->text, draw(2) == 0 ? "m: yesno\n" : "m: yesno, if k = 2\n");
    buf_add_z(&w->text, draw(2) == 0 ? "o: number 1..1, whole, if m\n#\n" : "o: number 0..1, whole\n#\n");
    w->kinds[w->n_questions++] = REPEAT;
}

/* `if` may name any question before, also one that is nested itself. */
static void begin_question(struct writer *w, enum kind kind)
{
    static const char *const types[] = {
        "one", "yesno", "many 0..2", "number 0..3, whole", "number 0..150, whole", "grid"};
    buf_addf(&w->text, "q%u: %s", w->n_questions, types[kind]);
    if (draw(4) == 0)
        buf_add_z(&w->text, ", optional");
    if (draw(4) == 0 && w->n_questions > 0) {
        buf_add_z(&w->text, ", if ");
        condition(w, 1);
    }
    buf_add_z(&w->text, "\n");
    w->kinds[w->n_questions++] = kind;
}

/* A number, or a yesno, under the option written last. */
static void write_nested(struct writer *w)
{
    if (draw(3) != 0 || w->nested == 2)
        return;
    w->nested++;
    buf_add_z(&w->text, "    ");
    begin_question(w, draw(2) == 0 ? NUMBER : YESNO);
}

static void write_question(struct writer *w)
{
    enum kind kind = (enum kind)draw(KIND__MAX);
    if (kind == REPEAT) {
        write_repeat(w);
        return;
    }
    if (kind == LARGE && w->n_questions != 1)
        kind = NUMBER;
    begin_question(w, kind);
    unsigned n = w->n_questions;
    if (kind == ONE) {
        buf_addf(&w->text, "  a = %u, v = 2, in%u = 0\n", draw(4), n);
        write_nested(w);
        buf_addf(&w->text, "  b = %u, v = %u, in%u = 0\n", draw(4), draw(3), n);
        write_nested(w);
        buf_addf(&w->text, "  c = %u, v = 1, in%u = 0\n", draw(9), n);
    } else if (kind == GRID) {
        buf_addf(&w->text, "  a = %u, v = 2, in%u = 0\n  b = %u, v = %u, in%u = 0\n", draw(4), n, draw(4),
                 draw(3), n);
        buf_addf(&w->text, "  c = %u, v = 1, in%u = 0\n  | x\n  | y\n", draw(9), n);
    } else if (kind == MANY) {
        buf_addf(&w->text, "  a = %u, in%u = 0\n", draw(4), n);
        write_nested(w);
        buf_addf(&w->text, "  b = %u, in%u = 0\n  c = %u, in%u = 0\n", draw(4), n, draw(4), n);
    }
}

static void write_result(struct writer *w, unsigned index, unsigned depth)
{
    unsigned at = draw(3);
    buf_addf(&w->text, "r%u: result ", index);
    number(w, depth);
    char code = index == 0 ? 'l' : 'm';
    buf_addf(&w->text, "\n  %c0 = ..%u\n", code, at);
    at += draw(5) == 0 ? 2 : 1;
    buf_addf(&w->text, "  %c1 = %u..%u\n", code, at, at + 1);
    buf_addf(&w->text, "  %c2 = %u..\n", code, at + 2);
}

static void write_form(struct writer *w)
{
    static const char *const severities[] = {"block", "refer", "note"};
    unsigned n_questions = 1 + draw(4);
    unsigned n_scores = draw(3);
    buf_add_z(&w->text, "#\n");
    while (w->n_questions < n_questions)
        write_question(w);
    for (unsigned i = 0; i < n_scores; i++) {
        buf_addf(&w->text, "= s%u = ", i);
        number(w, 2);
        buf_add_z(&w->text, "\n");
        w->n_scores++;
    }
    write_result(w, 0, 2);
    write_result(w, 1, 1);
    w->levels = true;
    for (unsigned i = draw(3); i > 0; i--) {
        static const char *const rules[] = {"r0 <= l1", "r0 >= l1", "r1 <= m0", "r1 >= m1"};
        buf_addf(&w->text, "> %s if ", rules[draw(4)]);
        condition(w, 1);
        buf_addf(&w->text, " and %u = %u\n", i, i);
    }
    for (unsigned i = draw(3); i > 0; i--) {
        buf_addf(&w->text, "! %s ", severities[draw(3)]);
        condition(w, 1);
        buf_addf(&w->text, " and %u = %u\n", i, i);
    }
}

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

static size_t ways_of(const struct form_question *q, struct form_answer *ways)
{
    size_t n = 0;
    if (q->type == FORM_ONE || q->type == FORM_YESNO) {
        for (size_t i = 0; i < q->n_options; i++)
            ways[n++] = (struct form_answer){.given = true, .chosen = UINT64_C(1) << i};
    } else if (q->type == FORM_MANY) {
        for (uint64_t chosen = 0; chosen < 8; chosen++)
            if (__builtin_popcountll(chosen) <= 2)
                ways[n++] = (struct form_answer){.given = true, .chosen = chosen};
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
    for (size_t i = 0; i < f->n_checks; i++) {
        if (s->blocked && f->checks[i].severity != FORM_BLOCK)
            continue;
        facts->raised[i] |= s->raised[i];
        facts->not_raised[i] |= !s->raised[i];
    }
    if (!s->blocked) {
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
static unsigned n_claims, n_undecided, n_grids, n_repeats;

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
    return found.n > 1 && (found.p[0] == '>' || found.p[0] == '!') ? str_trim(str_sub(found, 1, found.n))
                                                                   : found;
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

static void compare_questions(const struct form *f, const struct facts *facts)
{
    for (size_t i = 0; i < f->n_questions; i++) {
        const struct form_question *q = &f->questions[i];
        /* Of what is nested under a question that is never asked nothing more is told. */
        if (q->parent >= 0 && !facts->asked[q->parent])
            continue;
        if ((q->repeat >= 0 && q->item > 0) || (q->grid >= 0 && f->grids[q->grid].first_row < i))
            continue;
        struct str under = q->grid >= 0 ? f->grids[q->grid].id : q->name;
        if (q->repeat < 0 || f->n_repeats == 1)
            claim("FORM_QUESTION_NEVER", "FORM_UNDECIDED", under, !facts->asked[i]);
        for (size_t j = 0; facts->asked[i] && j < q->n_options && q->options[j].line > 0; j++)
            claim("FORM_OPTION_NEVER", "FORM_UNDECIDED", declaration(q->options[j].line),
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

static void try_one(struct writer *w)
{
    struct facts facts = {0};
    write_form(w);
    text = buf_z(&w->text);
    const struct form *f = forms_published(text);
    if (f == NULL)
        return;
    if (!answer_all(f, &facts))
        return;
    n_grids += f->n_grids > 0;
    n_repeats += f->n_repeats > 0;
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
    state = UINT64_C(0x2545F4914F6CDD1D);
    int n = getenv("CAMPAIGN") != NULL ? 20 * QUESTIONNAIRES : QUESTIONNAIRES;
    for (int i = 0; i < n; i++) {
        struct writer w = {0};
        forms_begin(unused);
        buf_init(&w.text, 1 << 16);
        try_one(&w);
        buf_release(&w.text);
        forms_end(unused);
    }
    print_message("%u claims, %u undecided; %u with grids, %u with repeats\n", n_claims, n_undecided, n_grids,
                  n_repeats);
    assert_true(n_grids > 100 && n_repeats > 100);
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
