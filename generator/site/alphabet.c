#include "site/alphabet.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "site/topics.h"
#include "theme/format.h"

struct entry {
    struct str title, url;
    struct str see;            /* of a synonym: the tag it stands for */
    const struct topic *topic; /* of a tag, else NULL */
    struct str key;            /* format_sort_key */
};

/* Entries that begin with the same letter. */
struct letter {
    struct str name, id; /* "É" is filed under "E", "lettre-e" */
    size_t first, end;   /* entries */
};

struct alphabet {
    struct str url;
    struct entry *items;
    size_t count, cap;
    struct {
        struct letter *items;
        size_t count, cap;
    } letters;
};

/* ---- entries ---- */

static bool is_filed_by(int32_t c)
{
    bool is_ascii = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    return is_ascii || fold_letter(c) || c > 0x17F;
}

/* "« Mon espace »" is filed under M. */
static struct str without_marks(struct str title)
{
    for (struct str rest = title; rest.n > 0;) {
        struct str here = rest;
        int32_t c = utf8_next(&rest);
        bool is_mark = c >= 0x2000 && c < 0x2E80; /* dashes, quotes, arrows and other signs */
        if (is_filed_by(c) && !is_mark)
            return here;
    }
    return title;
}

static void add(struct arena *a, struct alphabet *alphabet, struct str language, struct entry entry)
{
    if (entry.key.n == 0)
        entry.key = format_sort_key(a, language, without_marks(entry.title));
    *ARENA_PUSH(a, alphabet) = entry;
}

static void add_pages(const struct portal *portal, struct arena *a, struct alphabet *alphabet,
                      size_t language)
{
    for (size_t i = 0; i < portal->pages.count; i++) {
        const struct page *page = portal->pages.items[i];
        struct str title = page->matter.title;
        if (page->language != language || !portal_is_shown(page) || page->kind == PAGE_HOME)
            continue;
        bool has_key = without_marks(title).n == title.n;
        add(a, alphabet, portal_language(portal, language),
            (struct entry){
                .title = title, .url = page->url, .key = has_key ? page->sort_key : (struct str){"", 0}});
    }
}

/* What stands for a tag and is none itself. */
static void add_synonyms(struct arena *a, struct alphabet *alphabet, struct str language, struct str set,
                         const struct map *tags)
{
    const struct topic *topic = NULL;
    for (struct str rest = set; rest.n > 0 && !topic;)
        topic = map_get(tags, fold(a, str_trim(str_cut(&rest, ','))));
    for (struct str rest = set; rest.n > 0 && topic;) {
        struct str word = str_trim(str_cut(&rest, ','));
        if (word.n > 0 && !map_get(tags, fold(a, word)))
            add(a, alphabet, language, (struct entry){.title = word, .url = topic->url, .see = topic->label});
    }
}

static void add_tags(const struct portal *portal, struct arena *a, struct alphabet *alphabet, size_t language)
{
    const struct topic_list *topics = &portal->topics[TOPIC_TAG][language];
    const struct yaml_texts *synonyms = &portal->synonyms[language];
    struct str code = portal_language(portal, language);
    struct map tags = {0};
    for (size_t i = 0; i < topics->count; i++) {
        struct topic *topic = topics->items[i];
        map_put(&tags, a, fold(a, topic->label), topic);
        add(a, alphabet, code, (struct entry){.title = topic->label, .url = topic->url, .topic = topic});
    }
    for (size_t i = 0; i < synonyms->count; i++)
        add_synonyms(a, alphabet, code, synonyms->items[i], &tags);
}

static int by_key(const void *one, const void *other)
{
    const struct entry *x = one, *y = other;
    int keys = str_cmp(x->key, y->key);
    return keys != 0 ? keys : str_cmp(x->url, y->url);
}

/* ---- letters ---- */

static void add_letters(struct arena *a, struct alphabet *alphabet, struct str language)
{
    struct letter *last = NULL;
    for (size_t i = 0; i < alphabet->count; i++) {
        struct str name = format_initial(a, language, without_marks(alphabet->items[i].title));
        if (!last || !str_eq(last->name, name)) {
            last = ARENA_PUSH(a, &alphabet->letters);
            struct str word = name.p[0] == '0' ? STR("0-9") : fold_case(a, name);
            struct str id = arena_printf(a, "lettre-" STR_FMT, STR_ARG(word));
            *last = (struct letter){.name = name, .id = id, .first = i};
        }
        last->end = i + 1;
    }
}

static const struct alphabet *build(const struct portal *portal, size_t language)
{
    struct arena *a = portal->arena;
    struct alphabet *alphabet = ARENA_NEW(a, struct alphabet);
    alphabet->url = arena_join(a, portal_home(portal, language), STR("a-z/"));
    add_pages(portal, a, alphabet, language);
    add_tags(portal, a, alphabet, language);
    if (alphabet->count > 0)
        qsort(alphabet->items, alphabet->count, sizeof(struct entry), by_key);
    add_letters(a, alphabet, portal_language(portal, language));
    return alphabet;
}

struct paging alphabet_paging(const struct alphabet *alphabet)
{
    return (struct paging){.url = alphabet->url, .count = alphabet->count, .each = PAGING_ENTRIES};
}

const struct alphabet *alphabet_outline(struct arena *a, struct str url)
{
    struct alphabet *alphabet = ARENA_NEW(a, struct alphabet);
    alphabet->url = url;
    return alphabet;
}

void alphabet_build(struct portal *portal)
{
    for (size_t i = 0; i < portal->config.n_languages && !portal->has_gateway; i++) {
        const struct alphabet *alphabet = build(portal, i);
        struct paging p = alphabet_paging(alphabet);
        if (p.count == 0)
            continue;
        portal->alphabets[i] = alphabet;
        portal_claim(portal, p.url, portal->config.language_places[i]);
        paging_claim(portal, &p, portal->config.language_places[i]);
    }
}

/* ---- what is shown ---- */

static void set_letters(const struct view *v, struct value *map, const struct alphabet *alphabet,
                        const struct paging *p)
{
    struct value *list = value_set_list(map, "letters");
    for (size_t i = 0; i < alphabet->letters.count; i++) {
        const struct letter *letter = &alphabet->letters.items[i];
        struct str part = paging_url(v->arena, p, letter->first / p->each);
        struct value *item = value_add_map(list);
        value_set_text(item, "name", letter->name);
        value_set_text(item, "url",
                       arena_printf(v->arena, STR_FMT "#" STR_FMT, STR_ARG(part), STR_ARG(letter->id)));
    }
}

static void set_entry(const struct view *v, struct value *item, const struct entry *entry)
{
    value_set_text(item, "title", view_words(v, entry->title));
    value_set_text(item, "url", entry->url);
    value_set_text(item, "see", view_words(v, entry->see));
    value_set_bool(item, "is_tag", entry->topic != NULL);
    value_set_int(item, "pages_total", entry->topic ? (int64_t)entry->topic->pages.count : 0);
}

/* The letters whose entries are on this part; one that began before is named again. */
static void set_groups(const struct view *v, struct value *map, const struct alphabet *alphabet,
                       const struct paging *p)
{
    struct value *groups = value_set_list(map, "groups");
    size_t first = paging_first(p), end = paging_end(p);
    for (size_t i = 0; i < alphabet->letters.count; i++) {
        const struct letter *letter = &alphabet->letters.items[i];
        if (letter->end <= first || letter->first >= end)
            continue;
        struct value *group = value_add_map(groups);
        value_set_text(group, "name", letter->name);
        value_set_text(group, "id", letter->id);
        struct value *entries = value_set_list(group, "entries");
        for (size_t j = letter->first > first ? letter->first : first; j < letter->end && j < end; j++)
            set_entry(v, value_add_map(entries), &alphabet->items[j]);
    }
}

struct value *view_alphabet(const struct view *v, const struct alphabet *alphabet, const struct paging *p)
{
    struct value *map = view_common(v);
    view_home_crumb(v, map);
    value_set_text(
        value_set_map(map, "page"), "title",
        catalogue_text(portal_catalogue(v->portal, v->language), v->arena, STR("index.title"), NULL));
    paging_set(v->arena, map, p);
    set_letters(v, map, alphabet, p);
    set_groups(v, map, alphabet, p);
    return map;
}
