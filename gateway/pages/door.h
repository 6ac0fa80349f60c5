/* The two doors: the client's space and the back office. Their pages of signing in and of passwords are the
 * same but for addresses, templates and numbers. */
#ifndef PORTILLON_PAGES_DOOR_H
#define PORTILLON_PAGES_DOOR_H

#include "account/account.h"
#include "pages/page.h"

struct door {
    enum account_door kind;
    const char *folder;                                                   /* of its templates */
    const char *home, *sign_in, *activation, *resend, *forgotten, *reset; /* paths */
    size_t password_min;
};
extern const struct door door_space, door_office;

/* The name of a template in the door's folder. */
const char *door_template(const struct request *r, const struct door *door, const char *name);

/* Whose password it is: to greet, and to judge what is chosen. */
struct person {
    struct str first_name, last_name, company, email, language;
};
enum store_status door_person(struct request *r, const struct account *account, struct person *out);

/* "Ada Lovelace": for mails. */
struct str person_name(const struct request *r, const struct person *person);

/* Takes a request for a mail from those that an address has in an hour. STORE_NONE: there are no more. */
enum store_status door_count_request(struct request *r, struct str email);

/* What is wrong with a password that this person chooses. */
enum password_problem door_judge(const struct request *r, const struct door *door,
                                 const struct person *person, struct str password);

/* The page where a new password is chosen, at first or again. */
struct password_form {
    const char *name;   /* of the template: "activation", "mot-de-passe" */
    const char *action; /* path */
    struct str token;
    enum password_problem problem; /* of what was posted */
    struct person person;
};
void door_ask_password(struct request *r, struct response *out, const struct door *door,
                       const struct password_form *form);

#endif
