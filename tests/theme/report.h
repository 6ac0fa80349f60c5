/* Diagnostics as a person would see them, for comparing. */
#ifndef PORTILLON_TESTS_THEME_REPORT_H
#define PORTILLON_TESTS_THEME_REPORT_H

#include "base/diag.h"

/* The report in French, in the arena. */
struct str report_text(struct arena *a, struct diags *diags);
/* The same, each as "line:column CODE" with a blank between. */
struct str report_codes(struct arena *a, struct diags *diags);

/* A source called `name`, in the arena. */
struct source *report_source(struct arena *a, const char *name, const char *text);

#endif
