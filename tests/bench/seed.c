/* People to measure with: seed CONFIG PEOPLE.yaml COUNT BASE_URL FOLDER
 *
 * Fills the store of a configuration with COUNT signed-in clients, each with the investor profile filled in
 * and not sent, and writes into FOLDER what load.c sends: `submissions`, one sending for each client, and
 * `pages`, the page of the space of the first 256. The answers are those of the first client of PEOPLE.yaml
 * (see portillonctl populate) who has sent the questionnaire.
 * `sessions.csv` says the same to others: token,csrf,assignment,client's name. */
#include <stdio.h>
#include <stdlib.h>

#include "account/account.h"
#include "app.h"
#include "assignment/assignment.h"
#include "base/file.h"
#include "base/source.h"
#include "client/client.h"
#include "http/seal.h"
#include "member/member.h"
#include "theme/yaml.h"

#define QUESTIONNAIRE "profil-investisseur"

enum { BATCH = 100, PAGES = 256 };

struct seed {
    struct app app;
    struct arena *arena, *batch;
    struct diags *diags;
    const struct definition *definition;
    const struct yaml *answers;
    struct str adviser, base_url;
    int64_t now, count, next;
    FILE *submissions, *pages, *sessions;
};

static void must(bool fine, const char *what)
{
    if (fine)
        return;
    fprintf(stderr, "seed: %s\n", what);
    exit(1);
}

static struct form_raw raw_of(struct arena *a, const struct yaml *value)
{
    size_t n = value->kind == YAML_SEQUENCE ? value->n_items : 1;
    struct str *texts = ARENA_ARRAY(a, struct str, n);
    for (size_t i = 0; i < n; i++)
        texts[i] = value->kind == YAML_SEQUENCE ? value->items[i].scalar : value->scalar;
    return (struct form_raw){.texts = texts, .n = n};
}

static void fill_point(struct seed *s, struct store_db *db, const struct assignment *assignment, size_t point)
{
    const struct form *form = s->definition->form;
    struct draft_save save = {.assignment = assignment->id,
                              .client = assignment->client,
                              .definition = s->definition,
                              .point = point,
                              .seen = true,
                              .now = s->now};
    size_t *questions = ARENA_ARRAY(s->batch, size_t, form->n_questions);
    struct form_raw *raw = ARENA_ARRAY(s->batch, struct form_raw, form->n_questions);
    for (size_t i = 0; i < s->answers->n_items; i++) {
        ptrdiff_t q = form_question_find(form, s->answers->items[i].key);
        if (q < 0 || form->questions[q].point != point)
            continue;
        questions[save.n] = (size_t)q;
        raw[save.n++] = raw_of(s->batch, &s->answers->items[i]);
    }
    save.questions = questions;
    save.raw = raw;
    must(draft_save(db, &save) == STORE_OK, "draft");
}

static void write_request(FILE *to, struct str request)
{
    uint32_t size = (uint32_t)request.n;
    fwrite(&size, sizeof(size), 1, to);
    fwrite(request.p, 1, request.n, to);
}

static void write_requests(struct seed *s, struct str token, struct str csrf,
                           const struct assignment *assignment)
{
    struct str host = s->base_url;
    str_cut(&host, '/');
    str_cut(&host, '/');
    struct str body = arena_printf(s->batch, "csrf=" STR_FMT "&version=" STR_FMT "-%lld", STR_ARG(csrf),
                                   STR_ARG(s->definition->version), (long long)assignment->revision);
    write_request(
        s->submissions,
        arena_printf(
            s->batch,
            "POST /espace/q/" STR_FMT "/envoyer HTTP/1.1\r\nHost: " STR_FMT "\r\nCookie: portillon=" STR_FMT
            "\r\nOrigin: " STR_FMT
            "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n" STR_FMT,
            STR_ARG(assignment->id), STR_ARG(host), STR_ARG(token), STR_ARG(s->base_url), body.n,
            STR_ARG(body)));
    if (s->next < PAGES)
        write_request(s->pages, arena_printf(s->batch,
                                             "GET /espace/ HTTP/1.1\r\nHost: " STR_FMT
                                             "\r\nCookie: portillon=" STR_FMT "\r\n\r\n",
                                             STR_ARG(host), STR_ARG(token)));
    fprintf(s->sessions, STR_FMT "," STR_FMT "," STR_FMT "\n", STR_ARG(token), STR_ARG(csrf),
            STR_ARG(assignment->id));
}

static void open_session(struct seed *s, struct store_db *db, struct str account, struct str token)
{
    unsigned char hash[HASH_BYTES];
    seal_hash(token, hash);
    must(store_run(db, SQL_SESSION_INSERT,
                   STORE_ARGS(arg_blob((struct str){(const char *)hash, sizeof(hash)}), arg_text(account),
                              arg_int(s->now))) == STORE_OK,
         "session");
}

static void add_client(struct seed *s, struct store_db *db)
{
    struct client client = {.first_name = STR("Claire"),
                            .last_name = arena_printf(s->batch, "Essai%lld", (long long)s->next),
                            .email = arena_printf(s->batch, "essai%lld@client.example", (long long)s->next),
                            .language = STR("fr"),
                            .adviser = s->adviser};
    struct account account;
    struct assignment assignment;
    struct assignment_order order = {.definition = STR(QUESTIONNAIRE), .author = s->adviser, .now = s->now};
    struct password_hash hash = {.ops = 3, .memory = 64 << 20};
    must(client_create(db, s->batch, &client, s->adviser, s->now) == STORE_OK, "client");
    must(account_open(db, s->batch, client.id, s->now, &account) == STORE_OK, "account");
    must(account_set_password(db, account.id, &hash, s->now) == STORE_OK, "password");
    order.client = client.id;
    must(assignment_create(db, s->batch, &order, &assignment) == STORE_OK, "assignment");
    for (size_t p = 0; p < s->definition->form->n_points; p++)
        fill_point(s, db, &assignment, p);
    must(assignment_find(db, s->batch, assignment.id, &assignment) == STORE_OK, "assignment");
    unsigned char secret[TOKEN_BYTES], csrf[HASH_BYTES];
    s->app.system->fill(secret, sizeof(secret));
    struct str token = arena_join(s->batch, STR("s"), base64url(s->batch, secret, sizeof(secret)));
    keys_hash(s->app.keys, KEY_CSRF, token, csrf);
    open_session(s, db, account.id, token);
    write_requests(s, token, base64url(s->batch, csrf, sizeof(csrf)), &assignment);
}

static enum store_status add_batch(struct store_db *db, void *context)
{
    struct seed *s = context;
    for (int i = 0; i < BATCH && s->next < s->count; i++, s->next++)
        add_client(s, db);
    arena_clear(s->batch);
    return STORE_OK;
}

static enum store_status add_adviser(struct store_db *db, void *context)
{
    struct seed *s = context;
    struct member adviser = {.first_name = STR("Marc"),
                             .last_name = STR("Delorme"),
                             .email = STR("marc@valmont.example"),
                             .language = STR("fr")};
    enum store_status status = member_create(db, s->arena, &adviser, s->now);
    s->adviser = adviser.id;
    return status;
}

static FILE *open_output(struct seed *s, const char *folder, const char *name)
{
    FILE *file = fopen(arena_printf(s->arena, "%s/%s", folder, name).p, "we");
    must(file != NULL, name);
    return file;
}

/* Of the first client who has sent the questionnaire. */
static const struct yaml *find_answers(const struct yaml *people)
{
    const struct yaml *clients = yaml_get(people, "clients");
    for (size_t i = 0; clients && i < clients->n_items; i++) {
        const struct yaml *sent = yaml_get(yaml_get(&clients->items[i], "questionnaires"), QUESTIONNAIRE);
        if (yaml_get(sent, "sent"))
            return yaml_get(sent, "answers");
    }
    return NULL;
}

static void open_all(struct seed *s, char **argv, struct config *config)
{
    s->arena = arena_new();
    s->batch = arena_new();
    s->diags = diags_new(s->arena, 20);
    struct app_settings settings = {.config = config, .readers = 1};
    bool open =
        config_read(s->arena, argv[1], config, s->diags) && app_open(&s->app, &settings, s->arena, s->diags);
    const struct source *source =
        open ? source_read(s->arena, argv[2], str_from(argv[2]), 1 << 20, s->diags) : NULL;
    const struct yaml *people = source ? yaml_read(s->arena, source, 0, source->text.n, s->diags) : NULL;
    s->answers = people ? find_answers(people) : NULL;
    diags_report(s->diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    must(s->answers != NULL && str_to_int64(str_from(argv[3]), &s->count), "cannot begin");
    s->base_url = str_from(argv[4]);
    s->submissions = open_output(s, argv[5], "submissions");
    s->pages = open_output(s, argv[5], "pages");
    s->sessions = open_output(s, argv[5], "sessions.csv");
    s->now = s->app.system->now();
}

int main(int argc, char **argv)
{
    struct seed s = {0};
    struct config config;
    if (argc != 6) {
        fprintf(stderr, "usage: seed CONFIG PEOPLE.yaml COUNT BASE_URL FOLDER\n");
        return 2;
    }
    open_all(&s, argv, &config);
    const struct site *site = site_borrow(s.app.site);
    s.definition = site_definition(site, STR(QUESTIONNAIRE));
    must(s.definition != NULL, QUESTIONNAIRE);
    must(store_write(s.app.store, add_adviser, &s) == STORE_OK, "adviser");
    while (s.next < s.count)
        must(store_write(s.app.store, add_batch, &s) == STORE_OK, "clients");
    must(fclose(s.submissions) == 0 && fclose(s.pages) == 0 && fclose(s.sessions) == 0, "writing");
    site_return(s.app.site, site);
    app_close(&s.app);
    arena_free(s.batch);
    arena_free(s.arena);
    return 0;
}
