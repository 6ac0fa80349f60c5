#include "site/message_fields.h"

#include "site/field.h"

enum { MAX_SECTIONS = 32 };

struct checking {
    struct portal *portal;
    const struct source *source;
    size_t at;       /* fields are looked for behind this offset */
    bool is_address; /* of a link, which only an address may begin */
    struct {
        struct str name;
        struct place place;
        const struct shape *shape; /* what names are looked up in */
    } open[MAX_SECTIONS];
    size_t depth; /* open[0] is the message itself */
};

/* Where a field stands: those of one text come one after the other, each as it is written. */
static struct place place_of(struct checking *c, struct str raw)
{
    struct str rest = str_sub(c->source->text, c->at, c->source->text.n);
    ptrdiff_t found = str_find(rest, raw);
    if (found < 0)
        return (struct place){c->source, c->at, 0};
    size_t offset = c->at + (size_t)found;
    c->at = offset + raw.n;
    return (struct place){c->source, offset, raw.n};
}

/* The field that a name means: its first part is looked up from the innermost section outwards. */
static const struct shape *look_up(const struct checking *c, struct str name)
{
    struct str rest = name;
    struct str first = str_cut(&rest, '.');
    const struct shape *shape = NULL;
    if (str_eq_z(name, "."))
        return c->open[c->depth - 1].shape;
    for (size_t i = c->depth; i-- > 0 && !shape;) {
        const struct shape *inside = c->open[i].shape;
        if (inside && shape_kind(inside) == SHAPE_MAP)
            shape = shape_field(inside, first);
    }
    while (shape && rest.n > 0) {
        struct str part = str_cut(&rest, '.');
        shape = shape_kind(shape) == SHAPE_MAP ? shape_field(shape, part) : NULL;
    }
    return shape;
}

static struct str suggest(const struct checking *c, struct str name)
{
    struct str near = {"", 0};
    for (size_t i = c->depth; i-- > 0 && near.n == 0;) {
        if (!c->open[i].shape || shape_kind(c->open[i].shape) != SHAPE_MAP)
            continue;
        const struct str *paths = NULL;
        size_t n_paths = shape_paths(c->open[i].shape, c->portal->arena, &paths);
        near = diag_nearest(name, paths, n_paths);
    }
    return near;
}

/* A name, a text of the theme or nothing known. */
static const struct shape *check_name(struct checking *c, const struct field *field, struct place place)
{
    const struct shape *shape = look_up(c, field->name);
    if (shape || str_starts(field->name, STR("t.")))
        return shape;
    DIAG_AT(c->portal->diags, D_FIELD_UNKNOWN, place, field->name, suggest(c, field->name));
    return NULL;
}

static void open_section(struct checking *c, const struct field *field, struct place place)
{
    const struct shape *shape = check_name(c, field, place);
    if (c->depth == MAX_SECTIONS)
        return;
    bool is_list = shape && shape_kind(shape) == SHAPE_LIST;
    c->open[c->depth].name = field->name;
    c->open[c->depth].place = place;
    c->open[c->depth].shape = is_list ? shape_item(shape) : shape;
    c->depth++;
}

static void close_section(struct checking *c, const struct field *field, struct place place)
{
    if (c->depth > 1 && str_eq(c->open[c->depth - 1].name, field->name))
        c->depth--;
    else
        DIAG_AT(c->portal->diags, D_FIELD_CLOSE, place, field->raw);
}

/* An address may begin with a field only when that is an address. */
static void check_value(struct checking *c, const struct field *field, struct place place)
{
    const struct shape *shape = check_name(c, field, place);
    if (c->is_address && shape && shape_kind(shape) != SHAPE_URL)
        DIAG_AT(c->portal->diags, D_FIELD_ADDRESS, place, field->name);
}

static void check_text(struct checking *c, struct str text)
{
    struct str before;
    struct field field;
    while (field_next(&text, &before, &field)) {
        struct place place = place_of(c, field.raw);
        if (field.kind == FIELD_OPEN)
            open_section(c, &field, place);
        else if (field.kind == FIELD_CLOSE)
            close_section(c, &field, place);
        else if (field.kind == FIELD_VALUE)
            check_value(c, &field, place);
        else if (!templates_has(c->portal->theme.templates, field.name))
            DIAG_AT(c->portal->diags, D_FIELD_UNKNOWN, place, field.name, (struct str){"", 0});
        c->is_address = false;
    }
}

static void check_closed(struct checking *c)
{
    while (c->depth > 1) {
        c->depth--;
        DIAG_AT(c->portal->diags, D_FIELD_UNCLOSED, c->open[c->depth].place, c->open[c->depth].name);
    }
}

void message_fields_check(struct portal *portal, const struct page *page, const struct node *root,
                          const struct shape *shape)
{
    struct checking c = {.portal = portal, .source = page->source, .depth = 1};
    c.open[0].shape = shape;
    c.at = page->matter.title_at.offset;
    check_text(&c, page->matter.title);
    check_closed(&c);

    for (const struct node *node = root; node; node = node_following(node, root)) {
        c.at = node->offset;
        c.is_address = node->kind == NODE_LINK && str_starts(node->text, STR("{{"));
        check_text(&c, node->text);
    }
    check_closed(&c);
}
