/* A questionnaire in the language of a page: its form, its words, the theme's texts. Everything that pages
 * show of it is worded through here. */
#ifndef PORTILLON_PAGES_WORDS_H
#define PORTILLON_PAGES_WORDS_H

#include "form/form.h"
#include "store/site.h"
#include "theme/question_words.h"

struct words {
    struct arena *arena;
    const struct form *form;
    const struct wording *wording;
    const struct catalogue *texts;
    struct str language;
    struct str files; /* what the id of an upload is added to for its address; empty: files have no link */
    bool named; /* for the adviser: answers go with the names that the explanation's formulas know them by */
    struct countries countries;
};

/* All is borrowed from the site and the definition. */
struct words words_of(struct arena *a, const struct site *site, const struct definition *definition,
                      struct str language);

/* What stands at a line of the definition: plain title, HTML hint. Empty when it has none. */
struct str words_title(const struct words *w, unsigned line);
struct html words_hint(const struct words *w, unsigned line);
/* What a question is called away from its place: with its grid or its item in front. */
struct str words_question(const struct words *w, size_t question);
/* The same; of a row what its grid is called. */
struct str words_shown(const struct words *w, size_t question);
/* What one item is called, "Enfant"; else the title of its point. */
struct str words_one_item(const struct words *w, const struct form_repeat *repeat);
/* "Enfant 2"; "Vos enfants – 2" where an item has no name of its own. */
struct str words_item(const struct words *w, const struct form_repeat *repeat, size_t item);
/* An option's; of a yesno that has none of its own, the theme's "yes" and "no". */
struct str words_option(const struct words *w, const struct form_question *q, size_t option);
/* The country of a code, in the language. */
struct str words_country(const struct words *w, struct str code);
/* A text of the theme's; arguments may be NULL. */
struct str words_text(const struct words *w, const char *key, const struct value *arguments);

/* What theme/question_words.h says: a number as people write it, what is accepted, what is wrong. */
struct str words_number(const struct words *w, const struct form_question *q, struct number n);
struct str words_limits(const struct words *w, const struct form_question *q, int32_t today);
struct str words_problem(const struct words *w, const struct form_question *q, enum form_problem problem,
                         int32_t today);
/* What is said of files: theme/question_words.h. */
void words_file_arguments(const struct words *w, const struct form_question *q, struct value *arguments);
struct str words_file_kind(const struct words *w, enum form_file_kind kind);
/* "1,4 Mo" */
struct str words_bytes(const struct words *w, int64_t bytes);
/* The symbol of a currency ("€" for "EUR"), or its code where it has none. */
struct str words_currency(const struct words *w, struct str code);

#endif
