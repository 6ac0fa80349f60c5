#include "pages/repeat.h"

const struct form_repeat *repeat_of_point(const struct form *f, size_t point)
{
    size_t first = f->points[point].first_question;
    for (size_t i = 0; i < f->n_repeats; i++)
        if (f->repeats[i].count == first && f->questions[first].point == point)
            return &f->repeats[i];
    return NULL;
}

static size_t least_items(const struct form *f, const struct form_repeat *repeat)
{
    return (size_t)f->questions[repeat->count].low.value.num;
}

size_t repeat_items(const struct form *f, const struct form_repeat *repeat, struct form_raw count)
{
    int64_t n = 0;
    size_t least = least_items(f, repeat);
    if (count.n != 1 || !str_to_int64(count.texts[0], &n) || n < (int64_t)least)
        return least;
    return n > (int64_t)repeat->most ? repeat->most : (size_t)n;
}

struct str repeat_item_code(struct arena *a, const struct form_repeat *repeat, size_t item)
{
    return arena_printf(a, STR_FMT ".%zu", STR_ARG(repeat->id), item + 1);
}

/* ---- changing ---- */

struct change {
    const struct request *r;
    const struct form *f;
    struct question_post *post;
    const struct form_repeat *repeat;
};

static void put(const struct change *c, size_t question, struct form_raw raw)
{
    c->post->raw[question] = raw;
    c->post->posted[question] = true;
}

static void put_count(const struct change *c, size_t n)
{
    struct str *text = ARENA_ARRAY(c->r->arena, struct str, 1);
    *text = arena_printf(c->r->arena, "%zu", n);
    put(c, c->repeat->count, (struct form_raw){text, 1});
}

size_t repeat_first(const struct form_repeat *repeat, size_t item)
{
    return repeat->count + 1 + item * repeat->n_each;
}

/* Those behind it move up; what was the last is emptied, even what is left of items removed long ago. */
static void remove_item(const struct change *c, size_t item, size_t n)
{
    const struct form_repeat *repeat = c->repeat;
    for (size_t i = repeat_first(repeat, item); i < repeat_first(repeat, n - 1); i++)
        put(c, i, c->post->raw[i + repeat->n_each]);
    for (size_t i = repeat_first(repeat, n - 1); i < repeat_first(repeat, repeat->most); i++)
        put(c, i, (struct form_raw){0});
    put_count(c, n - 1);
}

static bool is_blank(const struct change *c, size_t item)
{
    for (size_t i = repeat_first(c->repeat, item); i < repeat_first(c->repeat, item + 1); i++)
        for (size_t k = 0; k < c->post->raw[i].n; k++)
            if (str_trim(c->post->raw[i].texts[k]).n > 0)
                return false;
    return true;
}

/* The repeat and item that a button's value names; NULL when it names none of the posted points. */
static const struct form_repeat *named(const struct change *c, struct str value, size_t *item)
{
    struct str rest = value;
    struct str id = str_cut(&rest, '.');
    int64_t n = 1;
    if (value.n > id.n && (!str_to_int64(rest, &n) || n < 1 || n > FORM_MAX_ITEMS))
        return NULL;
    *item = (size_t)n - 1;
    for (size_t i = c->post->first; i < c->post->first + c->post->n; i++) {
        const struct form_repeat *repeat = repeat_of_point(c->f, i);
        if (repeat != NULL && str_eq(repeat->id, id))
            return repeat;
    }
    return NULL;
}

/* How many items the page had. */
static size_t shown(const struct change *c)
{
    struct str text = request_field(c->r, arena_printf(c->r->arena, "q." STR_FMT, STR_ARG(c->repeat->id)).p);
    return repeat_items(c->f, c->repeat, (struct form_raw){&text, 1});
}

/* A page that had fewer items was sent twice: what is still empty at the end is what was asked for. */
static enum repeat_act add(const struct change *c, size_t n, size_t *item)
{
    if (n > 0 && shown(c) < n && is_blank(c, n - 1)) {
        *item = n - 1;
        return REPEAT_ADDED;
    }
    if (n == c->repeat->most)
        return REPEAT_KEPT;
    for (size_t i = repeat_first(c->repeat, n); i < repeat_first(c->repeat, n + 1); i++)
        put(c, i, (struct form_raw){0});
    put_count(c, n + 1);
    *item = n;
    return REPEAT_ADDED;
}

static enum repeat_act take_out(const struct change *c, size_t n, size_t item, bool is_sure)
{
    if (item >= n || n <= least_items(c->f, c->repeat))
        return REPEAT_KEPT;
    if (!is_sure && !is_blank(c, item))
        return REPEAT_ASKED;
    remove_item(c, item, n);
    return REPEAT_REMOVED;
}

/* A page of before never shortens a list. */
static void keep_counts(struct change *c)
{
    for (size_t i = 0; i < c->f->n_repeats; i++) {
        c->repeat = &c->f->repeats[i];
        size_t count = c->repeat->count;
        size_t before = c->post->before == NULL ? 0 : repeat_items(c->f, c->repeat, c->post->before[count]);
        size_t now = repeat_items(c->f, c->repeat, c->post->raw[count]);
        if (c->post->posted[count])
            put_count(c, now > before ? now : before);
    }
}

enum button { ADD, ASK, REMOVE, KEEP, BUTTON__MAX };
static const char *const buttons[BUTTON__MAX] = {
    [ADD] = "ajouter", [ASK] = "retirer", [REMOVE] = "retrait", [KEEP] = "garder"};

bool repeat_is_button(struct str field)
{
    for (size_t i = 0; i < BUTTON__MAX; i++)
        if (str_eq_z(field, buttons[i]))
            return true;
    return false;
}

static enum repeat_act press(const struct change *c, enum button button, size_t *item)
{
    size_t n = repeat_items(c->f, c->repeat, c->post->raw[c->repeat->count]);
    if (button == KEEP)
        return REPEAT_KEPT;
    if (button == ADD)
        return add(c, n, item);
    return shown(c) != n ? REPEAT_CHANGED : take_out(c, n, *item, button == REMOVE);
}

struct repeat_change repeat_change(const struct request *r, const struct form *f, struct question_post *post)
{
    struct change c = {.r = r, .f = f, .post = post};
    struct repeat_change change = {.act = REPEAT_NONE};
    enum button button = ADD;
    keep_counts(&c);
    while (button < BUTTON__MAX && request_field(r, buttons[button]).n == 0)
        button++;
    if (button == BUTTON__MAX)
        return change;
    c.repeat = change.repeat = named(&c, request_field(r, buttons[button]), &change.item);
    change.act = c.repeat == NULL ? REPEAT_WRONG : press(&c, button, &change.item);
    return change;
}
