#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag_report.h"

static const struct diag_row rows[DIAG_CODE__MAX] = {
#define DIAG(row_name, row_severity, fr, fr_remedy, en, en_remedy)           \
    [D_##row_name] = {.name = #row_name,                                     \
                      .severity = row_severity,                              \
                      .sentence = {[DIAG_FRENCH] = fr, [DIAG_ENGLISH] = en}, \
                      .remedy = {[DIAG_FRENCH] = fr_remedy, [DIAG_ENGLISH] = en_remedy}},
#include "base/diagnostics.def"
#undef DIAG
};

struct diags {
    struct arena *arena;
    size_t max;
    struct diag *items;
    size_t count;
    size_t cap;
    size_t omitted;
    size_t kept_warnings;
    size_t by_severity[DIAG_SEVERITY__MAX];
    bool seen[DIAG_CODE__MAX];
};

const struct diag_row *diag_row(enum diag_code code)
{
    return &rows[code];
}

const char *diag_code_name(enum diag_code code)
{
    return rows[code].name;
}

struct diags *diags_new(struct arena *arena, size_t max)
{
    struct diags *d = ARENA_NEW(arena, struct diags);
    d->arena = arena;
    d->max = max;
    return d;
}

static void remove_last_warning(struct diags *d)
{
    size_t i = d->count;
    while (rows[d->items[i - 1].code].severity != DIAG_WARNING)
        i--;
    memmove(&d->items[i - 1], &d->items[i], (d->count - i) * sizeof(d->items[0]));
    d->count--;
    d->kept_warnings--;
}

/* Room for one more: an error takes a warning's place rather than go unseen. */
static bool has_room(struct diags *d, enum diag_severity severity)
{
    if (d->count < d->max)
        return true;
    d->omitted++;
    if (severity == DIAG_WARNING || d->kept_warnings == 0)
        return false;
    remove_last_warning(d);
    return true;
}

void diags_add(struct diags *d, enum diag_code code, struct place at, const struct str *args, size_t n_args)
{
    enum diag_severity severity = rows[code].severity;
    d->by_severity[severity]++;
    d->seen[code] = true;
    if (!has_room(d, severity))
        return;
    struct diag *diag = ARENA_PUSH(d->arena, d);
    *diag = (struct diag){.code = code, .at = at};
    for (size_t i = 0; i < n_args && i < DIAG_ARGS; i++)
        diag->args[i] = arena_str(d->arena, args[i]);
    if (severity == DIAG_WARNING)
        d->kept_warnings++;
}

size_t diags_errors(const struct diags *d)
{
    return d->by_severity[DIAG_ERROR];
}

size_t diags_warnings(const struct diags *d)
{
    return d->by_severity[DIAG_WARNING];
}

bool diags_has(const struct diags *d, enum diag_code code)
{
    return d->seen[code];
}

void diags_merge(struct diags *into, struct diags *from)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct diag *diag = &from->items[i];
        diags_add(into, diag->code, diag->at, diag->args, DIAG_ARGS);
        from->by_severity[rows[diag->code].severity]--;
    }
    /* What `from` had no room for is still counted. */
    for (size_t i = 0; i < DIAG_SEVERITY__MAX; i++)
        into->by_severity[i] += from->by_severity[i];
    for (size_t i = 0; i < DIAG_CODE__MAX; i++)
        into->seen[i] = into->seen[i] || from->seen[i];
    into->omitted += from->omitted;
    *from = (struct diags){.arena = from->arena, .max = from->max};
}

/* By file, then place; what has no place comes last. Equal ones keep the order they were added in. */
static int compare(const void *x, const void *y)
{
    const struct diag *a = *(const struct diag *const *)x;
    const struct diag *b = *(const struct diag *const *)y;
    if ((a->at.source == NULL) != (b->at.source == NULL))
        return a->at.source == NULL ? 1 : -1;
    if (a->at.source != NULL) {
        int names = str_cmp(a->at.source->name, b->at.source->name);
        if (names != 0)
            return names;
        if (a->at.offset != b->at.offset)
            return a->at.offset < b->at.offset ? -1 : 1;
    }
    return a < b ? -1 : a > b;
}

void diags_report(struct diags *d, enum diag_language language, enum diag_format format, FILE *to)
{
    const struct diag **sorted = ARENA_ARRAY(d->arena, const struct diag *, d->count + 1);
    for (size_t i = 0; i < d->count; i++)
        sorted[i] = &d->items[i];
    if (d->count > 0)
        qsort(sorted, d->count, sizeof(sorted[0]), compare);
    struct diag_list list = {.items = sorted, .count = d->count, .omitted = d->omitted};
    if (format == DIAG_JSON)
        diag_report_json(&list, language, to);
    else
        diag_report_text(&list, language, to);
}

enum diag_language diag_language_from_env(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct str value = str_from(getenv(names[i]));
        size_t n = 0;
        while (n < value.n && strchr("_.@", value.p[n]) == NULL)
            n++;
        struct str language = str_sub(value, 0, n);
        if (language.n == 0 || str_eq_z(language, "C") || str_eq_z(language, "POSIX"))
            continue;
        return str_eq_z(language, "fr") ? DIAG_FRENCH : DIAG_ENGLISH;
    }
    return DIAG_FRENCH;
}

struct str diag_meant(struct str word, const struct synonym *synonyms, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(synonyms[i].written, word))
            return synonyms[i].meant;
    return (struct str){0};
}

struct str diag_nearest(struct str word, const struct str *candidates, size_t n)
{
    struct str nearest = {"", 0};
    size_t limit = word.n / 3 + 1;
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(word, candidates[i]))
            return candidates[i];
    for (size_t i = 0; i < n; i++) {
        size_t distance = str_distance(word, candidates[i], limit);
        if (distance < limit) {
            limit = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}

struct str diag_list(struct diags *d, const struct str *items, size_t n)
{
    enum { MAX_LISTED = 24 };
    struct str list = {"", 0};
    for (size_t i = 0; i < n && i < MAX_LISTED; i++)
        list = arena_printf(d->arena, STR_FMT "%s" STR_FMT, STR_ARG(list), i == 0 ? "" : ", ",
                            STR_ARG(items[i]));
    return n > MAX_LISTED ? arena_join(d->arena, list, STR(", …")) : list;
}
