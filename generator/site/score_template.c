/* Answers to begin with: the first that each question accepts, of all that are asked with them. */
#include <jansson.h>
#include <stdlib.h>

#include "site/score.h"

struct making {
    struct arena *arena;
    const struct form *form;
    struct form_answers *answers;
    json_t *root;
};

static struct str printed(struct arena *a, struct number n)
{
    struct buf text;
    buf_init(&text, 64);
    number_print(n, &text);
    struct str kept = arena_str(a, buf_str(&text));
    buf_release(&text);
    return kept;
}

static struct str printed_day(struct arena *a, int32_t day)
{
    struct buf text;
    buf_init(&text, 32);
    form_day_print(day, &text);
    struct str kept = arena_str(a, buf_str(&text));
    buf_release(&text);
    return kept;
}

/* A number within the bounds, 0 where there are none. */
static struct number a_number(const struct form_question *q)
{
    struct number n = number_of(0);
    if (q->low.set && number_cmp(n, q->low.value) < 0)
        n = q->low.value;
    if (q->high.set && number_cmp(n, q->high.value) > 0)
        n = q->high.value;
    return n;
}

static int32_t a_day(const struct form_question *q, int32_t today)
{
    int32_t day = today;
    if (q->high.set && !q->high.today && day > (int32_t)q->high.value.num)
        day = (int32_t)q->high.value.num;
    if (q->low.set && !q->low.today && day < (int32_t)q->low.value.num)
        day = (int32_t)q->low.value.num;
    return day;
}

/* The first options that are offered, as many as must be; a choice of one has one. */
static struct form_raw first_options(const struct making *m, size_t question)
{
    const struct form_question *q = &m->form->questions[question];
    uint64_t offered = form_offered(m->form, m->answers, question);
    struct str *codes = ARENA_ARRAY(m->arena, struct str, q->n_options);
    int64_t needed = q->type == FORM_MANY && q->low.value.num > 1 ? q->low.value.num : 1;
    size_t n = 0;
    for (size_t i = 0; i < q->n_options && (int64_t)n < needed; i++)
        if ((offered >> i & 1) != 0 && (q->alone >> i & 1) == 0)
            codes[n++] = q->options[i].code;
    return (struct form_raw){codes, n};
}

static struct form_raw file_names(const struct making *m, const struct form_question *q)
{
    size_t n = (size_t)q->low.value.num;
    struct str *names = ARENA_ARRAY(m->arena, struct str, n);
    enum form_file_kind kind = (enum form_file_kind)__builtin_ctz(q->file_kinds);
    for (size_t i = 0; i < n; i++)
        names[i] = arena_printf(m->arena, "fichier-%zu." STR_FMT, i + 1, STR_ARG(form_file_kind_name(kind)));
    return (struct form_raw){names, n};
}

/* What would be typed, as one text. */
static struct str a_text(const struct making *m, const struct form_question *q)
{
    switch ((int)q->type) {
    case FORM_REPEAT:
        return q->low.value.num > 1 ? printed(m->arena, q->low.value) : STR("1");
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
    case FORM_SCALE:
        return printed(m->arena, a_number(q));
    case FORM_DATE:
        return printed_day(m->arena, a_day(q, m->answers->today));
    case FORM_CONSENT:
        return STR("yes");
    case FORM_EMAIL:
        return STR("marie.dupont@example.org");
    case FORM_PHONE:
        return STR("+32 470 12 34 56");
    case FORM_COUNTRY:
        return STR("be");
    case FORM_NATIONAL_NUMBER:
        return STR("85.07.30-033-28");
    case FORM_IBAN:
        return STR("BE68 5390 0754 7034");
    case FORM_SIGNATURE:
        return arena_join(m->arena, printed_day(m->arena, m->answers->today), STR(" Marie Dupont"));
    default:
        return STR("…");
    }
}

static struct form_raw raw_of(const struct making *m, size_t question)
{
    const struct form_question *q = &m->form->questions[question];
    struct str *text = ARENA_ARRAY(m->arena, struct str, 1);
    if (form_is_choice(q))
        return first_options(m, question);
    if (q->type == FORM_FILE)
        return file_names(m, q);
    *text = a_text(m, q);
    return (struct form_raw){text, 1};
}

static json_t *text_value(struct str s)
{
    return json_stringn(s.p == NULL ? "" : s.p, s.n);
}

static json_t *value_of(const struct form_question *q, struct form_raw raw, const struct form_answer *answer)
{
    if (q->type == FORM_YESNO || q->type == FORM_CONSENT)
        return json_boolean((answer->chosen & 1) != 0);
    if (form_is_number(q) || q->type == FORM_SCALE)
        return number_is_whole(answer->number) ? json_integer(answer->number.num)
                                               : json_real(strtod(raw.texts[0].p, NULL));
    if (q->type != FORM_MANY && q->type != FORM_FILE)
        return text_value(raw.texts[0]);
    json_t *list = json_array();
    for (size_t i = 0; i < raw.n; i++)
        json_array_append_new(list, text_value(raw.texts[i]));
    return list;
}

/* The member `name` of an object, or item `name` (from 1) of a list, which is made. */
static json_t *inside(json_t *of, struct str name, bool is_list)
{
    int64_t item = 0;
    json_t *made = NULL;
    if (json_is_array(of) && str_to_int64(name, &item)) {
        while ((int64_t)json_array_size(of) < item)
            json_array_append_new(of, json_object());
        return json_array_get(of, (size_t)item - 1);
    }
    made = json_object_getn(of, name.p, name.n);
    if (made == NULL) {
        made = is_list ? json_array() : json_object();
        json_object_setn_new(of, name.p, name.n, made);
    }
    return made;
}

/* `enfants.2.savoir.actions`: member `actions` of `savoir` of the second item of `enfants`. */
static void put(const struct making *m, const struct form_question *q, json_t *value)
{
    json_t *at = m->root;
    struct str rest = q->id;
    struct str name = str_cut(&rest, '.');
    for (bool is_list = q->repeat >= 0; rest.n > 0; is_list = false) {
        at = inside(at, name, is_list);
        name = str_cut(&rest, '.');
    }
    json_object_setn_new(at, name.p, name.n, value);
}

static void answer(const struct making *m, size_t question)
{
    const struct form_question *q = &m->form->questions[question];
    struct form_raw raw = raw_of(m, question);
    struct form_answer *own = &m->answers->items[question];
    *own = form_answer_read(m->arena, q, raw, m->answers->today);
    bool fits = own->given && own->problem == FORM_OK;
    if (!fits)
        *own = (struct form_answer){0};
    if (q->type != FORM_REPEAT)
        put(m, q, fits ? value_of(q, raw, own) : json_null());
}

void score_write_template(struct arena *a, const struct form *f, int32_t today, FILE *to)
{
    struct making m = {
        .arena = a, .form = f, .answers = form_answers_new(a, f, today), .root = json_object()};
    for (size_t i = 0; i < f->n_questions; i++)
        if (form_asked(f, m.answers, i))
            answer(&m, i);
    json_dumpf(m.root, to, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
    fputc('\n', to);
    json_decref(m.root);
}
