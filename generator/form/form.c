#include "form/form.h"

static const struct str kinds[FORM_KIND__MAX] = {
    [FORM_POINT] = STR_INIT("point"),   [FORM_QUESTION] = STR_INIT("question"),
    [FORM_OPTION] = STR_INIT("option"), [FORM_ROW] = STR_INIT("row"),
    [FORM_SCORE] = STR_INIT("score"),   [FORM_RESULT] = STR_INIT("result"),
    [FORM_LEVEL] = STR_INIT("level"),   [FORM_RULE] = STR_INIT("rule"),
    [FORM_CHECK] = STR_INIT("check"),
};

static const struct str types[FORM_TYPE__MAX] = {
    [FORM_ONE] = STR_INIT("one"),
    [FORM_MANY] = STR_INIT("many"),
    [FORM_YESNO] = STR_INIT("yesno"),
    [FORM_NUMBER] = STR_INIT("number"),
    [FORM_MONEY] = STR_INIT("money"),
    [FORM_PERCENT] = STR_INIT("percent"),
    [FORM_DATE] = STR_INIT("date"),
    [FORM_TEXT] = STR_INIT("text"),
    [FORM_EMAIL] = STR_INIT("email"),
    [FORM_PHONE] = STR_INIT("phone"),
    [FORM_SCALE] = STR_INIT("scale"),
    [FORM_COUNTRY] = STR_INIT("country"),
    [FORM_NATIONAL_NUMBER] = STR_INIT("national-number"),
    [FORM_IBAN] = STR_INIT("iban"),
    [FORM_CONSENT] = STR_INIT("consent"),
    [FORM_SIGNATURE] = STR_INIT("signature"),
    [FORM_GRID] = STR_INIT("grid"),
    [FORM_REPEAT] = STR_INIT("repeat"),
    [FORM_FILE] = STR_INIT("file"),
};

static const struct str severities[FORM_SEVERITY__MAX] = {
    [FORM_BLOCK] = STR_INIT("block"),
    [FORM_REFER] = STR_INIT("refer"),
    [FORM_NOTE] = STR_INIT("note"),
};

struct str form_kind_name(enum form_kind kind)
{
    return kinds[kind];
}

bool form_kind_parse(struct str name, enum form_kind *out)
{
    for (enum form_kind kind = 0; kind < FORM_KIND__MAX; kind++) {
        if (str_eq(kinds[kind], name)) {
            *out = kind;
            return true;
        }
    }
    return false;
}

struct str form_type_name(enum form_type type)
{
    return types[type];
}

struct str form_severity_name(enum form_severity severity)
{
    return severities[severity];
}

ptrdiff_t form_question_find(const struct form *f, struct str id)
{
    for (size_t i = 0; i < f->n_questions; i++)
        if (str_eq(f->questions[i].id, id))
            return (ptrdiff_t)i;
    return -1;
}

ptrdiff_t form_option_find(const struct form_question *q, struct str code)
{
    for (size_t i = 0; i < q->n_options; i++)
        if (str_eq(q->options[i].code, code))
            return (ptrdiff_t)i;
    return -1;
}

bool form_is_number(const struct form_question *q)
{
    return q->type == FORM_NUMBER || q->type == FORM_MONEY || q->type == FORM_PERCENT ||
           q->type == FORM_SCALE || q->type == FORM_REPEAT;
}

bool form_is_choice(const struct form_question *q)
{
    return q->type == FORM_ONE || q->type == FORM_MANY || q->type == FORM_YESNO || q->type == FORM_GRID;
}

ptrdiff_t form_result_find(const struct form *f, struct str id)
{
    for (size_t i = 0; i < f->n_results; i++)
        if (str_eq(f->results[i].id, id))
            return (ptrdiff_t)i;
    return -1;
}
