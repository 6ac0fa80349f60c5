/* From a message of the content and a view to a mail that is ready for the outbox. */
#ifndef PORTILLON_POST_COMPOSE_H
#define PORTILLON_POST_COMPOSE_H

#include "app.h"
#include "post/message.h"
#include "theme/value.h"

struct letter {
    const char *message; /* name below content/LANG/messages/: "invitation" */
    struct str language;
    struct str to, to_name;
    struct str reply_to, reply_to_name; /* who reads an answer; empty: the site's contact */
    struct value *view;         /* of the HTML part and the subject; site.name, lang and base are added */
    struct value *text_view;    /* of the text part; NULL: the same view */
    struct str token_hash;      /* of the link it carries, or empty */
    const struct outgoing *row; /* what compose_later made of it, read again; NULL: a new mail */
};
/* Renders subject, HTML (inside mail/html) and text (inside mail/text.txt) and builds the whole mail.
 * Everything in the arena. false: the site has no such message, or it cannot be built safely; it is logged.
 */
bool compose(const struct app *app, const struct site *site, struct arena *a, const struct letter *letter,
             struct outgoing *out);

/* Says what the mail is to be composed of when it is given to the courier: of a submission. The letter's
 * views are not looked at. */
void compose_later(const struct app *app, struct arena *a, const struct letter *letter, struct str submission,
                   struct outgoing *out);

/* "https://portail.example.org" + path, with the token as ?jeton=… when it is not empty. */
struct str compose_link(const struct app *app, struct arena *a, const char *path, struct str token);

#endif
