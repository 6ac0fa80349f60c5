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

/* So many mails are with the courier at a time, and the outbox is looked at so often. */
enum { WINDOW = 16, LOOK_MS = 1000 };

/* Before anything is handed over, the courier must have answered our last HELLO, and what was lost with its
 * predecessor must wait again in the store. */
enum step { STEP_ASKED, STEP_ANSWERED, STEP_READY };

struct dispatcher {
    const struct app *app;
    struct arena *arena;
    pthread_t thread;
    int socket;
    int stop; /* eventfd */
    enum step step;
    char hello[WIRE_ID + 1]; /* the last one's: answers to earlier ones say nothing about what went since */
    size_t under_way;
};

struct batch {
    struct dispatcher *d;
    int64_t now;
    size_t n;
    char ids[WINDOW][WIRE_ID + 1];
    bool begun[WINDOW];
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

static enum store_status begin_batch(struct store_db *db, void *context)
{
    struct batch *batch = context;
    for (size_t i = 0; i < batch->n; i++) {
        enum store_status status = outbox_begin(db, str_from(batch->ids[i]));
        if (status != STORE_OK && status != STORE_NONE)
            return status;
        batch->begun[i] = status == STORE_OK;
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
        if (!batch->begun[i])
            continue;
        if (hand_over(d, db, batch->ids[i]))
            d->under_way++;
        else
            lost = true;
        arena_clear(d->arena);
    }
    store_release(d->app->store, db);
    if (lost)
        say_hello(d);
}

static void give_due_mails(struct dispatcher *d)
{
    struct batch batch = {.d = d, .now = d->app->system->now()};
    struct store_db *db = store_borrow(d->app->store);
    batch.n = outbox_due(db, batch.now, WINDOW - d->under_way, batch.ids);
    store_release(d->app->store, db);
    if (batch.n > 0 && store_write(d->app->store, begin_batch, &batch) == STORE_OK)
        hand_over_batch(d, &batch);
}

struct noted {
    const struct wire *report;
    int64_t now;
};

static enum store_status note_report(struct store_db *db, void *context)
{
    struct noted *noted = context;
    return outbox_note(db, noted->report, noted->now);
}

static enum store_status resume_lost(struct store_db *db, void *context)
{
    return outbox_resume(db, *(int64_t *)context);
}

static void take_report(struct dispatcher *d, const struct wire *report)
{
    static const char *const words[DELIVERY__MAX] = {"accepted", "temporary", "permanent"};
    struct noted noted = {report, d->app->system->now()};
    enum store_status status = store_write(d->app->store, note_report, &noted);
    LOG_EVENT(d->app->log, report->delivery == DELIVERY_ACCEPTED ? LOG_LEVEL_INFO : LOG_LEVEL_WARNING, "mail",
              LOG_TEXT("id", str_from(report->id)), LOG_TEXT("outcome", str_from(words[report->delivery])),
              LOG_INT("code", report->code), LOG_INT("noted", status == STORE_OK),
              LOG_TEXT("reason", str_from(report->reason)));
    if (d->under_way > 0)
        d->under_way--;
    /* A report that could not be noted leaves its row `sending`: it is tried again once in step, at worst
     * sent twice. */
    if (status != STORE_OK && status != STORE_NONE)
        say_hello(d);
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

/* false: the wire is closed. */
static bool take_packet(struct dispatcher *d)
{
    struct wire packet;
    int file;
    int got = wire_receive(d->socket, &packet, &file);
    if (file >= 0)
        close(file);
    if (got <= 0)
        return got != 0;
    if (packet.kind == WIRE_REPORT)
        take_report(d, &packet);
    else if (packet.started)
        say_hello(d);
    else if (strcmp(packet.id, d->hello) == 0)
        d->step = STEP_ANSWERED;
    return true;
}

static void *dispatch(void *context)
{
    struct dispatcher *d = context;
    struct pollfd ready[] = {{.fd = d->socket, .events = POLLIN}, {.fd = d->stop, .events = POLLIN}};
    say_hello(d);
    for (;;) {
        if (poll(ready, 2, LOOK_MS) < 0)
            continue;
        if (ready[1].revents)
            return NULL;
        if (ready[0].revents && !take_packet(d))
            ready[0].fd = -1;
        if (d->step == STEP_ANSWERED)
            get_in_step(d);
        if (d->step == STEP_READY && d->under_way < WINDOW)
            give_due_mails(d);
    }
}

struct dispatcher *dispatcher_start(const struct app *app, int socket)
{
    struct arena *arena = arena_new();
    struct dispatcher *d = malloc(sizeof(*d));
    if (!d)
        abort();
    *d = (struct dispatcher){.app = app, .arena = arena, .socket = socket, .stop = eventfd(0, EFD_CLOEXEC)};
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
