#include "site/crew.h"

#include <stdatomic.h>

#include "base/jobs.h"
#include "site/build.h"

enum {
    GROUP = 32,           /* pages */
    GROUP_DIAGS = 1000,   /* kept of one group */
    SUGGESTIONS_LEAST = 2 /* that a group looks for, if any */
};

struct crew {
    struct portal *portal;
    const struct crew_task *task;
    struct worker *workers;
    struct diags **diags; /* by group, then by other piece; NULL: nothing was said */
    size_t n_groups;
    atomic_size_t done; /* pages */
};

static void worker_begin(struct crew *crew, struct worker *w)
{
    w->portal = *crew->portal;
    w->portal.arena = arena_new();
    w->portal.keep = arena_new();
    w->portal.diags = NULL;
    w->texts = arena_new();
    w->context = crew->task->context;
    buf_init(&w->body, (size_t)CONTENT_MAX_FILE * 4);
    buf_init(&w->out, (size_t)CONTENT_MAX_FILE * 5);
}

static void worker_end(struct crew *crew, struct worker *w)
{
    arena_adopt(crew->portal->keep, w->portal.keep);
    arena_free(w->portal.arena);
    arena_free(w->texts);
    buf_release(&w->body);
    buf_release(&w->out);
}

/* The texts are let go, unless they are to stay or a diagnostic shows a line of one. */
static void drop_texts(struct worker *w, struct page *const *pages, size_t n, bool is_quiet)
{
    if (w->portal.keeps_texts || !is_quiet) {
        arena_adopt(w->portal.keep, w->texts);
        w->texts = arena_new();
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (pages[i]->kind != PAGE_QUESTIONNAIRE && pages[i]->kind != PAGE_MESSAGE)
            pages[i]->own.text = (struct str){"", 0};
    }
    arena_clear(w->texts);
}

/* What was said goes to the piece it is about; true when that is nothing. */
static bool hand_in(struct crew *crew, struct worker *w, size_t piece)
{
    if (diags_errors(w->portal.diags) + diags_warnings(w->portal.diags) == 0)
        return true;
    crew->diags[piece] = w->portal.diags;
    w->portal.diags = NULL;
    return false;
}

/* The groups share them out; of very many groups only the first have any, so that mistakes on every page of a
 * large site cost no more for each page than those of a small one. */
static size_t suggestions_of(const struct crew *crew, size_t group)
{
    size_t share = PORTAL_SUGGESTIONS / crew->n_groups;
    if (share >= SUGGESTIONS_LEAST)
        return share;
    return group < PORTAL_SUGGESTIONS / SUGGESTIONS_LEAST ? SUGGESTIONS_LEAST : 0;
}

static void work_group(struct crew *crew, struct worker *w, size_t group)
{
    const struct page_list *all = crew->task->pages;
    size_t from = group * GROUP;
    size_t n = all->count - from < GROUP ? all->count - from : GROUP;
    struct page *const *pages = &all->items[from];
    w->portal.n_suggested = 0;
    w->portal.max_suggested = suggestions_of(crew, group);
    for (size_t i = 0; i < n; i++) {
        crew->task->work(w, pages[i]);
        arena_clear(w->portal.arena);
    }
    size_t done = atomic_fetch_add(&crew->done, n) + n;
    if (w == crew->workers && crew->portal->progress)
        crew->portal->progress->tell(crew->portal->progress->context, done, all->count);
    drop_texts(w, pages, n, hand_in(crew, w, group));
}

static void work_piece(void *context, size_t worker, size_t piece)
{
    struct crew *crew = context;
    struct worker *w = &crew->workers[worker];
    size_t n_others = crew->task->n_others;
    if (!w->portal.diags)
        w->portal.diags = diags_new(w->portal.keep, GROUP_DIAGS);
    if (piece >= n_others) {
        work_group(crew, w, piece - n_others);
    } else {
        crew->task->other(w, piece);
        arena_clear(w->portal.arena);
        hand_in(crew, w, crew->n_groups + piece);
    }
}

size_t crew_run(struct portal *portal, const struct crew_task *task)
{
    struct arena *scratch = arena_new();
    size_t n_workers = portal->jobs > 0 ? portal->jobs : 1, done = 0;
    struct crew crew = {.portal = portal, .task = task, .n_groups = (task->pages->count + GROUP - 1) / GROUP};
    size_t n_pieces = crew.n_groups + task->n_others;
    crew.workers = ARENA_ARRAY(scratch, struct worker, n_workers);
    crew.diags = ARENA_ARRAY(scratch, struct diags *, n_pieces + 1);
    for (size_t i = 0; i < n_workers; i++)
        worker_begin(&crew, &crew.workers[i]);
    jobs_run(n_workers, n_pieces, work_piece, &crew);
    for (size_t i = 0; i < n_pieces; i++) {
        if (crew.diags[i])
            diags_merge(portal->diags, crew.diags[i]);
    }
    for (size_t i = 0; i < n_workers; i++) {
        done += crew.workers[i].done;
        worker_end(&crew, &crew.workers[i]);
    }
    arena_free(scratch);
    return done;
}
