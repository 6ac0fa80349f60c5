#include "theme/catalogue.h"

#include <stdlib.h>

#include "base/memory.h"
#include "theme/message.h"

struct text {
    struct str key;
    uint64_t hash;
    struct str source; /* as it was written */
    struct place at;
    struct message *message;
};

struct catalogue {
    struct catalogues *all;
    struct str language;
    struct message_rules rules;
    struct text **slots; /* open addressing by hash */
    size_t count, cap;
};

struct catalogues {
    struct arena *arena;
    struct catalogue **items;
    size_t count, cap;
};

struct catalogues *catalogues_new(struct arena *arena)
{
    struct catalogues *all = ARENA_NEW(arena, struct catalogues);
    all->arena = arena;
    return all;
}

void catalogues_free(struct catalogues *all)
{
    for (size_t i = 0; i < all->count; i++)
        message_rules_close(&all->items[i]->rules);
    all->count = 0;
}

size_t catalogues_count(const struct catalogues *all)
{
    return all->count;
}

const struct catalogue *catalogues_at(const struct catalogues *all, size_t i)
{
    return i < all->count ? all->items[i] : NULL;
}

static struct catalogue *find_language(const struct catalogues *all, struct str language)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_eq(all->items[i]->language, language))
            return all->items[i];
    return NULL;
}

const struct catalogue *catalogues_find(const struct catalogues *all, struct str language)
{
    return find_language(all, language);
}

struct str catalogue_language(const struct catalogue *c)
{
    return c->language;
}

/* --- Adding --- */

static struct catalogue *new_language(struct catalogues *all, struct str language)
{
    struct catalogue *c = ARENA_NEW(all->arena, struct catalogue);
    c->all = all;
    c->language = arena_str(all->arena, language);
    message_rules_open(&c->rules, c->language);
    *ARENA_PUSH(all->arena, all) = c;
    return c;
}

static struct text **slot_of(const struct catalogue *c, struct str key, uint64_t hash)
{
    size_t i = hash & (c->cap - 1);
    while (c->slots[i] != NULL && (c->slots[i]->hash != hash || !str_eq(c->slots[i]->key, key)))
        i = (i + 1) & (c->cap - 1);
    return &c->slots[i];
}

static void grow(struct catalogue *c)
{
    struct text **old = c->slots;
    size_t old_cap = c->cap;
    c->cap = old_cap == 0 ? 256 : old_cap * 2;
    c->slots = ARENA_ARRAY(c->all->arena, struct text *, c->cap);
    for (size_t i = 0; i < old_cap; i++)
        if (old[i] != NULL)
            *slot_of(c, old[i]->key, old[i]->hash) = old[i];
}

bool catalogues_add(struct catalogues *all, struct str language, const struct catalogue_entry *entry,
                    struct diags *diags)
{
    struct catalogue *c = find_language(all, language);
    if (c == NULL)
        c = new_language(all, language);
    if (c->count * 2 >= c->cap)
        grow(c);
    struct message_source source = {.text = entry->text, .at = entry->at, .rules = &c->rules};
    struct message *message = message_parse(all->arena, &source, diags);
    if (message == NULL)
        return false;
    uint64_t hash = str_hash(entry->key);
    struct text **slot = slot_of(c, entry->key, hash);
    c->count += *slot == NULL;
    *slot = ARENA_NEW(all->arena, struct text);
    **slot = (struct text){
        .key = entry->key, .hash = hash, .source = entry->text, .at = entry->at, .message = message};
    return true;
}

/* --- Formatting --- */

static const struct text *find(const struct catalogue *c, struct str key, uint64_t hash)
{
    return c->cap == 0 ? NULL : *slot_of(c, key, hash);
}

bool catalogue_format_hashed(const struct catalogue *c, struct str key, uint64_t hash,
                             const struct catalogue_use *use, struct buf *out)
{
    const struct text *text = find(c, key, hash);
    if (text == NULL)
        return false;
    bool is_address = use->place == HTML_URL || use->place == HTML_URL_PATH || use->place == HTML_URL_QUERY;
    if (!is_address) {
        message_format(text->message, &c->rules, use, out);
        return true;
    }
    /* An address is judged whole. */
    struct catalogue_use plain = {.lookup = use->lookup, .context = use->context, .place = HTML_PLAIN};
    struct buf whole;
    buf_init(&whole, 4096);
    message_format(text->message, &c->rules, &plain, &whole);
    html_escape(out, buf_str(&whole), use->place);
    buf_release(&whole);
    return true;
}

bool catalogue_format(const struct catalogue *c, struct str key, const struct catalogue_use *use,
                      struct buf *out)
{
    return catalogue_format_hashed(c, key, str_hash(key), use, out);
}

struct map_arguments {
    const struct value *map;
};

static const struct value *in_map(void *context, struct str name)
{
    const struct map_arguments *arguments = context;
    const struct value *v = arguments->map;
    struct str rest = name;
    while (v != NULL && rest.n > 0)
        v = value_get(v, str_cut(&rest, '.'));
    return v;
}

struct str catalogue_text(const struct catalogue *c, struct arena *a, struct str key,
                          const struct value *arguments)
{
    struct map_arguments map = {arguments};
    struct catalogue_use use = {.lookup = in_map, .context = &map, .place = HTML_PLAIN};
    struct buf out;
    buf_init(&out, 1 << 16);
    struct str text = key;
    if (catalogue_format(c, key, &use, &out))
        text = arena_str(a, buf_str(&out));
    buf_release(&out);
    return text;
}

/* --- Looking --- */

bool catalogue_has(const struct catalogue *c, struct str key)
{
    return find(c, key, str_hash(key)) != NULL;
}

size_t catalogue_arguments(const struct catalogue *c, struct str key, const struct str **names)
{
    const struct text *text = find(c, key, str_hash(key));
    if (text == NULL)
        return 0;
    return message_arguments(text->message, names);
}

static int by_key(const void *x, const void *y)
{
    const struct text *a = *(const struct text *const *)x;
    const struct text *b = *(const struct text *const *)y;
    return str_cmp(a->key, b->key);
}

/* To be given back with free. */
static const struct text **sorted_texts(const struct catalogue *c)
{
    const struct text **texts = memory_resize(NULL, memory_product(c->count + 1, sizeof(*texts)));
    size_t n = 0;
    for (size_t i = 0; i < c->cap; i++)
        if (c->slots[i] != NULL)
            texts[n++] = c->slots[i];
    if (n > 0)
        qsort(texts, n, sizeof(*texts), by_key);
    return texts;
}

struct str catalogue_nearest(const struct catalogue *c, struct str key)
{
    const struct text **texts = sorted_texts(c);
    struct str *keys = memory_resize(NULL, memory_product(c->count + 1, sizeof(*keys)));
    for (size_t i = 0; i < c->count; i++)
        keys[i] = texts[i]->key;
    struct str nearest = diag_nearest(key, keys, c->count);
    free(keys);
    free(texts);
    return nearest;
}

void catalogue_each(const struct catalogue *c,
                    void (*each)(void *context, struct str key, struct str message), void *context)
{
    const struct text **texts = sorted_texts(c);
    for (size_t i = 0; i < c->count; i++)
        each(context, texts[i]->key, texts[i]->source);
    free(texts);
}

/* --- Checking --- */

static bool names_hold(const struct text *text, struct str name)
{
    const struct str *names = NULL;
    size_t n = message_arguments(text->message, &names);
    for (size_t i = 0; i < n; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

static bool same_arguments(const struct text *a, const struct text *b, struct str *odd)
{
    const struct str *names = NULL;
    size_t n = message_arguments(a->message, &names);
    for (size_t i = 0; i < n; i++) {
        if (!names_hold(b, names[i])) {
            *odd = names[i];
            return false;
        }
    }
    return true;
}

static void check_text(const struct catalogue *reference, const struct text *text, struct diags *diags)
{
    const struct text *original = find(reference, text->key, text->hash);
    struct str odd = {0};
    if (original == NULL)
        DIAG_AT(diags, D_TEXT_EXTRA, text->at, text->key, reference->language,
                catalogue_nearest(reference, text->key));
    else if (!same_arguments(original, text, &odd))
        DIAG_AT(diags, D_TEXT_LACKS_ARGUMENT, text->at, text->key, odd);
    else if (!same_arguments(text, original, &odd))
        DIAG_AT(diags, D_TEXT_EXTRA_ARGUMENT, text->at, text->key, odd, reference->language);
}

static void check_language(const struct catalogue *reference, const struct catalogue *c, struct diags *diags)
{
    const struct text **texts = sorted_texts(c);
    for (size_t i = 0; i < c->count; i++)
        check_text(reference, texts[i], diags);
    free(texts);
    texts = sorted_texts(reference);
    for (size_t i = 0; i < reference->count; i++)
        if (find(c, texts[i]->key, texts[i]->hash) == NULL)
            DIAG_AT(diags, D_TEXT_MISSING, texts[i]->at, texts[i]->key, c->language);
    free(texts);
}

void catalogues_check(const struct catalogues *all, struct diags *diags)
{
    for (size_t i = 1; i < all->count; i++)
        check_language(all->items[0], all->items[i], diags);
}
