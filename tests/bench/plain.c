/* The limit: the same FastCGI server with an answer made beforehand, and no store: plain SOCKET FILE THREADS.
 * Serves the file, which holds CGI's head, an empty line and the body, until it is ended by SIGTERM. */
#include <signal.h>
#include <stdio.h>

#include "base/file.h"
#include "http/server.h"
#include "listen.h"

static void answer(void *context, unsigned thread, struct exchange *e)
{
    (void)thread;
    exchange_write(e, *(const struct str *)context);
}

int main(int argc, char **argv)
{
    int64_t threads;
    if (argc != 4 || !str_to_int64(str_from(argv[3]), &threads)) {
        fprintf(stderr, "usage: plain SOCKET FILE THREADS\n");
        return 2;
    }
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    struct arena *arena = arena_new();
    struct str page;
    if (file_read(arena, argv[2], 1 << 20, &page) != 0)
        return 1;
    struct server_settings settings = {
        .listener = listen_open(argv[1]), .threads = (unsigned)threads, .answer = answer, .context = &page};
    struct server *server = settings.listener < 0 ? NULL : server_start(&settings);
    if (!server)
        return 1;
    int number;
    sigwait(&ends, &number);
    server_stop(server);
    arena_free(arena);
    return 0;
}
