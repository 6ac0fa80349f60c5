#include "http/fields.h"

#include "base/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/* Browsers send CR LF for every line end of a text area. */
static size_t unify_line_ends(char *text, size_t n)
{
    size_t out = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\r' && i + 1 < n && text[i + 1] == '\n')
            continue;
        text[out++] = text[i] == '\r' ? '\n' : text[i];
    }
    return out;
}

static bool decode(struct arena *a, struct str raw, struct str *out)
{
    char *text = arena_alloc(a, raw.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        if (raw.p[i] != '%') {
            text[n++] = raw.p[i] == '+' ? ' ' : raw.p[i];
            continue;
        }
        int high = i + 2 < raw.n ? hex_digit(raw.p[i + 1]) : -1;
        int low = i + 2 < raw.n ? hex_digit(raw.p[i + 2]) : -1;
        if (high < 0 || low < 0)
            return false;
        text[n++] = (char)(high * 16 + low);
        i += 2;
    }
    *out = (struct str){text, unify_line_ends(text, n)};
    return str_find_char(*out, '\0') < 0 && utf8_is_valid(*out);
}

bool fields_decode(struct arena *a, struct str text, struct fields *out)
{
    *out = (struct fields){0};
    while (text.n > 0) {
        struct str value = str_cut(&text, '&');
        if (value.n == 0)
            continue;
        struct str name = str_cut(&value, '=');
        if (out->count == FIELDS_MAX)
            return false;
        struct field *field = ARENA_PUSH(a, out);
        if (!decode(a, name, &field->name) || !decode(a, value, &field->value) || field->name.n == 0)
            return false;
    }
    return true;
}

struct str fields_only(const struct fields *all, const char *name, bool *twice)
{
    struct str found = {0};
    for (size_t i = 0; i < all->count; i++) {
        if (!str_eq_z(all->items[i].name, name))
            continue;
        if (found.p != NULL)
            *twice = true;
        else
            found = all->items[i].value;
    }
    return found;
}

static bool is_token(struct str value)
{
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && c != '_' &&
            c != '-')
            return false;
    }
    return true;
}

/* As store/id.h makes them: Crockford's base32 in lower case, without i, l, o, u. */
static bool is_id(struct str value)
{
    for (size_t i = 0; i < value.n; i++)
        if (str_find_char(STR("0123456789abcdefghjkmnpqrstvwxyz"), value.p[i]) < 0)
            return false;
    return value.n == 26;
}

static bool is_language(struct str value, const struct site *site)
{
    for (size_t i = 0; site != NULL && i < site->n_languages; i++)
        if (str_eq(value, site->languages[i]))
            return true;
    return site == NULL;
}

bool field_fits(const struct field_rule *rule, struct str value, const struct site *site)
{
    if (value.n > rule->max)
        return false;
    switch (rule->kind) {
    case FIELD_TEXT:
    case FIELD_EMAIL:
        return utf8_is_plain(value, false);
    case FIELD_LONG_TEXT:
        return utf8_is_plain(value, true);
    case FIELD_TOKEN:
        return is_token(value);
    case FIELD_ID:
        return is_id(value);
    case FIELD_FLAG:
        return str_eq_z(value, "1");
    case FIELD_LANGUAGE:
        return is_language(value, site);
    case FIELD_PASSWORD:
    case FIELD_ANSWERS:
        return true;
    case FIELD_CLOSED:
    case FIELD_KIND__MAX:
        break;
    }
    return false;
}

static const struct field_rule *find_rule(const struct fields_policy *policy, struct str name)
{
    const struct field_rule *any = NULL;
    for (size_t i = 0; i < policy->n_rules; i++) {
        const struct field_rule *rule = &policy->rules[i];
        if (rule->name == NULL)
            any = rule;
        else if (str_eq_z(name, rule->name))
            return rule;
    }
    return any;
}

static bool came_before(const struct fields *kept, struct str name)
{
    for (size_t i = 0; i < kept->count; i++)
        if (str_eq(kept->items[i].name, name))
            return true;
    return false;
}

bool fields_check(struct arena *a, const struct fields *all, const struct fields_policy *policy,
                  struct fields *kept, struct str *bad)
{
    *kept = (struct fields){0};
    for (size_t i = 0; i < all->count; i++) {
        const struct field *field = &all->items[i];
        const struct field_rule *rule = find_rule(policy, field->name);
        if (rule == NULL && policy->ignore_unknown)
            continue;
        if (rule == NULL || (!rule->many && came_before(kept, field->name)) ||
            !field_fits(rule, field->value, policy->site)) {
            *bad = field->name;
            return false;
        }
        *ARENA_PUSH(a, kept) = *field;
    }
    return true;
}
