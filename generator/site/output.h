/* Where a build writes. The published folder is never a mixture and never half: at any moment it is what the
 * last complete build made or what this one makes, whenever the program is killed and whatever the disk
 * refuses.
 *
 *   - Files that differ from what is published go into a folder beside public/; for the others their hash
 * alone is kept. Nothing published is touched until all pages are made and checked.
 *   - Nothing differs: nothing is changed, nothing is swapped.
 *   - One file differs: it is renamed over the old one (or is new, or goes): one step. Its compressed copies
 * go before and come after, so that a reader gets the old page or the new one in any encoding.
 *   - More differ: the folder beside is completed with hard links to what stays, and takes the place of
 * public/ in one step (renameat2 with RENAME_EXCHANGE).
 *   - site.db is written beside, synced and renamed when it differs.
 *
 * What was published is known from the last build's record (record.h); it is removed before the first change
 * and written after the last, so that after a crash everything is written anew. */
#ifndef PORTILLON_SITE_OUTPUT_H
#define PORTILLON_SITE_OUTPUT_H

#include "base/arena.h"
#include "base/diag.h"
#include "site/hash.h"

struct output;

/* One published file below public/. */
struct published {
    struct str path;
    uint64_t size;
    struct hash hash;
    bool has_gzip, has_brotli; /* compressed copies beside it: path.gz, path.br */
    bool is_fresh;             /* written by this build; not kept in the record */
};
/* In byte order of their paths. */
struct published_list {
    struct published *items;
    size_t count, cap;
};

struct output_options {
    const char *folder; /* made when it is not there */
    size_t jobs;        /* threads */
    bool compress_html; /* style sheets, scripts and pictures that are text always are */
};

/* Opens the folder and waits for another build into it to end. NULL and a diagnostic when that cannot be.
 * Without options, or without a folder, nothing is written at all: for checks. */
struct output *output_open(struct arena *a, const struct output_options *options, struct diags *diags);
/* The path of the record of what is published; NULL when nothing is written. */
const char *output_record(const struct output *o);
/* Writes a new record, part by part: begin gives a file, or -1; end puts it there. False when it cannot be
 * written, or is not wanted: then there is none. */
int output_begin_record(const struct output *o);
bool output_add_to_record(int file, struct str part);
bool output_end_record(const struct output *o, int file, bool is_wanted);
/* Says what public/ holds. `partial`: this build writes some of it anew and the rest stays. The list must
 * live as long as the output. Without it everything is written. */
void output_expect(struct output *o, const struct published_list *before, bool partial);
/* Writes public/<path>; from any thread. Errors are kept and
 * reported by output_publish. */
void output_file(struct output *o, struct str path, struct str content);
/* The path under which site.db is to be written before output_publish; NULL when nothing is written. */
const char *output_database(const struct output *o);
/* Copies the published site.db there, and gives that path; NULL: it cannot be copied. */
const char *output_copy_database(const struct output *o);
/* Syncs everything and puts it in its place. false when diagnostics were added: nothing has changed then.
 * `database`: a new one was written. Afterwards `published` holds all that public/ holds. */
bool output_publish(struct output *o, bool database, struct published_list *published, struct diags *diags);
/* Forgets what was written and expected. */
void output_restart(struct output *o);
/* Removes what was not published, and lets the next build in. */
void output_close(struct output *o);

#endif
