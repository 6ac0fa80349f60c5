#include "pages/question_view.h"

#define PREFIX STR("q.")
static const char *const date_parts[3] = {"jour", "mois", "annee"};

bool question_is_field(struct str name)
{
    return str_starts(name, PREFIX);
}

/* The question of a field `q.id` or `q.id.part`; -1 when there is none in these points. */
static ptrdiff_t field_question(const struct form *f, const struct question_post *post, struct str name,
                                struct str *part)
{
    struct str rest = str_sub(name, PREFIX.n, name.n);
    struct str id = str_cut(&rest, '.');
    ptrdiff_t i = form_question_find(f, id);
    bool dotted = name.n > PREFIX.n + id.n;
    *part = rest;
    if (i < 0 || dotted != (f->questions[i].type == FORM_DATE))
        return -1;
    size_t point = f->questions[i].point;
    return point >= post->first && point - post->first < post->n ? i : -1;
}

static bool is_date_part(struct str part)
{
    for (size_t i = 0; i < 3; i++)
        if (str_eq_z(part, date_parts[i]))
            return true;
    return false;
}

/* Its three texts; a part that comes twice makes four, which cannot be read as a date. */
static struct form_raw read_date(const struct request *r, struct str id)
{
    struct str *texts = ARENA_ARRAY(r->arena, struct str, 4);
    size_t n = 3;
    for (size_t part = 0; part < 3; part++) {
        const struct str *values;
        struct str name = arena_printf(r->arena, "q." STR_FMT ".%s", STR_ARG(id), date_parts[part]);
        size_t found = request_values(r, name, &values);
        if (found > 1)
            n = 4;
        texts[part] = found > 0 ? values[0] : (struct str){0};
    }
    return (struct form_raw){texts, n};
}

/* All that was posted; of options without the empty text that stands for "on the page". Nothing typed is the
 * same as not answered. */
static struct form_raw read_values(const struct request *r, const struct form_question *q)
{
    const struct str *values;
    size_t n = request_values(r, arena_printf(r->arena, "q." STR_FMT, STR_ARG(q->id)), &values);
    struct str *kept = ARENA_ARRAY(r->arena, struct str, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (values[i].n > 0)
            kept[count++] = values[i];
    return (struct form_raw){kept, count};
}

bool question_read(const struct request *r, const struct form *f, struct question_post *post)
{
    bool fits = true;
    for (size_t i = 0; i < f->n_questions; i++) {
        post->raw[i] = post->before != NULL ? post->before[i] : (struct form_raw){0};
        post->posted[i] = false;
    }
    for (size_t k = 0; k < r->n_fields; k++) {
        struct str part;
        if (!question_is_field(r->fields[k].name))
            continue;
        ptrdiff_t i = field_question(f, post, r->fields[k].name, &part);
        if (i < 0 || (f->questions[i].type == FORM_DATE && !is_date_part(part))) {
            fits = false;
            continue;
        }
        if (post->posted[i])
            continue;
        const struct form_question *q = &f->questions[i];
        post->posted[i] = true;
        post->raw[i] = q->type == FORM_DATE ? read_date(r, q->id) : read_values(r, q);
    }
    return fits;
}
