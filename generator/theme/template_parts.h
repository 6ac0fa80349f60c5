/* What the files template*.c share: the tree a template is read into, the program it is linked into. */
#ifndef PORTILLON_THEME_TEMPLATE_PARTS_H
#define PORTILLON_THEME_TEMPLATE_PARTS_H

#include "theme/html_scan.h"
#include "theme/template.h"

enum {
    TEMPLATE_MAX_NESTED =
        64, /* sections in one template; partials and parents in each other; recursive calls */
    TEMPLATE_MAX_FRAMES = 256, /* contexts while rendering */
};

/* "client.name", cut and hashed once; the same name is the same pointer within a set. */
struct name {
    struct str text;
    uint64_t hash; /* of the whole text: a message's key */
    size_t n_parts;
    struct name_part {
        struct str text;
        uint64_t hash;
    } parts[];
};

enum node_kind {
    NODE_TEXT,
    NODE_INDENT, /* a line begins here: the indentation of the tag that brought this template */
    NODE_VALUE,
    NODE_RAW, /* LAX alone */
    NODE_MESSAGE,
    NODE_SECTION,
    NODE_QUESTION, /* {{#x?}} */
    NODE_INVERTED,
    NODE_PARTIAL,
    NODE_PARENT, /* its children are blocks */
    NODE_BLOCK,
    NODE_KIND__MAX
};

struct node {
    enum node_kind kind;
    bool at_line_start; /* PARTIAL, PARENT, BLOCK: alone on its line; INDENT nodes inside do the indenting */
    bool has_own_lines; /* BLOCK: what is in it begins on a line of its own */
    struct place at;    /* of the name inside the tag */
    struct str text;    /* TEXT; the name in the tag */
    struct str indent;  /* PARTIAL, PARENT, BLOCK: blanks before it */
    const struct name *name; /* NULL: {{.}} */
    struct node *children;
    struct node *next;
};

struct compiled {
    struct str name;
    const struct source *source;
    enum template_mode mode;
    struct node *nodes;
    struct program *program; /* once linked */
};

enum op_code {
    OP_LITERAL,  /* from, length */
    OP_VALUE,    /* name, place, up */
    OP_SELF,     /* {{.}}: place */
    OP_MESSAGE,  /* name, place */
    OP_SECTION,  /* name, up, jump: behind its OP_LOOP */
    OP_LOOP,     /* jump: its OP_SECTION */
    OP_QUESTION, /* name, up, jump: behind the body */
    OP_INVERTED, /* name, up, jump: behind the body */
    OP_CALL,     /* jump: the routine's first instruction */
    OP_RETURN,
    OP_NOTHING, /* a value where it could not be made safe */
    OP__MAX
};

enum { UP_ANY = -1 }; /* the name is looked for in every context, innermost first */

struct op {
    enum op_code code;
    enum html_place place;
    int up; /* how many contexts up the one is that declares the name */
    uint32_t from, length;
    uint32_t jump;
    const struct name *name; /* NULL: {{.}} */
};

/* A recursive partial: compiled once behind the main program, called from wherever it comes again. */
struct routine {
    const struct compiled *t;
    const struct override *overrides;
    uint32_t entry;
};

/* What is wrong with a linked template, kept until somebody asks for the diagnostics. */
struct fault {
    enum diag_code code;
    struct place at;
    struct str args[2];
};

struct program {
    enum template_mode mode;
    struct {
        struct op *items;
        size_t count, cap;
    } ops;
    struct {
        const struct node **items; /* where each instruction comes from */
        size_t count, cap;
    } origins;
    struct {
        struct routine *items;
        size_t count, cap;
    } routines;
    struct {
        struct fault *items;
        size_t count, cap;
    } faults;
    struct str text; /* all literals */
};

struct templates {
    struct arena *arena;
    struct {
        struct compiled **items; /* sorted by name */
        size_t count, cap;
    } all;
    struct {
        const struct name **items; /* open addressing by hash */
        size_t count, cap;
    } names;
    struct {
        struct fault *items; /* reported already */
        size_t count, cap;
    } reported;
};

const struct name *template_name(struct templates *set, struct str text);
struct compiled *template_find(const struct templates *set, struct str name);

/* template_parse.c: false when diagnostics were added; t->nodes then holds what could be read. */
bool template_parse(struct templates *set, struct compiled *t, struct diags *diags);

/* template_link.c: t->program, with its partials and parents inside. */
void template_link(struct templates *set, struct compiled *t);
void program_fault(struct arena *a, struct program *p, struct fault fault);

/* template_place.c: settles op.place of a STRICT program. */
void program_settle_places(struct arena *a, struct program *p);

/* template_check.c: settles op.up by a shape; with `check`, reports what does not fit it. */
struct check {
    struct templates *set;
    const struct catalogue *catalogue; /* the reference language; may be NULL */
    struct diags *diags;
};
void program_resolve(struct arena *a, struct program *p, const struct shape *shape, struct check *check);
/* Adds a diagnostic unless it was reported before for another template of the set. */
void check_report(struct check *check, const struct fault *fault);

/* template_render.c */
bool program_render(const struct program *p, const struct value *data, const struct catalogue *catalogue,
                    struct buf *out);

#endif
