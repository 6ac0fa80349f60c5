/* Raw input, understood: what each type of question accepts. */
#include "base/utf8.h"
#include "form/answers.h"
#include "form/contact.h"
#include "form/country.h"
#include "form/date.h"
#include "form/file.h"
#include "form/identity.h"

static struct form_answer problem(enum form_problem p)
{
    return (struct form_answer){.given = true, .problem = p};
}

static enum form_problem check_number(const struct form_question *q, struct number n)
{
    struct number limit = number_of(FORM_MAX_NUMBER);
    if (!number_has_decimals(n, q->decimals))
        return FORM_TOO_PRECISE;
    if (number_cmp(n, q->low.set ? q->low.value : number_neg(limit)) < 0)
        return FORM_TOO_LOW;
    if (number_cmp(n, q->high.set ? q->high.value : limit) > 0)
        return FORM_TOO_HIGH;
    return FORM_OK;
}

struct form_answer form_answer_number(const struct form_question *q, struct number n)
{
    enum form_problem p = check_number(q, n);
    bool counts = q->type == FORM_REPEAT;
    if (counts && (p == FORM_TOO_LOW || p == FORM_TOO_HIGH))
        p = p == FORM_TOO_LOW ? FORM_TOO_FEW : FORM_TOO_MANY;
    return (struct form_answer){.given = true, .number = n, .problem = p};
}

static struct form_answer read_number(const struct form_question *q, struct str text)
{
    struct number n;
    if (q->type == FORM_PERCENT && str_ends(text, STR("%")))
        text = str_sub(text, 0, text.n - 1);
    return number_parse_within(text, q->decimals, &n) ? form_answer_number(q, n) : problem(FORM_NOT_A_NUMBER);
}

static enum form_problem check_day(const struct form_question *q, int32_t day, int32_t today)
{
    if (q->low.set && day < (q->low.today ? today : q->low.value.num))
        return FORM_TOO_EARLY;
    if (q->high.set && day > (q->high.today ? today : q->high.value.num))
        return FORM_TOO_LATE;
    return FORM_OK;
}

/* What is beyond the years that can be told is beyond the question's bound, when it has one. */
static struct form_answer read_date(struct arena *a, const struct form_question *q, struct form_raw raw,
                                    int32_t today)
{
    struct form_answer answer = {.given = true};
    enum form_problem found = form_date_read(a, raw, &answer.day);
    if (found == FORM_NOT_A_DATE || found == FORM_WRONG_YEAR)
        return problem(found);
    answer.problem = check_day(q, answer.day, today);
    if (answer.problem == FORM_OK && found != FORM_OK)
        answer.problem = FORM_WRONG_YEAR;
    return found == FORM_OK ? answer : problem(answer.problem);
}

/* Ends of lines as browsers send them (CR LF) become LF. */
static struct str plain_lines(struct arena *a, struct str text)
{
    char *copy = arena_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '\r' || i + 1 == text.n || text.p[i + 1] != '\n')
            copy[n++] = text.p[i];
    return (struct str){copy, n};
}

static struct form_answer read_text(struct arena *a, const struct form_question *q, struct str text)
{
    enum { ONE_LINE = 120 };
    struct form_answer answer = {.given = true};
    if (!utf8_is_valid(text))
        return problem(FORM_NOT_PLAIN);
    answer.text = plain_lines(a, text);
    if (!utf8_is_plain(answer.text, q->high.value.num > ONE_LINE))
        answer.problem = FORM_NOT_PLAIN;
    else if ((int64_t)utf8_length(answer.text) > q->high.value.num)
        answer.problem = FORM_TOO_LONG;
    return answer;
}

static struct form_answer read_contact(struct arena *a, const struct form_question *q, struct str text)
{
    struct form_answer answer = {.given = true, .text = arena_str(a, text)};
    bool fine = q->type == FORM_EMAIL ? form_email_read(a, text, &answer.text)
                                      : form_phone_read(a, text, &answer.text);
    if (!utf8_is_plain(text, false))
        return problem(FORM_NOT_PLAIN);
    if (!fine)
        answer.problem = q->type == FORM_EMAIL ? FORM_NOT_AN_EMAIL : FORM_NOT_A_PHONE;
    return answer;
}

static struct form_answer read_choices(const struct form_question *q, struct form_raw raw)
{
    struct form_answer answer = {.given = true};
    int64_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        struct str code = str_trim(raw.texts[i]);
        ptrdiff_t option = form_option_find(q, code);
        if (code.n == 0)
            continue;
        if (option < 0)
            return problem(FORM_UNKNOWN_OPTION);
        n += (answer.chosen >> option & 1) == 0;
        answer.chosen |= UINT64_C(1) << option;
    }
    if (q->type != FORM_MANY)
        answer.problem = n > 1 ? FORM_TOO_MANY : FORM_OK;
    else if ((answer.chosen & q->alone) != 0)
        answer.problem = n > 1 ? FORM_NOT_ALONE : FORM_OK;
    else if (n < q->low.value.num)
        answer.problem = FORM_TOO_FEW;
    else if (q->high.set && n > q->high.value.num)
        answer.problem = FORM_TOO_MANY;
    return answer;
}

static enum form_problem check_file(const struct form_question *q, struct str text)
{
    struct form_file file;
    if (!form_file_read(text, &file) || (q->file_kinds >> file.kind & 1) == 0)
        return FORM_FILE_KIND;
    if (file.size > q->file_bytes)
        return FORM_FILE_SIZE;
    return utf8_is_plain(file.name, false) ? FORM_OK : FORM_NOT_PLAIN;
}

static struct form_answer read_files(struct arena *a, const struct form_question *q, struct form_raw raw)
{
    struct form_answer answer = {.given = true};
    int64_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.texts[i].n == 0)
            continue;
        if (answer.problem == FORM_OK)
            answer.problem = check_file(q, raw.texts[i]);
        answer.text = n == 0 ? arena_str(a, raw.texts[i])
                             : arena_join(a, arena_join(a, answer.text, STR("\n")), raw.texts[i]);
        n++;
    }
    answer.number = number_of(n);
    if (n > q->high.value.num)
        answer.problem = FORM_TOO_MANY;
    else if (n < q->low.value.num)
        answer.problem = FORM_TOO_FEW;
    return answer;
}

static struct form_answer read_country(struct str text)
{
    struct form_answer answer = {.given = true};
    size_t place;
    if (!form_country_find(text, &place))
        return problem(FORM_UNKNOWN_OPTION);
    answer.number = number_of((int64_t)place);
    answer.text = form_country_code(place);
    return answer;
}

static struct form_answer read_identity(struct arena *a, const struct form_question *q, struct str text)
{
    bool is_iban = q->type == FORM_IBAN;
    struct form_answer answer = {.given = true};
    enum form_identity found =
        is_iban ? form_iban_read(a, text, &answer.text) : form_national_number_read(a, text, &answer.text);
    if (found == FORM_IDENTITY_SHAPE)
        answer.problem = is_iban ? FORM_NOT_AN_IBAN : FORM_NOT_A_NATIONAL_NUMBER;
    else if (found == FORM_IDENTITY_DIGITS)
        answer.problem = FORM_WRONG_DIGITS;
    return answer;
}

/* "no" is what a box that was left empty says. */
static struct form_answer read_consent(struct str text)
{
    if (str_eq(text, STR("no")))
        return (struct form_answer){0};
    return str_eq(text, STR("yes")) ? (struct form_answer){.given = true, .chosen = 1}
                                    : problem(FORM_UNKNOWN_OPTION);
}

/* As it was signed before: "2026-11-23 Marie Dupont". */
static bool cut_signature(struct str text, int32_t *day, struct str *name)
{
    struct str date = str_cut(&text, ' ');
    *name = str_trim(text);
    return form_day_parse(date, day) && name->n > 0;
}

static struct form_answer read_signature(struct arena *a, const struct form_question *q, struct form_raw raw,
                                         int32_t today)
{
    struct form_answer answer = {.given = true, .day = today};
    struct str name = str_trim(raw.texts[0]);
    if (raw.n == 1 ? !cut_signature(name, &answer.day, &name)
                   : name.n == 0 || !str_eq(raw.texts[1], STR("yes")))
        return problem(FORM_NOT_SIGNED);
    if (!utf8_is_plain(name, false))
        return problem(FORM_NOT_PLAIN);
    answer.text = arena_str(a, name);
    if ((int64_t)utf8_length(name) > q->high.value.num)
        answer.problem = FORM_TOO_LONG;
    else if (answer.day > today)
        answer.problem = FORM_NOT_SIGNED;
    return answer;
}

static bool is_empty(struct form_raw raw)
{
    for (size_t i = 0; i < raw.n; i++)
        if (str_trim(raw.texts[i]).n > 0)
            return false;
    return true;
}

/* One text, trimmed. */
static struct form_answer read_one(struct arena *a, const struct form_question *q, struct str text)
{
    switch (q->type) {
    case FORM_TEXT:
        return read_text(a, q, text);
    case FORM_EMAIL:
    case FORM_PHONE:
        return read_contact(a, q, text);
    case FORM_COUNTRY:
        return read_country(text);
    case FORM_NATIONAL_NUMBER:
    case FORM_IBAN:
        return read_identity(a, q, text);
    case FORM_CONSENT:
        return read_consent(text);
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
    case FORM_SCALE:
    case FORM_REPEAT:
    case FORM_GRID:
    case FORM_FILE:
    case FORM_ONE:
    case FORM_MANY:
    case FORM_YESNO:
    case FORM_DATE:
    case FORM_SIGNATURE:
    case FORM_TYPE__MAX:
        break;
    }
    return read_number(q, text);
}

struct form_answer form_answer_read(struct arena *a, const struct form_question *q, struct form_raw raw,
                                    int32_t today)
{
    if (is_empty(raw) && q->type == FORM_REPEAT && q->low.value.num > 0)
        return form_answer_number(q, q->low.value);
    if (is_empty(raw))
        return (struct form_answer){.given = q->type == FORM_MANY && q->low.value.num == 0 && !q->optional};
    if (form_is_choice(q))
        return read_choices(q, raw);
    if (q->type == FORM_DATE)
        return read_date(a, q, raw, today);
    if (q->type == FORM_FILE)
        return read_files(a, q, raw);
    if (q->type == FORM_SIGNATURE && raw.n <= 2)
        return read_signature(a, q, raw, today);
    if (raw.n > 1)
        return problem(FORM_TOO_MANY);
    return read_one(a, q, str_trim(raw.texts[0]));
}
