/* A questionnaire that its client is filling in: what every page below /espace/q/ begins with. */
#ifndef PORTILLON_PAGES_FILLING_H
#define PORTILLON_PAGES_FILLING_H

#include "assignment/assignment.h"
#include "pages/page.h"
#include "pages/question_view.h"
#include "pages/words.h"

struct filling {
    struct assignment assignment;
    /* All below only while it is not sent. */
    const struct definition *definition;
    struct draft_version version; /* how the draft stands to what is published */
    struct words words;
    struct draft *draft;
    const enum form_point_state *points; /* the draft's */
    int32_t today;
};

/* STORE_NONE: there is none, it is another client's, or its questionnaire is published no more. */
enum store_status filling_open(struct request *r, struct str assignment_id, struct filling *f);
/* Opens the one that the address names, for a page of what is not sent yet. false: answered, by the receipt
 * when it is sent, by what went wrong otherwise. */
bool filling_enter(struct request *r, struct response *out, struct filling *f);
/* filling_open for an assignment that is read already. */
enum store_status filling_of(struct request *r, const struct assignment *assignment, struct filling *f);

/* Points that are skipped count nowhere, and the others are numbered without them, from 1. */
size_t filling_total(const struct filling *f);
size_t filling_complete(const struct filling *f);
size_t filling_number(const struct filling *f, size_t point);
/* The first point that is not complete, or how many points the questionnaire has. */
size_t filling_first_incomplete(const struct filling *f);
/* The point behind this one, or how many points the questionnaire has; the one before it, or itself when it
 * is the first. */
size_t filling_next(const struct filling *f, size_t point);
size_t filling_previous(const struct filling *f, size_t point);
/* True when all points but this one are complete; `but` may be beyond the last. */
bool filling_is_ready(const struct filling *f, size_t but);

/* /espace/q/ID/ and what follows. */
struct str filling_url(const struct request *r, const struct filling *f, const char *page);
struct str filling_point_url(const struct request *r, const struct filling *f, size_t point);

/* filling_point_url for who knows a page only by its number: pages/stops.h. The context is a struct
 * filling_pages. */
struct filling_pages {
    const struct request *request;
    const struct filling *filling;
};
struct str filling_page_url(const void *context, size_t point);

/* What was typed, with nothing said to be wrong yet. */
struct question_input filling_input(const struct request *r, const struct filling *f,
                                    enum form_problem **problems);

/* Tells that another version was published, when it was: what is kept, what is asked newly or otherwise. */
void filling_version_view(const struct filling *f, struct value *view);

/* The state of a point in words; `current`: it is the one displayed. */
struct str filling_state(const struct request *r, const struct filling *f, size_t point, bool current);

#endif
