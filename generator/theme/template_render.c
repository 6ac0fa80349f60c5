/* Running a program: one pass over its instructions, a stack of contexts, and nothing allocated but the
 * output. */
#include "theme/template_parts.h"

struct frame {
    const struct value *item;
    const struct value *list; /* NULL when the section is not one over a list */
    size_t index;
};

struct run {
    const struct program *program;
    const struct catalogue *catalogue;
    struct buf *out;
    size_t depth; /* of the innermost context */
    size_t calls;
    bool failed;
    struct frame frames[TEMPLATE_MAX_FRAMES];
    uint32_t returns[TEMPLATE_MAX_NESTED];
};

static const struct value *follow(const struct value *v, const struct name *name)
{
    for (size_t i = 1; i < name->n_parts && v != NULL; i++)
        v = value_find(v, name->parts[i].text, name->parts[i].hash);
    return v;
}

static const struct value *look_up(const struct run *r, const struct name *name, int up)
{
    const struct name_part *first = &name->parts[0];
    if (up >= 0)
        return follow(value_find(r->frames[r->depth - (size_t)up].item, first->text, first->hash), name);
    for (size_t i = r->depth + 1; i-- > 0;) {
        const struct value *v = value_find(r->frames[i].item, first->text, first->hash);
        if (v != NULL)
            return follow(v, name);
    }
    return NULL;
}

/* The value of an instruction; without a name, the context itself. */
static const struct value *operand(const struct run *r, const struct op *op)
{
    return op->name == NULL ? r->frames[r->depth].item : look_up(r, op->name, op->up);
}

static void put_value(const struct run *r, const struct value *v, enum html_place place)
{
    char scratch[24];
    struct str text = value_as_text(v, scratch);
    if (place == HTML_TEXT && value_kind(v) == VALUE_KIND_HTML)
        buf_add(r->out, text);
    else
        html_escape(r->out, text, place);
}

/* How a message finds its arguments. */
static const struct value *argument(void *context, struct str name)
{
    const struct run *r = context;
    struct str rest = name;
    struct str part = str_cut(&rest, '.');
    const struct value *v = NULL;
    for (size_t i = r->depth + 1; i-- > 0 && v == NULL;)
        v = value_get(r->frames[i].item, part);
    while (v != NULL && rest.n > 0) {
        part = str_cut(&rest, '.');
        v = value_get(v, part);
    }
    return v;
}

static void put_message(struct run *r, const struct op *op)
{
    struct catalogue_use use = {.lookup = argument, .context = r, .place = op->place};
    if (r->catalogue != NULL)
        catalogue_format_hashed(r->catalogue, op->name->text, op->name->hash, &use, r->out);
}

/* Enters the section or gives the instruction behind it. */
static uint32_t enter(struct run *r, const struct op *op, uint32_t pc)
{
    const struct value *v = operand(r, op);
    bool is_list = value_kind(v) == VALUE_KIND_LIST;
    if (!value_is_true(v))
        return op->jump;
    if (r->depth + 1 == TEMPLATE_MAX_FRAMES) {
        r->failed = true;
        return op->jump;
    }
    r->frames[++r->depth] = (struct frame){.item = is_list ? value_at(v, 0) : v, .list = is_list ? v : NULL};
    return pc + 1;
}

/* The next item, or out of the section. */
static uint32_t repeat(struct run *r, const struct op *op, uint32_t pc)
{
    struct frame *frame = &r->frames[r->depth];
    if (frame->list != NULL && ++frame->index < value_count(frame->list)) {
        frame->item = value_at(frame->list, frame->index);
        return op->jump + 1;
    }
    r->depth--;
    return pc + 1;
}

static uint32_t call(struct run *r, const struct op *op, uint32_t pc)
{
    if (r->calls == TEMPLATE_MAX_NESTED) {
        r->failed = true;
        return pc + 1;
    }
    r->returns[r->calls++] = pc + 1;
    return op->jump;
}

static void run(struct run *r)
{
    const struct op *ops = r->program->ops.items;
    uint32_t pc = 0;
    while (!r->failed) {
        const struct op *op = &ops[pc];
        switch (op->code) {
        case OP_LITERAL:
            buf_add(r->out, (struct str){r->program->text.p + op->from, op->length});
            pc++;
            break;
        case OP_VALUE:
        case OP_SELF:
            put_value(r, operand(r, op), op->place);
            pc++;
            break;
        case OP_MESSAGE:
            put_message(r, op);
            pc++;
            break;
        case OP_SECTION:
            pc = enter(r, op, pc);
            break;
        case OP_LOOP:
            pc = repeat(r, op, pc);
            break;
        case OP_QUESTION:
            pc = value_is_true(operand(r, op)) ? pc + 1 : op->jump;
            break;
        case OP_INVERTED:
            pc = value_is_true(operand(r, op)) ? op->jump : pc + 1;
            break;
        case OP_CALL:
            pc = call(r, op, pc);
            break;
        case OP_RETURN:
            if (r->calls == 0)
                return;
            pc = r->returns[--r->calls];
            break;
        case OP_NOTHING:
        case OP__MAX:
            pc++;
            break;
        }
    }
}

bool program_render(const struct program *p, const struct value *data, const struct catalogue *catalogue,
                    struct buf *out)
{
    struct run r;
    r.program = p;
    r.catalogue = catalogue;
    r.out = out;
    r.depth = 0;
    r.calls = 0;
    r.failed = false;
    r.frames[0] = (struct frame){.item = data};
    run(&r);
    return !r.failed;
}
