/* The explanation of a result in the reader's language: what form/speech.h asks for, from the words of the
 * questionnaire and the theme's texts (keys `explanation.…`). */
#ifndef PORTILLON_THEME_EXPLANATION_WORDS_H
#define PORTILLON_THEME_EXPLANATION_WORDS_H

#include "form/score.h"
#include "form/speech.h"
#include "theme/format.h"
#include "theme/question_words.h"

struct explanation_words {
    struct question_words words;
    const struct form *form;
    const struct str *titles; /* by line of the definition; a check's is what it says */
    struct countries countries;
};

/* Everything is borrowed from `w`. */
struct form_speech explanation_speech(const struct explanation_words *w);
/* What a step works out, in the words of the questionnaire where there are any: "Profil investisseur",
 * "Profil investisseur : Prudent au plus"; scores and parts of expressions go by their names. */
struct str explanation_name(const struct explanation_words *w, const struct form_step *step);
/* "Profil investisseur : Prudent au plus" */
struct str explanation_rule(const struct explanation_words *w, const struct form_rule *rule);
/* Is it the step for the level that a number gives? */
bool explanation_is_level(const struct form *f, const struct form_step *step);

#endif
