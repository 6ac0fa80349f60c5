/* The limit that the site's bench compares with: reads every Markdown file, lets libcmark render it, writes
 * the result where a page of that name is published. No front matter, links, templates or checks. With
 * `stat`, only asks for the files' dates.
 *
 * usage: bare THREADS FROM TO | bare stat FROM */
#include <cmark.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/jobs.h"

enum { MOST = 1000000, AT_ONCE = 32 };

struct paths {
    struct str *items;
    size_t count, cap;
};

struct bare {
    struct arena *arena;
    struct paths paths;
    const char *from, *to;
    struct arena *scratch[JOBS_MOST];
};

static int add(const struct file_entry *entry, void *context)
{
    struct bare *b = context;
    if (str_ends(entry->path, STR(".md")))
        *ARENA_PUSH(b->arena, &b->paths) = arena_str(b->arena, entry->path);
    return 0;
}

static void render(const struct bare *b, struct arena *a, struct str path)
{
    struct str text;
    const char *name = arena_printf(a, "%s/" STR_FMT, b->from, STR_ARG(path)).p;
    const char *folder = arena_printf(a, "%s/" STR_FMT, b->to, STR_ARG(str_sub(path, 0, path.n - 3))).p;
    if (file_read(a, name, 1 << 24, &text) != 0 ||
        (mkdir(folder, 0755) != 0 && file_make_folders(folder, 0755) != 0))
        exit(1);
    char *html = cmark_markdown_to_html(text.p, text.n, CMARK_OPT_DEFAULT);
    int fd = open(arena_printf(a, "%s/index.html", folder).p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    size_t n = strlen(html);
    if (fd < 0 || write(fd, html, n) != (ssize_t)n || close(fd) != 0)
        exit(1);
    free(html);
}

static void render_some(void *context, size_t worker, size_t piece)
{
    struct bare *b = context;
    for (size_t i = piece * AT_ONCE; i < (piece + 1) * AT_ONCE && i < b->paths.count; i++) {
        render(b, b->scratch[worker], b->paths.items[i]);
        arena_clear(b->scratch[worker]);
    }
}

int main(int argc, char **argv)
{
    struct bare b = {.arena = arena_new()};
    if (argc < 3)
        return 2;
    b.from = argv[2];
    b.to = argc > 3 ? argv[3] : NULL;
    int64_t threads = 1;
    if (file_walk(b.from, MOST, add, &b) != 0)
        return 1;
    if (b.to) {
        if (!str_to_int64(str_from(argv[1]), &threads) || threads < 1 || threads > JOBS_MOST)
            return 2;
        for (size_t i = 0; i < (size_t)threads; i++)
            b.scratch[i] = arena_new();
        jobs_run((size_t)threads, b.paths.count / AT_ONCE + 1, render_some, &b);
        for (size_t i = 0; i < (size_t)threads; i++)
            arena_free(b.scratch[i]);
    }
    arena_free(b.arena);
    return 0;
}
