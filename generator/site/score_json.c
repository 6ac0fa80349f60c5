/* The report for programs. */
#include <jansson.h>

#include "form/day.h"
#include "site/definition.h"
#include "site/score.h"

static json_t *text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

static json_t *number(struct number n)
{
    struct buf plain;
    if (n.den == 0)
        return json_null();
    buf_init(&plain, 64);
    number_print(n, &plain);
    json_t *value = text(buf_str(&plain));
    buf_release(&plain);
    return value;
}

static json_t *day(int32_t d)
{
    struct buf plain;
    buf_init(&plain, 32);
    form_day_print(d, &plain);
    json_t *value = text(buf_str(&plain));
    buf_release(&plain);
    return value;
}

static json_t *title(const struct score_report *r, unsigned line)
{
    return text(questionnaire_words(r->questionnaire, line, WORD_TITLE));
}

static json_t *result(const struct score_report *r, size_t i)
{
    const struct form_result *of = &r->questionnaire->form->results[i];
    const struct form_outcome *outcome = &r->scored->outcomes[i];
    json_t *object = json_pack("{s:o, s:o, s:o}", "id", text(of->id), "title", title(r, of->line), "score",
                               number(outcome->score));
    if (outcome->missing) {
        json_object_set_new(object, "level", json_null());
        return object;
    }
    const struct form_level *base = &of->levels[outcome->base_level], *level = &of->levels[outcome->level];
    json_object_set_new(object, "level", text(level->code));
    json_object_set_new(object, "level_title", title(r, level->line));
    json_object_set_new(object, "level_before_rules", text(base->code));
    return object;
}

static json_t *results(const struct score_report *r)
{
    json_t *list = json_array();
    for (size_t i = 0; i < r->scored->n_outcomes; i++)
        json_array_append_new(list, result(r, i));
    return list;
}

static json_t *rules(const struct score_report *r)
{
    const struct form *f = r->questionnaire->form;
    json_t *list = json_array();
    for (size_t i = 0; i < f->n_rules; i++)
        json_array_append_new(list, json_pack("{s:o, s:b}", "rule",
                                              text(f->lines[f->rules[i].line - 1].declaration), "applied",
                                              (int)r->scored->applied[i]));
    return list;
}

static json_t *checks(const struct score_report *r)
{
    const struct form *f = r->questionnaire->form;
    json_t *list = json_array();
    for (size_t i = 0; i < f->n_checks; i++) {
        const struct form_check *check = &f->checks[i];
        struct str message = questionnaire_words(r->questionnaire, check->line, WORD_MESSAGE);
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:b}", "severity",
                                              text(form_severity_name(check->severity)), "check",
                                              text(f->lines[check->line - 1].declaration), "message",
                                              text(message), "raised", (int)r->scored->raised[i]));
    }
    return list;
}

static json_t *steps(const struct score_report *r)
{
    json_t *list = json_array();
    for (size_t i = 0; i < r->scored->n_steps; i++) {
        const struct form_step *s = &r->scored->steps[i];
        json_array_append_new(list, json_pack("{s:o, s:i, s:i, s:o, s:o, s:o, s:o, s:b}", "kind",
                                              text(form_kind_name(s->kind)), "line", (int)s->line, "depth",
                                              (int)s->depth, "name", text(s->name), "formula",
                                              text(s->formula), "put_in", text(s->put_in), "value",
                                              text(s->value), "applied", (int)s->applied));
    }
    return list;
}

void score_write_json(const struct score_report *r, FILE *to)
{
    const struct questionnaire *q = r->questionnaire;
    json_t *object = json_pack("{s:b, s:{s:o, s:o, s:o}, s:o, s:b, s:b, s:o, s:o, s:o, s:o}", "scored", 1,
                               "questionnaire", "id", text(q->page->id), "title", title(r, 0), "version",
                               text(definition_version(r->arena, q->form)), "date", day(r->today), "blocked",
                               (int)r->scored->blocked, "referred", (int)r->scored->referred, "results",
                               results(r), "rules", rules(r), "checks", checks(r), "steps", steps(r));
    json_dumpf(object, to, JSON_INDENT(2));
    fputc('\n', to);
    json_decref(object);
}
