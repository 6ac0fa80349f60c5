#include "site/message.h"

#include "site/markdown.h"
#include "site/message_fields.h"
#include "site/plain.h"
#include "site/refs.h"
#include "site/render.h"
#include "site/typography.h"

static const struct str prefix = STR_INIT("message/");

/* Is this the shape of a message? What ends with ".txt" is its plain text, made from the same file. */
static bool is_message(struct str shape)
{
    return str_starts(shape, prefix) && !str_ends(shape, STR(".txt"));
}

static const struct shape *shape_of(struct portal *portal, const struct page *page)
{
    return shape_find(arena_join(portal->arena, prefix, page->id));
}

static void report_unknown(struct portal *portal, const struct page *page)
{
    const struct str *shapes;
    size_t n = shape_names(&shapes);
    struct str *names = ARENA_ARRAY(portal->arena, struct str, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (is_message(shapes[i]))
            names[count++] = str_sub(shapes[i], prefix.n, shapes[i].n);
    DIAG_AT(portal->diags, D_MESSAGE_UNKNOWN, ((struct place){page->source, 0, 0}), page->id,
            diag_nearest(page->id, names, count), diag_list(portal->diags, names, count));
}

static struct str html_of(struct portal *portal, const struct page *page, const struct node *root,
                          const struct shape *shape)
{
    struct buf out;
    buf_init(&out, CONTENT_MAX_FILE * 2);
    struct render render = {&out, portal_catalogue(portal, page->language), shape};
    render_below(&render, root);
    struct str html = arena_str(portal->arena, buf_str(&out));
    buf_release(&out);
    return html;
}

static struct str text_of(struct portal *portal, const struct node *root)
{
    struct buf out;
    buf_init(&out, CONTENT_MAX_FILE * 2);
    plain_below(&out, root);
    struct str text = arena_str(portal->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static struct str one_line(struct portal *portal, struct str subject)
{
    char *p = arena_alloc(portal->arena, subject.n + 1);
    for (size_t i = 0; i < subject.n; i++)
        p[i] = (unsigned char)subject.p[i] < ' ' ? ' ' : subject.p[i];
    return (struct str){p, subject.n};
}

/* The engine reads them as the gateway will: a value must not stand where it cannot be made safe. */
static void add_template(struct portal *portal, const struct page *page, const char *ending, struct str text)
{
    struct source *source = ARENA_NEW(portal->arena, struct source);
    *source = (struct source){page->source->name, text};
    struct str name = arena_printf(portal->arena, "message/" STR_FMT "." STR_FMT "%s", STR_ARG(page->id),
                                   STR_ARG(portal_language(portal, page->language)), ending);
    if (templates_add(portal->theme.templates, name, source, TEMPLATE_STRICT, portal->diags))
        *ARENA_PUSH(portal->arena, &portal->theme.messages) = name;
}

static void compile(struct portal *portal, struct page *page, struct messages *out)
{
    struct arena *a = portal->arena;
    struct str language = portal_language(portal, page->language);
    const struct shape *shape = shape_of(portal, page);
    if (!shape) {
        report_unknown(portal, page);
        return;
    }
    size_t errors = diags_errors(portal->diags);
    struct node *root = markdown_parse(a, page->source, page->matter.body, portal->diags);
    message_fields_check(portal, page, root, shape);
    refs_resolve(portal, page, root);
    typography_apply(a, language, root);
    struct str subject = typography_text(a, language, page->matter.title);
    struct message *message = ARENA_PUSH(a, out);
    *message = (struct message){page->id, language, one_line(portal, subject),
                                html_of(portal, page, root, shape), text_of(portal, root)};
    if (diags_errors(portal->diags) > errors)
        return;
    add_template(portal, page, ".subject.txt", message->subject);
    add_template(portal, page, "", message->html);
    add_template(portal, page, ".txt", message->text);
}

/* The programs send each of them in the language of whom it is for. */
static void check_complete(struct portal *portal)
{
    struct arena *a = portal->arena;
    const struct str *names;
    size_t n = shape_names(&names);
    struct str missing = {"", 0};
    for (size_t i = 0; i < n; i++) {
        if (!is_message(names[i]))
            continue;
        struct str id = str_sub(names[i], prefix.n, names[i].n);
        struct str path = arena_printf(a, STR_FMT "/messages/" STR_FMT ".md",
                                       STR_ARG(portal->config.languages[0]), STR_ARG(id));
        if (!map_get(&portal->by_path, path))
            missing = arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(missing), missing.n > 0 ? ", " : "",
                                   STR_ARG(path));
    }
    if (missing.n > 0)
        DIAG_AT(portal->diags, D_MESSAGE_MISSING, (struct place){0}, missing);
}

void messages_compile(struct portal *portal, struct messages *out)
{
    bool any = false;
    for (size_t i = 0; i < portal->pages.count; i++) {
        struct page *page = portal->pages.items[i];
        if (page->kind != PAGE_MESSAGE)
            continue;
        any = true;
        if (page->source)
            compile(portal, page, out);
    }
    if (any)
        check_complete(portal);
}
