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
    CONTENT_MAX_FILE = 10 * 1024 * 1024,       /* pages, templates */
    CONTENT_MAX_ATTACHMENT = 40 * 1024 * 1024, /* pictures, forms, films of a few minutes */
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

/* Looking through all pages for a path that could have been meant is for a person's slips, not for a thousand
 * of them. */
enum { PORTAL_SUGGESTIONS = 100 };
/* Pages of so many bytes are kept in memory; of larger sites each page is read a second time when it is made.
 */
enum { PORTAL_TEXTS = 32 * 1024 * 1024 };

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

enum topic_kind { TOPIC_TAG, TOPIC_ROLE, TOPIC_KIND__MAX };

/* Words that pages are filed under (topics.h). */
struct topic;
/* The index from A to Z (alphabet.h). */
struct alphabet;
struct topic_list {
    struct topic **items;
    size_t count, cap;
};
/* Pages of the record (near.h). */
struct near;

/* An address that a page had before. */
struct redirect {
    struct str url, file;
    const struct page *to;
};
struct redirects {
    struct redirect *items;
    size_t count, cap;
};

enum { PAGE_RELATED = 3 }; /* pages that a page names as related */

struct page {
    enum page_kind kind;
    size_t number;               /* in portal->pages */
    size_t language;             /* index into config.languages */
    struct str path;             /* below the content folder: "fr/aide/mot-de-passe.md" */
    struct str local;            /* below the language's folder: what translations share */
    struct str id;               /* file name without .md */
    struct str url;              /* "/fr/aide/mot-de-passe/" */
    struct str file;             /* below public/: "fr/aide/mot-de-passe/index.html" */
    const struct source *source; /* NULL: could not be read */
    struct source own;           /* what `source` points to; its text may be empty until page_text_load */
    size_t size;                 /* of the text, in bytes */
    struct matter matter;
    struct str sort_key;     /* of the title, for str_cmp */
    struct anchors anchors;  /* while the page is made; a questionnaire's stay */
    struct str anchor_names; /* then: anchors_names */
    struct page_links links;
    struct page_links external; /* addresses elsewhere (in `anchor`), when portal->keeps_external */
    struct article *article;    /* for the search, while the page is made; NULL: not found by it */
    /* Where it stands among the others, once sections_build is done. */
    const struct page *above;          /* the section's page; NULL: none */
    const struct page *before, *after; /* in the section; NULL: none */
    struct topic_list topics[TOPIC_KIND__MAX];
    bool has_related; /* those that share its tags are known: topics_relate */
    size_t n_related;
    const struct page *related[PAGE_RELATED];
};

/* A file of the content folder that is not a page; published when a page shows it or links to it. */
struct attachment {
    struct str path;
    struct str url;    /* empty until published */
    size_t size;       /* bytes */
    int width, height; /* of a picture, else 0 */
    int error;         /* why it could not be read; 0 */
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

enum { THEME_MAX_LAYERS = 8 };

/* What is shown of a page where its address is passed on (Open Graph). */
struct picture {
    struct str url; /* below /assets/; empty: none */
    struct str alt;
    int width, height;
};

struct theme {
    const char *folder;                  /* as given, or the default one */
    bool is_given;                       /* on the command line: site.yaml has no say */
    struct str layers[THEME_MAX_LAYERS]; /* folders, lowest first (layers.h) */
    size_t n_layers;
    struct templates *templates;
    struct catalogues *catalogues;
    struct theme_files files;
    struct theme_names messages; /* templates made of messages */
    struct map ids;              /* that the markup of static pages has: no heading may take them */
    struct str css, js, icon;    /* addresses below /assets/ */
    struct picture picture;      /* of pages that have none of their own */
    bool is_whole;               /* pages can be made with it */
};

struct page_list {
    struct page **items;
    size_t count, cap;
};

/* Several threads may hold a portal each, for the pages they work on (crew.h): those differ in `arena`,
 * `keep` and `diags`, and share all else. */
struct portal {
    struct arena *arena; /* for what is used at once; in a crew it is cleared after each page */
    struct arena *keep;  /* lives as long as the portal */
    struct diags *diags;
    struct output *output;
    size_t jobs;                           /* threads that may be used */
    const struct build_progress *progress; /* build.h; NULL: nobody asks */
    const char *content;                   /* the folder, as given; NULL: one file without a site around it */
    struct config config;
    struct theme theme;
    struct page_list pages; /* by path */
    struct near *near;      /* the other pages, as the last build knew them; NULL: there are no others */
    struct map by_path;     /* path → struct page */
    struct map by_url;      /* url → struct page */
    struct map files;       /* path → struct attachment */
    struct assets *assets;  /* what was put below /assets/ (asset.h) */
    struct map claimed;     /* addresses of what is made from no file: topics, redirects, feeds */
    struct redirects redirects;
    struct str feeds[CONFIG_MAX_LANGUAGES];                          /* "/fr/atom.xml"; empty: none */
    const struct alphabet *alphabets[CONFIG_MAX_LANGUAGES];          /* alphabet.h; NULL: none */
    struct topic_list topics[TOPIC_KIND__MAX][CONFIG_MAX_LANGUAGES]; /* by label */
    struct map children; /* path of a home or section page → struct page_list */
    struct page_list navigation[CONFIG_MAX_LANGUAGES];
    struct yaml_texts synonyms[CONFIG_MAX_LANGUAGES]; /* each a set, parted by commas */
    size_t max_suggested; /* how often a path may be looked for that could have been meant */
    size_t n_suggested;
    uint64_t text_size;         /* bytes of all pages */
    bool shows_drafts;          /* they count as pages like others */
    bool keeps_external;        /* links elsewhere are to be asked for (external.h) */
    bool has_gateway;           /* it finds pages, hears what readers think of them, takes answers */
    bool makes_index;           /* the search index is wanted */
    struct search_index *index; /* that gathers it (output_search.h); NULL: none */
    bool keeps_texts;           /* the pages are few enough to be held in memory from reading to making */
};

/* Pages that the web server shows by itself, as NAME.html: there is no such page, the gateway does not
 * answer, the request is not well formed. Their templates are site/NAME. */
enum { PORTAL_ERROR_PAGES = 3 };
extern const struct str portal_error_pages[PORTAL_ERROR_PAGES];

/* An empty portal whose parts live in the arena; the threads that may be used. */
struct portal portal_new(struct arena *a, struct diags *diags, const char *content, size_t jobs);
/* A page's text is there afterwards, in `texts`; false when it could not be read again, or is another than it
 * was. */
bool page_text_load(struct portal *portal, struct page *page, struct arena *texts);
/* "content/fr/aide/a.md": how a path below the content folder is called in diagnostics, and opened. */
struct str portal_name(const struct portal *portal, struct str path);
/* The page of the same local path in another language, or NULL; never a draft. */
struct page *portal_translation(const struct portal *portal, const struct page *page, size_t language);
/* The page of a path, or of an address ("/fr/aide/"); NULL: there is none. */
struct page *portal_page(const struct portal *portal, struct str path);
struct page *portal_page_at(const struct portal *portal, struct str url);
/* Is it a page with an address that was read and is no draft? */
bool portal_is_shown(const struct page *page);
/* Takes an address that no page file has; reports at `at` when one has it, or it was taken before. */
bool portal_claim(struct portal *portal, struct str url, struct place at);
const struct catalogue *portal_catalogue(const struct portal *portal, size_t language);
/* "/fr/" */
struct str portal_home(const struct portal *portal, size_t language);
/* The file below public/ of an address that ends with a slash. */
struct str portal_file(const struct portal *portal, struct str url);
struct str portal_language(const struct portal *portal, size_t language);

#endif
