/* A questionnaire that anyone may fill in, as it is shown or was posted: what the pages below /repondre/
 * begin with. Nothing of it is stored before it is sent. What was typed goes from the form that posted it to
 * the page that is shown next in the address of that page, sealed (http/sequel.h), so that Back and Reload
 * post nothing; what is too long for an address is shown as the answer to the form itself. */
#ifndef PORTILLON_PAGES_REPLY_H
#define PORTILLON_PAGES_REPLY_H

#include "pages/page.h"
#include "pages/question_news.h"
#include "pages/repeat.h"
#include "pages/stops.h"

/* What there is to say of what was posted. */
enum reply_outcome {
    REPLY_OPEN,     /* nothing: it was not sent yet */
    REPLY_JUDGED,   /* what is wrong with it, or has come to be asked */
    REPLY_STALE,    /* the questionnaire was published anew since the page was opened */
    REPLY_AGAIN,    /* other answers were sent from the same page before */
    REPLY_TOO_MANY, /* no more mails go to this address now */
    REPLY_OUTCOME__MAX
};

struct reply {
    const struct definition *definition;
    struct words words;
    struct str key;   /* makes the submission one, however often the form is sent */
    struct str email; /* as typed */
    struct form_raw *raw;
    struct form_answers *answers;
    bool *asked;
    struct repeat_change change; /* of a repeat: what its button asked for; of a form alone */
    struct str removing;         /* the item of which it is asked whether to remove it: `enfants.2` */
    enum reply_outcome outcome;
    /* What reply_judge finds. */
    enum form_problem *problems;
    struct question_news news;
    struct stops stops;
    struct str email_error; /* or empty */
};

/* The questionnaire that the address names, with nothing typed. False: there is none, or it is not for
 * anybody. */
bool reply_open(struct request *r, struct reply *reply);
/* What the form posted. False when a field belongs to no question; what fits is read all the same. */
bool reply_read_form(const struct request *r, struct reply *reply);
/* What reply_leave or reply_address left in the address; nothing when there is nothing. */
void reply_read_address(const struct request *r, struct reply *reply);

/* For REPLY_JUDGED: finds what is wrong. True when nothing is. */
bool reply_judge(const struct request *r, struct reply *reply);

/* Shows the form. */
void reply_show(struct request *r, struct response *out, struct reply *reply);
/* Leads to the page that shows it, at what there is to look at first. */
void reply_leave(struct request *r, struct response *out, struct reply *reply);
/* /repondre/DEFINITION and what follows. */
struct str reply_path(const struct reply *reply, const char *page);
/* The address of a page below /repondre/ with all that was typed; empty when it is too long for one. */
struct str reply_address(const struct request *r, const struct reply *reply, const char *page);

/* Sets "points", with their numbers, and "points_total"; the id of one. */
struct str reply_point_id(const struct reply *reply, size_t point);
void reply_points(const struct reply *reply, struct value *view);
/* What a view of its questions is made of. */
struct question_input reply_input(const struct reply *reply);

#endif
