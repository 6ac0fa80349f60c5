/* Holds a linked program against the shape of its data: where each name is found, and whether what is done
 * with it suits its kind. */
#include <string.h>

#include "theme/template_parts.h"

struct walk {
    struct arena *a;
    struct program *program;
    struct check *check; /* NULL: nothing is reported */
    const struct shape *frames[TEMPLATE_MAX_FRAMES];
    size_t depth;
    size_t floor;     /* the context in which the routine being walked was called */
    uint32_t routine; /* its first instruction; 0: the main program */
    struct {
        struct visit {
            uint32_t entry;
            const struct shape *context;
        } * items;
        size_t count, cap;
    } visits;
};

static void walk_range(struct walk *w, size_t from, size_t to);

static bool same_fault(const struct fault *a, const struct fault *b)
{
    return a->code == b->code && a->at.source == b->at.source && a->at.offset == b->at.offset &&
           str_eq(a->args[0], b->args[0]);
}

void check_report(struct check *check, const struct fault *fault)
{
    struct templates *set = check->set;
    for (size_t i = 0; i < set->reported.count; i++)
        if (same_fault(&set->reported.items[i], fault))
            return;
    *ARENA_PUSH(set->arena, &set->reported) = *fault;
    diags_add(check->diags, fault->code, fault->at, fault->args, 2);
}

static void report(const struct walk *w, size_t i, enum diag_code code, struct str arg, struct str second)
{
    const struct node *node = w->program->origins.items[i];
    struct fault fault = {.code = code, .at = node->at, .args = {arg, second}};
    if (w->check != NULL)
        check_report(w->check, &fault);
}

/* The innermost context that declares the name's first part, and the shape of the whole name; NULL when none
 * does. */
static const struct shape *find(const struct walk *w, const struct name *name, int *up)
{
    for (size_t i = w->depth + 1; i-- > 0;) {
        const struct shape *shape = shape_field(w->frames[i], name->parts[0].text);
        if (shape == NULL)
            continue;
        *up = i >= w->floor ? (int)(w->depth - i) : UP_ANY;
        for (size_t k = 1; k < name->n_parts && shape != NULL; k++)
            shape = shape_field(shape, name->parts[k].text);
        return shape;
    }
    return NULL;
}

static struct str nearest(const struct walk *w, struct str name)
{
    for (size_t i = w->depth + 1; i-- > 0;) {
        const struct str *paths = NULL;
        size_t n = shape_paths(w->frames[i], w->a, &paths);
        struct str found = diag_nearest(name, paths, n);
        if (found.n > 0)
            return found;
    }
    return (struct str){0};
}

/* The operand's shape; NULL when it is unknown, which is then reported. */
static const struct shape *operand(struct walk *w, size_t i)
{
    struct op *op = &w->program->ops.items[i];
    if (op->name == NULL)
        return w->frames[w->depth];
    int up = UP_ANY;
    const struct shape *shape = find(w, op->name, &up);
    op->up = up;
    if (shape == NULL)
        report(w, i, D_TEMPLATE_FIELD, op->name->text, nearest(w, op->name->text));
    return shape;
}

static void walk_value(struct walk *w, size_t i)
{
    const struct op *op = &w->program->ops.items[i];
    const struct shape *shape = operand(w, i);
    struct str name = op->name == NULL ? STR(".") : op->name->text;
    if (shape == NULL)
        return;
    enum shape_kind kind = shape_kind(shape);
    if (kind == SHAPE_LIST || kind == SHAPE_MAP)
        report(w, i, D_TEMPLATE_NOT_TEXT, name, (struct str){0});
    else if (kind == SHAPE_HTML && op->place != HTML_TEXT)
        report(w, i, D_TEMPLATE_HTML, name, (struct str){0});
    else if (kind != SHAPE_URL && op->place == HTML_URL)
        report(w, i, D_TEMPLATE_ADDRESS, name, (struct str){0});
}

static void walk_message(struct walk *w, size_t i)
{
    const struct name *key = w->program->ops.items[i].name;
    if (w->check == NULL || w->check->catalogue == NULL)
        return;
    if (!catalogue_has(w->check->catalogue, key->text)) {
        report(w, i, D_TEMPLATE_MESSAGE, key->text, catalogue_nearest(w->check->catalogue, key->text));
        return;
    }
    const struct str *names = NULL;
    size_t n = catalogue_arguments(w->check->catalogue, key->text, &names);
    for (size_t k = 0; k < n && w->frames[0] != NULL; k++) {
        int up = UP_ANY;
        const struct shape *shape = find(w, template_name(w->check->set, names[k]), &up);
        enum shape_kind kind = shape_kind(shape);
        if (shape == NULL || kind == SHAPE_LIST || kind == SHAPE_MAP || kind == SHAPE_HTML)
            report(w, i, D_TEMPLATE_ARGUMENT, names[k], key->text);
    }
}

static void walk_section(struct walk *w, size_t i)
{
    const struct op *op = &w->program->ops.items[i];
    const struct shape *shape = operand(w, i);
    if (shape == NULL || w->depth + 1 == TEMPLATE_MAX_FRAMES)
        return;
    w->frames[++w->depth] = shape_kind(shape) == SHAPE_LIST ? shape_item(shape) : shape;
    walk_range(w, i + 1, op->jump);
    w->depth--;
}

static size_t routine_end(const struct program *p, size_t from)
{
    while (p->ops.items[from].code != OP_RETURN)
        from++;
    return from;
}

/* In how many contexts the routine has been walked, or is being walked. */
static size_t count_visits(const struct walk *w, uint32_t entry)
{
    size_t n = 0;
    for (size_t i = 0; i < w->visits.count; i++)
        n += w->visits.items[i].entry == entry;
    return n;
}

static bool is_visited(const struct walk *w, uint32_t entry)
{
    for (size_t i = 0; i < w->visits.count; i++)
        if (w->visits.items[i].entry == entry && w->visits.items[i].context == w->frames[w->depth])
            return true;
    return false;
}

/* Each routine once for each context it is called in; where these differ, its names are looked for in every
 * one. */
static void walk_call(struct walk *w, size_t i)
{
    uint32_t entry = w->program->ops.items[i].jump;
    uint32_t routine = w->routine;
    size_t floor = w->floor;
    if (is_visited(w, entry))
        return;
    *ARENA_PUSH(w->a, &w->visits) = (struct visit){entry, w->frames[w->depth]};
    w->routine = entry;
    w->floor = count_visits(w, entry) == 1 ? w->depth : SIZE_MAX;
    walk_range(w, entry, routine_end(w->program, entry));
    w->routine = routine;
    w->floor = count_visits(w, routine) > 1 ? SIZE_MAX : floor;
}

static void walk_range(struct walk *w, size_t from, size_t to)
{
    size_t i = from;
    while (i < to) {
        const struct op *op = &w->program->ops.items[i];
        size_t next = i + 1;
        switch (op->code) {
        case OP_VALUE:
        case OP_SELF:
            if (w->frames[0] != NULL)
                walk_value(w, i);
            break;
        case OP_MESSAGE:
            walk_message(w, i);
            break;
        case OP_SECTION:
            if (w->frames[0] != NULL) {
                walk_section(w, i);
                next = op->jump;
            }
            break;
        case OP_QUESTION:
        case OP_INVERTED:
            if (w->frames[0] != NULL)
                operand(w, i);
            break;
        case OP_CALL:
            walk_call(w, i);
            break;
        case OP_LITERAL:
        case OP_LOOP:
        case OP_RETURN:
        case OP_NOTHING:
        case OP__MAX:
            break;
        }
        i = next;
    }
}

void program_resolve(struct arena *a, struct program *p, const struct shape *shape, struct check *check)
{
    struct walk w = {.a = a, .program = p, .check = check};
    w.frames[0] = shape;
    walk_range(&w, 0, routine_end(p, 0));
}
