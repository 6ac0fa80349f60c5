#include "site/refs.h"

#include "site/asset.h"
#include "site/field.h"
#include "site/link.h"

/* One reference: where it stands and from where it is read. */
struct ref {
    struct portal *portal;
    struct page *page;
    struct node *node;
    struct place at; /* of the address */
};

/* ---- where the address stands ---- */

/* The last thing inside the brackets: the address comes behind it. */
static size_t behind_words(const struct node *node)
{
    size_t at = node->offset;
    for (const struct node *last = node->last; last; last = last->last)
        at = last->offset > at ? last->offset : at;
    return at;
}

/* Offset of the first "](", or -1. */
static ptrdiff_t find_address(struct str text)
{
    for (size_t at = 0; at < text.n; at++) {
        ptrdiff_t bracket = str_find_char(str_sub(text, at, text.n), ']');
        if (bracket < 0)
            return -1;
        at += (size_t)bracket;
        if (at + 1 < text.n && text.p[at + 1] == '(')
            return (ptrdiff_t)at;
    }
    return -1;
}

static struct place address_place(const struct page *page, const struct node *node)
{
    struct str text = page->source->text;
    size_t from = behind_words(node);
    struct str near = str_sub(text, from, from + 8192);
    ptrdiff_t bracket = find_address(near);
    size_t start = bracket < 0 ? 0 : (size_t)bracket + 2;
    struct str behind = str_sub(near, start, near.n);
    struct str target = str_trim(behind);
    if (str_starts(target, STR("<")))
        target = str_sub(target, 1, target.n);
    if (bracket >= 0 && node->text.n > 0 && str_starts(target, node->text))
        return (struct place){page->source, (size_t)(target.p - text.p), node->text.n};
    ptrdiff_t whole = node->text.n > 0 ? str_find(near, node->text) : -1;
    if (whole >= 0 && whole < 256)
        return (struct place){page->source, from + (size_t)whole, node->text.n};
    return node_place(node, page->source);
}

/* ---- "did you mean" ---- */

/* How a page says where another file is: "../en/a.md". */
static struct str path_between(struct arena *a, struct str from, struct str to)
{
    struct str folder = path_folder(from);
    size_t common = 0;
    for (size_t i = 0; i < folder.n && i < to.n && folder.p[i] == to.p[i]; i++)
        common = folder.p[i] == '/' ? i + 1 : common;
    struct str out = str_sub(to, common, to.n);
    for (size_t i = common; i < folder.n; i++) {
        if (folder.p[i] == '/')
            out = arena_join(a, STR("../"), out);
    }
    return out;
}

static struct str without_md(struct str path)
{
    return str_ends(path, STR(".md")) ? str_sub(path, 0, path.n - 3) : path;
}

/* A page of the same file name in this language, else the one whose path from here is nearest to what was
 * written. */
static struct str suggest_page(const struct ref *r, struct str wanted)
{
    struct portal *portal = r->portal;
    if (++portal->n_suggested > portal->max_suggested)
        return (struct str){"", 0};
    struct arena *scratch = arena_new();
    struct str *paths = ARENA_ARRAY(scratch, struct str, portal->pages.count + 1);
    size_t n = 0;
    struct str found = {"", 0};
    for (size_t i = 0; i < portal->pages.count && found.n == 0; i++) {
        const struct page *page = portal->pages.items[i];
        if (page->kind == PAGE_MESSAGE || page->matter.draft)
            continue;
        paths[n++] = without_md(path_between(scratch, r->page->path, page->path));
        bool is_here = page->language == r->page->language && !str_eq_z(page->id, "index");
        if (is_here && str_eq(path_name(page->path), path_name(wanted)))
            found = path_between(portal->arena, r->page->path, page->path);
    }
    struct str near = diag_nearest(without_md(path_between(scratch, r->page->path, wanted)), paths, n);
    if (found.n == 0 && near.n > 0)
        found = arena_join(portal->arena, near, STR(".md"));
    arena_free(scratch);
    return found;
}

static struct str suggest_file(const struct ref *r, struct str wanted)
{
    const struct map *files = &r->portal->files;
    if (++r->portal->n_suggested > r->portal->max_suggested)
        return (struct str){"", 0};
    struct str *paths = ARENA_ARRAY(r->portal->arena, struct str, files->count + 1);
    size_t n = 0;
    struct str same_name = {"", 0};
    for (size_t i = 0; i < files->cap; i++) {
        if (!files->slots[i].value)
            continue;
        paths[n++] = files->slots[i].name;
        if (str_eq(path_name(files->slots[i].name), path_name(wanted)) &&
            (same_name.n == 0 || str_cmp(files->slots[i].name, same_name) < 0))
            same_name = files->slots[i].name;
    }
    struct str near = same_name.n > 0 ? same_name : diag_nearest(wanted, paths, n);
    return near.n > 0 ? path_between(r->portal->arena, r->page->path, near) : near;
}

/* ---- links ---- */

static struct page *find_page(const struct ref *r, struct str path)
{
    struct portal *portal = r->portal;
    struct str wanted;
    if (!link_resolve(portal->arena, r->page->path, path, &wanted)) {
        DIAG_AT(portal->diags, D_LINK_OUTSIDE, r->at, path);
        return NULL;
    }
    struct page *page = portal_page(portal, wanted);
    if (!page || page->kind == PAGE_MESSAGE) {
        DIAG_AT(portal->diags, D_LINK_TARGET, r->at, path, suggest_page(r, wanted));
        return NULL;
    }
    if (page->matter.draft) {
        DIAG_AT(portal->diags, D_LINK_DRAFT, r->at, path);
        return NULL;
    }
    return page;
}

struct page *refs_page(struct portal *portal, const struct page *page, struct str path, struct place at)
{
    struct page self = *page;
    return find_page(&(struct ref){portal, &self, NULL, at}, path);
}

static void keep_anchor(const struct ref *r, const struct page *to, struct str anchor)
{
    struct portal *portal = r->portal;
    if (anchor.n == 0)
        return;
    size_t skip = r->at.length > anchor.n ? r->at.length - anchor.n : 0;
    struct place at = {r->at.source, r->at.offset + skip, r->at.length - skip};
    struct str folded = anchor_fold(portal->keep, anchor);
    *ARENA_PUSH(portal->arena, &r->page->links) = (struct page_link){to, folded, at};
}

/* A mail is read elsewhere: its links begin with the address of the portal. */
static struct str from_anywhere(const struct ref *r, struct str url)
{
    return r->page->kind == PAGE_MESSAGE ? arena_join(r->portal->arena, STR("{{base}}"), url) : url;
}

/* "/fr/aide/a/#b" out of a page's address and the link's own ends. */
static struct str address(const struct ref *r, struct str url, const struct link *link)
{
    struct str anchor = anchor_fold(r->portal->arena, link->anchor);
    struct str whole = arena_printf(r->portal->arena, STR_FMT STR_FMT "%s" STR_FMT, STR_ARG(url),
                                    STR_ARG(link->query), anchor.n > 0 ? "#" : "", STR_ARG(anchor));
    return url.n > 0 ? from_anywhere(r, whole) : whole;
}

static void link_to_page(const struct ref *r, const struct link *link)
{
    const struct page *to = find_page(r, link->path);
    if (!to)
        return;
    keep_anchor(r, to, link->anchor);
    r->node->text = address(r, to->url, link);
}

/* What a reader wants to know before opening it: "PDF, 120 ko". In a mail there is no room for it. */
static void add_facts(const struct ref *r, const struct attachment *file)
{
    struct str name = path_name(file->path);
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.')
        dot--;
    if (r->page->kind == PAGE_MESSAGE || dot == 0 || dot == name.n)
        return;
    struct node *facts = node_new(r->portal->arena, NODE_FILE_FACTS);
    char *type = arena_alloc(r->portal->arena, name.n - dot + 1);
    for (size_t i = dot; i < name.n; i++)
        type[i - dot] = name.p[i] >= 'a' && name.p[i] <= 'z' ? (char)(name.p[i] - 32) : name.p[i];
    facts->text = (struct str){type, name.n - dot};
    facts->size = file->size;
    node_append(r->node, facts);
}

static void link_to_file(const struct ref *r, const struct link *link)
{
    struct portal *portal = r->portal;
    struct str path;
    if (!link_resolve(portal->arena, r->page->path, link->path, &path)) {
        DIAG_AT(portal->diags, D_LINK_OUTSIDE, r->at, link->path);
        return;
    }
    struct attachment *file = map_get(&portal->files, path);
    struct page *page = file ? NULL : portal_page(portal, arena_join(portal->arena, path, STR(".md")));
    if (file && asset_publish(portal, file, r->at)) {
        r->node->text = from_anywhere(r, file->url);
        add_facts(r, file);
    } else if (!file) {
        struct str near =
            page ? path_between(portal->arena, r->page->path, page->path) : suggest_file(r, path);
        DIAG_AT(portal->diags, D_LINK_TARGET, r->at, link->path, near);
    }
}

static void link_to_root(const struct ref *r, const struct link *link)
{
    const struct page *to = portal_page_at(r->portal, link->path);
    if (to)
        keep_anchor(r, to, link->anchor);
    else if (!link_is_of_gateway(link->path) && !map_get(&r->portal->claimed, link->path))
        DIAG_AT(r->portal->diags, D_LINK_ROOTED, r->at, link->path);
    r->node->text = from_anywhere(r, r->node->text);
}

static void keep_external(const struct ref *r)
{
    struct arena *keep = r->portal->keep;
    bool is_web = str_starts(r->node->text, STR("http://")) || str_starts(r->node->text, STR("https://"));
    if (r->portal->keeps_external && is_web)
        *ARENA_PUSH(r->portal->arena, &r->page->external) =
            (struct page_link){NULL, arena_str(keep, r->node->text), r->at};
}

static void resolve_link(const struct ref *r)
{
    struct link link = link_parse(r->portal->arena, r->node->text);
    if (link.kind == LINK_REFUSED) {
        DIAG_AT(r->portal->diags, D_LINK_SCHEME, r->at, r->node->text);
        r->node->text = STR("#");
    } else if (link.kind == LINK_ANCHOR) {
        keep_anchor(r, r->page, link.anchor);
        r->node->text = address(r, (struct str){"", 0}, &link);
    } else if (link.kind == LINK_EXTERNAL) {
        keep_external(r);
    } else if (link.kind == LINK_ROOTED) {
        link_to_root(r, &link);
    } else if (link.kind == LINK_RELATIVE) {
        if (link.path.n == 0)
            DIAG_AT(r->portal->diags, D_LINK_EMPTY, r->at);
        else if (str_ends(link.path, STR(".md")))
            link_to_page(r, &link);
        else
            link_to_file(r, &link);
    }
}

/* ---- images ---- */

static void resolve_image(const struct ref *r)
{
    struct portal *portal = r->portal;
    struct link link = link_parse(portal->arena, r->node->text);
    struct str path;
    if (node_title(r->node, portal->arena).n == 0)
        DIAG_AT(portal->diags, D_IMAGE_ALT, node_place(r->node, r->page->source));
    if (link.kind != LINK_RELATIVE || link.path.n == 0) {
        DIAG_AT(portal->diags, D_IMAGE_ELSEWHERE, r->at, r->node->text);
        r->node->text = STR("#");
        return;
    }
    if (!link_resolve(portal->arena, r->page->path, link.path, &path)) {
        DIAG_AT(portal->diags, D_LINK_OUTSIDE, r->at, link.path);
        return;
    }
    struct attachment *file = map_get(&portal->files, path);
    if (!file) {
        DIAG_AT(portal->diags, D_IMAGE_TARGET, r->at, link.path, suggest_file(r, path));
    } else if (asset_publish(portal, file, r->at)) {
        if (file->width == 0)
            DIAG_AT(portal->diags, D_IMAGE_FORMAT, r->at, link.path);
        r->node->text = from_anywhere(r, file->url);
        r->node->width = file->width;
        r->node->height = file->height;
    }
}

/* ---- the pass ---- */

/* An address that a message's field gives is checked by the template engine. */
static bool is_field(const struct page *page, struct str address)
{
    return page->kind == PAGE_MESSAGE && str_starts(address, STR("{{"));
}

void refs_resolve(struct portal *portal, struct page *page, struct node *root)
{
    for (struct node *node = root; node; node = node_following(node, root)) {
        struct ref r = {portal, page, node, {0}};
        if (node->kind == NODE_HTML_BLOCK || node->kind == NODE_HTML_INLINE) {
            DIAG_AT(portal->diags, D_RAW_HTML, node_place(node, page->source));
        } else if (!portal->content) {
            continue; /* nothing is there that it could lead to */
        } else if (node->kind == NODE_LINK && !is_field(page, node->text)) {
            r.at = address_place(page, node);
            resolve_link(&r);
        } else if (node->kind == NODE_IMAGE) {
            r.at = address_place(page, node);
            resolve_image(&r);
        }
    }
}

static void report_anchor(struct portal *portal, struct page *page, const struct page_link *link)
{
    struct str rest = link->to->anchor_names, name;
    size_t n = 0;
    struct str *names = ARENA_ARRAY(portal->arena, struct str, rest.n + 1);
    while (str_line(&rest, &name)) {
        if (name.n > 0)
            names[n++] = name;
    }
    page_text_load(portal, page, portal->keep);
    DIAG_AT(portal->diags, D_LINK_ANCHOR, link->at, link->anchor, portal_name(portal, link->to->path),
            diag_nearest(link->anchor, names, n));
}

void refs_check_anchors(struct portal *portal)
{
    for (size_t i = 0; i < portal->pages.count; i++) {
        struct page *page = portal->pages.items[i];
        for (size_t j = 0; j < page->links.count; j++) {
            const struct page_link *link = &page->links.items[j];
            bool is_there = anchors_have(link->to->anchor_names, link->anchor) ||
                            map_get(&portal->theme.ids, link->anchor);
            if (!is_there)
                report_anchor(portal, page, link);
        }
    }
}
