#include "theme/question_words.h"

#include "form/day.h"
#include "theme/format.h"

struct str question_anchor(struct arena *a, struct str id)
{
    char *text = arena_alloc(a, id.n + 2);
    memcpy(text, "q-", 2);
    for (size_t i = 0; i < id.n; i++)
        text[i + 2] = id.p[i] == '.' ? '-' : id.p[i];
    return (struct str){text, id.n + 2};
}

static struct str text_of(const struct question_words *w, const char *key, const struct value *arguments)
{
    return catalogue_text(w->texts, w->arena, str_from(key), arguments);
}

struct str question_number(const struct question_words *w, const struct form_question *q, struct number n)
{
    struct buf decimal;
    buf_init(&decimal, 64);
    number_print(n, &decimal);
    struct str currency = q->type == FORM_MONEY ? q->currency : (struct str){0};
    struct str text = format_decimal(w->arena, w->language, arena_str(w->arena, buf_str(&decimal)), currency);
    buf_release(&decimal);
    if (q->type != FORM_PERCENT)
        return text;
    struct value *arguments = value_map(w->arena);
    value_set_text(arguments, "number", text);
    return text_of(w, "answers.percent", arguments);
}

/* Has the bound a value that can be told? */
static bool is_told(const struct form_bound *bound, int32_t today)
{
    return bound->set && !(bound->today && today == QUESTION_ANY_DAY);
}

static int32_t bound_day(const struct form_bound *bound, int32_t today)
{
    return bound->today ? today : (int32_t)number_floor(bound->value);
}

/* A text for a number or a date; a whole number, that plurals can take, for how many choices or characters.
 */
static void set_bound(const struct question_words *w, const struct form_question *q, struct value *arguments,
                      const struct form_bound *bound, int32_t today)
{
    if (!is_told(bound, today))
        return;
    const char *name = bound == &q->low ? "low" : "high";
    if (form_is_number(q))
        value_set_text(arguments, name, question_number(w, q, bound->value));
    else if (q->type == FORM_DATE)
        value_set_text(arguments, name, format_day(w->arena, w->language, bound_day(bound, today)));
    else
        value_set_int(arguments, name, number_floor(bound->value));
}

/* ---- files ---- */

struct str question_bytes(const struct question_words *w, int64_t bytes)
{
    static const char *const keys[] = {"file.bytes", "file.kilobytes", "file.megabytes"};
    size_t unit = bytes < 1000 ? 0 : bytes < 1000 * 1000 ? 1 : 2;
    int64_t scale = unit == 0 ? 1 : unit == 1 ? 1000 : 100 * 1000;
    int64_t n = (bytes + scale / 2) / scale;
    struct str number = unit == 2 && n % 10 > 0
                            ? arena_printf(w->arena, "%lld.%lld", (long long)n / 10, (long long)n % 10)
                            : arena_printf(w->arena, "%lld", (long long)(unit == 2 ? n / 10 : n));
    struct value *arguments = value_map(w->arena);
    value_set_text(arguments, "n", format_decimal(w->arena, w->language, number, (struct str){0}));
    return text_of(w, keys[unit], arguments);
}

struct str question_file_kind(const struct question_words *w, enum form_file_kind kind)
{
    struct str key = arena_join(w->arena, STR("form.file.kind."), form_file_kind_name(kind));
    return catalogue_text(w->texts, w->arena, key, NULL);
}

/* "PDF, JPG ou PNG" */
static struct str file_kinds(const struct question_words *w, const struct form_question *q)
{
    struct str list = {0};
    struct str last = {0};
    for (size_t i = 0; i < FORM_FILE_KIND__MAX; i++) {
        if ((q->file_kinds >> i & 1) == 0)
            continue;
        if (last.n > 0)
            list = list.n == 0 ? last
                               : arena_printf(w->arena, STR_FMT ", " STR_FMT, STR_ARG(list), STR_ARG(last));
        last = question_file_kind(w, (enum form_file_kind)i);
    }
    struct value *arguments = value_map(w->arena);
    value_set_text(arguments, "list", list);
    value_set_text(arguments, "last", last);
    return list.n == 0 ? last : text_of(w, "form.file.kinds", arguments);
}

void question_file_arguments(const struct question_words *w, const struct form_question *q,
                             struct value *arguments)
{
    value_set_text(arguments, "kinds", file_kinds(w, q));
    value_set_text(arguments, "size", question_bytes(w, q->file_bytes));
    value_set_int(arguments, "low", q->low.value.num);
    value_set_int(arguments, "high", q->high.value.num);
}

static const char *file_limits(const struct form_question *q)
{
    if (q->high.value.num == 1)
        return "form.limits.file";
    return q->low.value.num > 1 ? "form.limits.files_between" : "form.limits.files_to";
}

/* ---- controls ---- */

enum { ONE_LINE = 120 }; /* characters */

bool question_is_long(const struct form_question *q)
{
    return q->type == FORM_TEXT && number_cmp(q->high.value, number_of(ONE_LINE)) > 0;
}

const char *question_control(const struct form_question *q)
{
    static const char *const flags[FORM_TYPE__MAX] = {
        [FORM_ONE] = "is_one",
        [FORM_MANY] = "is_many",
        [FORM_YESNO] = "is_yesno",
        [FORM_NUMBER] = "is_number",
        [FORM_MONEY] = "is_number",
        [FORM_PERCENT] = "is_number",
        [FORM_DATE] = "is_date",
        [FORM_TEXT] = "is_text",
        [FORM_EMAIL] = "is_email",
        [FORM_PHONE] = "is_phone",
        [FORM_SCALE] = "is_scale",
        [FORM_COUNTRY] = "is_country",
        [FORM_NATIONAL_NUMBER] = "is_national_number",
        [FORM_IBAN] = "is_iban",
        [FORM_CONSENT] = "is_consent",
        [FORM_SIGNATURE] = "is_signature",
        [FORM_FILE] = "is_file",
    };
    return question_is_long(q) ? "is_long_text" : flags[q->type];
}

/* ---- bounds ---- */

static struct value *bounds(const struct question_words *w, const struct form_question *q, int32_t today)
{
    struct value *arguments = value_map(w->arena);
    set_bound(w, q, arguments, &q->low, today);
    set_bound(w, q, arguments, &q->high, today);
    value_set_int(arguments, "decimals", q->decimals);
    if (q->type == FORM_FILE)
        question_file_arguments(w, q, arguments);
    return arguments;
}

static const char *choose(const struct form_question *q, int32_t today, const char *between, const char *from,
                          const char *to)
{
    bool low = is_told(&q->low, today), high = is_told(&q->high, today);
    if (low && high)
        return between;
    return low ? from : high ? to : NULL;
}

static const char *number_limits(const struct form_question *q)
{
    bool usual = q->type == FORM_PERCENT && q->low.set && q->high.set &&
                 number_cmp(q->low.value, number_of(0)) == 0 &&
                 number_cmp(q->high.value, number_of(100)) == 0;
    if (usual)
        return NULL;
    return choose(q, 0, "form.limits.number_between", "form.limits.number_from", "form.limits.number_to");
}

static const char *date_limits(const struct form_question *q, int32_t today)
{
    if (q->high.set && q->high.today && !is_told(&q->low, today))
        return "form.limits.date_past";
    if (q->low.set && q->low.today && !is_told(&q->high, today))
        return "form.limits.date_future";
    return choose(q, today, "form.limits.date_between", "form.limits.date_from", "form.limits.date_to");
}

/* Options that are chosen alone never add up with others. */
static int64_t most_choices(const struct form_question *q)
{
    int64_t n = 0;
    for (size_t i = 0; i < q->n_options; i++)
        n += !q->options[i].alone;
    return n;
}

static const char *choice_limits(const struct form_question *q)
{
    bool several = q->low.set && number_cmp(q->low.value, number_of(1)) > 0;
    bool capped = q->high.set && number_cmp(q->high.value, number_of(most_choices(q))) < 0;
    if (several && capped)
        return "form.limits.choices_between";
    return several ? "form.limits.choices_from" : capped ? "form.limits.choices_to" : NULL;
}

static const char *limits_key(const struct form_question *q, int32_t today)
{
    switch (q->type) {
    case FORM_MANY:
        return choice_limits(q);
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
        return number_limits(q);
    case FORM_DATE:
        return date_limits(q, today);
    case FORM_FILE:
        return file_limits(q);
    case FORM_TEXT:
        return question_is_long(q) ? "form.limits.text" : NULL;
    case FORM_NATIONAL_NUMBER:
        return "form.limits.national_number";
    case FORM_IBAN:
        return "form.limits.iban";
    case FORM_ONE:
    case FORM_YESNO:
    case FORM_EMAIL:
    case FORM_PHONE:
    case FORM_GRID:
    case FORM_SCALE:
    case FORM_COUNTRY:
    case FORM_CONSENT:
    case FORM_SIGNATURE:
    case FORM_TYPE__MAX:
        break;
    case FORM_REPEAT:
        return number_cmp(q->low.value, number_of(0)) > 0 ? "form.limits.items_between"
                                                          : "form.limits.items_to";
    }
    return NULL;
}

/* A day that is accepted: 27 March 1985, which shows what is the day and what the month, or the nearest to
 * it. */
static struct str example_of(const struct question_words *w, const struct form_question *q, int32_t today)
{
    int year, month, day;
    int32_t at = 0;
    form_day_from_civil(1985, 3, 27, &at);
    if (q->low.set && bound_day(&q->low, today) > at)
        at = bound_day(&q->low, today);
    if (q->high.set && bound_day(&q->high, today) < at)
        at = bound_day(&q->high, today);
    form_day_to_civil(at, &year, &month, &day);
    struct value *arguments = value_map(w->arena);
    value_set_text(arguments, "day", arena_printf(w->arena, "%d %d %d", day, month, year));
    return text_of(w, "form.limits.date_example", arguments);
}

struct str question_limits(const struct question_words *w, const struct form_question *q, int32_t today)
{
    const char *key = limits_key(q, today);
    struct str limits = key != NULL ? text_of(w, key, bounds(w, q, today)) : (struct str){0};
    if (q->type != FORM_DATE || today == QUESTION_ANY_DAY)
        return limits;
    struct str example = example_of(w, q, today);
    return limits.n == 0 ? example
                         : arena_printf(w->arena, STR_FMT " " STR_FMT, STR_ARG(limits), STR_ARG(example));
}

static const char *missing_key(enum form_type type)
{
    static const char *const keys[FORM_TYPE__MAX] = {
        [FORM_ONE] = "form.problem.missing_one",
        [FORM_MANY] = "form.problem.missing_many",
        [FORM_YESNO] = "form.problem.missing_one",
        [FORM_NUMBER] = "form.problem.missing_number",
        [FORM_MONEY] = "form.problem.missing_number",
        [FORM_PERCENT] = "form.problem.missing_number",
        [FORM_DATE] = "form.problem.missing_date",
        [FORM_TEXT] = "form.problem.missing_text",
        [FORM_EMAIL] = "form.problem.missing_email",
        [FORM_PHONE] = "form.problem.missing_phone",
        [FORM_SCALE] = "form.problem.missing_one",
        [FORM_COUNTRY] = "form.problem.missing_country",
        [FORM_NATIONAL_NUMBER] = "form.problem.missing_national_number",
        [FORM_IBAN] = "form.problem.missing_iban",
        [FORM_CONSENT] = "form.problem.missing_consent",
        [FORM_SIGNATURE] = "form.problem.missing_signature",
        [FORM_FILE] = "form.problem.missing_file",
        [FORM_REPEAT] = "form.problem.missing_items",
    };
    return keys[type];
}

/* Beyond today it says on which side. */
static const char *bound_key(const struct form_question *q, enum form_problem problem)
{
    if (problem == FORM_TOO_LATE && q->high.today)
        return "form.problem.in_future";
    return problem == FORM_TOO_EARLY && q->low.today ? "form.problem.in_past" : NULL;
}

struct str question_problem(const struct question_words *w, const struct form_question *q,
                            enum form_problem problem, int32_t today)
{
    struct value *arguments = bounds(w, q, today);
    if (bound_key(q, problem) != NULL)
        return text_of(w, bound_key(q, problem), arguments);
    if (problem == FORM_MISSING)
        return text_of(w, missing_key(q->type), arguments);
    if (q->type == FORM_FILE && (problem == FORM_TOO_MANY || problem == FORM_TOO_FEW))
        return text_of(
            w, problem == FORM_TOO_MANY ? "form.problem.too_many_files" : "form.problem.too_few_files",
            arguments);
    if (q->type == FORM_REPEAT)
        return text_of(w, problem == FORM_TOO_FEW ? "form.problem.few_items" : "form.problem.many_items",
                       arguments);
    /* Several values where one is allowed: the question has no bound of its own to say so with. */
    if (problem == FORM_TOO_MANY && q->type != FORM_MANY)
        value_set_int(arguments, "high", 1);
    struct str name = form_problem_name(problem);
    return catalogue_text(w->texts, w->arena, arena_printf(w->arena, "form.problem." STR_FMT, STR_ARG(name)),
                          arguments);
}
