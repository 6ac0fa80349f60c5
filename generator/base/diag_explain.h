/* The long form of a diagnostic: what it means, why it matters to a client, a wrong example and its mended
 * form. The texts are data: explain.fr.txt and explain.en.txt say what each code means and give the reasons;
 * explain.examples.txt names each code's reason and shows the example, once for both languages. */
#ifndef PORTILLON_BASE_DIAG_EXPLAIN_H
#define PORTILLON_BASE_DIAG_EXPLAIN_H

#include "base/arena.h"
#include "base/diag.h"

struct diag_explanation {
    const char *name;
    enum diag_severity severity;
    struct str sentence, remedy; /* as reported, "…" in place of what differs from case to case */
    struct str meaning, reason;
    const char *kind; /* of the example: "questionnaire", "page", "yaml", "theme", "command"; "" for words */
    struct str wrong, right; /* empty when nothing short could show it */
};

/* false: the texts lack something of this code (a test sees to it that they do not). */
bool diag_explanation(struct arena *a, enum diag_code code, enum diag_language language,
                      struct diag_explanation *out);

/* The code of this name, in either case; DIAG_CODE__MAX when there is none, and then the nearest name or
 * nothing. */
enum diag_code diag_code_find(struct str name, struct str *nearest);

#endif
