/* Points that are repeated, as forms post them: the buttons that add and remove items, which save the page
 * first.
 *
 *     ajouter=enfants     one more, at the end
 *     retirer=enfants.2   asks whether to remove the second; at once when nothing was typed in it
 *     retrait=enfants.2   removes it: those behind it move up, with all that was typed
 *     garder=enfants.2    leaves it, after it was asked
 *
 * `q.enfants` says how many items the page had. A page that was opened before the list changed elsewhere
 * never shortens it, and its buttons remove nothing: they might mean another item by now. A second click on
 * "add" adds nothing more. */
#ifndef PORTILLON_PAGES_REPEAT_H
#define PORTILLON_PAGES_REPEAT_H

#include "pages/question_view.h"

/* The repeat that a point is, or NULL. */
const struct form_repeat *repeat_of_point(const struct form *f, size_t point);
/* How many items there are: never fewer than must be. */
size_t repeat_items(const struct form *f, const struct form_repeat *repeat, struct form_raw count);
/* The first question of an item. */
size_t repeat_first(const struct form_repeat *repeat, size_t item);
/* "enfants.2" for item 1. */
struct str repeat_item_code(struct arena *a, const struct form_repeat *repeat, size_t item);

enum repeat_act {
    REPEAT_NONE,    /* no button was pressed */
    REPEAT_KEPT,    /* one was, and the list stays as it is: nothing more may be added, or taken out */
    REPEAT_ADDED,   /* `item` is new */
    REPEAT_ASKED,   /* whether to remove `item` */
    REPEAT_REMOVED, /* `item` was */
    REPEAT_CHANGED, /* the list is not the one that the page showed: nothing was removed */
    REPEAT_WRONG,   /* a value that no button has */
};
struct repeat_change {
    enum repeat_act act;
    const struct form_repeat *repeat;
    size_t item;
};
/* What the buttons ask for, done in post->raw; what moved counts as posted. After question_read. */
bool repeat_is_button(struct str field);
struct repeat_change repeat_change(const struct request *r, const struct form *f, struct question_post *post);

#endif
