#include "form/answers.h"

#include "base/memory.h"
#include "form/eval.h"

static const struct str problems_names[FORM_PROBLEM__MAX] = {
    [FORM_OK] = STR_INIT("ok"),
    [FORM_MISSING] = STR_INIT("missing"),
    [FORM_UNKNOWN_OPTION] = STR_INIT("unknown_option"),
    [FORM_TOO_FEW] = STR_INIT("too_few"),
    [FORM_TOO_MANY] = STR_INIT("too_many"),
    [FORM_NOT_A_NUMBER] = STR_INIT("not_a_number"),
    [FORM_TOO_LOW] = STR_INIT("too_low"),
    [FORM_TOO_HIGH] = STR_INIT("too_high"),
    [FORM_TOO_PRECISE] = STR_INIT("too_precise"),
    [FORM_NOT_A_DATE] = STR_INIT("not_a_date"),
    [FORM_WRONG_YEAR] = STR_INIT("wrong_year"),
    [FORM_TOO_EARLY] = STR_INIT("too_early"),
    [FORM_TOO_LATE] = STR_INIT("too_late"),
    [FORM_TOO_LONG] = STR_INIT("too_long"),
    [FORM_NOT_PLAIN] = STR_INIT("not_plain"),
    [FORM_NOT_AN_EMAIL] = STR_INIT("not_an_email"),
    [FORM_NOT_A_PHONE] = STR_INIT("not_a_phone"),
    [FORM_FILE_KIND] = STR_INIT("file_kind"),
    [FORM_FILE_SIZE] = STR_INIT("file_size"),
    [FORM_NOT_ALONE] = STR_INIT("not_alone"),
    [FORM_NOT_A_NATIONAL_NUMBER] = STR_INIT("not_a_national_number"),
    [FORM_NOT_AN_IBAN] = STR_INIT("not_an_iban"),
    [FORM_WRONG_DIGITS] = STR_INIT("wrong_digits"),
    [FORM_NOT_OFFERED] = STR_INIT("not_offered"),
    [FORM_NOT_SIGNED] = STR_INIT("not_signed"),
};

struct str form_problem_name(enum form_problem p)
{
    return problems_names[p];
}

struct form_answers *form_answers_new(struct arena *a, const struct form *f, int32_t today)
{
    struct form_answers *answers = ARENA_NEW(a, struct form_answers);
    answers->items = ARENA_ARRAY(a, struct form_answer, f->n_questions);
    answers->n = f->n_questions;
    answers->today = today;
    return answers;
}

static void print_choices(const struct form_question *q, uint64_t chosen, struct buf *out)
{
    bool first = true;
    for (size_t i = 0; i < q->n_options; i++) {
        if ((chosen >> i & 1) == 0)
            continue;
        if (!first)
            buf_add_char(out, ',');
        buf_add(out, q->options[i].code);
        first = false;
    }
}

void form_answer_print(const struct form_question *q, const struct form_answer *answer, struct buf *out)
{
    if (!answer->given || answer->problem != FORM_OK)
        return;
    switch (q->type) {
    case FORM_ONE:
    case FORM_MANY:
    case FORM_YESNO:
        print_choices(q, answer->chosen, out);
        break;
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
    case FORM_REPEAT:
    case FORM_SCALE:
        number_print(answer->number, out);
        break;
    case FORM_DATE:
        form_day_print(answer->day, out);
        break;
    case FORM_TEXT:
    case FORM_EMAIL:
    case FORM_PHONE:
    case FORM_FILE:
    case FORM_COUNTRY:
    case FORM_NATIONAL_NUMBER:
    case FORM_IBAN:
        buf_add(out, answer->text);
        break;
    case FORM_CONSENT:
        buf_add(out, STR("yes"));
        break;
    case FORM_SIGNATURE:
        form_day_print(answer->day, out);
        buf_add_char(out, ' ');
        buf_add(out, answer->text);
        break;
    case FORM_GRID:
    case FORM_TYPE__MAX:
        break;
    }
}

struct form_answer form_answer_restore(struct arena *a, const struct form_question *q, struct str canonical,
                                       int32_t today)
{
    struct str codes[FORM_MAX_OPTIONS];
    size_t n = 0;
    if (q->type == FORM_REPEAT && canonical.n == 0)
        return (struct form_answer){0};
    if (q->type != FORM_MANY && q->type != FORM_FILE)
        return form_answer_read(a, q, (struct form_raw){&canonical, 1}, today);
    while (canonical.n > 0 && n < FORM_MAX_OPTIONS)
        codes[n++] = str_cut(&canonical, q->type == FORM_FILE ? '\n' : ',');
    if (canonical.n > 0)
        return (struct form_answer){.given = true, .problem = FORM_UNKNOWN_OPTION};
    return form_answer_read(a, q, (struct form_raw){codes, n}, today);
}

/* Which questions are asked, and of which an option is chosen that is not offered. */
struct asking {
    bool asked[FORM_MAX_QUESTIONS], withdrawn[FORM_MAX_QUESTIONS];
    uint64_t offered; /* of the last question */
};

/* Goes through the questions before `end`. */
static void ask(const struct form *f, const struct form_answers *answers, struct asking *to, size_t end)
{
    memset(to->asked, 0, f->n_questions);
    memset(to->withdrawn, 0, f->n_questions);
    struct form_eval e = {.form = f, .answers = answers, .asked = to->asked, .withdrawn = to->withdrawn};
    e.scores =
        f->n_scores == 0 ? NULL : memory_resize(NULL, memory_product(f->n_scores, sizeof(struct number)));
    form_eval_asked(&e, end);
    to->offered = end == 0 ? UINT64_MAX : form_eval_offered(&e, &f->questions[end - 1]);
    free(e.scores);
}

bool form_asked(const struct form *f, const struct form_answers *answers, size_t i)
{
    struct asking asking;
    ask(f, answers, &asking, i + 1);
    return asking.asked[i];
}

uint64_t form_offered(const struct form *f, const struct form_answers *answers, size_t i)
{
    struct asking asking;
    if (f->questions[i].conditional == 0)
        return UINT64_MAX;
    ask(f, answers, &asking, i + 1);
    return asking.offered;
}

void form_asked_all(const struct form *f, const struct form_answers *answers, bool *asked)
{
    struct asking asking;
    ask(f, answers, &asking, f->n_questions);
    memcpy(asked, asking.asked, f->n_questions);
}

static bool is_answered(const struct form_answer *answer)
{
    return answer->given && answer->problem == FORM_OK;
}

/* That of a repeat is its question's. */
static bool has_condition(const struct form *f, const struct form_point *p)
{
    const struct form_question *first = &f->questions[p->first_question];
    return p->n_questions > 0 &&
           (p->condition != NULL || (first->type == FORM_REPEAT && first->condition != NULL));
}

static enum form_point_state judge_point(const struct form *f, const struct form_answers *answers,
                                         const struct asking *asking, size_t point, bool seen)
{
    const struct form_point *p = &f->points[point];
    bool incomplete = false;
    bool any_given = false;
    bool any_required = false;
    bool any_asked = false;
    for (size_t i = p->first_question; i < p->first_question + p->n_questions; i++) {
        const struct form_answer *answer = &answers->items[i];
        bool optional = f->questions[i].optional;
        if (!asking->asked[i])
            continue;
        any_asked = true;
        any_given = any_given || (answer->given && f->questions[i].type != FORM_REPEAT);
        any_required = any_required || !optional;
        incomplete =
            incomplete || asking->withdrawn[i] || !(is_answered(answer) || (optional && !answer->given));
    }
    if (!any_asked && has_condition(f, p))
        return FORM_POINT_SKIPPED;
    if (incomplete)
        return any_given ? FORM_POINT_PARTIAL : FORM_POINT_TODO;
    return any_required || any_given || seen ? FORM_POINT_COMPLETE : FORM_POINT_TODO;
}

void form_point_states(const struct form *f, const struct form_answers *answers, const bool *seen,
                       bool *asked, enum form_point_state *states)
{
    struct asking asking;
    ask(f, answers, &asking, f->n_questions);
    memcpy(asked, asking.asked, f->n_questions);
    for (size_t i = 0; i < f->n_points; i++)
        states[i] = judge_point(f, answers, &asking, i, seen[i]);
}

static enum form_problem problem_of(const struct form_question *q, const struct form_answer *answer,
                                    bool withdrawn)
{
    if (!answer->given)
        return q->optional ? FORM_OK : FORM_MISSING;
    return answer->problem == FORM_OK && withdrawn ? FORM_NOT_OFFERED : answer->problem;
}

size_t form_problems(const struct form *f, const struct form_answers *answers, enum form_problem *problems)
{
    struct asking asking;
    size_t n = 0;
    ask(f, answers, &asking, f->n_questions);
    for (size_t i = 0; i < f->n_questions; i++) {
        problems[i] = FORM_OK;
        if (asking.asked[i])
            problems[i] = problem_of(&f->questions[i], &answers->items[i], asking.withdrawn[i]);
        n += problems[i] != FORM_OK;
    }
    return n;
}
