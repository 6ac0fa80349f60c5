#include "client/client.h"
#include "ctl/ctl.h"
#include "member/member.h"
#include "post/invite.h"
#include "post/message.h"

enum { LISTED_MAX = 10000 };

static struct str given(const char *value)
{
    return str_trim(str_from(value));
}

static bool require(struct ctl *c, const char *option, struct str value)
{
    if (str_empty(value))
        DIAG_AT(c->diags, D_CTL_MISSING, (struct place){0}, str_from(option));
    return !str_empty(value);
}

/* "fr, en, nl" */
static struct str languages_of(struct ctl *c)
{
    struct str list = {0};
    for (size_t i = 0; i < c->site->n_languages; i++)
        list = arena_printf(c->arena, STR_FMT "%s" STR_FMT, STR_ARG(list), i > 0 ? ", " : "",
                            STR_ARG(c->site->languages[i]));
    return list;
}

static bool language_exists(struct ctl *c, struct str language)
{
    for (size_t i = 0; i < c->site->n_languages; i++)
        if (str_eq(c->site->languages[i], language))
            return true;
    DIAG_AT(c->diags, D_CTL_LANGUAGE, (struct place){0}, language, languages_of(c));
    return false;
}

/* ---- members ---- */

static bool member_is_complete(struct ctl *c, struct member *member)
{
    if (str_empty(member->language))
        member->language = c->site->languages[0];
    bool complete = require(c, "email", member->email);
    complete = require(c, "first-name", member->first_name) && complete;
    complete = require(c, "last-name", member->last_name) && complete;
    if (!str_empty(member->email) && !mail_address_is_valid(member->email)) {
        DIAG_AT(c->diags, D_CTL_EMAIL, (struct place){0}, member->email);
        return false;
    }
    return language_exists(c, member->language) && complete;
}

struct member_making {
    struct ctl *c;
    struct member *member;
};

static enum store_status make_member(struct store_db *db, void *context)
{
    struct member_making *making = context;
    return member_create(db, making->c->arena, making->member, making->c->now);
}

static enum store_status invite_member(struct ctl *c, const struct member *member, struct str *link)
{
    struct account account;
    struct store_db *db = store_borrow(c->app->store);
    enum store_status status = account_find_by_owner(db, c->arena, member->id, &account);
    store_release(c->app->store, db);
    return status == STORE_OK ? invite_again(c->app, c->site, c->arena, &account, link) : status;
}

static int create_member(struct ctl *c, int argc, char *const *argv, bool is_admin)
{
    const char *email = NULL, *first = NULL, *last = NULL, *phone = NULL, *language = NULL;
    const struct option options[] = {
        {.name = "email", .value = &email},       {.name = "first-name", .value = &first},
        {.name = "last-name", .value = &last},    {.name = "phone", .value = &phone},
        {.name = "language", .value = &language},
    };
    if (!ctl_options(c, &(struct ctl_line){.argc = argc, .argv = argv}, options,
                     sizeof(options) / sizeof(*options)))
        return EXIT_USAGE;
    struct member member = {.first_name = given(first),
                            .last_name = given(last),
                            .email = given(email),
                            .phone = given(phone),
                            .language = given(language),
                            .is_admin = is_admin};
    if (!member_is_complete(c, &member))
        return EXIT_USAGE;
    struct member_making making = {c, &member};
    enum store_status status = store_write(c->app->store, make_member, &making);
    struct str link;
    if (status == STORE_OK)
        status = invite_member(c, &member, &link);
    if (status != STORE_OK)
        return ctl_store_failure(c, status, member.email);
    CTL_SAY(c, TEXT_MEMBER_DONE, member_name(c->arena, &member), member.email);
    buf_addf(&c->out, STR_FMT "\n", STR_ARG(link));
    return EXIT_FINE;
}

int ctl_admin_create(struct ctl *c, int argc, char *const *argv)
{
    return create_member(c, argc, argv, true);
}

int ctl_adviser_create(struct ctl *c, int argc, char *const *argv)
{
    return create_member(c, argc, argv, false);
}

/* ---- clients ---- */

/* "--last-name" */
static struct str option_of(struct ctl *c, const char *field)
{
    struct str name = arena_printf(c->arena, "--%s", field);
    char *letters = arena_alloc(c->arena, name.n);
    for (size_t i = 0; i < name.n; i++)
        letters[i] = (char)(name.p[i] == '_' ? '-' : name.p[i]);
    return (struct str){letters, name.n};
}

static bool client_is_fine(struct ctl *c, struct client *client)
{
    static const enum ctl_text sentences[CLIENT_PROBLEM__MAX] = {
        [CLIENT_MISSING] = TEXT_CLIENT_MISSING,       [CLIENT_TOO_LONG] = TEXT_CLIENT_TOO_LONG,
        [CLIENT_NOT_PLAIN] = TEXT_CLIENT_NOT_PLAIN,   [CLIENT_BAD_EMAIL] = TEXT_CLIENT_BAD_EMAIL,
        [CLIENT_BAD_PHONE] = TEXT_CLIENT_BAD_PHONE,   [CLIENT_BAD_LANGUAGE] = TEXT_CLIENT_BAD_LANGUAGE,
        [CLIENT_BAD_NUMBER] = TEXT_CLIENT_BAD_NUMBER,
    };
    struct client_mistake mistakes[16];
    size_t n = client_judge(c->arena, c->site, client, mistakes, sizeof(mistakes) / sizeof(*mistakes));
    struct str languages = languages_of(c);
    for (size_t i = 0; i < n; i++) {
        struct str sentence = ctl_format(c, sentences[mistakes[i].problem], &languages, 1);
        DIAG_AT(c->diags, D_CTL_CLIENT_FIELD, (struct place){0}, option_of(c, mistakes[i].field), sentence);
    }
    return n == 0;
}

struct client_making {
    struct ctl *c;
    struct client *client;
    struct str adviser; /* e-mail */
};

/* It opens one space: whoever else has it could never be invited. */
static bool address_is_taken(const struct client_making *making, struct store_db *db)
{
    struct arena *a = making->c->arena;
    struct client client;
    struct member member;
    return client_find_by_email(db, a, making->client->email, &client) == STORE_OK ||
           member_find_by_email(db, a, making->client->email, &member) == STORE_OK;
}

static enum store_status make_client(struct store_db *db, void *context)
{
    struct client_making *making = context;
    struct member adviser;
    enum store_status status = member_find_by_email(db, making->c->arena, making->adviser, &adviser);
    if (status != STORE_OK)
        return status;
    making->client->adviser = adviser.id;
    if (address_is_taken(making, db))
        return STORE_CONFLICT;
    return client_create(db, making->c->arena, making->client, STR(""), making->c->now);
}

enum store_status ctl_make_client(struct ctl *c, struct str adviser, struct client *client)
{
    return store_write(c->app->store, make_client, &(struct client_making){c, client, adviser});
}

int ctl_client_create(struct ctl *c, int argc, char *const *argv)
{
    const char *adviser = NULL, *email = NULL, *first = NULL, *last = NULL, *company = NULL, *phone = NULL,
               *language = NULL, *address = NULL, *label = NULL, *number = NULL, *partner = NULL;
    const struct option options[] = {
        {.name = "adviser", .value = &adviser},
        {.name = "email", .value = &email},
        {.name = "first-name", .value = &first},
        {.name = "last-name", .value = &last},
        {.name = "company", .value = &company},
        {.name = "phone", .value = &phone},
        {.name = "language", .value = &language},
        {.name = "address", .value = &address},
        {.name = "label", .value = &label},
        {.name = "national-number", .value = &number},
        {.name = "partner-number", .value = &partner},
    };
    if (!ctl_options(c, &(struct ctl_line){.argc = argc, .argv = argv}, options,
                     sizeof(options) / sizeof(*options)))
        return EXIT_USAGE;
    struct client client = {.is_company = company != NULL,
                            .first_name = given(first),
                            .last_name = given(last),
                            .company = given(company),
                            .email = given(email),
                            .phone = given(phone),
                            .language = language ? given(language) : c->site->languages[0],
                            .address = given(address),
                            .label = given(label),
                            .national_number = given(number),
                            .partner_number = given(partner)};
    if (!require(c, "adviser", given(adviser)) || !client_is_fine(c, &client))
        return EXIT_USAGE;
    enum store_status status = ctl_make_client(c, given(adviser), &client);
    if (status != STORE_OK)
        return ctl_store_failure(c, status, status == STORE_NONE ? given(adviser) : client.email);
    CTL_SAY(c, TEXT_CLIENT_CREATED, client_name(c->arena, &client), client.id);
    return EXIT_FINE;
}

static enum store_status find_adviser(struct ctl *c, struct store_db *db, struct str email, struct str *id)
{
    struct member member = {0};
    enum store_status status =
        str_empty(email) ? STORE_OK : member_find_by_email(db, c->arena, email, &member);
    *id = member.id;
    return status;
}

int ctl_client_list(struct ctl *c, int argc, char *const *argv)
{
    static const enum ctl_text words[CLIENT_STATE__MAX] = {
        [CLIENT_CREATED] = TEXT_CLIENT_STATE_CREATED,
        [CLIENT_INVITED] = TEXT_CLIENT_STATE_INVITED,
        [CLIENT_ACTIVE] = TEXT_CLIENT_STATE_ACTIVE,
    };
    const char *adviser = NULL, *search[1] = {NULL};
    const struct option options[] = {{.name = "adviser", .value = &adviser}};
    const struct ctl_line line = {.argc = argc, .argv = argv, .operands = search, .max_operands = 1};
    if (!ctl_options(c, &line, options, 1))
        return EXIT_USAGE;
    struct store_db *db = store_borrow(c->app->store);
    struct str id;
    enum store_status status = find_adviser(c, db, given(adviser), &id);
    const struct client_search sought = {.adviser = id, .words = given(search[0]), .per_page = LISTED_MAX};
    struct client_rows rows = {0};
    if (status == STORE_OK)
        status = client_list(db, c->arena, &sought, &rows);
    store_release(c->app->store, db);
    if (status != STORE_OK)
        return ctl_store_failure(c, status, given(adviser));
    for (size_t i = 0; i < rows.count; i++)
        buf_addf(&c->out, STR_FMT "  " STR_FMT "  " STR_FMT "  " STR_FMT "\n",
                 STR_ARG(rows.items[i].client.id), STR_ARG(client_name(c->arena, &rows.items[i].client)),
                 STR_ARG(rows.items[i].client.email), STR_ARG(ctl_word(c, words[rows.items[i].state])));
    if (rows.count == 0)
        CTL_SAY(c, TEXT_CLIENT_NONE);
    if (rows.count < rows.total)
        CTL_SAY(c, TEXT_CLIENT_MORE, ctl_number(c, (int64_t)rows.count), ctl_number(c, (int64_t)rows.total));
    return EXIT_FINE;
}

/* ---- inviting ---- */

enum store_status ctl_find_client(struct ctl *c, struct str who, struct client *out)
{
    struct store_db *db = store_borrow(c->app->store);
    enum store_status status = client_find(db, c->arena, who, out);
    if (status == STORE_NONE)
        status = client_find_by_email(db, c->arena, who, out);
    store_release(c->app->store, db);
    return status;
}

static bool questionnaire_exists(struct ctl *c, struct str id)
{
    if (site_definition(c->site, id))
        return true;
    struct str *ids = ARENA_ARRAY(c->arena, struct str, c->site->n_definitions + 1);
    for (size_t i = 0; i < c->site->n_definitions; i++)
        ids[i] = c->site->definitions[i].id;
    DIAG_AT(c->diags, D_CTL_QUESTIONNAIRE, (struct place){0}, id,
            diag_nearest(id, ids, c->site->n_definitions));
    return false;
}

/* Those named, or those of every new client. */
static bool choose_questionnaires(struct ctl *c, struct str named, struct invitation *invitation)
{
    struct str *ids = ARENA_ARRAY(c->arena, struct str, named.n + 1);
    bool fine = true;
    if (named.n == 0) {
        invitation->n_questionnaires =
            invite_usual(c->app->config, c->site, c->arena, &invitation->questionnaires);
        return true;
    }
    invitation->questionnaires = ids;
    while (named.n > 0) {
        ids[invitation->n_questionnaires] = str_trim(str_cut(&named, ','));
        fine = questionnaire_exists(c, ids[invitation->n_questionnaires++]) && fine;
    }
    return fine;
}

int ctl_invite(struct ctl *c, int argc, char *const *argv)
{
    const char *questionnaires = NULL, *who[1] = {NULL};
    bool no_mail = false;
    const struct option options[] = {{.name = "questionnaires", .value = &questionnaires},
                                     {.name = "no-mail", .given = &no_mail}};
    const struct ctl_line line = {
        .argc = argc, .argv = argv, .operands = who, .min_operands = 1, .max_operands = 1};
    if (!ctl_options(c, &line, options, 2))
        return EXIT_USAGE;
    struct client client;
    enum store_status status = ctl_find_client(c, given(who[0]), &client);
    if (status != STORE_OK)
        return ctl_store_failure(c, status, given(who[0]));
    struct invitation invitation = {.client = &client, .mailed = !no_mail, .now = c->now};
    if (!choose_questionnaires(c, given(questionnaires), &invitation))
        return EXIT_USAGE;
    struct str link;
    status = invite_client(c->app, c->site, c->arena, &invitation, &link);
    if (status != STORE_OK && status != STORE_NONE)
        return ctl_store_failure(c, status, client.email);
    CTL_SAY(c, status == STORE_OK ? TEXT_INVITED : TEXT_INVITED_ACTIVE, client_name(c->arena, &client));
    buf_addf(&c->out, STR_FMT "\n", STR_ARG(link));
    return EXIT_FINE;
}
