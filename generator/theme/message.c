#include "theme/message.h"

#include <stdio.h>
#include <unicode/uenum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "theme/format.h"
#include "theme/message_parts.h"

/* The categories of CLDR (UTS 35, part 3, "Language Plural Rules"). */
static struct str known_category(const UChar *word, int32_t length)
{
    static const struct str known[] = {STR_INIT("zero"), STR_INIT("one"),  STR_INIT("two"),
                                       STR_INIT("few"),  STR_INIT("many"), STR_INIT("other")};
    char bytes[8];
    if (length >= (int32_t)sizeof(bytes))
        return STR("other");
    u_UCharsToChars(word, bytes, length);
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (str_eq(known[i], (struct str){bytes, (size_t)length}))
            return known[i];
    return STR("other");
}

static struct str ask_category(const UPluralRules *icu, int64_t n)
{
    UChar word[16];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = icu == NULL ? 0 : uplrules_select(icu, (double)n, word, 16, &status);
    return icu == NULL || U_FAILURE(status) ? STR("other") : known_category(word, length);
}

static void open_rules(struct plural_rules *rules, struct str language, UPluralType type)
{
    char locale[32];
    UErrorCode status = U_ZERO_ERROR;
    rules->icu = NULL;
    if (language.n < sizeof(locale)) {
        (void)snprintf(locale, sizeof(locale), STR_FMT, STR_ARG(language));
        UPluralRules *icu = uplrules_openForType(locale, type, &status);
        rules->icu = U_SUCCESS(status) ? icu : NULL;
    }
    for (int64_t n = 0; n < PLURALS_OF_SMALL; n++)
        rules->small[n] = ask_category(rules->icu, n);
}

void message_rules_open(struct message_rules *rules, struct str language)
{
    rules->language = language;
    open_rules(&rules->cardinal, language, UPLURAL_TYPE_CARDINAL);
    open_rules(&rules->ordinal, language, UPLURAL_TYPE_ORDINAL);
}

void message_rules_close(struct message_rules *rules)
{
    if (rules->cardinal.icu != NULL)
        uplrules_close(rules->cardinal.icu);
    if (rules->ordinal.icu != NULL)
        uplrules_close(rules->ordinal.icu);
    *rules = (struct message_rules){0};
}

static const struct plural_rules *rules_of(const struct message_rules *rules, enum part_kind kind)
{
    return kind == PART_ORDINAL ? &rules->ordinal : &rules->cardinal;
}

bool message_rules_have(const struct message_rules *rules, enum part_kind kind, struct str word)
{
    const UPluralRules *icu = rules_of(rules, kind)->icu;
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

/* "one", "other"… of a number. */
static struct str category(const struct plural_rules *rules, int64_t n)
{
    return n >= 0 && n < PLURALS_OF_SMALL ? rules->small[n] : ask_category(rules->icu, n);
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

static void put_text(const struct formatting *f, const struct part *part)
{
    bool is_markup = f->use->place == HTML_TEXT || f->use->place == HTML_ATTRIBUTE;
    if (part->is_plain && is_markup)
        buf_add(f->out, part->text);
    else
        html_escape(f->out, part->text, f->use->place);
}

static void put_argument(const struct formatting *f, const struct value *v)
{
    char scratch[24];
    if (value_kind(v) == VALUE_KIND_INT)
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
    for (const struct choice *c = part->choices; c != NULL; c = c->next)
        if (c->is_exact && c->exact == n)
            return c;
    return chosen(part, category(rules_of(f->rules, part->kind), n - part->offset));
}

/* What a select chooses by: flags are "true" or "false". */
static struct str selector(const struct value *v, char scratch[static 24])
{
    if (value_kind(v) == VALUE_KIND_BOOL)
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
            put_text(f, part);
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
