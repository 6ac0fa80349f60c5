#include "lib/smtp_server.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"

enum { MAILS_MAX = 4096 };

struct smtp_server {
    pthread_t thread;
    pthread_mutex_t lock;
    struct arena *arena;
    int listener, port;
    int fault[SMTP_POINT__MAX];
    bool armed[SMTP_POINT__MAX];
    struct str mails[MAILS_MAX];
    size_t n_mails, connections;
    struct str helo;
};

/* One connection. */
struct dialogue {
    struct smtp_server *server;
    FILE *in, *out;
    struct buf mail;
};

static bool take_fault(struct smtp_server *s, enum smtp_point point, int *what)
{
    pthread_mutex_lock(&s->lock);
    bool armed = s->armed[point];
    *what = s->fault[point];
    s->armed[point] = false;
    pthread_mutex_unlock(&s->lock);
    return armed;
}

/* Answers, or does what the script says; false when the connection is to be closed. */
static bool answer(struct dialogue *d, enum smtp_point point, const char *reply)
{
    int what;
    if (!take_fault(d->server, point, &what)) {
        fprintf(d->out, "%s\r\n", reply);
        return fflush(d->out) == 0;
    }
    if (what == SMTP_STALL)
        while (fgetc(d->in) != EOF)
            continue;
    if (what <= 0)
        return false;
    fprintf(d->out, "%d scripted\r\n", what);
    return fflush(d->out) == 0 && what != 421;
}

static void keep_mail(struct dialogue *d)
{
    struct smtp_server *s = d->server;
    pthread_mutex_lock(&s->lock);
    if (s->n_mails < MAILS_MAX)
        s->mails[s->n_mails++] = arena_str(s->arena, buf_str(&d->mail));
    pthread_mutex_unlock(&s->lock);
}

/* The body, up to the lone dot, then its reply. The mail is kept only when the reply accepts it, or when the
 * fault comes after the server has taken it: a dropped or silent reply to the dot. */
static bool read_body(struct dialogue *d)
{
    char line[2048];
    while (fgets(line, sizeof(line), d->in) && strcmp(line, ".\r\n") != 0)
        buf_add_z(&d->mail, line[0] == '.' ? line + 1 : line);
    pthread_mutex_lock(&d->server->lock);
    bool refused = d->server->armed[SMTP_BODY] && d->server->fault[SMTP_BODY] > 0;
    pthread_mutex_unlock(&d->server->lock);
    if (!refused)
        keep_mail(d);
    return answer(d, SMTP_BODY, "250 accepted");
}

static void note_helo(struct smtp_server *s, const char *line)
{
    pthread_mutex_lock(&s->lock);
    s->helo = arena_str(s->arena, str_trim(str_from(line + 5)));
    pthread_mutex_unlock(&s->lock);
}

static bool is_command(const char *line, struct str command)
{
    return str_eq_nocase(str_sub(str_from(line), 0, command.n), command);
}

static bool serve_line(struct dialogue *d, const char *line)
{
    if (is_command(line, STR("EHLO"))) {
        note_helo(d->server, line);
        return answer(d, SMTP_EHLO, "250 scripted");
    }
    if (is_command(line, STR("MAIL"))) {
        buf_clear(&d->mail);
        buf_add_z(&d->mail, line);
        return answer(d, SMTP_MAIL, "250 sender");
    }
    if (is_command(line, STR("RCPT"))) {
        buf_add_z(&d->mail, line);
        return answer(d, SMTP_RCPT, "250 recipient");
    }
    if (is_command(line, STR("DATA"))) {
        bool armed = d->server->armed[SMTP_DATA];
        return answer(d, SMTP_DATA, "354 go on") && (armed || read_body(d));
    }
    if (is_command(line, STR("RSET")))
        return fputs("250 reset\r\n", d->out) >= 0 && fflush(d->out) == 0;
    answer(d, SMTP_QUIT, "221 bye");
    return false;
}

static void serve(struct smtp_server *s, int connection)
{
    int copy = dup(connection);
    struct dialogue d = {.server = s, .in = fdopen(connection, "r"), .out = fdopen(copy, "w")};
    buf_init(&d.mail, 16 << 20);
    char line[2048];
    bool open = answer(&d, SMTP_BANNER, "220 scripted");
    while (open && fgets(line, sizeof(line), d.in))
        open = serve_line(&d, line);
    fclose(d.in);
    fclose(d.out);
    buf_release(&d.mail);
}

static void *run(void *context)
{
    struct smtp_server *s = context;
    for (;;) {
        int connection = accept(s->listener, NULL, NULL);
        if (connection < 0)
            return NULL;
        pthread_mutex_lock(&s->lock);
        s->connections++;
        pthread_mutex_unlock(&s->lock);
        serve(s, connection);
    }
}

struct smtp_server *smtp_server_start(void)
{
    struct arena *arena = arena_new();
    struct smtp_server *s = ARENA_NEW(arena, struct smtp_server);
    s->arena = arena;
    pthread_mutex_init(&s->lock, NULL);
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    if (bind(s->listener, (struct sockaddr *)&address, size) != 0 || listen(s->listener, 16) != 0 ||
        getsockname(s->listener, (struct sockaddr *)&address, &size) != 0)
        abort();
    s->port = ntohs(address.sin_port);
    pthread_create(&s->thread, NULL, run, s);
    return s;
}

void smtp_server_stop(struct smtp_server *s)
{
    shutdown(s->listener, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->listener);
    arena_free(s->arena);
}

int smtp_server_port(const struct smtp_server *s)
{
    return s->port;
}

void smtp_server_fault(struct smtp_server *s, enum smtp_point point, int what)
{
    pthread_mutex_lock(&s->lock);
    s->armed[point] = true;
    s->fault[point] = what;
    pthread_mutex_unlock(&s->lock);
}

size_t smtp_server_count(struct smtp_server *s)
{
    pthread_mutex_lock(&s->lock);
    size_t n = s->n_mails;
    pthread_mutex_unlock(&s->lock);
    return n;
}

struct str smtp_server_mail(struct smtp_server *s, size_t i)
{
    pthread_mutex_lock(&s->lock);
    struct str mail = s->mails[i];
    pthread_mutex_unlock(&s->lock);
    return mail;
}

struct str smtp_server_helo(struct smtp_server *s)
{
    pthread_mutex_lock(&s->lock);
    struct str helo = s->helo;
    pthread_mutex_unlock(&s->lock);
    return helo;
}

size_t smtp_server_connections(struct smtp_server *s)
{
    pthread_mutex_lock(&s->lock);
    size_t n = s->connections;
    pthread_mutex_unlock(&s->lock);
    return n;
}
