/* Clients: natural and legal persons that the firm must know (Q3, B3, B4 of the capabilities). */
#ifndef PORTILLON_CLIENT_CLIENT_H
#define PORTILLON_CLIENT_CLIENT_H

#include "store/site.h"
#include "store/store.h"

struct client {
    struct str id;
    bool is_company;
    struct str first_name, last_name; /* of the person, or of the company's contact */
    struct str company;
    struct str email, phone, language, address, label;
    struct str national_number, partner_number; /* 11 digits, or empty */
    struct str adviser;                         /* member id */
    int64_t created_at;
};

/* What is wrong with a client's fields. */
enum client_problem {
    CLIENT_OK,
    CLIENT_MISSING,   /* required and empty */
    CLIENT_TOO_LONG,  /* more than 200 characters (address: 1000) */
    CLIENT_NOT_PLAIN, /* control characters */
    CLIENT_BAD_EMAIL, /* not an address this program can write to: ASCII, see mail_address_is_valid */
    CLIENT_BAD_PHONE,
    CLIENT_BAD_LANGUAGE, /* not one of the site's */
    CLIENT_BAD_NUMBER,   /* not a Belgian national number */
    CLIENT_PROBLEM__MAX
};
struct client_mistake {
    const char *field; /* "last_name", "email", … */
    enum client_problem problem;
};
/* Trims, makes canonical (numbers to digits, e-mail's domain to lower case) and judges. Gives how many
 * mistakes there are (at most `max` are filled). */
size_t client_judge(struct arena *a, const struct site *site, struct client *client,
                    struct client_mistake *mistakes, size_t max);

enum store_status client_find(struct store_db *db, struct arena *a, struct str id, struct client *out);
enum store_status client_find_by_email(struct store_db *db, struct arena *a, struct str email,
                                       struct client *out);
/* A judged client. `author`: member id or empty. Fills id, created_at. */
enum store_status client_create(struct store_db *db, struct arena *a, struct client *client,
                                struct str author, int64_t now);
struct str client_name(struct arena *a,
                       const struct client *client); /* "Marie Dupont", "Boulangerie Lefèvre SA" */
/* Who reads what is written to the client: of a company its contact, "Hugo Lefèvre". */
struct str client_contact(struct arena *a, const struct client *client);

/* What a client's own pages say of people: by which name to greet, and whom to turn to. */
struct client_people {
    struct str name;                                       /* as client_name */
    struct str contact;                                    /* as client_contact: the name to greet by */
    struct str company;                                    /* empty: a person */
    struct str adviser_name, adviser_email, adviser_phone; /* empty: there is none */
};
enum store_status client_people(struct store_db *db, struct arena *a, struct str id,
                                struct client_people *out);

/* A row of an adviser's list: where the client stands. */
enum client_state {
    CLIENT_CREATED /* no questionnaire sent */,
    CLIENT_INVITED /* not activated */,
    CLIENT_ACTIVE,
    CLIENT_STATE__MAX
};
struct client_row {
    struct client client;
    enum client_state state;
    int64_t open_assignments;
    struct str latest_definition, latest_version, latest_levels; /* of the last profile; empty: none */
    int64_t latest_at;
};
/* Those whose name or e-mail has all the words in it (accents and case do not count; empty: everybody). */
struct client_search {
    struct str adviser; /* member id: the adviser's own; empty: everybody's */
    struct str words;
    size_t page;     /* from 0; beyond the last: the last */
    size_t per_page; /* at least 1 */
};
struct client_rows {
    struct client_row *items; /* of one page */
    size_t count, cap;
    size_t total; /* on all pages */
    size_t page;  /* which it is, from 0 */
};
/* One page of the clients that a search finds, by name. */
enum store_status client_list(struct store_db *db, struct arena *a, const struct client_search *search,
                              struct client_rows *out);
enum store_status client_state(struct store_db *db, struct str id, enum client_state *out, int64_t *since);

#endif
