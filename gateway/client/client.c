#include "client/client.h"

#include "base/fold.h"
#include "base/utf8.h"
#include "form/identity.h"
#include "post/message.h"
#include "store/id.h"

enum {
    TEXT_MAX = 200,     /* characters */
    ADDRESS_MAX = 1000, /* likewise */
    PHONE_DIGITS_MIN = 6,
    WORDS_MAX = 4, /* of a search */
};

/* ---- judging ---- */

struct judging {
    struct arena *arena;
    const struct site *site;
    struct client_mistake *mistakes;
    size_t max, n;
};

static void mistake(struct judging *j, const char *field, enum client_problem problem)
{
    if (problem == CLIENT_OK)
        return;
    if (j->n < j->max)
        j->mistakes[j->n] = (struct client_mistake){field, problem};
    j->n++;
}

static enum client_problem judge_text(struct str text, bool required, size_t max, bool multiline)
{
    if (text.n == 0)
        return required ? CLIENT_MISSING : CLIENT_OK;
    if (!utf8_is_valid(text) || !utf8_is_plain(text, multiline))
        return CLIENT_NOT_PLAIN;
    return utf8_length(text) > max ? CLIENT_TOO_LONG : CLIENT_OK;
}

static void judge_line(struct judging *j, struct str *text, const char *field, bool required)
{
    *text = str_trim(*text);
    mistake(j, field, judge_text(*text, required, TEXT_MAX, false));
}

/* The domain in lower case: it has no case, what stands before may. */
static void judge_email(struct judging *j, struct client *c)
{
    c->email = str_trim(c->email);
    ptrdiff_t at = str_find_char(c->email, '@');
    if (c->email.n == 0)
        mistake(j, "email", CLIENT_MISSING);
    else if (at < 0 || !mail_address_is_valid(c->email))
        mistake(j, "email", CLIENT_BAD_EMAIL);
    else
        c->email = arena_join(j->arena, str_sub(c->email, 0, (size_t)at),
                              email_fold(j->arena, str_sub(c->email, (size_t)at, c->email.n)));
}

static void judge_phone(struct judging *j, struct client *c)
{
    size_t digits = 0;
    c->phone = str_trim(c->phone);
    bool good = c->phone.n <= TEXT_MAX;
    for (size_t i = 0; i < c->phone.n; i++) {
        char p = c->phone.p[i];
        bool digit = p >= '0' && p <= '9';
        digits += digit;
        good = good && (digit || p == ' ' || p == '-' || p == '.' || p == '/' || p == '(' || p == ')' ||
                        (p == '+' && i == 0));
    }
    if (c->phone.n > 0 && (!good || digits < PHONE_DIGITS_MIN))
        mistake(j, "phone", CLIENT_BAD_PHONE);
}

static void judge_language(struct judging *j, struct client *c)
{
    c->language = str_trim(c->language);
    if (c->language.n == 0 && j->site->n_languages > 0)
        c->language = j->site->languages[0];
    for (size_t i = 0; i < j->site->n_languages; i++)
        if (str_eq(j->site->languages[i], c->language))
            return;
    mistake(j, "language", CLIENT_BAD_LANGUAGE);
}

static void judge_number(struct judging *j, struct str *number, const char *field)
{
    *number = str_trim(*number);
    if (number->n > 0 && form_national_number_read(j->arena, *number, number) != FORM_IDENTITY_FINE)
        mistake(j, field, CLIENT_BAD_NUMBER);
}

size_t client_judge(struct arena *a, const struct site *site, struct client *client,
                    struct client_mistake *mistakes, size_t max)
{
    struct judging j = {.arena = a, .site = site, .mistakes = mistakes, .max = max};
    judge_line(&j, &client->company, "company", client->is_company);
    judge_line(&j, &client->first_name, "first_name", true);
    judge_line(&j, &client->last_name, "last_name", true);
    judge_email(&j, client);
    judge_phone(&j, client);
    judge_language(&j, client);
    client->address = str_trim(client->address);
    mistake(&j, "address", judge_text(client->address, false, ADDRESS_MAX, true));
    judge_line(&j, &client->label, "label", false);
    judge_number(&j, &client->national_number, "national_number");
    judge_number(&j, &client->partner_number, "partner_number");
    return j.n;
}

/* ---- rows ---- */

static void copy_row(struct arena *a, const struct store_rows *row, struct client *out)
{
    *out = (struct client){.id = arena_str(a, store_text(row, 0)),
                           .is_company = str_eq_z(store_text(row, 1), "company"),
                           .first_name = arena_str(a, store_text(row, 2)),
                           .last_name = arena_str(a, store_text(row, 3)),
                           .company = arena_str(a, store_text(row, 4)),
                           .email = arena_str(a, store_text(row, 5)),
                           .phone = arena_str(a, store_text(row, 6)),
                           .language = arena_str(a, store_text(row, 7)),
                           .address = arena_str(a, store_text(row, 8)),
                           .label = arena_str(a, store_text(row, 9)),
                           .national_number = arena_str(a, store_text(row, 10)),
                           .partner_number = arena_str(a, store_text(row, 11)),
                           .adviser = arena_str(a, store_text(row, 12)),
                           .created_at = store_int(row, 13)};
}

static enum store_status find(struct store_rows rows, struct arena *a, struct client *out)
{
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    copy_row(a, &rows, out);
    store_end(&rows);
    return rows.status;
}

enum store_status client_find(struct store_db *db, struct arena *a, struct str id, struct client *out)
{
    return find(store_query(db, SQL_CLIENT_FIND, STORE_ARGS(arg_text(id))), a, out);
}

enum store_status client_find_by_email(struct store_db *db, struct arena *a, struct str email,
                                       struct client *out)
{
    return find(store_query(db, SQL_CLIENT_FIND_EMAIL, STORE_ARGS(arg_text(email_fold(a, email)))), a, out);
}

static struct str sought_of(struct arena *a, const struct client *c)
{
    struct str people = arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(c->last_name), STR_ARG(c->first_name));
    struct str first = c->is_company ? c->company : people;
    struct str second = c->is_company ? people : c->company;
    return fold(a, arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(first), STR_ARG(second),
                                STR_ARG(c->email)));
}

enum store_status client_create(struct store_db *db, struct arena *a, struct client *client,
                                struct str author, int64_t now)
{
    client->id = id_new(a);
    client->created_at = now;
    return store_run(
        db, SQL_CLIENT_INSERT,
        STORE_ARGS(arg_text(client->id), arg_text(client->is_company ? STR("company") : STR("person")),
                   arg_text(client->first_name), arg_text(client->last_name), arg_text(client->company),
                   arg_text(client->email), arg_text(client->phone), arg_text(client->language),
                   arg_text(client->address), arg_text(client->label), arg_text(client->national_number),
                   arg_text(client->partner_number), arg_text(sought_of(a, client)),
                   arg_text(client->adviser), arg_int(now), arg_text_or_null(author)));
}

static struct str full_name(struct arena *a, struct str first, struct str last)
{
    return arena_join(a, arena_join(a, first, STR(" ")), last);
}

struct str client_name(struct arena *a, const struct client *client)
{
    return client->is_company ? client->company : client_contact(a, client);
}

struct str client_contact(struct arena *a, const struct client *client)
{
    return full_name(a, client->first_name, client->last_name);
}

enum store_status client_people(struct store_db *db, struct arena *a, struct str id,
                                struct client_people *out)
{
    struct store_rows row = store_query(db, SQL_CLIENT_PEOPLE, STORE_ARGS(arg_text(id)));
    if (!store_next(&row))
        return row.status == STORE_OK ? STORE_NONE : row.status;
    struct client client = {.is_company = str_eq_z(store_text(&row, 0), "company"),
                            .first_name = store_text(&row, 1),
                            .last_name = store_text(&row, 2),
                            .company = arena_str(a, store_text(&row, 3))};
    *out = (struct client_people){
        .name = client_name(a, &client), .contact = client_contact(a, &client), .company = client.company};
    if (!store_is_null(&row, 4)) {
        out->adviser_name = full_name(a, store_text(&row, 4), store_text(&row, 5));
        out->adviser_email = arena_str(a, store_text(&row, 6));
        out->adviser_phone = arena_str(a, store_text(&row, 7));
    }
    store_end(&row);
    return row.status;
}

/* ---- lists ---- */

/* Of two columns: whether there is an account, and whether it has a password. */
static enum client_state state_of(const struct store_rows *row, int column)
{
    bool has_password = store_int(row, column + 1) != 0;
    return has_password ? CLIENT_ACTIVE : store_int(row, column) != 0 ? CLIENT_INVITED : CLIENT_CREATED;
}

/* "%word%", with LIKE's own characters taken literally. */
static struct str pattern(struct arena *a, struct str word)
{
    char *out = arena_alloc(a, 2 * word.n + 3);
    size_t n = 0;
    out[n++] = '%';
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '%' || word.p[i] == '_' || word.p[i] == '\\')
            out[n++] = '\\';
        out[n++] = word.p[i];
    }
    if (word.n > 0)
        out[n++] = '%';
    return (struct str){out, n};
}

static void split_search(struct arena *a, struct str search, struct store_arg patterns[static WORDS_MAX])
{
    struct str rest = fold(a, search);
    for (size_t i = 0; i < WORDS_MAX; i++) {
        rest = str_trim(rest);
        struct str word = i + 1 < WORDS_MAX ? str_cut(&rest, ' ') : rest;
        patterns[i] = arg_text(pattern(a, word));
    }
}

static void copy_list_row(struct arena *a, const struct store_rows *row, struct client_row *out)
{
    *out = (struct client_row){0};
    copy_row(a, row, &out->client);
    out->state = state_of(row, 14);
    out->open_assignments = store_int(row, 16);
    out->latest_definition = arena_str(a, store_text(row, 17));
    out->latest_version = arena_str(a, store_text(row, 18));
    out->latest_levels = arena_str(a, store_text(row, 19));
    out->latest_at = store_int(row, 20);
}

static enum store_status count_found(struct store_db *db, struct str adviser,
                                     const struct store_arg words[static WORDS_MAX], size_t *total)
{
    struct store_rows row = store_query(
        db, SQL_CLIENT_COUNT, STORE_ARGS(arg_text(adviser), words[0], words[1], words[2], words[3]));
    if (store_next(&row))
        *total = (size_t)store_int(&row, 0);
    store_end(&row);
    return row.status;
}

enum store_status client_list(struct store_db *db, struct arena *a, const struct client_search *search,
                              struct client_rows *out)
{
    *out = (struct client_rows){0};
    struct store_arg words[WORDS_MAX];
    split_search(a, search->words, words);
    enum store_status status = count_found(db, search->adviser, words, &out->total);
    if (status != STORE_OK || out->total == 0)
        return status;
    size_t last = (out->total - 1) / search->per_page;
    out->page = search->page < last ? search->page : last;
    struct store_rows rows = store_query(db, SQL_CLIENT_LIST,
                                         STORE_ARGS(arg_text(search->adviser), words[0], words[1], words[2],
                                                    words[3], arg_int((int64_t)search->per_page),
                                                    arg_int((int64_t)(out->page * search->per_page))));
    while (store_next(&rows))
        copy_list_row(a, &rows, ARENA_PUSH(a, out));
    return rows.status;
}

enum store_status client_state(struct store_db *db, struct str id, enum client_state *out, int64_t *since)
{
    struct store_rows rows = store_query(db, SQL_CLIENT_STATE, STORE_ARGS(arg_text(id)));
    if (!store_next(&rows))
        return rows.status == STORE_OK ? STORE_NONE : rows.status;
    *out = state_of(&rows, 0);
    *since = store_int(&rows, 2);
    store_end(&rows);
    return rows.status;
}
