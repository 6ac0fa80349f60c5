#include "theme/message.h"

#include <stdio.h>
#include <unicode/uenum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "theme/format.h"
#include "theme/message_parts.h"

static UPluralRules *open_rules(struct str language, UPluralType type)
{
    char locale[32];
    UErrorCode status = U_ZERO_ERROR;
    if (language.n >= sizeof(locale))
        return NULL;
    (void)snprintf(locale, sizeof(locale), STR_FMT, STR_ARG(language));
    UPluralRules *rules = uplrules_openForType(locale, type, &status);
    return U_SUCCESS(status) ? rules : NULL;
}

void message_rules_open(struct message_rules *rules, struct str language)
{
    *rules = (struct message_rules){.language = language,
                                    .cardinal = open_rules(language, UPLURAL_TYPE_CARDINAL),
                                    .ordinal = open_rules(language, UPLURAL_TYPE_ORDINAL)};
}

void message_rules_close(struct message_rules *rules)
{
    if (rules->cardinal != NULL)
        uplrules_close(rules->cardinal);
    if (rules->ordinal != NULL)
        uplrules_close(rules->ordinal);
    *rules = (struct message_rules){0};
}

bool message_rules_have(const struct message_rules *rules, enum part_kind kind, struct str word)
{
    const UPluralRules *icu = kind == PART_ORDINAL ? rules->ordinal : rules->cardinal;
    UErrorCode status = U_ZERO_ERROR;
    bool found = str_eq_z(word, "other");
    UEnumeration *words = icu == NULL ? NULL : uplrules_getKeywords(icu, &status);
    const char *keyword;
    while (!found && U_SUCCESS(status) && words != NULL &&
           (keyword = uenum_next(words, NULL, &status)) != NULL)
        found = str_eq_z(word, keyword);
    uenum_close(words);
    return found;
}

/* "one", "other"… of a number, as bytes in `scratch`. */
static struct str category(const struct message_rules *rules, enum part_kind kind, int64_t n,
                           char scratch[static 16])
{
    const UPluralRules *icu = kind == PART_ORDINAL ? rules->ordinal : rules->cardinal;
    UChar word[16];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = icu == NULL ? 0 : uplrules_select(icu, (double)n, word, 16, &status);
    if (icu == NULL || U_FAILURE(status) || length >= 16)
        return STR("other");
    u_UCharsToChars(word, scratch, length);
    return (struct str){scratch, (size_t)length};
}

struct formatting {
    const struct message_rules *rules;
    const struct catalogue_use *use;
    struct buf *out;
};

static const struct value *argument(const struct formatting *f, struct str name)
{
    return f->use->lookup == NULL ? NULL : f->use->lookup(f->use->context, name);
}

static void put_argument(const struct formatting *f, const struct value *v)
{
    char scratch[24];
    if (value_kind(v) == VALUE_INT)
        format_integer(f->out, f->rules->language, value_as_int(v));
    else
        html_escape(f->out, value_as_text(v, scratch), f->use->place);
}

static const struct choice *chosen(const struct part *part, struct str word)
{
    const struct choice *other = NULL;
    for (const struct choice *c = part->choices; c != NULL; c = c->next) {
        if (c->is_exact)
            continue;
        if (str_eq(c->word, word))
            return c;
        if (str_eq_z(c->word, "other"))
            other = c;
    }
    return other;
}

static const struct choice *chosen_by_number(const struct formatting *f, const struct part *part, int64_t n)
{
    char scratch[16];
    for (const struct choice *c = part->choices; c != NULL; c = c->next)
        if (c->is_exact && c->exact == n)
            return c;
    return chosen(part, category(f->rules, part->kind, n - part->offset, scratch));
}

/* What a select chooses by: flags are "true" or "false". */
static struct str selector(const struct value *v, char scratch[static 24])
{
    if (value_kind(v) == VALUE_BOOL)
        return value_is_true(v) ? STR("true") : STR("false");
    return value_as_text(v, scratch);
}

static void put_parts(const struct formatting *f, const struct part *parts, int64_t number)
{
    for (const struct part *part = parts; part != NULL; part = part->next) {
        char scratch[24];
        int64_t n = number;
        const struct choice *choice = NULL;
        switch (part->kind) {
        case PART_TEXT:
            html_escape(f->out, part->text, f->use->place);
            break;
        case PART_ARGUMENT:
            put_argument(f, argument(f, part->text));
            break;
        case PART_HASH:
            format_integer(f->out, f->rules->language, number);
            break;
        case PART_PLURAL:
        case PART_ORDINAL:
            n = value_as_int(argument(f, part->text));
            choice = chosen_by_number(f, part, n);
            n -= part->offset;
            break;
        case PART_SELECT:
            choice = chosen(part, selector(argument(f, part->text), scratch));
            break;
        case PART_KIND__MAX:
            break;
        }
        if (choice != NULL)
            put_parts(f, choice->parts, n);
    }
}

void message_format(const struct message *message, const struct message_rules *rules,
                    const struct catalogue_use *use, struct buf *out)
{
    struct formatting f = {.rules = rules, .use = use, .out = out};
    put_parts(&f, message->parts, 0);
}

size_t message_arguments(const struct message *message, const struct str **names)
{
    *names = message->names.items;
    return message->names.count;
}
