/* Assignments: a questionnaire sent to a client, and its draft: everything as typed, kept whatever it is. */
#ifndef PORTILLON_ASSIGNMENT_ASSIGNMENT_H
#define PORTILLON_ASSIGNMENT_ASSIGNMENT_H

#include "form/answers.h"
#include "store/site.h"
#include "store/store.h"

enum assignment_state { ASSIGNMENT_TODO, ASSIGNMENT_IN_PROGRESS, ASSIGNMENT_SENT, ASSIGNMENT_STATE__MAX };
/* What is kept of a draft. */
struct draft_kept {
    struct str answers; /* what is typed, a line `question=text` for each field, in order */
    struct str seen;    /* the points seen, one a line */
};
struct assignment {
    struct str id, client, definition,
        version; /* version empty until the draft is begun: the published one then */
    enum assignment_state state;
    int64_t revision; /* counts what was saved */
    int64_t created_at, saved_at, sent_at;
    struct draft_kept draft; /* empty when there is none */
};

enum store_status assignment_find(struct store_db *db, struct arena *a, struct str id,
                                  struct assignment *out);
struct assignments {
    struct assignment *items;
    size_t count, cap;
};
/* A client's, newest first. */
enum store_status assignment_list(struct store_db *db, struct arena *a, struct str client,
                                  struct assignments *out);
/* Who is sent which questionnaire, by whom (a member's id), when. */
struct assignment_order {
    struct str client, definition, author;
    int64_t now;
};
/* One open assignment for a client and questionnaire: gives the open one when there is one. */
enum store_status assignment_create(struct store_db *db, struct arena *a,
                                    const struct assignment_order *order, struct assignment *out);
/* How a draft stands to the version that is published. */
enum draft_standing {
    DRAFT_CURRENT, /* it is of that version, or not begun, or none is published any more */
    DRAFT_MOVES,   /* all that was answered is asked the same: it is shown in the published version, and the
                    * next   save moves it there */
    DRAFT_STAYS /* something that was answered is asked otherwise: it stays with the version it was begun with
                 */
};
struct draft_version {
    enum store_status status; /* not STORE_OK: what it was begun with cannot be read; the rest says nothing */
    enum draft_standing standing;
    const struct definition *definition; /* that it is answered with; NULL: it is published no more */
    size_t n_answered;                   /* questions whose answers are kept; of DRAFT_CURRENT not counted */
    const unsigned
        *lines; /* of that definition: for DRAFT_MOVES the questions that the draft's own version did
                 * not ask so, for DRAFT_STAYS the answered ones that are asked otherwise now */
    size_t n_lines;
};
struct draft_version assignment_version(struct store_db *db, struct arena *a, const struct site *site,
                                        const struct assignment *assignment);
/* The definition it is answered with: the draft's version from the store, or the published one. NULL: it is
 * published no more. */
const struct definition *assignment_definition(struct store_db *db, struct arena *a, const struct site *site,
                                               const struct assignment *assignment);

/* A draft as it stands: of an assignment as it was read, understood with a form. */
struct draft {
    const struct form_raw *raw;    /* by question's index: as typed */
    struct form_answers *answers;  /* understood */
    bool *asked;                   /* by question's index */
    bool *seen;                    /* by point's index: saved at least once */
    enum form_point_state *points; /* by index */
};
struct draft *draft_load(struct arena *a, const struct assignment *assignment, const struct form *form,
                         int32_t today);
/* What new raw input makes of a draft, in memory (to show it at once): all of it, by question; it is kept. */
void draft_put(struct arena *a, struct draft *draft, const struct form *form, const struct form_raw *raw);
/* Saves the raw input of some questions of a point: keeps the definition when the draft is begun, moves todo
 * to in progress, counts the revision. STORE_NONE: already sent, or not this client's. */
struct draft_save {
    struct str assignment, client;
    const struct definition *definition;
    size_t point;
    bool seen;               /* the page was sent (not only saved while typing) */
    const size_t *questions; /* indices */
    const struct form_raw *raw;
    size_t n;
    int64_t now;
};
enum store_status draft_save(struct store_db *db, const struct draft_save *save);

#endif
