#include "post/dispatch.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "log.h"
#include "post/outbox.h"
#include "store/id.h"

enum {
    WINDOW = 16,    /* so many mails are with the courier at a time, */
    LOOK_MS = 1000, /* and the outbox is looked at so often */
    /* While no mail server can be reached, mails that were tried before find out when one can again; those
     * that never were would all fail for nothing, and wait so long before some are tried. */
    HOLD_SECONDS = 5,
};

/* Before anything is handed over, the courier must have answered our last HELLO, and what was lost with its
 * predecessor must wait again in the store. */
enum step { STEP_ASKED, STEP_ANSWERED, STEP_READY };

struct dispatcher {
    const struct app *app;
    mail_composer *composer;
    struct arena *arena;
    pthread_t thread;
    int socket;
    int stop; /* eventfd */
    enum step step;
    char hello[WIRE_ID + 1]; /* the last one's: answers to earlier ones say nothing about what went since */
    size_t under_way;
    int64_t held_until; /* see HOLD_SECONDS */
};

struct batch {
    struct dispatcher *d;
    int64_t now;
    size_t n;
    struct entry {
        char id[WIRE_ID + 1];
        enum store_status status; /* of composing it: STORE_NONE: it cannot be */
        struct str composed;      /* just now; empty: it was whole already */
        bool begun;
    } items[WINDOW];
};

static void say_hello(struct dispatcher *d)
{
    struct wire hello = {.kind = WIRE_HELLO};
    d->step = STEP_ASKED;
    memcpy(d->hello, id_new(d->arena).p, WIRE_ID);
    memcpy(hello.id, d->hello, sizeof(hello.id));
    arena_clear(d->arena);
    wire_send(d->socket, &hello, -1);
}

/* ---- to the courier ---- */

static enum store_status give_up(struct store_db *db, const struct entry *entry, int64_t now)
{
    struct wire report = {.delivery = DELIVERY_PERMANENT, .reason = "it could not be composed: see the log"};
    memcpy(report.id, entry->id, sizeof(report.id));
    return outbox_note(db, &report, now);
}

static enum store_status begin_one(struct store_db *db, struct entry *entry, int64_t now)
{
    if (entry->status != STORE_OK)
        return entry->status == STORE_NONE ? give_up(db, entry, now) : STORE_OK;
    struct str id = str_from(entry->id);
    enum store_status status = outbox_begin(db, id);
    if (status == STORE_OK && entry->composed.n > 0)
        status = outbox_keep(db, id, entry->composed);
    entry->begun = status == STORE_OK;
    return status;
}

static enum store_status begin_batch(struct store_db *db, void *context)
{
    struct batch *batch = context;
    for (size_t i = 0; i < batch->n; i++) {
        enum store_status status = begin_one(db, &batch->items[i], batch->now);
        if (status != STORE_OK && status != STORE_NONE)
            return status;
    }
    return STORE_OK;
}

/* Mails that cannot be handed over stay `sending` until the courier is in step again. */
static bool hand_over(struct dispatcher *d, struct store_db *db, const char *id)
{
    struct wire packet = {.kind = WIRE_MAIL};
    memcpy(packet.id, id, sizeof(packet.id));
    struct str to, mime;
    if (outbox_mail(db, d->arena, str_from(id), &to, &mime) != STORE_OK || to.n > WIRE_ADDRESS)
        return false;
    memcpy(packet.to, to.p, to.n);
    int file = wire_file(mime);
    bool sent = file >= 0 && wire_send(d->socket, &packet, file);
    if (file >= 0)
        close(file);
    return sent;
}

static void hand_over_batch(struct dispatcher *d, const struct batch *batch)
{
    struct store_db *db = store_borrow(d->app->store);
    bool lost = false;
    for (size_t i = 0; i < batch->n; i++) {
        if (!batch->items[i].begun)
            continue;
        if (hand_over(d, db, batch->items[i].id))
            d->under_way++;
        else
            lost = true;
        arena_clear(d->arena);
    }
    store_release(d->app->store, db);
    if (lost)
        say_hello(d);
}

static void compose_one(struct dispatcher *d, struct store_db *db, struct entry *entry)
{
    struct outgoing mail;
    if (outbox_uncomposed(db, d->arena, str_from(entry->id), &mail) != STORE_OK)
        return;
    const struct site *site = site_borrow(d->app->site);
    entry->status = d->composer(d->app, site, db, d->arena, &mail);
    site_return(d->app->site, site);
    entry->composed = mail.mime;
}

static void find_batch(struct dispatcher *d, struct batch *batch)
{
    char ids[WINDOW][WIRE_ID + 1];
    struct outbox_look look = {
        .now = batch->now, .max = WINDOW - d->under_way, .tried = batch->now < d->held_until};
    struct store_db *db = store_borrow(d->app->store);
    batch->n = outbox_due(db, &look, ids);
    for (size_t i = 0; i < batch->n; i++) {
        memcpy(batch->items[i].id, ids[i], sizeof(ids[i]));
        compose_one(d, db, &batch->items[i]);
    }
    store_release(d->app->store, db);
}

static void give_due_mails(struct dispatcher *d)
{
    struct batch batch = {.d = d, .now = d->app->system->now()};
    find_batch(d, &batch);
    bool begun = batch.n > 0 && store_write(d->app->store, begin_batch, &batch) == STORE_OK;
    arena_clear(d->arena);
    if (begun)
        hand_over_batch(d, &batch);
}

/* ---- from the courier ---- */

struct reports {
    struct wire items[WINDOW];
    size_t n;
    int64_t now;
};

static enum store_status note_all(struct store_db *db, void *context)
{
    const struct reports *reports = context;
    for (size_t i = 0; i < reports->n; i++) {
        enum store_status status = outbox_note(db, &reports->items[i], reports->now);
        if (status != STORE_OK && status != STORE_NONE)
            return status;
    }
    return STORE_OK;
}

static void log_report(const struct dispatcher *d, const struct wire *report, bool noted)
{
    static const char *const words[DELIVERY__MAX] = {"accepted", "temporary", "permanent"};
    LOG_EVENT(d->app->log, report->delivery == DELIVERY_ACCEPTED ? LOG_LEVEL_INFO : LOG_LEVEL_WARNING, "mail",
              LOG_TEXT("id", str_from(report->id)), LOG_TEXT("outcome", str_from(words[report->delivery])),
              LOG_INT("code", report->code), LOG_INT("noted", noted),
              LOG_TEXT("reason", str_from(report->reason)));
}

/* Reports that could not be noted leave their rows `sending`: they are tried again once in step, at worst
 * sent twice. */
static void note_reports(struct dispatcher *d, struct reports *reports)
{
    if (reports->n == 0)
        return;
    reports->now = d->app->system->now();
    bool noted = store_write(d->app->store, note_all, reports) == STORE_OK;
    for (size_t i = 0; i < reports->n; i++) {
        const struct wire *report = &reports->items[i];
        bool reached = report->delivery != DELIVERY_TEMPORARY || report->code != 0;
        d->held_until = reached ? 0 : reports->now + HOLD_SECONDS;
        log_report(d, report, noted);
    }
    d->under_way -= reports->n < d->under_way ? reports->n : d->under_way;
    reports->n = 0;
    if (!noted)
        say_hello(d);
}

static enum store_status resume_lost(struct store_db *db, void *context)
{
    return outbox_resume(db, *(int64_t *)context);
}

/* The courier has worked off all it was given: what is still `sending` is lost, and waits again. */
static void get_in_step(struct dispatcher *d)
{
    int64_t now = d->app->system->now();
    if (store_write(d->app->store, resume_lost, &now) != STORE_OK)
        return;
    d->step = STEP_READY;
    d->under_way = 0;
}

static void take_hello(struct dispatcher *d, const struct wire *packet)
{
    if (packet->started)
        say_hello(d);
    else if (strcmp(packet->id, d->hello) == 0)
        d->step = STEP_ANSWERED;
}

static bool has_packet(int socket)
{
    struct pollfd ready = {.fd = socket, .events = POLLIN};
    return poll(&ready, 1, 0) == 1 && ready.revents != 0;
}

/* All that has arrived: reports are noted together, and before what was said after them is heard. false: the
 * wire is closed. */
static bool take_packets(struct dispatcher *d)
{
    struct reports reports = {.n = 0};
    int got = 1;
    while (got > 0 && has_packet(d->socket)) {
        struct wire packet = {.kind = WIRE_HELLO};
        int file;
        got = wire_receive(d->socket, &packet, &file);
        if (file >= 0)
            close(file);
        if (got > 0 && packet.kind == WIRE_REPORT)
            reports.items[reports.n++] = packet;
        if (reports.n == WINDOW || packet.kind != WIRE_REPORT)
            note_reports(d, &reports);
        if (got > 0 && packet.kind != WIRE_REPORT)
            take_hello(d, &packet);
    }
    note_reports(d, &reports);
    return got != 0;
}

static void *dispatch(void *context)
{
    struct dispatcher *d = context;
    struct pollfd ready[] = {{.fd = d->socket, .events = POLLIN}, {.fd = d->stop, .events = POLLIN}};
    say_hello(d);
    for (;;) {
        if (poll(ready, 2, LOOK_MS) < 0)
            continue;
        /* Reports that have arrived are noted before the end: what nobody noted is sent again. */
        if ((ready[0].revents || ready[1].revents) && !take_packets(d))
            ready[0].fd = -1;
        if (ready[1].revents)
            return NULL;
        if (d->step == STEP_ANSWERED)
            get_in_step(d);
        if (d->step == STEP_READY && d->under_way < WINDOW)
            give_due_mails(d);
    }
}

struct dispatcher *dispatcher_start(const struct app *app, int socket, mail_composer *composer)
{
    struct arena *arena = arena_new();
    struct dispatcher *d = malloc(sizeof(*d));
    if (!d)
        abort();
    *d = (struct dispatcher){
        .app = app, .composer = composer, .arena = arena, .socket = socket, .stop = eventfd(0, EFD_CLOEXEC)};
    if (d->stop < 0 || pthread_create(&d->thread, NULL, dispatch, d) != 0) {
        arena_free(arena);
        free(d);
        return NULL;
    }
    return d;
}

void dispatcher_stop(struct dispatcher *d)
{
    uint64_t one = 1;
    if (write(d->stop, &one, sizeof(one)) == sizeof(one))
        pthread_join(d->thread, NULL);
    close(d->stop);
    arena_free(d->arena);
    free(d);
}
