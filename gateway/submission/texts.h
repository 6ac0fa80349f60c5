/* Inside submissions: between what is in memory and the texts that the store keeps. */
#ifndef PORTILLON_SUBMISSION_TEXTS_H
#define PORTILLON_SUBMISSION_TEXTS_H

#include "submission/submission.h"

struct str answers_print(struct arena *a, const struct form *f, const struct form_answers *answers);
struct form_answers *answers_restore(struct arena *a, const struct form *f, struct str text, int32_t today);

/* levels, alerts and steps. */
void scored_print(struct arena *a, const struct form *f, const struct form_scored *scored,
                  struct submission_texts *texts);
/* What was stored, whatever today's program would make of the answers. */
const struct form_scored *scored_restore(struct arena *a, const struct form *f,
                                         const struct submission_texts *texts);

#endif
