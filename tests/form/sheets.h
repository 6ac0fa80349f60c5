/* Questionnaires kept as files: Markdown as an editor writes it, then sections that each begin with a line
 * "==== name". A file is a test of its own, named after it. */
#ifndef PORTILLON_TESTS_FORM_SHEETS_H
#define PORTILLON_TESTS_FORM_SHEETS_H

#include "site/questionnaire.h"

/* A file cut into what stands before the first section, and the rest. */
struct sheet {
    const char *path;
    struct str markdown;
    struct str rest;
};

/* The next section: its name, and its lines. false when there is none. */
bool sheet_section(struct sheet *sheet, struct str *name, struct str *lines);

/* What sheet_compile looks into: a site without pages. sheets_run does this itself. */
void sheets_open(struct arena *a);

/* Compiles the Markdown as the one questionnaire "fr/questionnaires/essai.md" of a site in French, with the
 * proofs. Its diagnostics are in `diags`; everything lives in the arena. */
const struct questionnaire *sheet_compile(const struct sheet *sheet, struct arena *a, struct diags *diags);

/* Calls `test` for every file of these folders (NULL behind the last) as a test of its own, in a process that
 * ends when one fails not before all were run. The number of failures: for main. */
int sheets_run(const char *const *folders, void (*test)(struct sheet *sheet));

#endif
