#include "site/matter.h"

#include "form/day.h"
#include "site/validity.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const page_keys[] = {"title",   "description", "roles",   "tags",    "order",
                                        "updated", "draft",       "aliases", "related", "type"};
static const char *const questionnaire_keys[] = {"title", "description", "order", "validity", "access"};
static const char *const message_keys[] = {"subject"};

static const struct {
    const char *const *keys;
    size_t n;
    const char *title;
} kinds[] = {
    [MATTER_PAGE] = {page_keys, COUNT(page_keys), "title"},
    [MATTER_QUESTIONNAIRE] = {questionnaire_keys, COUNT(questionnaire_keys), "title"},
    [MATTER_MESSAGE] = {message_keys, COUNT(message_keys), "subject"},
};

static bool is_fence(struct str line)
{
    while (line.n > 0 && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t'))
        line.n--;
    return str_eq_z(line, "---");
}

/* Finds the YAML between the fences. */
static bool find_yaml(const struct source *source, struct matter *out, size_t *offset, size_t *length,
                      struct diags *diags)
{
    struct str rest = source->text, line;
    if (!str_line(&rest, &line) || !is_fence(line)) {
        DIAG_AT(diags, D_MATTER_MISSING, ((struct place){source, 0, line.n < 3 ? 0 : 3}));
        return false;
    }
    *offset = source->text.n - rest.n;
    while (source->text.n - rest.n - *offset <= MATTER_MAX) {
        size_t at = source->text.n - rest.n;
        if (!str_line(&rest, &line))
            break;
        if (is_fence(line)) {
            *length = at - *offset;
            out->body = source->text.n - rest.n;
            return true;
        }
    }
    DIAG_AT(diags, rest.n > 0 ? D_MATTER_SIZE : D_MATTER_UNCLOSED, ((struct place){source, 0, 3}));
    out->body = source->text.n;
    return false;
}

static void read_day(const struct yaml *yaml, struct matter *out, struct diags *diags)
{
    struct str text;
    if (!yaml_text(yaml, "updated", &text, diags))
        return;
    out->has_updated = form_day_parse(text, &out->updated);
    if (!out->has_updated)
        DIAG_AT(diags, D_MATTER_DAY, yaml_get(yaml, "updated")->at, text);
}

static void read_page(struct arena *a, const struct yaml *yaml, struct matter *out, struct diags *diags)
{
    static const char *const types[] = {"page", "faq"};
    size_t type = 0;
    read_day(yaml, out, diags);
    yaml_choice(yaml, "type", (struct yaml_words){types, COUNT(types)}, &type, diags);
    out->is_faq = type == 1;
    if (out->is_faq)
        out->type_at = yaml_get(yaml, "type")->at;
    yaml_bool(yaml, "draft", &out->draft, diags);
    yaml_texts(yaml, "roles", a, &out->roles, diags);
    yaml_texts(yaml, "tags", a, &out->tags, diags);
    struct yaml_texts texts = {0};
    if (yaml_texts(yaml, "related", a, &texts, diags))
        out->related = yaml_get(yaml, "related");
    if (yaml_texts(yaml, "aliases", a, &texts, diags))
        out->aliases = yaml_get(yaml, "aliases");
}

static void read_questionnaire(struct arena *a, const struct yaml *yaml, struct matter *out,
                               struct diags *diags)
{
    static const char *const words[] = {"invited", "public"};
    size_t access = 0;
    struct str text;
    if (yaml_choice(yaml, "access", (struct yaml_words){words, COUNT(words)}, &access, diags))
        out->access_at = yaml_get(yaml, "access")->at;
    out->is_public = access == 1;
    if (!yaml_text(yaml, "validity", &text, diags))
        return;
    struct str meant = validity_read(a, text, &out->validity_months);
    out->validity_at = yaml_get(yaml, "validity")->at;
    if (out->validity_months == 0)
        DIAG_AT(diags, D_MATTER_VALIDITY, out->validity_at, text, meant);
}

static bool read_title(const struct yaml *yaml, const struct source *source, const char *key,
                       struct matter *out, struct diags *diags)
{
    const struct yaml *title = yaml_get(yaml, key);
    if (title && title->kind == YAML_SCALAR && str_trim(title->scalar).n > 0) {
        out->title = str_trim(title->scalar);
        out->title_at = title->at;
        return true;
    }
    struct place at = title ? title->key_at : (struct place){source, 0, 3};
    if (!title || title->kind == YAML_SCALAR)
        DIAG_AT(diags, D_MATTER_KEY, at, str_from(key));
    else
        yaml_text(yaml, key, &out->title, diags);
    return false;
}

bool matter_read(struct arena *a, const struct source *source, enum matter_kind kind, struct matter *out,
                 struct diags *diags)
{
    size_t offset, length, errors = diags_errors(diags);
    *out = (struct matter){.order = INT64_MAX};
    if (!find_yaml(source, out, &offset, &length, diags))
        return false;
    const struct yaml *yaml = yaml_read(a, source, offset, length, diags);
    if (!yaml)
        return false;
    yaml_allow(yaml, kinds[kind].keys, kinds[kind].n, diags);
    read_title(yaml, source, kinds[kind].title, out, diags);
    if (kind != MATTER_MESSAGE) {
        yaml_text(yaml, "description", &out->description, diags);
        yaml_int(yaml, "order", (struct yaml_range){-1000000, 1000000}, &out->order, diags);
    }
    if (kind == MATTER_PAGE)
        read_page(a, yaml, out, diags);
    else if (kind == MATTER_QUESTIONNAIRE)
        read_questionnaire(a, yaml, out, diags);
    return diags_errors(diags) == errors;
}

static struct str keep(struct arena *a, struct str s)
{
    return s.n > 0 ? arena_str(a, s) : (struct str){"", 0};
}

static struct yaml_texts keep_texts(struct arena *a, struct yaml_texts texts)
{
    struct yaml_texts kept = {texts.count > 0 ? ARENA_ARRAY(a, struct str, texts.count) : NULL, texts.count,
                              texts.count};
    for (size_t i = 0; i < texts.count; i++)
        kept.items[i] = keep(a, texts.items[i]);
    return kept;
}

/* A text or a sequence of texts. */
static const struct yaml *keep_yaml(struct arena *a, const struct yaml *from)
{
    if (!from)
        return NULL;
    struct yaml *to = ARENA_NEW(a, struct yaml), *items = ARENA_ARRAY(a, struct yaml, from->n_items + 1);
    *to = (struct yaml){.kind = from->kind, .at = from->at, .scalar = keep(a, from->scalar), .items = items};
    for (; to->n_items < from->n_items; to->n_items++) {
        const struct yaml *item = &from->items[to->n_items];
        items[to->n_items] =
            (struct yaml){.kind = item->kind, .at = item->at, .scalar = keep(a, item->scalar)};
    }
    return to;
}

void matter_keep(struct arena *a, const struct matter *from, struct matter *to)
{
    *to = *from;
    to->title = keep(a, from->title);
    to->description = keep(a, from->description);
    to->roles = keep_texts(a, from->roles);
    to->tags = keep_texts(a, from->tags);
    to->related = keep_yaml(a, from->related);
    to->aliases = keep_yaml(a, from->aliases);
}
