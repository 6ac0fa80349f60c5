/* The record of a build, kept beside what it published (OUTPUT/.portillon), so that the next one need not do
 * again what would come out the same. It is the generator's own: nobody else reads it, and without it, or
 * when it is another program's, damaged or of another folder, everything is made anew.
 *
 * What other pages see of a page is its face: its front matter, its address, its anchors. As long as those
 * stay, a change of its text changes its own file and no other; and what it shows of others, its kin, is what
 * it was. */
#ifndef PORTILLON_SITE_RECORD_H
#define PORTILLON_SITE_RECORD_H

#include "site/inputs.h"
#include "site/output.h"
#include "site/portal.h"

/* A folder of the theme (layers.h). */
struct recorded_layer {
    struct str folder;
    struct input_list inputs;
};

struct recorded_page {
    struct str path;
    struct str face; /* the front matter, for record_face_read, and the title's sort key */
    struct str anchors;
    struct str kin; /* near.h */
};
struct recorded_pages {
    struct recorded_page *items;
    size_t count, cap;
};

struct record {
    struct str key; /* the program, the folders, the options: record_key */
    struct input_list content;
    struct recorded_layer layers[THEME_MAX_LAYERS];
    size_t n_layers;
    size_t n_made, n_languages; /* for the summary */
    struct str said[DIAG_LANGUAGE__MAX]
                   [DIAG_FORMAT__MAX]; /* warnings, as they were printed; empty when there were none */
    uint64_t public_device, public_inode, database_inode, database_size;
    int64_t database_modified;
    struct str outline; /* relations that are of no page: near.h */
    struct recorded_pages pages;
    const struct portal
        *made; /* whose pages are to be written instead of `outline` and `pages`; NULL: none */
    struct published_list published;
};

/* Reads it: NULL when there is none that can be used, or its key is another. Texts point into the arena. */
struct record *record_read(struct arena *a, const char *path, struct str key);
/* Puts it beside what was published; when that fails there is none, and the next build makes everything. */
bool record_write(const struct record *record, const struct output *output);

/* What makes two runs alike besides their inputs. */
struct str record_key(struct arena *a, const char *content, const char *theme, const char *flags);

/* The face of a page, and a page's matter and sort key out of it (texts point into the face; nothing has a
 * place). False: it cannot be. */
struct str record_face(struct arena *a, const struct page *page);
bool record_face_read(struct arena *a, struct str face, struct page *page);

#endif
