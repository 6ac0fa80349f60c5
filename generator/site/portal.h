/* The portal that is being built: everything read from the content folder. Read first (content.h), then page
 * by page made into files (pages.h, questionnaire.h, message.h). After reading, only what is said to grow
 * changes; each page's own record is changed by whoever makes that page. */
#ifndef PORTILLON_SITE_PORTAL_H
#define PORTILLON_SITE_PORTAL_H

#include "site/anchor.h"
#include "site/config.h"
#include "site/map.h"
#include "site/matter.h"
#include "site/output.h"
#include "theme/catalogue.h"
#include "theme/template.h"

enum {
    CONTENT_MAX_FILE = 10 * 1024 * 1024,
    CONTENT_MAX_FILES = 100000,
};

enum page_kind {
    PAGE_HOME,    /* index.md of a language */
    PAGE_SECTION, /* index.md of a folder */
    PAGE_HELP,
    PAGE_QUESTIONNAIRE,
    PAGE_MESSAGE, /* a mail: has no address */
    PAGE_KIND__MAX
};

/* A link with an anchor, to be checked when the anchors of all pages are known. */
struct page_link {
    const struct page *to;
    struct str anchor;
    struct place at;
};
struct page_links {
    struct page_link *items;
    size_t count, cap;
};

struct page {
    enum page_kind kind;
    size_t language;  /* index into config.languages */
    struct str path;  /* below the content folder: "fr/aide/mot-de-passe.md" */
    struct str local; /* below the language's folder: what translations share */
    struct str id;    /* file name without .md */
    struct str url;   /* "/fr/aide/mot-de-passe/" */
    struct str file;  /* below public/: "fr/aide/mot-de-passe/index.html" */
    const struct source *source;
    struct matter matter;
    struct anchors anchors;
    struct page_links links;
};

/* A file of the content folder that is not a page; published when a page shows it or links to it. */
struct attachment {
    struct str path;
    struct str url;    /* empty until published */
    size_t size;       /* bytes */
    int width, height; /* of a picture, else 0 */
    bool is_broken;    /* could not be read; reported */
};

/* A template of the theme. */
struct theme_file {
    struct str name;
    const struct source *source;
};
struct theme_files {
    struct theme_file *items; /* in order of their paths */
    size_t count, cap;
};

struct theme_names {
    struct str *items;
    size_t count, cap;
};

struct theme {
    const char *folder;
    struct templates *templates;
    struct catalogues *catalogues;
    struct theme_files files;
    struct theme_names messages; /* templates made of messages */
    struct map ids;              /* that the markup of static pages has: no heading may take them */
    struct str css, js, icon;    /* addresses below /assets/ */
    bool is_whole;               /* pages can be made with it */
};

struct page_list {
    struct page **items;
    size_t count, cap;
};

struct portal {
    struct arena *arena;
    struct diags *diags;
    struct output *output;
    const char *content; /* the folder, as given */
    struct config config;
    struct theme theme;
    struct page_list pages; /* by path */
    struct map by_path;     /* path → struct page */
    struct map by_url;      /* url → struct page */
    struct map files;       /* path → struct attachment */
    struct map assets;      /* addresses below /assets/ that were written */
    struct map children;    /* path of a home or section page → struct page_list */
    struct page_list navigation[CONFIG_MAX_LANGUAGES];
    size_t n_suggested; /* how often a path was looked for that could have been meant */
};

/* "content/fr/aide/a.md": how a path below the content folder is called in diagnostics, and opened. */
struct str portal_name(const struct portal *portal, struct str path);
/* The page of the same local path in another language, or NULL; never a draft. */
struct page *portal_translation(const struct portal *portal, const struct page *page, size_t language);
const struct catalogue *portal_catalogue(const struct portal *portal, size_t language);
struct str portal_language(const struct portal *portal, size_t language);

#endif
