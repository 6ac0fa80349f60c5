#include "post/courier.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "post/message.h"
#include "post/smtp.h"
#include "post/wire.h"

struct courier {
    const struct config *config;
    struct arena *arena; /* of one mail */
    struct smtp *smtp;   /* NULL when mails are written into a folder, or while the server cannot be set up */
};

static void report_failure(struct wire *report, enum delivery delivery, const char *reason)
{
    report->delivery = delivery;
    snprintf(report->reason, sizeof(report->reason), "%s", reason);
}

/* One file a mail, named by its outbox row: a mail that is given twice is one file. */
static void write_to_folder(struct courier *c, const struct wire *packet, struct str mime,
                            struct wire *report)
{
    const char *folder = arena_str(c->arena, c->config->mail.folder).p;
    int error = file_make_folders(folder, 0700);
    if (error == 0)
        error = file_write_atomic(arena_printf(c->arena, "%s/%s.eml", folder, packet->id).p, mime, 0600);
    if (error != 0)
        report_failure(report, DELIVERY_TEMPORARY, strerrordesc_np(error));
}

static void send_by_smtp(struct courier *c, const struct wire *packet, struct str mime, struct wire *report)
{
    if (str_empty(c->config->mail.url)) {
        report_failure(report, DELIVERY_TEMPORARY, "no mail server is configured: set mail.url");
        return;
    }
    if (!c->smtp)
        c->smtp = smtp_open(c->config);
    if (!c->smtp)
        report_failure(report, DELIVERY_TEMPORARY, "cannot set up SMTP: is mail.password_file readable?");
    else
        smtp_send(c->smtp, packet->to, mime, report);
}

static void deliver(struct courier *c, const struct wire *packet, int file, struct wire *report)
{
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0 || status.st_size <= 0 || status.st_size > MAIL_MAX) {
        report_failure(report, DELIVERY_PERMANENT, "the mail is empty or too large");
        return;
    }
    if (!mail_address_is_valid(str_from(packet->to))) {
        report_failure(report, DELIVERY_PERMANENT, "the recipient's address is not valid");
        return;
    }
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) {
        report_failure(report, DELIVERY_TEMPORARY, strerrordesc_np(errno));
        return;
    }
    struct str mime = {bytes, (size_t)status.st_size};
    if (c->config->mail.folder.n)
        write_to_folder(c, packet, mime, report);
    else
        send_by_smtp(c, packet, mime, report);
    munmap(bytes, (size_t)status.st_size);
}

static bool work_off(struct courier *c, const struct wire *packet, int file, int socket)
{
    struct wire answer = {.kind = packet->kind == WIRE_MAIL ? WIRE_REPORT : WIRE_HELLO};
    memcpy(answer.id, packet->id, sizeof(answer.id));
    if (packet->kind == WIRE_MAIL)
        deliver(c, packet, file, &answer);
    arena_clear(c->arena);
    return wire_send(socket, &answer, -1);
}

static volatile sig_atomic_t told_to_stop;

static void note_stop(int number)
{
    (void)number;
    told_to_stop = 1;
}

/* `stop` is let in only while there is nothing to do: a mail under way is finished, and reported, or a
 * server would get it a second time. Gives the signals to be blocked meanwhile. */
static sigset_t take_signals(int stop)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN}, note = {.sa_handler = note_stop};
    sigset_t stopping, before;
    told_to_stop = 0;
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(stop, &note, NULL);
    sigemptyset(&stopping);
    sigaddset(&stopping, stop);
    sigprocmask(SIG_BLOCK, &stopping, &before);
    sigdelset(&before, stop);
    return before;
}

/* false: told to stop. */
static bool wait_for_packet(int socket, const sigset_t *signals)
{
    struct pollfd ready = {.fd = socket, .events = POLLIN};
    while (!told_to_stop && ppoll(&ready, 1, NULL, signals) <= 0)
        continue;
    return !told_to_stop;
}

int courier_run(const struct config *config, int socket, int stop)
{
    sigset_t signals = take_signals(stop);
    struct courier c = {.config = config, .arena = arena_new()};
    struct wire packet = {.kind = WIRE_HELLO, .started = true};
    bool working = wire_send(socket, &packet, -1);
    while (working && wait_for_packet(socket, &signals)) {
        int file;
        int got = wire_receive(socket, &packet, &file);
        if (got == 0)
            break;
        if (got > 0)
            working = work_off(&c, &packet, file, socket);
        else
            working = errno != ECONNRESET;
        if (file >= 0)
            close(file);
    }
    if (c.smtp)
        smtp_close(c.smtp);
    arena_free(c.arena);
    return working ? 0 : 1;
}
