/* usage: store_bench FOLDER THREADS GROUP SECONDS
 * Durable submissions a second, without a web server: THREADS threads each send one prepared submission of 30
 * answers after another, at most GROUP of them in a transaction (0: as the store does). Prints one line of
 * JSON. */
#include <pthread.h>
#include <stdatomic.h>

#include "base/file.h"
#include "client/client.h"
#include "form/build.h"
#include "member/member.h"
#include "store/id.h"
#include "submission/submission.h"

enum { QUESTIONS = 30, SAMPLES_MAX = 1000000 };

struct sender {
    struct bench *bench;
    struct arena *arena;
    pthread_t thread;
    struct str client;
    struct submission *submission; /* a template: its id changes */
    struct assignment assignment;
    struct draft_save save;
    struct outgoing mail;
    uint32_t *samples; /* microseconds */
    size_t n;
};

struct bench {
    struct arena *arena;
    struct store *store;
    const struct definition *definition;
    struct member member;
    atomic_bool stop;
};

static const struct definition *make_definition(struct arena *a)
{
    struct diags *diags = diags_new(a, 10);
    struct form_builder *b = form_builder_new(a, diags);
    struct place nowhere = {0};
    form_builder_add(b, FORM_POINT, 0, STR(""), nowhere);
    for (int i = 0; i < QUESTIONS; i++) {
        form_builder_add(b, FORM_QUESTION, 1, arena_printf(a, "q%d: one", i), nowhere);
        form_builder_add(b, FORM_OPTION, 2, STR("a = 0"), nowhere);
        form_builder_add(b, FORM_OPTION, 2, STR("b = 10"), nowhere);
    }
    form_builder_add(b, FORM_SCORE, 0, STR("s = q0 + q1 + q2 + q3 + q4"), nowhere);
    form_builder_add(b, FORM_RESULT, 0, STR("profil: result s"), nowhere);
    form_builder_add(b, FORM_LEVEL, 1, STR("prudent = 0..20"), nowhere);
    form_builder_add(b, FORM_LEVEL, 1, STR("dynamique = 21.."), nowhere);
    const struct form *form = form_builder_finish(b);
    diags_report(diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    struct wording *w = ARENA_NEW(a, struct wording);
    *w = (struct wording){.language = STR("fr"),
                          .title = STR("Profil"),
                          .titles = ARENA_ARRAY(a, struct str, form->n_lines + 1),
                          .items = ARENA_ARRAY(a, struct str, form->n_lines + 1),
                          .hints = ARENA_ARRAY(a, struct html, form->n_lines + 1)};
    struct definition *d = ARENA_NEW(a, struct definition);
    *d = (struct definition){.id = STR("profil"),
                             .version = STR("v"),
                             .wording_hash = STR("w"),
                             .form = form,
                             .wordings = w,
                             .n_wordings = 1};
    return d;
}

static struct submission *make_submission(struct arena *a, const struct definition *d)
{
    struct form_answers *answers = form_answers_new(a, d->form, 20000);
    const struct str b = STR("b");
    for (size_t i = 0; i < d->form->n_questions; i++)
        answers->items[i] = form_answer_read(a, &d->form->questions[i], (struct form_raw){&b, 1}, 20000);
    return submission_of_answers(a, d, answers);
}

static enum store_status make_member(struct store_db *db, void *context)
{
    struct bench *b = context;
    return member_create(db, b->arena, &b->member, 1);
}

static enum store_status make_client(struct store_db *db, void *context)
{
    struct sender *s = context;
    struct client c = {.first_name = STR("A"),
                       .last_name = STR("B"),
                       .email = STR("a@example.org"),
                       .language = STR("fr"),
                       .adviser = s->bench->member.id};
    enum store_status status = client_create(db, s->arena, &c, STR(""), 1);
    s->client = c.id;
    return status;
}

/* What an acknowledged submission writes: state, answers, history, event and the adviser's mail. */
static enum store_status send(struct store_db *db, void *context)
{
    struct sender *s = context;
    struct assignment_order order = {.client = s->client, .definition = STR("profil"), .now = 2};
    enum store_status status = assignment_create(db, s->arena, &order, &s->assignment);
    s->submission->id = s->assignment.id;
    s->save.assignment = s->assignment.id;
    if (status == STORE_OK)
        status = draft_save(db, &s->save);
    return status == STORE_OK ? submission_send(db, s->submission, 1, &s->mail, 1) : status;
}

static uint32_t elapsed(const struct timespec *since)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((now.tv_sec - since->tv_sec) * 1000000 + (now.tv_nsec - since->tv_nsec) / 1000);
}

static void *send_all(void *context)
{
    struct sender *s = context;
    char mime[6000];
    memset(mime, 'm', sizeof(mime));
    while (!atomic_load(&s->bench->stop) && s->n < SAMPLES_MAX) {
        struct timespec since;
        arena_clear(s->arena);
        s->mail = (struct outgoing){.id = id_new(s->arena),
                                    .kind = STR("result"),
                                    .to = STR("a@example.org"),
                                    .message_id = STR("x@example.org"),
                                    .mime = {mime, sizeof(mime)}};
        s->submission->client = s->client;
        s->submission->reference = reference_new(s->arena);
        clock_gettime(CLOCK_MONOTONIC, &since);
        if (store_write(s->bench->store, send, s) != STORE_OK)
            break;
        s->samples[s->n++] = elapsed(&since);
    }
    return NULL;
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double milliseconds(const uint32_t *sorted, size_t n, size_t percent)
{
    size_t i = n * percent / 100;
    return n > 0 ? sorted[i] / 1000.0 : 0.0;
}

static void report(struct bench *b, struct sender *senders, size_t threads, double seconds)
{
    size_t n = 0;
    for (size_t i = 0; i < threads; i++)
        n += senders[i].n;
    uint32_t *all = ARENA_ARRAY(b->arena, uint32_t, n + 1);
    n = 0;
    for (size_t i = 0; i < threads; i++)
        for (size_t k = 0; k < senders[i].n; k++)
            all[n++] = senders[i].samples[k];
    qsort(all, n, sizeof(*all), compare);
    printf("{\"submissions_per_second\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f,\"n\":%zu}\n",
           (double)n / seconds, milliseconds(all, n, 50), milliseconds(all, n, 99), n);
}

static void prepare_sender(struct sender *s, struct bench *b)
{
    s->bench = b;
    s->arena = arena_new();
    s->samples = ARENA_ARRAY(b->arena, uint32_t, SAMPLES_MAX);
    s->submission = make_submission(b->arena, b->definition);
    s->submission->language = STR("fr");
    s->submission->sent_at = 3;
    if (store_write(b->store, make_client, s) != STORE_OK)
        exit(1);
    s->client = arena_str(b->arena, s->client);
    s->save = (struct draft_save){.client = s->client, .definition = b->definition, .now = 2};
}

static int64_t number(const char *text)
{
    int64_t n = 0;
    return str_to_int64(str_from(text), &n) ? n : 0;
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    size_t threads = (size_t)number(argv[2]);
    struct bench b = {.arena = arena_new()};
    struct diags *diags = diags_new(b.arena, 10);
    struct store_settings settings = {
        .folder = argv[1], .readers = 1, .group_max = (unsigned)number(argv[3])};
    b.store = store_open(&settings, diags);
    diags_report(diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    if (b.store == NULL)
        return 1;
    b.definition = make_definition(b.arena);
    b.member = (struct member){
        .first_name = STR("A"), .last_name = STR("B"), .email = STR("m@example.org"), .language = STR("fr")};
    if (store_write(b.store, make_member, &b) != STORE_OK)
        return 1;
    struct sender *senders = ARENA_ARRAY(b.arena, struct sender, threads + 1);
    for (size_t i = 0; i < threads; i++)
        prepare_sender(&senders[i], &b);
    const struct timespec duration = {.tv_sec = number(argv[4])};
    for (size_t i = 0; i < threads; i++)
        pthread_create(&senders[i].thread, NULL, send_all, &senders[i]);
    nanosleep(&duration, NULL);
    atomic_store(&b.stop, true);
    for (size_t i = 0; i < threads; i++)
        pthread_join(senders[i].thread, NULL);
    report(&b, senders, threads, (double)duration.tv_sec);
    store_close(b.store);
    return 0;
}
