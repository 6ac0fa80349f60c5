/* Addresses in content: what kind they are, and which file of the content folder a relative one means. Pure
 * text. */
#ifndef PORTILLON_SITE_LINK_H
#define PORTILLON_SITE_LINK_H

#include "base/arena.h"

enum link_kind {
    LINK_RELATIVE, /* to a file of the content folder, perhaps with #anchor */
    LINK_ANCHOR,   /* "#anchor" on the same page */
    LINK_ROOTED,   /* "/espace/": on this server */
    LINK_EXTERNAL, /* https, http, mailto, tel */
    LINK_REFUSED,  /* any other scheme, "//host", a control character, a backslash */
    LINK_KIND__MAX
};

/* The parts of an address; path and anchor are percent-decoded, in the arena. */
struct link {
    enum link_kind kind;
    struct str path;   /* without query and anchor */
    struct str query;  /* with its '?', as written */
    struct str anchor; /* without '#' */
};
struct link link_parse(struct arena *a, struct str address);

/* Is the first part of a rooted path this name? "/avis" and "/avis/merci" are of "avis". */
bool link_is_below(struct str path, struct str name);
/* Is it what the gateway answers? Which of its pages there are is not the generator's to know. */
bool link_is_of_gateway(struct str path);

/* The file that `path` means when it stands in the file `from` ("fr/aide/a.md"): "." and ".." resolved, in
 * the arena. false when it leads out of the folder. */
bool link_resolve(struct arena *a, struct str from, struct str path, struct str *out);

/* The folder of a file with its '/' at the end; empty at the top. */
struct str path_folder(struct str path);
/* The name behind the last '/'. */
struct str path_name(struct str path);

#endif
