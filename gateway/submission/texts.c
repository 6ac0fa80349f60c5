#include "submission/texts.h"

#include "store/lines.h"

enum { TEXTS_MAX = 4 * 1024 * 1024 };

static struct str take(struct arena *a, struct buf *text)
{
    struct str kept = arena_str(a, buf_str(text));
    buf_release(text);
    return kept;
}

/* ---- answers ---- */

struct str answers_print(struct arena *a, const struct form *f, const struct form_answers *answers)
{
    struct buf out;
    struct buf one;
    buf_init(&out, TEXTS_MAX);
    buf_init(&one, TEXTS_MAX);
    for (size_t i = 0; i < f->n_questions; i++) {
        if (!answers->items[i].given)
            continue;
        buf_clear(&one);
        form_answer_print(&f->questions[i], &answers->items[i], &one);
        lines_add_pair(&out, f->questions[i].id, buf_str(&one));
    }
    buf_release(&one);
    return take(a, &out);
}

struct form_answers *answers_restore(struct arena *a, const struct form *f, struct str text, int32_t today)
{
    struct form_answers *answers = form_answers_new(a, f, today);
    struct str question;
    struct str canonical;
    while (lines_next_pair(a, &text, &question, &canonical)) {
        ptrdiff_t i = form_question_find(f, question);
        if (i >= 0)
            answers->items[i] = form_answer_restore(a, &f->questions[i], canonical, today);
    }
    return answers;
}

/* ---- levels ---- */

static void print_levels(const struct form *f, const struct form_scored *scored, struct buf *out)
{
    for (size_t i = 0; i < f->n_results; i++) {
        const struct form_result *r = &f->results[i];
        const struct form_outcome *outcome = &scored->outcomes[i];
        buf_add(out, r->id);
        if (outcome->missing) {
            buf_add_z(out, "=- - -\n");
            continue;
        }
        buf_add_char(out, '=');
        buf_add(out, r->levels[outcome->level].code);
        buf_add_char(out, ' ');
        number_print(outcome->score, out);
        buf_add_char(out, ' ');
        buf_add(out, r->levels[outcome->base_level].code);
        buf_add_char(out, '\n');
    }
}

static bool level_find(const struct form_result *r, struct str code, size_t *out)
{
    for (size_t i = 0; i < r->n_levels; i++) {
        if (str_eq(r->levels[i].code, code)) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* "num/den", or a decimal. */
static bool number_restore(struct str text, struct number *out)
{
    int64_t num;
    int64_t den;
    struct str rest = text;
    if (str_find_char(text, '/') < 0)
        return number_parse_plain(text, out);
    return str_to_int64(str_cut(&rest, '/'), &num) && str_to_int64(rest, &den) &&
           number_fraction(num, den, out);
}

static void restore_levels(const struct form *f, struct str text, struct form_scored *scored)
{
    struct str line;
    for (size_t i = 0; i < f->n_results; i++)
        scored->outcomes[i].missing = true;
    while (str_line(&text, &line)) {
        ptrdiff_t i = form_result_find(f, str_cut(&line, '='));
        struct form_outcome outcome = {0};
        struct str level = str_cut(&line, ' ');
        struct str score = str_cut(&line, ' ');
        if (i >= 0 && level_find(&f->results[i], level, &outcome.level) &&
            level_find(&f->results[i], line, &outcome.base_level) && number_restore(score, &outcome.score))
            scored->outcomes[i] = outcome;
    }
}

/* ---- alerts ---- */

static const char *const severities[FORM_SEVERITY__MAX] = {
    [FORM_BLOCK] = "block",
    [FORM_REFER] = "refer",
    [FORM_NOTE] = "note",
};

static void print_alerts(const struct form *f, const struct form_scored *scored, struct buf *out)
{
    for (size_t i = 0; i < f->n_checks; i++)
        if (scored->raised[i])
            buf_addf(out, "%s %u\n", severities[f->checks[i].severity], f->checks[i].line);
}

static void restore_alerts(const struct form *f, struct str text, struct form_scored *scored)
{
    struct str line;
    while (str_line(&text, &line)) {
        int64_t number = 0;
        str_cut(&line, ' ');
        if (!str_to_int64(line, &number))
            continue;
        for (size_t i = 0; i < f->n_checks; i++) {
            if ((int64_t)f->checks[i].line != number)
                continue;
            scored->raised[i] = true;
            scored->blocked = scored->blocked || f->checks[i].severity == FORM_BLOCK;
            scored->referred = scored->referred || f->checks[i].severity == FORM_REFER;
        }
    }
}

/* ---- steps ---- */

/* What would end a cell or a line becomes a blank; nearly all texts have none of it. */
static void add_cell(struct buf *out, struct str text)
{
    if (str_find_char(text, '\t') < 0 && str_find_char(text, '\n') < 0) {
        buf_add(out, text);
        return;
    }
    for (size_t i = 0; i < text.n; i++)
        buf_add_char(out, text.p[i] == '\t' || text.p[i] == '\n' ? ' ' : text.p[i]);
}

static void print_steps(const struct form_scored *scored, struct buf *out)
{
    for (size_t i = 0; i < scored->n_steps; i++) {
        const struct form_step *s = &scored->steps[i];
        const struct str texts[] = {s->name, s->formula, s->put_in, s->value};
        const unsigned numbers[] = {s->line, s->depth, s->applied};
        buf_add(out, form_kind_name(s->kind));
        for (size_t k = 0; k < sizeof(numbers) / sizeof(*numbers); k++) {
            buf_add_char(out, '\t');
            buf_add_int(out, numbers[k]);
        }
        for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++) {
            buf_add_char(out, '\t');
            add_cell(out, texts[k]);
        }
        buf_add_char(out, '\n');
    }
}

static unsigned take_number(struct str *line)
{
    int64_t n = 0;
    return str_to_int64(str_cut(line, '\t'), &n) && n >= 0 ? (unsigned)n : 0;
}

static void restore_steps(struct arena *a, struct str text, struct form_scored *scored)
{
    struct {
        struct form_step *items;
        size_t count, cap;
    } steps = {0};
    struct str line;
    while (str_line(&text, &line)) {
        struct form_step step = {0};
        if (!form_kind_parse(str_cut(&line, '\t'), &step.kind))
            continue;
        step.line = take_number(&line);
        step.depth = take_number(&line);
        step.applied = take_number(&line) != 0;
        step.name = str_cut(&line, '\t');
        step.formula = str_cut(&line, '\t');
        step.put_in = str_cut(&line, '\t');
        step.value = line;
        *ARENA_PUSH(a, &steps) = step;
    }
    scored->steps = steps.items;
    scored->n_steps = steps.count;
}

/* ---- all ---- */

void scored_print(struct arena *a, const struct form *f, const struct form_scored *scored,
                  struct submission_texts *texts)
{
    struct buf out;
    buf_init(&out, TEXTS_MAX);
    print_levels(f, scored, &out);
    texts->levels = arena_str(a, buf_str(&out));
    buf_clear(&out);
    print_alerts(f, scored, &out);
    texts->alerts = arena_str(a, buf_str(&out));
    buf_clear(&out);
    print_steps(scored, &out);
    texts->steps = take(a, &out);
}

const struct form_scored *scored_restore(struct arena *a, const struct form *f,
                                         const struct submission_texts *texts)
{
    struct form_scored *scored = ARENA_NEW(a, struct form_scored);
    scored->outcomes = ARENA_ARRAY(a, struct form_outcome, f->n_results + 1);
    scored->n_outcomes = f->n_results;
    scored->raised = ARENA_ARRAY(a, bool, f->n_checks + 1);
    scored->n_checks = f->n_checks;
    restore_levels(f, texts->levels, scored);
    restore_alerts(f, texts->alerts, scored);
    restore_steps(a, texts->steps, scored);
    return scored;
}
