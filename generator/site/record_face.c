#include "site/bytes.h"
#include "site/record.h"

/* Front matter that is larger does not go through matter_read. */
enum { FACE_MAX = 4 * MATTER_MAX };

/* A field that is added to the matter is to be added here, too. */
_Static_assert(sizeof(void *) != 8 || sizeof(struct matter) == 232,
               "say in record_face and record_face_read what the new field is");

static void put_texts(struct buf *out, struct yaml_texts texts)
{
    bytes_put_number(out, texts.count);
    for (size_t i = 0; i < texts.count; i++)
        bytes_put_text(out, texts.items[i]);
}

/* A text, a sequence of texts, or nothing. */
static void put_yaml(struct buf *out, const struct yaml *yaml)
{
    bytes_put_number(out, yaml ? (uint64_t)yaml->kind + 1 : 0);
    if (!yaml)
        return;
    bytes_put_text(out, yaml->scalar);
    bytes_put_number(out, yaml->n_items);
    for (size_t i = 0; i < yaml->n_items; i++)
        bytes_put_text(out, yaml->items[i].scalar);
}

struct str record_face(struct arena *a, const struct page *page)
{
    const struct matter *m = &page->matter;
    struct buf out;
    buf_init(&out, FACE_MAX);
    bytes_put_text(&out, m->title);
    bytes_put_text(&out, page->sort_key);
    bytes_put_text(&out, m->description);
    bytes_put_number(&out, (uint64_t)m->order);
    bytes_put_number(&out, (m->draft ? 1U : 0) | (m->has_updated ? 2U : 0) | (m->is_faq ? 4U : 0) |
                               (m->is_public ? 8U : 0));
    bytes_put_number(&out, (uint32_t)m->updated);
    bytes_put_number(&out, (uint32_t)m->validity_months);
    put_texts(&out, m->roles);
    put_texts(&out, m->tags);
    put_yaml(&out, m->aliases);
    put_yaml(&out, m->related);
    struct str face = arena_str(a, buf_str(&out));
    buf_release(&out);
    return face;
}

static struct yaml_texts texts(struct arena *a, struct bytes *in)
{
    size_t n = bytes_count(in);
    struct yaml_texts texts = {n > 0 ? ARENA_ARRAY(a, struct str, n) : NULL, n, n};
    for (size_t i = 0; i < n; i++)
        texts.items[i] = bytes_text(in);
    return texts;
}

static const struct yaml *yaml(struct arena *a, struct bytes *in)
{
    uint64_t kind = bytes_number(in);
    if (kind == 0)
        return NULL;
    struct yaml *yaml = ARENA_NEW(a, struct yaml);
    yaml->kind = kind == YAML_SEQUENCE + 1 ? YAML_SEQUENCE : YAML_SCALAR;
    yaml->scalar = bytes_text(in);
    yaml->n_items = bytes_count(in);
    struct yaml *items = ARENA_ARRAY(a, struct yaml, yaml->n_items + 1);
    for (size_t i = 0; i < yaml->n_items; i++)
        items[i].scalar = bytes_text(in);
    yaml->items = items;
    return yaml;
}

bool record_face_read(struct arena *a, struct str face, struct page *page)
{
    struct bytes in = {face, false};
    struct matter *m = &page->matter;
    *m = (struct matter){.title = bytes_text(&in)};
    page->sort_key = bytes_text(&in);
    m->description = bytes_text(&in);
    m->order = (int64_t)bytes_number(&in);
    uint64_t flags = bytes_number(&in);
    m->draft = flags & 1;
    m->has_updated = flags & 2;
    m->is_faq = flags & 4;
    m->is_public = flags & 8;
    m->updated = (int32_t)bytes_number(&in);
    m->validity_months = (int)bytes_number(&in);
    m->roles = texts(a, &in);
    m->tags = texts(a, &in);
    m->aliases = yaml(a, &in);
    m->related = yaml(a, &in);
    return !in.is_bad;
}
