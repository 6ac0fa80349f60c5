/* What output.c (writing beside) and output_publish.c (putting in its place) share. */
#ifndef PORTILLON_SITE_OUTPUT_PARTS_H
#define PORTILLON_SITE_OUTPUT_PARTS_H

#include <pthread.h>

#include "site/output.h"

enum { OUTPUT_PATH = 4096 };

struct output {
    struct arena *arena;
    struct output_options options;
    const char *public;                  /* folder/public */
    const char *fresh;                   /* folder/.public.new: what is being written */
    const char *database;                /* folder/.site.db.new: likewise */
    const char *record;                  /* folder/.portillon */
    const char *record_fresh;            /* folder/.portillon.new */
    int lock;                            /* the folder, locked; -1: nothing is written */
    int fresh_folder;                    /* the folder beside, open; -1: none yet */
    const struct published_list *before; /* NULL: unknown */
    bool is_partial;
    pthread_mutex_t mutex; /* for what follows */
    struct published_list files;
    int error; /* the first one */
    struct str error_path;
};

/* Copies in compressed form are named after the file. */
#define OUTPUT_GZIP ".gz"
#define OUTPUT_BROTLI ".br"

/* The file of this path in a list; NULL when it is not there. */
const struct published *output_find(const struct published_list *list, struct str path);
/* Copies a file, by its contents or as the file system can do quicker. 0 or an errno. */
int output_copy(int from_folder, const char *from, int to_folder, const char *to);
/* The folder that holds the file is made below the open folder `at`. 0 or an errno. */
int output_make_parents(int at, const char *path);
/* Puts everything in its place. 0 or an errno. */
int output_swap(struct output *o, bool database);

#endif
