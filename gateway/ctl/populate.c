#include "account/account.h"
#include "assignment/assignment.h"
#include "base/source.h"
#include "client/client.h"
#include "ctl/ctl.h"
#include "member/member.h"
#include "post/invite.h"
#include "submission/submission.h"
#include "theme/format.h"
#include "theme/yaml.h"

/* Everything is for trying: the file is read whole, then each thing is recorded the way the product itself
 * records it. */

static struct str text_of(const struct ctl *c, const struct yaml *mapping, const char *key)
{
    struct str text = {0};
    yaml_text(mapping, key, &text, c->diags);
    return text;
}

static bool failed_at(struct ctl *c, const struct yaml *item, struct str what)
{
    DIAG_AT(c->diags, D_CTL_POPULATE, item->at, what);
    return false;
}

/* ---- passwords ---- */

struct setting {
    struct str account;
    struct password_hash hash;
    int64_t now;
};

static enum store_status set_password(struct store_db *db, void *context)
{
    const struct setting *setting = context;
    return account_set_password(db, setting->account, &setting->hash, setting->now);
}

static bool choose_password(struct ctl *c, struct str owner, struct str password)
{
    struct account account;
    struct store_db *db = store_borrow(c->app->store);
    enum store_status status = account_find_by_owner(db, c->arena, owner, &account);
    store_release(c->app->store, db);
    if (status != STORE_OK)
        return false;
    struct setting setting = {.account = account.id, .now = c->now};
    return password_make(c->app->passwords, password, &setting.hash) == HASHING_RIGHT &&
           store_write(c->app->store, set_password, &setting) == STORE_OK;
}

/* ---- members ---- */

struct member_making {
    struct ctl *c;
    struct member member;
};

static enum store_status make_member(struct store_db *db, void *context)
{
    struct member_making *making = context;
    return member_create(db, making->c->arena, &making->member, making->c->now);
}

static bool add_member(struct ctl *c, const struct yaml *item)
{
    static const char *const keys[] = {"first_name", "last_name", "email",   "phone",
                                       "language",   "role",      "password"};
    yaml_allow(item, keys, sizeof(keys) / sizeof(*keys), c->diags);
    struct member_making making = {.c = c,
                                   .member = {.first_name = text_of(c, item, "first_name"),
                                              .last_name = text_of(c, item, "last_name"),
                                              .email = text_of(c, item, "email"),
                                              .phone = text_of(c, item, "phone"),
                                              .language = text_of(c, item, "language"),
                                              .is_admin = str_eq_z(text_of(c, item, "role"), "admin")}};
    if (store_write(c->app->store, make_member, &making) != STORE_OK)
        return failed_at(c, item, making.member.email);
    struct str password = text_of(c, item, "password");
    if (password.n && !choose_password(c, making.member.id, password))
        return failed_at(c, item, STR("password"));
    buf_addf(&c->out, "  %-36.*s " STR_FMT "\n", STR_ARG(making.member.email), STR_ARG(password));
    return true;
}

/* ---- clients ---- */

static bool record_client(struct ctl *c, const struct yaml *item, struct client *out)
{
    struct client client = {.is_company = yaml_get(item, "company") != NULL,
                            .first_name = text_of(c, item, "first_name"),
                            .last_name = text_of(c, item, "last_name"),
                            .company = text_of(c, item, "company"),
                            .email = text_of(c, item, "email"),
                            .phone = text_of(c, item, "phone"),
                            .language = text_of(c, item, "language"),
                            .address = text_of(c, item, "address"),
                            .label = text_of(c, item, "label"),
                            .national_number = text_of(c, item, "national_number")};
    struct client_mistake mistake;
    if (client_judge(c->arena, c->site, &client, &mistake, 1) > 0)
        return failed_at(c, item, str_from(mistake.field));
    if (ctl_make_client(c, text_of(c, item, "adviser"), &client) != STORE_OK)
        return failed_at(c, item, client.email);
    *out = client;
    return true;
}

/* ---- answers ---- */

static struct form_raw raw_of(struct ctl *c, const struct yaml *value)
{
    size_t n = value->kind == YAML_SEQUENCE ? value->n_items : 1;
    struct str *texts = ARENA_ARRAY(c->arena, struct str, n + 1);
    for (size_t i = 0; i < n; i++)
        texts[i] = value->kind == YAML_SEQUENCE ? value->items[i].scalar : value->scalar;
    return (struct form_raw){.texts = texts, .n = n};
}

static enum store_status save_draft(struct store_db *db, void *context)
{
    return draft_save(db, context);
}

static bool save_answers(struct ctl *c, const struct assignment *assignment,
                         const struct definition *definition, const struct yaml *answers)
{
    const struct form *form = definition->form;
    for (size_t p = 0; p < form->n_points; p++) {
        size_t *questions = ARENA_ARRAY(c->arena, size_t, form->n_questions + 1);
        struct form_raw *raw = ARENA_ARRAY(c->arena, struct form_raw, form->n_questions + 1);
        struct draft_save save = {.assignment = assignment->id,
                                  .client = assignment->client,
                                  .definition = definition,
                                  .point = p,
                                  .seen = true,
                                  .questions = questions,
                                  .raw = raw,
                                  .now = c->now};
        for (size_t i = 0; answers && i < answers->n_items; i++) {
            ptrdiff_t q = form_question_find(form, answers->items[i].key);
            if (q < 0)
                return failed_at(c, &answers->items[i], answers->items[i].key);
            if (form->questions[q].point != p)
                continue;
            questions[save.n] = (size_t)q;
            raw[save.n++] = raw_of(c, &answers->items[i]);
        }
        if (save.n > 0 && store_write(c->app->store, save_draft, &save) != STORE_OK)
            return false;
    }
    return true;
}

struct sending {
    const struct submission *submission;
    int64_t revision;
};

static enum store_status send_submission(struct store_db *db, void *context)
{
    const struct sending *sending = context;
    return submission_send(db, sending->submission, sending->revision, NULL, 0);
}

static bool send_answers(struct ctl *c, const struct yaml *item, const struct client *client,
                         struct str assignment_id)
{
    struct store_db *db = store_borrow(c->app->store);
    struct assignment assignment;
    struct submission *submission = NULL;
    if (assignment_find(db, c->arena, assignment_id, &assignment) == STORE_OK) {
        const struct definition *definition = assignment_definition(db, c->arena, c->site, &assignment);
        int32_t today = format_local_day(c->app->config->time_zone, c->now);
        const struct draft *draft = draft_load(c->arena, &assignment, definition->form, today);
        submission = submission_prepare(c->arena, definition, draft, today);
    }
    store_release(c->app->store, db);
    if (!submission)
        return failed_at(c, item, STR("submission"));
    submission->id = assignment.id;
    submission->reference = submission_reference(c->app, c->arena);
    submission->client = client->id;
    submission->language = client->language;
    submission->sent_at = c->now;
    struct sending sending = {submission, assignment.revision};
    return store_write(c->app->store, send_submission, &sending) == STORE_OK ||
           failed_at(c, item, STR("sent"));
}

static bool find_assignment(struct ctl *c, struct str client, struct str definition, struct assignment *out)
{
    struct store_db *db = store_borrow(c->app->store);
    struct assignments all;
    enum store_status status = assignment_list(db, c->arena, client, &all);
    store_release(c->app->store, db);
    for (size_t i = 0; status == STORE_OK && i < all.count; i++)
        if (str_eq(all.items[i].definition, definition)) {
            *out = all.items[i];
            return true;
        }
    return false;
}

/* questionnaires: a mapping from id to {sent: yes, answers: {question: answer}}, or to nothing. */
static bool add_questionnaire(struct ctl *c, const struct client *client, const struct yaml *item)
{
    static const char *const keys[] = {"sent", "answers"};
    const struct definition *definition = site_definition(c->site, item->key);
    struct assignment assignment;
    if (!definition || !find_assignment(c, client->id, item->key, &assignment))
        return failed_at(c, item, item->key);
    bool sent = false;
    if (item->kind == YAML_MAPPING) {
        yaml_allow(item, keys, sizeof(keys) / sizeof(*keys), c->diags);
        yaml_bool(item, "sent", &sent, c->diags);
        if (!save_answers(c, &assignment, definition, yaml_get(item, "answers")))
            return failed_at(c, item, item->key);
    }
    return !sent || send_answers(c, item, client, assignment.id);
}

static bool invite(struct ctl *c, const struct client *client, const struct yaml *questionnaires,
                   struct str *link)
{
    struct str *ids = ARENA_ARRAY(c->arena, struct str, questionnaires->n_items + 1);
    for (size_t i = 0; i < questionnaires->n_items; i++)
        ids[i] = questionnaires->items[i].key;
    struct invitation invitation = {.client = client,
                                    .questionnaires = ids,
                                    .n_questionnaires = questionnaires->n_items,
                                    .author = client->adviser,
                                    .mailed = true,
                                    .now = c->now};
    return invite_client(c->app, c->site, c->arena, &invitation, link) == STORE_OK;
}

static bool add_client(struct ctl *c, const struct yaml *item)
{
    static const char *const keys[] = {"adviser", "first_name",      "last_name", "company",
                                       "email",   "phone",           "language",  "address",
                                       "label",   "national_number", "password",  "questionnaires"};
    yaml_allow(item, keys, sizeof(keys) / sizeof(*keys), c->diags);
    struct client client;
    if (!record_client(c, item, &client))
        return false;
    const struct yaml *questionnaires = yaml_get(item, "questionnaires");
    struct str link = STR(""), password = text_of(c, item, "password");
    if (questionnaires && !invite(c, &client, questionnaires, &link))
        return failed_at(c, questionnaires, client.email);
    if (password.n && !choose_password(c, client.id, password))
        return failed_at(c, item, STR("password"));
    for (size_t i = 0; questionnaires && i < questionnaires->n_items; i++)
        if (!add_questionnaire(c, &client, &questionnaires->items[i]))
            return false;
    struct str access = password.n ? password : link;
    buf_addf(&c->out, "  %-36.*s " STR_FMT "\n", STR_ARG(client.email), STR_ARG(access));
    return true;
}

/* ---- the whole file ---- */

static bool add_all(struct ctl *c, const struct yaml *list, bool (*add)(struct ctl *, const struct yaml *))
{
    for (size_t i = 0; list && i < list->n_items; i++)
        if (!add(c, &list->items[i]))
            return false;
    return true;
}

static bool store_is_empty(struct ctl *c)
{
    struct store_db *db = store_borrow(c->app->store);
    struct members members;
    enum store_status status = member_list(db, c->arena, &members);
    store_release(c->app->store, db);
    if (status != STORE_OK)
        ctl_store_failure(c, status, STR("members"));
    else if (members.count > 0)
        DIAG_AT(c->diags, D_CTL_NOT_EMPTY, (struct place){0});
    return status == STORE_OK && members.count == 0;
}

int ctl_populate(struct ctl *c, int argc, char *const *argv)
{
    static const char *const keys[] = {"members", "clients"};
    const char *path[1] = {NULL};
    const struct ctl_line line = {
        .argc = argc, .argv = argv, .operands = path, .min_operands = 1, .max_operands = 1};
    if (!ctl_options(c, &line, NULL, 0))
        return EXIT_USAGE;
    const struct source *source = source_read(c->arena, path[0], str_from(path[0]), 1 << 20, c->diags);
    const struct yaml *file = source ? yaml_read(c->arena, source, 0, source->text.n, c->diags) : NULL;
    if (!file || !store_is_empty(c))
        return EXIT_CONTENT;
    yaml_allow(file, keys, 2, c->diags);
    const struct yaml *members = yaml_get(file, "members"), *clients = yaml_get(file, "clients");
    if (!add_all(c, members, add_member) || !add_all(c, clients, add_client) || diags_errors(c->diags) > 0)
        return EXIT_CONTENT;
    CTL_SAY(c, TEXT_POPULATED, arena_printf(c->arena, "%zu", members ? members->n_items : 0),
            arena_printf(c->arena, "%zu", clients ? clients->n_items : 0));
    return EXIT_FINE;
}
