#include "pages/question_view.h"

#define PREFIX STR("q.")

/* A question of several fields posts each under a name of its own: `q.naissance.jour`. */
struct parts {
    const char *names[3];
    size_t n; /* 0: it has one field */
};

static const struct parts parts_of[FORM_TYPE__MAX] = {
    [FORM_DATE] = {{"jour", "mois", "annee"}, 3},
    [FORM_SIGNATURE] = {{"nom", "accord"}, 2},
};

bool question_is_field(struct str name)
{
    return str_starts(name, PREFIX);
}

ptrdiff_t question_of_field(const struct form *f, struct str name)
{
    return question_is_field(name) ? form_question_find(f, str_sub(name, PREFIX.n, name.n)) : -1;
}

/* The question of a field `q.id` or `q.id.part`. Ids may have points themselves:
 * `q.enfants.2.naissance.jour`. */
static ptrdiff_t find_question(const struct form *f, struct str name, struct str *part)
{
    struct str id = str_sub(name, PREFIX.n, name.n);
    ptrdiff_t i = form_question_find(f, id);
    bool is_whole = i >= 0;
    size_t n = id.n;
    while (!is_whole && n > 0 && id.p[n - 1] != '.')
        n--;
    *part = str_sub(id, n, id.n);
    if (n > 0 && !is_whole)
        i = form_question_find(f, str_sub(id, 0, n - 1));
    bool fits = i >= 0 && is_whole == (parts_of[f->questions[i].type].n == 0);
    return fits && f->questions[i].type != FORM_FILE ? i : -1;
}

ptrdiff_t question_of_text(const struct form *f, struct str name)
{
    struct str part;
    return question_is_field(name) ? find_question(f, name, &part) : -1;
}

/* -1 when there is none in these points. */
static ptrdiff_t field_question(const struct form *f, const struct question_post *post, struct str name,
                                struct str *part)
{
    ptrdiff_t i = find_question(f, name, part);
    if (i < 0)
        return -1;
    size_t point = f->questions[i].point;
    return point >= post->first && point - post->first < post->n ? i : -1;
}

static bool has_part(const struct parts *parts, struct str part)
{
    for (size_t i = 0; i < parts->n; i++)
        if (str_eq_z(part, parts->names[i]))
            return true;
    return false;
}

/* The text of each part: the last of those that are not empty, since a box posts an empty one besides. A part
 * that was written twice makes one text too many, which no question can read. */
static struct form_raw read_parts(const struct request *r, struct str id, const struct parts *parts)
{
    struct str *texts = ARENA_ARRAY(r->arena, struct str, parts->n + 1);
    size_t n = parts->n;
    for (size_t part = 0; part < parts->n; part++) {
        const struct str *values;
        struct str name = arena_printf(r->arena, "q." STR_FMT ".%s", STR_ARG(id), parts->names[part]);
        size_t found = request_values(r, name, &values);
        for (size_t i = 0; i < found; i++) {
            if (values[i].n == 0)
                continue;
            if (texts[part].n > 0)
                n = parts->n + 1;
            texts[part] = values[i];
        }
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
        const struct form_question *q = i < 0 ? NULL : &f->questions[i];
        const struct parts *parts = q == NULL ? NULL : &parts_of[q->type];
        if (q == NULL || (parts->n > 0 && !has_part(parts, part))) {
            fits = false;
            continue;
        }
        if (post->posted[i])
            continue;
        post->posted[i] = true;
        post->raw[i] = parts->n > 0 ? read_parts(r, q->id, parts) : read_values(r, q);
    }
    return fits;
}
