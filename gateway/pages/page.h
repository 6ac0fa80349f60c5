/* What all pages have in common: texts, dates, mistakes, addresses. */
#ifndef PORTILLON_PAGES_PAGE_H
#define PORTILLON_PAGES_PAGE_H

#include "http/response.h"
#include "http/session.h"
#include "pages/pages.h"

/* A page whose form must be corrected, or was sent from an older page. */
enum {
    STATUS_OK = 200,
    STATUS_CONFLICT = 409,
    STATUS_GONE = 410,
    STATUS_WRONG = 422,
    STATUS_TOO_MANY = 429,
    STATUS_BUSY = 503
};

/* A text of the theme's in the page's language; arguments may be NULL. */
struct str page_text(const struct request *r, const char *key, const struct value *arguments);

/* Moments, in the firm's time zone and the page's language. */
struct str page_date(const struct request *r, int64_t at);
struct str page_date_time(const struct request *r, int64_t at);
struct str page_time(const struct request *r, int64_t at);
/* The day that it is for the firm. */
int32_t page_day(const struct request *r, int64_t at);

/* Adds a mistake to a list; `field` is the id of the control to correct. */
void page_mistake(struct value *errors, struct str field, struct str text);
/* Gives the list to the page. */
void page_set_errors(struct value *view, struct value *errors);

/* A mailed link is opened in the language of whom it was mailed to, unless the address says another. */
void page_speak(struct request *r, struct str language);

/* A path of ours with `?langue=` for who has no account that knows the language. */
struct str page_url(const struct request *r, const char *path);
/* True when the address says `?etat=` this. */
bool page_is_state(const struct request *r, const char *state);
/* The path with `?etat=`. */
struct str page_url_state(const struct request *r, const char *path, const char *state);

/* The whole address for a mail in this language: the sign-in page that may come first speaks it too. */
struct str page_link(const struct app *app, struct arena *a, struct str path, struct str language);

/* Was the page's form sent by a button of the language switch (`language_form` of its view is the form's id)?
 * It is then shown again with what was typed, and nothing is judged. */
bool page_is_other_language(const struct request *r);

/* Adds "&name=value" to an address; nothing when the value is empty. */
void page_add_parameter(struct buf *address, const char *name, struct str value);
/* The part of a list that `?page=` asks for, from 0; the first when it asks for none of `parts`. */
size_t page_part(const struct request *r, size_t parts);
/* For partials/paging: this is part `part` (from 0) of `parts`. */
void page_set_part(struct value *view, size_t part, size_t parts);

bool page_is_member(const struct request *r);

#endif
