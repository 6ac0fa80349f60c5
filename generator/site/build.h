/* One run of the generator: reads content and theme, checks everything, and publishes when nothing is wrong.
 * What the last run into the same folder left (record.h) spares work, and changes nothing of the result. */
#ifndef PORTILLON_SITE_BUILD_H
#define PORTILLON_SITE_BUILD_H

#include "base/diag.h"

/* Told now and then, by one thread, how many pages of how many are done. */
struct build_progress {
    void (*tell)(void *context, size_t done, size_t total);
    void *context;
};

struct build_options {
    const char *content;                   /* folder */
    const char *theme;                     /* folder */
    bool theme_is_given;                   /* else site.yaml may name another */
    const char *output;                    /* folder that receives public/ and site.db; NULL: only check */
    size_t jobs;                           /* threads */
    const struct build_progress *progress; /* NULL: nobody asks */
    bool links;                            /* ask for links that lead elsewhere, over the network */
    bool translations;                     /* compare translations with their originals */
    bool drafts;                           /* are shown like other pages */
    const char *base_url;                  /* instead of what site.yaml says; NULL: as it says */
    bool no_search;                        /* site.db gets no index: for previews and quick tries */
    bool compress;                         /* pages get compressed copies, too */
    bool fresh;                            /* everything is made anew, as if there were no record */
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
    /* What a run before printed as its warnings, when they hold still; empty: what there is to say is in the
     * diags. */
    struct str said[DIAG_LANGUAGE__MAX][DIAG_FORMAT__MAX];
};

/* true when there were no errors; then the output is published whole. Otherwise it is as it was, and the
 * diagnostics say why. */
bool build_run(const struct build_options *options, struct arena *a, struct diags *diags,
               struct build_summary *summary);

#endif
