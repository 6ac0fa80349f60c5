/* Answers from JSON. jansson reads the file and keeps no places; since no key may occur twice, its values
 * come in the order of the text, and a walk through the text finds where each stands. */
#include <jansson.h>

#include "site/score.h"

struct reading {
    const struct questionnaire *q;
    const struct source *source;
    const struct question_words *words;
    struct diags *diags;
    struct form_answers *answers;
    struct place *places; /* of each answer, by question; a NULL source: none */
    bool *unread;         /* by question: of the wrong kind, and reported */
    size_t at;            /* how far the text was walked through */
    struct place value;   /* of the answer being read */
};

/* ---- places ---- */

static void skip_string(struct reading *r)
{
    struct str text = r->source->text;
    for (r->at++; r->at < text.n && text.p[r->at] != '"'; r->at++)
        r->at += text.p[r->at] == '\\';
    r->at++;
}

static void skip_word(struct reading *r)
{
    struct str text = r->source->text;
    while (r->at < text.n && !strchr(" \t\r\n,:]}", text.p[r->at]))
        r->at++;
}

/* The next value or key, whatever it is. */
static struct place next_value(struct reading *r)
{
    struct str text = r->source->text;
    size_t depth = 0;
    while (r->at < text.n && strchr(" \t\r\n:,", text.p[r->at]))
        r->at++;
    size_t start = r->at;
    do {
        char c = r->at < text.n ? text.p[r->at] : ' ';
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (c == '"')
            skip_string(r);
        else if (depth > 0 || r->at > start || c == '{' || c == '[')
            r->at++;
        else
            skip_word(r);
    } while (depth > 0 && r->at < text.n);
    return (struct place){r->source, start, r->at - start};
}

static struct str text_at(struct place at)
{
    return str_sub(at.source->text, at.offset, at.offset + at.length);
}

/* ---- values ---- */

enum wants {
    WANTS_CODE,
    WANTS_CODES,
    WANTS_TRUTH,
    WANTS_NUMBER,
    WANTS_TEXT,
    WANTS_ITEMS,
    WANTS_ROWS,
    WANTS_FILES
};

static enum wants wants_of(const struct form_question *q)
{
    switch ((int)q->type) {
    case FORM_ONE:
        return WANTS_CODE;
    case FORM_MANY:
        return WANTS_CODES;
    case FORM_YESNO:
    case FORM_CONSENT:
        return WANTS_TRUTH;
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
    case FORM_SCALE:
        return WANTS_NUMBER;
    case FORM_REPEAT:
        return WANTS_ITEMS;
    case FORM_FILE:
        return WANTS_FILES;
    default:
        return WANTS_TEXT;
    }
}

static struct str string_of(const json_t *value)
{
    return (struct str){json_string_value(value), json_string_length(value)};
}

/* The codes, or names of files, of a list; false when one is no text, or there are more than any question
 * has. */
static bool read_codes(const json_t *list, struct str codes[FORM_MAX_OPTIONS], size_t *n)
{
    *n = json_array_size(list);
    if (!json_is_array(list) || *n > FORM_MAX_OPTIONS)
        return false;
    for (size_t i = 0; i < *n; i++) {
        if (!json_is_string(json_array_get(list, i)))
            return false;
        codes[i] = string_of(json_array_get(list, i));
    }
    return true;
}

/* The texts that a form would have sent for this value; false when it is of the wrong kind. */
static bool read_texts(enum wants wants, const json_t *value, struct str texts[FORM_MAX_OPTIONS], size_t *n)
{
    if (wants == WANTS_CODES || wants == WANTS_FILES)
        return read_codes(value, texts, n);
    bool is_truth = wants == WANTS_TRUTH && json_is_boolean(value);
    *n = 1;
    texts[0] = is_truth ? (json_is_true(value) ? STR("yes") : STR("no")) : string_of(value);
    return is_truth || json_is_string(value);
}

/* A number is taken as it is written in the file, without a detour through binary fractions. */
static bool read_value(struct reading *r, const struct form_question *q, const json_t *value,
                       struct form_answer *out)
{
    struct str texts[FORM_MAX_OPTIONS] = {text_at(r->value)};
    struct number number;
    size_t n = 1;
    enum wants wants = wants_of(q);
    bool is_read = wants == WANTS_NUMBER ? json_is_number(value) : read_texts(wants, value, texts, &n);
    if (!is_read)
        return false;
    if (wants == WANTS_NUMBER && number_parse_plain(texts[0], &number))
        *out = form_answer_number(q, number);
    else
        *out = form_answer_read(r->words->arena, q, (struct form_raw){texts, n}, r->answers->today);
    return true;
}

/* ---- answers ---- */

/* `"court", "moyen", "long"`: what a question accepts, as much as can be read at a glance; empty when that is
 * no choice. */
static struct str accepted(const struct reading *r, const struct form_question *q)
{
    enum { SHOWN = 12 };
    struct str list = {0};
    bool is_choice = q != NULL && form_is_choice(q);
    for (size_t i = 0; is_choice && i < q->n_options && i < SHOWN; i++)
        list = arena_printf(r->words->arena, STR_FMT "%s\"" STR_FMT "\"", STR_ARG(list), i == 0 ? "" : ", ",
                            STR_ARG(q->options[i].code));
    return is_choice && q->n_options > SHOWN ? arena_join(r->words->arena, list, STR(", …")) : list;
}

static void report_kind(struct reading *r, enum wants wants, struct str id)
{
    const struct form *f = r->q->form;
    ptrdiff_t question = form_question_find(f, id);
    static const enum diag_code codes[] = {
        [WANTS_CODE] = D_ANSWER_WANTS_CODE,   [WANTS_CODES] = D_ANSWER_WANTS_CODES,
        [WANTS_TRUTH] = D_ANSWER_WANTS_TRUTH, [WANTS_NUMBER] = D_ANSWER_WANTS_NUMBER,
        [WANTS_TEXT] = D_ANSWER_WANTS_TEXT,   [WANTS_ITEMS] = D_ANSWER_WANTS_ITEMS,
        [WANTS_ROWS] = D_ANSWER_WANTS_ROWS,   [WANTS_FILES] = D_ANSWER_WANTS_FILES,
    };
    DIAG_AT(r->diags, codes[wants], r->value, id, accepted(r, question < 0 ? NULL : &f->questions[question]));
}

/* What can be answered below `prefix`, by its last name: "age" of "enfants.1.age" below "enfants.1". */
static size_t names_below(const struct reading *r, struct str prefix, struct str *names)
{
    const struct form *f = r->q->form;
    size_t n = 0;
    for (size_t i = 0; i < f->n_questions + f->n_grids; i++) {
        struct str id = i < f->n_questions ? f->questions[i].id : f->grids[i - f->n_questions].id;
        bool is_below = prefix.n == 0 || (str_starts(id, prefix) && id.n > prefix.n && id.p[prefix.n] == '.');
        struct str rest = str_sub(id, prefix.n > 0 ? prefix.n + 1 : 0, id.n);
        if (is_below && str_find_char(rest, '.') < 0)
            names[n++] = rest;
    }
    return n;
}

static void report_unknown(struct reading *r, struct str prefix, struct str name, struct place at)
{
    const struct form *f = r->q->form;
    struct str *names = ARENA_ARRAY(r->words->arena, struct str, f->n_questions + f->n_grids + 1);
    size_t n = names_below(r, prefix, names);
    DIAG_AT(r->diags, D_ANSWER_UNKNOWN, at, name, diag_nearest(name, names, n));
}

static void read_members(struct reading *r, struct str prefix, json_t *object);

/* Reads what stands inside the value that was just passed. */
static void read_inside(struct reading *r, struct str prefix, json_t *object)
{
    size_t end = r->at;
    r->at = r->value.offset + 1;
    read_members(r, prefix, object);
    r->at = end;
}

/* `[{"age": 3}, {"age": 5}]`: how many there are is an answer too; those over the most are left unread. */
static void read_items(struct reading *r, const struct form_question *repeat, json_t *list)
{
    struct place whole = r->value;
    size_t end = r->at, index;
    json_t *item;
    ptrdiff_t i = repeat - r->q->form->questions;
    r->answers->items[i] = form_answer_number(repeat, number_of((int64_t)json_array_size(list)));
    r->places[i] = whole;
    r->at = whole.offset + 1;
    json_array_foreach(list, index, item)
    {
        r->value = next_value(r);
        if (r->answers->items[i].problem != FORM_OK)
            break;
        struct str prefix = arena_printf(r->words->arena, STR_FMT ".%zu", STR_ARG(repeat->id), index + 1);
        if (json_is_object(item))
            read_inside(r, prefix, item);
        else
            report_kind(r, WANTS_ITEMS, repeat->id);
    }
    r->at = end;
}

static void read_question(struct reading *r, const struct form_question *q, json_t *value)
{
    ptrdiff_t i = q - r->q->form->questions;
    enum wants wants = wants_of(q);
    bool is_list = wants == WANTS_ITEMS && json_is_array(value);
    if (is_list) {
        read_items(r, q, value);
        return;
    }
    r->places[i] = r->value;
    if (wants == WANTS_ITEMS || !read_value(r, q, value, &r->answers->items[i])) {
        r->unread[i] = true;
        report_kind(r, wants, q->id);
    }
}

static const struct form_grid *find_grid(const struct form *f, struct str id)
{
    for (size_t i = 0; i < f->n_grids; i++)
        if (str_eq(f->grids[i].id, id))
            return &f->grids[i];
    return NULL;
}

static void read_grid(struct reading *r, const struct form_grid *grid, json_t *value)
{
    if (json_is_object(value)) {
        read_inside(r, grid->id, value);
        return;
    }
    for (size_t i = 0; i < grid->n_rows; i++)
        r->unread[grid->first_row + i] = true;
    report_kind(r, WANTS_ROWS, grid->id);
}

static void read_members(struct reading *r, struct str prefix, json_t *object)
{
    const struct form *f = r->q->form;
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        struct str name = arena_str(r->words->arena, str_from(key));
        struct str id = prefix.n == 0 ? name
                                      : arena_printf(r->words->arena, STR_FMT "." STR_FMT, STR_ARG(prefix),
                                                     STR_ARG(name));
        struct place at = next_value(r);
        r->value = next_value(r);
        bool is_plain = str_find_char(name, '.') < 0;
        ptrdiff_t question = is_plain ? form_question_find(f, id) : -1;
        const struct form_grid *grid = is_plain ? find_grid(f, id) : NULL;
        if (question < 0 && grid == NULL)
            report_unknown(r, prefix, name, at);
        else if (!json_is_null(value) && grid != NULL)
            read_grid(r, grid, value);
        else if (!json_is_null(value))
            read_question(r, &f->questions[question], value);
    }
}

/* What the form would complain of, and what it would not have shown. Whether a question is asked depends on
 * those before it: behind one that is wrong, nothing is said of answers to questions that are not asked. */
static void complain(struct reading *r)
{
    const struct form *f = r->q->form;
    enum form_problem *problems = ARENA_ARRAY(r->words->arena, enum form_problem, f->n_questions);
    bool *asked = ARENA_ARRAY(r->words->arena, bool, f->n_questions);
    form_problems(f, r->answers, problems);
    form_asked_all(f, r->answers, asked);
    bool sure = true;
    for (size_t i = 0; i < f->n_questions; i++) {
        const struct form_question *q = &f->questions[i];
        struct str title = questionnaire_words(r->q, q->line, WORD_TITLE);
        bool wrong = r->unread[i] || (asked[i] && problems[i] != FORM_OK);
        if (sure && !asked[i] && r->answers->items[i].given)
            DIAG_AT(r->diags, D_ANSWER_HIDDEN, r->places[i], title, q->id);
        else if (wrong && !r->unread[i])
            DIAG_AT(r->diags, D_ANSWER_PROBLEM, r->places[i], title, q->id,
                    question_problem(r->words, q, problems[i], r->answers->today), accepted(r, q));
        sure = sure && !wrong;
    }
}

/* The file's JSON; NULL when it has none that can be used. */
static json_t *load(const struct source *source, struct diags *diags)
{
    json_error_t error;
    json_t *object = json_loadb(source->text.p, source->text.n, JSON_REJECT_DUPLICATES, &error);
    size_t at = error.position > 0 ? (size_t)error.position - 1 : 0;
    if (json_is_object(object))
        return object;
    if (object)
        DIAG_AT(diags, D_ANSWERS_OBJECT, ((struct place){source, 0, 0}));
    else if (json_error_code(&error) == json_error_duplicate_key)
        DIAG_AT(diags, D_ANSWERS_TWICE, ((struct place){source, at, 0}));
    else
        DIAG_AT(diags, D_ANSWERS_JSON, ((struct place){source, at, 0}));
    json_decref(object);
    return NULL;
}

const struct form_answers *score_answers(const struct questionnaire *q, const struct source *source,
                                         const struct question_words *words, int32_t today,
                                         struct diags *diags)
{
    size_t errors = diags_errors(diags);
    json_t *object = load(source, diags);
    if (!object)
        return NULL;
    struct reading r = {.q = q, .source = source, .words = words, .diags = diags};
    r.answers = form_answers_new(words->arena, q->form, today);
    r.places = ARENA_ARRAY(words->arena, struct place, q->form->n_questions);
    r.unread = ARENA_ARRAY(words->arena, bool, q->form->n_questions);
    r.at = (size_t)str_find_char(source->text, '{') + 1;
    read_members(&r, (struct str){"", 0}, object);
    json_decref(object);
    complain(&r);
    return diags_errors(diags) == errors ? r.answers : NULL;
}
