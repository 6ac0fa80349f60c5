#include "site/definition.h"

#include "form/build.h"
#include "site/hash.h"
#include "site/parity.h"

struct str definition_version(struct arena *a, const struct form *form)
{
    struct buf text;
    buf_init(&text, FORM_MAX_BYTES * 2);
    form_canonical(form, &text);
    struct str version = hash_hex(a, buf_str(&text));
    buf_release(&text);
    return version;
}

/* Lengths stand before the texts, so that no two wordings give the same bytes. */
static void add_words(struct buf *out, struct str language, const struct questionnaire *q)
{
    for (size_t i = 0; i < q->words.count; i++) {
        const struct word *word = &q->words.items[i];
        struct str role = word_role_name(word->role);
        buf_addf(out, STR_FMT " %u " STR_FMT " %zu\n", STR_ARG(language), word->line, STR_ARG(role),
                 word->text.n);
        buf_add(out, word->text);
    }
}

static struct str wording_of(struct portal *portal, const struct definition *definition)
{
    struct buf text;
    buf_init(&text, (size_t)CONTENT_MAX_FILE * CONFIG_MAX_LANGUAGES * 2);
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        if (definition->languages[i])
            add_words(&text, portal_language(portal, i), definition->languages[i]);
    }
    struct str wording = hash_hex(portal->arena, buf_str(&text));
    buf_release(&text);
    return wording;
}

static const struct questionnaire *compile(struct portal *portal, struct page *page)
{
    const struct questionnaire *q = page && page->source ? questionnaire_compile(portal, page) : NULL;
    return q && q->form ? q : NULL;
}

static void compile_definition(struct portal *portal, struct page *reference, struct definition *out)
{
    out->id = reference->id;
    out->languages[0] = compile(portal, reference);
    for (size_t i = 1; i < portal->config.n_languages; i++) {
        out->languages[i] = compile(portal, portal_translation(portal, reference, i));
        if (out->languages[0] && out->languages[i])
            parity_check(portal, out->languages[0], out->languages[i]);
    }
    if (!out->languages[0])
        return;
    out->version = definition_version(portal->arena, out->languages[0]->form);
    out->wording = wording_of(portal, out);
}

static int by_order(const void *a, const void *b)
{
    const struct page *one = *(struct page *const *)a, *other = *(struct page *const *)b;
    if (one->matter.order != other->matter.order)
        return one->matter.order < other->matter.order ? -1 : 1;
    return str_cmp(one->id, other->id);
}

/* The pages that are questionnaires in the reference language, in their order. */
static struct page_list originals(struct portal *portal)
{
    struct page_list found = {0};
    for (size_t i = 0; i < portal->pages.count; i++) {
        struct page *page = portal->pages.items[i];
        if (page->kind == PAGE_QUESTIONNAIRE && page->language == 0)
            *ARENA_PUSH(portal->arena, &found) = page;
    }
    if (found.count > 0)
        qsort(found.items, found.count, sizeof(struct page *), by_order);
    return found;
}

void definitions_compile(struct portal *portal, struct definitions *out)
{
    struct page_list found = originals(portal);
    for (size_t i = 0; i < found.count; i++) {
        struct definition *definition = ARENA_NEW(portal->arena, struct definition);
        compile_definition(portal, found.items[i], definition);
        *ARENA_PUSH(portal->arena, out) = definition;
    }
}

void definitions_outline(struct portal *portal, struct definitions *out)
{
    struct page_list found = originals(portal);
    for (size_t i = 0; i < found.count; i++) {
        struct definition *definition = ARENA_NEW(portal->arena, struct definition);
        definition->id = found.items[i]->id;
        for (size_t j = 0; j < portal->config.n_languages; j++) {
            struct questionnaire *q = ARENA_NEW(portal->arena, struct questionnaire);
            q->page = j == 0 ? found.items[i] : portal_translation(portal, found.items[i], j);
            definition->languages[j] = q->page ? q : NULL;
        }
        *ARENA_PUSH(portal->arena, out) = definition;
    }
}
