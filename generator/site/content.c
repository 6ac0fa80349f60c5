#include "site/content.h"

#include <errno.h>

#include "base/file.h"
#include "base/source.h"
#include "site/crew.h"
#include "site/link.h"
#include "theme/format.h"

struct walk {
    struct portal *portal;
    struct map strange; /* folders reported */
};

void content_read_config(struct portal *portal)
{
    struct str name = portal_name(portal, STR("site.yaml"));
    if (!file_exists(name.p)) {
        DIAG_AT(portal->diags, D_CONTENT_MISSING, (struct place){0}, str_from(portal->content));
        return;
    }
    const struct source *source = source_read(portal->arena, name.p, name, CONTENT_MAX_FILE, portal->diags);
    if (source)
        config_read(portal->arena, source, &portal->config, portal->diags);
}

static struct place whole_file(struct portal *portal, struct str path)
{
    struct source *source = ARENA_NEW(portal->arena, struct source);
    *source = (struct source){portal_name(portal, path), {"", 0}};
    return (struct place){source, 0, 0};
}

static ptrdiff_t find_language(const struct portal *portal, struct str code)
{
    for (size_t i = 0; i < portal->config.n_languages; i++) {
        if (str_eq(portal->config.languages[i], code))
            return (ptrdiff_t)i;
    }
    return -1;
}

bool content_is_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
            return false;
    }
    return name.n > 0;
}

/* A name that could become an address, unless another file has it: `Aide.md` beside `aide.md`. */
static void report_name(struct portal *portal, const struct page *page, struct str part)
{
    struct str better = anchor_of(portal->arena, part), none = {"", 0};
    struct str above = {page->path.p, (size_t)(part.p - page->path.p)};
    bool is_file = part.p + part.n + 3 == page->path.p + page->path.n;
    struct str path = arena_printf(portal->arena, STR_FMT STR_FMT "%s", STR_ARG(above), STR_ARG(better),
                                   is_file ? ".md" : "");
    bool is_taken = file_exists(portal_name(portal, path).p);
    DIAG_AT(portal->diags, D_FILE_NAME, whole_file(portal, page->path), part, better,
            is_taken ? better : none);
}

static bool check_names(struct portal *portal, const struct page *page)
{
    for (struct str rest = str_sub(page->local, 0, page->local.n - 3); rest.n > 0;) {
        struct str part = str_cut(&rest, '/');
        if (!content_is_name(part)) {
            report_name(portal, page, part);
            return false;
        }
    }
    return true;
}

/* The kind by its folder; questionnaires and messages stand directly in theirs. */
static enum page_kind kind_of(struct str local, bool *misplaced)
{
    struct str rest = local;
    struct str first = str_cut(&rest, '/');
    bool is_index = str_eq_z(path_name(local), "index.md");
    bool is_message = rest.n > 0 && str_eq_z(first, "messages");
    *misplaced = false;
    if (is_index && !is_message)
        return rest.n > 0 ? PAGE_SECTION : PAGE_HOME;
    if (!is_message && !(rest.n > 0 && str_eq_z(first, "questionnaires")))
        return PAGE_HELP;
    *misplaced = str_find_char(rest, '/') >= 0;
    return is_message ? PAGE_MESSAGE : PAGE_QUESTIONNAIRE;
}

static void set_address(struct portal *portal, struct page *page)
{
    bool is_index = page->kind == PAGE_HOME || page->kind == PAGE_SECTION;
    struct str folder = path_folder(page->path);
    page->id = str_sub(path_name(page->path), 0, path_name(page->path).n - 3);
    struct str address = is_index ? folder : str_sub(page->path, 0, page->path.n - 3);
    struct str slash = str_from(is_index ? "" : "/");
    page->url = ARENA_CONCAT(portal->arena, STR("/"), address, slash);
    page->file = ARENA_CONCAT(portal->arena, address, slash, STR("index.html"));
}

static struct page *new_page(struct portal *portal, struct str path, size_t language, bool *misplaced)
{
    struct page *page = ARENA_NEW(portal->arena, struct page);
    page->path = path;
    page->language = language;
    page->local = str_sub(path, portal->config.languages[language].n + 1, path.n);
    page->kind = kind_of(page->local, misplaced);
    return page;
}

struct page *content_outline(struct portal *portal, struct str path)
{
    struct str rest = path;
    ptrdiff_t language = find_language(portal, str_cut(&rest, '/'));
    bool misplaced;
    if (language < 0)
        return NULL;
    struct page *page = new_page(portal, path, (size_t)language, &misplaced);
    set_address(portal, page);
    return page;
}

static void add_page(struct portal *portal, struct str path, size_t language)
{
    bool misplaced;
    struct page *page = new_page(portal, path, language, &misplaced);
    if (misplaced)
        DIAG_AT(portal->diags, D_FILE_PLACE, whole_file(portal, path), page->local);
    if (!check_names(portal, page) || misplaced)
        return;
    set_address(portal, page);
    page->number = portal->pages.count;
    *ARENA_PUSH(portal->arena, &portal->pages) = page;
    map_put(&portal->by_path, portal->arena, path, page);
}

static void add_attachment(struct portal *portal, struct str path)
{
    struct attachment *file = ARENA_NEW(portal->arena, struct attachment);
    file->path = path;
    map_put(&portal->files, portal->arena, path, file);
}

static bool looks_like_language(struct str folder)
{
    return folder.n == 2 && content_is_name(folder) && folder.p[0] >= 'a' && folder.p[1] >= 'a';
}

/* A page in a folder that is no language's. */
static void report_strange(struct walk *walk, struct str path, struct str folder)
{
    struct portal *portal = walk->portal;
    if (!looks_like_language(folder) || map_get(&walk->strange, folder))
        return;
    map_put(&walk->strange, portal->arena, folder, portal);
    DIAG_AT(portal->diags, D_LANGUAGE_FOLDER, whole_file(portal, path), folder);
}

static void add(struct walk *walk, const struct input *input)
{
    struct portal *portal = walk->portal;
    struct str path = input->path;
    if (input->is_link) {
        DIAG_AT(portal->diags, D_FILE_LINK, whole_file(portal, path));
        return;
    }
    struct str rest = path;
    struct str folder = str_cut(&rest, '/');
    ptrdiff_t language = rest.n > 0 ? find_language(portal, folder) : -1;
    bool is_markdown = str_ends(path, STR(".md"));
    portal->text_size += is_markdown ? input->size : 0;
    if (is_markdown && language >= 0)
        add_page(portal, path, (size_t)language);
    else if (is_markdown && rest.n > 0)
        report_strange(walk, path, folder);
    else
        add_attachment(portal, path);
}

void content_list(struct portal *portal, const struct input_list *inputs)
{
    struct walk walk = {.portal = portal};
    portal->pages.items = ARENA_ARRAY(portal->arena, struct page *, inputs->count + 1);
    portal->pages.cap = inputs->count + 1;
    map_reserve(&portal->by_path, portal->arena, inputs->count);
    map_reserve(&portal->by_url, portal->arena, inputs->count);
    for (size_t i = 0; i < inputs->count; i++)
        add(&walk, &inputs->items[i]);
    portal->keeps_texts = portal->text_size <= PORTAL_TEXTS;
}

void content_list_attachments(struct portal *portal, const struct input_list *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        struct str path = inputs->items[i].path;
        if (!str_ends(path, STR(".md")) || str_find_char(path, '/') < 0)
            add_attachment(portal, path);
    }
}

/* Gives page->own, or NULL when a diagnostic was added. */
static const struct source *read_text(struct portal *portal, struct page *page, struct arena *texts)
{
    struct str name = page->own.name.n > 0 ? page->own.name : portal_name(portal, page->path);
    const struct source *source = source_read(texts, name.p, name, CONTENT_MAX_FILE, portal->diags);
    if (!source)
        return NULL;
    if (page->own.name.n == 0)
        page->own.name = arena_str(portal->keep, name);
    page->own.text = source->text;
    page->size = source->text.n;
    return &page->own;
}

static enum matter_kind matter_kind_of(enum page_kind kind)
{
    if (kind == PAGE_QUESTIONNAIRE)
        return MATTER_QUESTIONNAIRE;
    return kind == PAGE_MESSAGE ? MATTER_MESSAGE : MATTER_PAGE;
}

static void read_into(struct portal *portal, struct page *page, struct arena *texts)
{
    struct matter matter;
    page->source = read_text(portal, page, texts);
    if (!page->source)
        return;
    struct str text = page->source->text;
    size_t nul = text.n > 0 ? (size_t)str_find_char(text, '\0') : SIZE_MAX;
    if (nul < text.n)
        DIAG_AT(portal->diags, D_NUL_BYTE, ((struct place){page->source, nul, 1}));
    matter_read(portal->arena, page->source, matter_kind_of(page->kind), &matter, portal->diags);
    matter_keep(portal->keep, &matter, &page->matter);
    page->matter.draft = page->matter.draft && !portal->shows_drafts;
    page->sort_key = format_sort_key(portal->keep, portal_language(portal, page->language), matter.title);
}

/* Of questionnaires and messages the text stays. */
static void read_page(struct worker *w, struct page *page)
{
    bool stays = page->kind == PAGE_QUESTIONNAIRE || page->kind == PAGE_MESSAGE;
    read_into(&w->portal, page, stays ? w->portal.keep : w->texts);
}

void content_read_page(struct portal *portal, struct page *page)
{
    read_into(portal, page, portal->keep);
}

bool page_text_load(struct portal *portal, struct page *page, struct arena *texts)
{
    size_t size = page->size;
    if (page->own.text.n > 0 || size == 0)
        return true;
    if (read_text(portal, page, texts) && page->size == size)
        return true;
    DIAG_AT(portal->diags, D_FILE_READ, (struct place){0}, page->own.name, str_from(strerrordesc_np(EAGAIN)));
    return false;
}

/* Two files for one address: `a.md` and `a/index.md`. */
static void claim_address(struct portal *portal, struct page *page)
{
    if (page->kind == PAGE_MESSAGE || page->matter.draft)
        return;
    struct page *other = map_put(&portal->by_url, portal->arena, page->url, page);
    if (other != page)
        DIAG_AT(portal->diags, D_PAGE_TWICE, whole_file(portal, page->path), page->url,
                portal_name(portal, other->path));
}

/* LANGUAGE/synonyms.yaml: one key of the same name, a list of texts, each some expressions parted by commas.
 */
static void read_synonyms(struct portal *portal, size_t language)
{
    static const char *const keys[] = {"synonyms"};
    struct str path =
        arena_printf(portal->arena, STR_FMT "/synonyms.yaml", STR_ARG(portal->config.languages[language]));
    struct str name = portal_name(portal, path);
    if (!map_get(&portal->files, path))
        return;
    const struct source *source = source_read(portal->arena, name.p, name, CONTENT_MAX_FILE, portal->diags);
    const struct yaml *yaml =
        source ? yaml_read(portal->arena, source, 0, source->text.n, portal->diags) : NULL;
    if (!yaml)
        return;
    yaml_allow(yaml, keys, 1, portal->diags);
    yaml_texts(yaml, "synonyms", portal->arena, &portal->synonyms[language], portal->diags);
}

void content_read(struct portal *portal, const struct page_list *pages)
{
    crew_run(portal, &(struct crew_task){.pages = pages, .work = read_page});
}

void content_claim(struct portal *portal)
{
    for (size_t i = 0; i < portal->pages.count; i++)
        claim_address(portal, portal->pages.items[i]);
    for (size_t i = 0; i < portal->config.n_languages; i++)
        read_synonyms(portal, i);
}

bool content_scan(struct portal *portal, struct input_list *out)
{
    struct str content = str_from(portal->content);
    int error = inputs_scan(portal->keep, portal->content, inputs_now(), out);
    if (error == E2BIG)
        DIAG_AT(portal->diags, D_CONTENT_SIZE, (struct place){0}, content);
    else if (error && error != ENOENT)
        DIAG_AT(portal->diags, D_FILE_READ, (struct place){0}, content, str_from(strerrordesc_np(error)));
    return error == 0;
}

void content_read_folder(struct portal *portal)
{
    struct input_list inputs;
    content_scan(portal, &inputs);
    content_list(portal, &inputs);
    content_read(portal, &portal->pages);
    content_claim(portal);
}
