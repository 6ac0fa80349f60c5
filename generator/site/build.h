/* One run of the generator: reads content and theme, checks everything, and publishes when nothing is wrong.
 */
#ifndef PORTILLON_SITE_BUILD_H
#define PORTILLON_SITE_BUILD_H

#include "base/diag.h"

struct build_options {
    const char *content; /* folder */
    const char *theme;   /* folder */
    bool theme_is_given; /* else site.yaml may name another */
    const char *output;  /* folder that receives public/ and site.db; NULL: only check */
    size_t jobs;         /* threads */
    bool translations;   /* compare translations with their originals */
};

enum { BUILD_MAX_LANGUAGES = 16 };

/* What a language has of the reference language's pages, questionnaires and messages. */
struct translated {
    struct str language;
    size_t originals, missing, older;
};

struct build_summary {
    size_t pages, languages;
    struct translated translated[BUILD_MAX_LANGUAGES]; /* when translations were compared */
    size_t n_translated;
};

/* true when there were no errors; then the output is published whole. Otherwise it is as it was, and the
 * diagnostics say why. */
bool build_run(const struct build_options *options, struct arena *a, struct diags *diags,
               struct build_summary *summary);

#endif
