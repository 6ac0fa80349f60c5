#include "form/country.h"
#include "form/resolve.h"

/* What a name can be compared with by code: a question's options, a result's levels, countries. */
struct coded {
    const struct draft_question *question;
    const struct draft_result *result;
    bool countries; /* of a question or of a score */
    size_t n;
};

/* A question or a score that is a country. */
static bool names_country(struct resolver *r, const struct form_expr *e)
{
    const struct draft_question *question = form_named_question(r, e);
    if (question != NULL)
        return question->line->type_known && question->q.type == FORM_COUNTRY;
    const struct name *name = e->op == OP_NAME ? names_find(&r->d->names, e->text) : NULL;
    return name != NULL && name->kind == NAME_SCORE && r->d->scores.items[name->index].type == VALUE_COUNTRY;
}

static bool find_coded(struct resolver *r, const struct form_expr *e, struct coded *out)
{
    if (e->op != OP_NAME && e->op != OP_FIELD)
        return false;
    if (names_country(r, e)) {
        *out = (struct coded){.countries = true, .n = form_country_count()};
        return true;
    }
    *out = (struct coded){.question = form_named_question(r, e), .result = form_named_result(r, e)};
    if (out->question != NULL) {
        out->n = out->question->options.count;
        return !out->question->line->type_known || form_is_choice(&out->question->q) ||
               out->question->q.type == FORM_CONSENT;
    }
    if (out->result != NULL)
        out->n = out->result->levels.count;
    return out->result != NULL;
}

static struct str code_at(const struct coded *c, size_t i)
{
    return c->question != NULL ? c->question->options.items[i].code : c->result->levels.items[i].code;
}

static bool find_code(const struct coded *c, struct str code, size_t *out)
{
    if (c->countries)
        return form_country_find(code, out) && str_eq(form_country_code(*out), code);
    for (size_t i = 0; i < c->n; i++) {
        if (str_eq(code_at(c, i), code)) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool is_wrong(const struct coded *c)
{
    if (c->countries)
        return false;
    return c->question != NULL ? c->question->partial || !c->question->line->type_known : c->result->partial;
}

static enum form_value unknown_code(struct resolver *r, const struct coded *c, struct form_expr *code)
{
    struct str codes[FORM_MAX_OPTIONS];
    if (c->countries)
        return form_wrong(r, code, D_FORM_UNKNOWN_COUNTRY, form_country_meant(code->text), (struct str){0});
    if (c->question != NULL && c->question->q.type == FORM_CONSENT)
        return form_wrong(r, code, D_FORM_CONSENT_CODE, c->question->q.id, (struct str){0});
    static const struct str yes = STR_INIT("yes");
    static const struct str no = STR_INIT("no");
    for (size_t i = 0; i < c->n; i++)
        codes[i] = code_at(c, i);
    struct str near = diag_nearest(code->text, codes, c->n);
    if (c->question != NULL && c->question->q.type == FORM_YESNO)
        near = str_eq(code->text, STR("oui")) || str_eq(code->text, STR("ja"))    ? yes
               : str_eq(code->text, STR("non")) || str_eq(code->text, STR("nee")) ? no
                                                                                  : near;
    DIAG_AT(r->d->diags, D_FORM_UNKNOWN_CODE, draft_place(r->line, code->offset, code->length), code->text,
            c->question != NULL ? c->question->q.id : c->result->r.id, near,
            diag_list(r->d->diags, codes, c->n));
    code->type = VALUE_WRONG;
    return VALUE_WRONG;
}

static uint64_t bits_below(size_t n)
{
    return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

/* The codes that satisfy `subject op code`. */
static uint64_t mask_of(enum form_op op, size_t code, size_t n)
{
    uint64_t all = bits_below(n);
    uint64_t self = UINT64_C(1) << code;
    uint64_t below = bits_below(code);
    switch ((int)op) {
    case OP_EQUAL:
        return self;
    case OP_UNEQUAL:
        return all & ~self;
    case OP_LESS:
        return below;
    case OP_AT_MOST:
        return below | self;
    case OP_MORE:
        return all & ~(below | self);
    default:
        return all & ~below;
    }
}

static enum form_op flip(enum form_op op)
{
    switch ((int)op) {
    case OP_LESS:
        return OP_MORE;
    case OP_AT_MOST:
        return OP_AT_LEAST;
    case OP_MORE:
        return OP_LESS;
    case OP_AT_LEAST:
        return OP_AT_MOST;
    default:
        return op;
    }
}

static enum form_value compared(struct resolver *r, struct form_expr *e, struct form_expr *subject,
                                const struct coded *c, uint64_t mask)
{
    e->mask = mask;
    if (c->question != NULL) {
        e->act = OP_CHOSEN;
        e->index = (size_t)(c->question - r->d->questions.items);
    } else {
        e->act = OP_LEVEL;
        e->index = (size_t)(c->result - r->d->results.items);
    }
    subject->act = e->act;
    return VALUE_TRUTH;
}

/* A country is a value, and so is a code that it is compared with. */
static bool use_country(struct resolver *r, struct form_expr *code)
{
    struct coded countries = {.countries = true};
    size_t place;
    if (code->op != OP_NAME || !find_code(&countries, code->text, &place)) {
        unknown_code(r, &countries, code);
        return false;
    }
    code->act = OP_CONSTANT;
    code->type = VALUE_COUNTRY;
    code->constant = number_of((int64_t)place);
    return true;
}

/* `pays in (fr, be)`, `pays = be`, `be != pays` */
static enum form_value compare_countries(struct resolver *r, struct form_expr *e, struct form_expr *subject)
{
    bool fine = true;
    form_resolve(r, subject);
    for (size_t i = 0; i < e->n_args; i++)
        if (e->args[i] != subject)
            fine = use_country(r, e->args[i]) && fine;
    if (e->op != OP_EQUAL && e->op != OP_UNEQUAL && e->op != OP_IN)
        return form_wrong(r, e, D_FORM_COUNTRY_ORDER, (struct str){0}, (struct str){0});
    return fine ? VALUE_TRUTH : VALUE_WRONG;
}

/* Results have levels only in rules and checks; grids and repeats are named only as lists. */
static bool may_be_compared(struct resolver *r, struct form_expr *subject, const struct coded *c)
{
    if (c->question != NULL && !form_may_name(r, subject, c->question))
        return false;
    if (c->result != NULL && !r->levels) {
        form_wrong(r, subject, D_FORM_RESULT_TOO_EARLY, (struct str){0}, (struct str){0});
        return false;
    }
    return true;
}

static enum form_value compare(struct resolver *r, struct form_expr *e, struct form_expr *subject,
                               struct form_expr *code)
{
    struct coded c;
    size_t i = 0;
    enum form_op op = subject == e->args[0] ? e->op : flip(e->op);
    if (!find_coded(r, subject, &c) || !may_be_compared(r, subject, &c) || is_wrong(&c))
        return VALUE_WRONG;
    if (c.countries)
        return compare_countries(r, e, subject);
    if (!find_code(&c, code->text, &i))
        return unknown_code(r, &c, code);
    if (c.question != NULL && c.question->q.type == FORM_MANY)
        return form_wrong(r, e, D_FORM_MANY_EQUALS, code->text, subject->text);
    if (c.question != NULL && op != OP_EQUAL && op != OP_UNEQUAL)
        return form_wrong(r, e, D_FORM_CODE_ORDER, subject->text, code->text);
    return compared(r, e, subject, &c, mask_of(op, i, c.n));
}

/* Is `code` meant as a code of `subject`? It is when it is one, or when it is nothing else. */
static bool means_code(struct resolver *r, const struct form_expr *subject, const struct form_expr *code)
{
    struct coded c;
    size_t i;
    return code->op == OP_NAME && find_coded(r, subject, &c) &&
           (find_code(&c, code->text, &i) || form_named(r, code) == NULL);
}

static enum form_value compare_list(struct resolver *r, struct form_expr *e)
{
    struct coded c;
    uint64_t mask = 0;
    bool wrong = false;
    if (!find_coded(r, e->args[0], &c) || !may_be_compared(r, e->args[0], &c) || is_wrong(&c))
        return VALUE_WRONG;
    if (c.countries)
        return compare_countries(r, e, e->args[0]);
    if (c.question != NULL && c.question->q.type == FORM_MANY)
        return form_wrong(r, e, D_FORM_MANY_EQUALS, e->args[1]->text, e->args[0]->text);
    for (size_t i = 1; i < e->n_args; i++) {
        size_t code;
        if (e->args[i]->op != OP_NAME || !find_code(&c, e->args[i]->text, &code)) {
            unknown_code(r, &c, e->args[i]);
            wrong = true;
            continue;
        }
        mask |= UINT64_C(1) << code;
    }
    return wrong ? VALUE_WRONG : compared(r, e, e->args[0], &c, mask);
}

bool form_compare_codes(struct resolver *r, struct form_expr *e, enum form_value *out)
{
    if (!means_code(r, e->args[0], e->args[1])) {
        if (e->op == OP_IN || !means_code(r, e->args[1], e->args[0]))
            return false;
        *out = compare(r, e, e->args[1], e->args[0]);
        return true;
    }
    *out = e->op == OP_IN ? compare_list(r, e) : compare(r, e, e->args[0], e->args[1]);
    return true;
}

enum form_value form_resolve_contains(struct resolver *r, struct form_expr *e)
{
    struct coded c;
    struct form_expr *code = e->args[0];
    struct form_expr *subject = e->args[1];
    size_t i;
    const struct name *name = form_named(r, subject);
    if (subject->op == OP_NAME && name == NULL)
        return form_unknown(r, subject);
    if (name != NULL && (name->kind == NAME_ROWS || name->kind == NAME_REPEATED))
        return form_short_name(r, subject, name);
    if (!find_coded(r, subject, &c) || c.question == NULL)
        return form_wrong(r, subject, D_FORM_IN_OTHER, code->text, (struct str){0});
    if (is_wrong(&c) || !form_may_name(r, subject, c.question))
        return VALUE_WRONG;
    if (c.question->q.type != FORM_MANY)
        return form_wrong(r, subject, D_FORM_IN_ONE, code->text, (struct str){0});
    if (code->op != OP_NAME || !find_code(&c, code->text, &i))
        return unknown_code(r, &c, code);
    return compared(r, e, subject, &c, UINT64_C(1) << i);
}
