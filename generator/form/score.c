#include "form/score.h"

#include "form/explain.h"

struct scoring {
    struct form_eval eval;
    struct form_scored *scored;
    struct explain *explain; /* NULL: no steps */
};

static bool holds(const struct form_level *level, struct number score)
{
    return (!level->low.set || number_cmp(score, level->low.value) >= 0) &&
           (!level->high.set || number_cmp(score, level->high.value) <= 0);
}

static struct form_outcome outcome_of(const struct form_result *result, struct number score)
{
    struct form_outcome outcome = {.missing = true, .score = score};
    for (size_t i = 0; !form_is_missing(score) && i < result->n_levels; i++) {
        if (holds(&result->levels[i], score)) {
            outcome.missing = false;
            outcome.base_level = outcome.level = i;
            break;
        }
    }
    return outcome;
}

static void score_results(struct scoring *s)
{
    const struct form *f = s->eval.form;
    for (size_t i = 0; i < f->n_results; i++) {
        const struct form_result *result = &f->results[i];
        struct form_outcome *outcome = &s->scored->outcomes[i];
        *outcome = outcome_of(result, form_eval(&s->eval, result->expr));
        if (s->explain == NULL)
            continue;
        explain_expr(s->explain,
                     (struct form_step){.kind = FORM_RESULT, .line = result->line, .name = result->id},
                     result->expr);
        explain_level(s->explain, result, outcome);
    }
}

static struct str rule_name(struct arena *a, const struct form *f, const struct form_rule *rule)
{
    const struct form_result *result = &f->results[rule->result];
    return arena_printf(a, STR_FMT " %s " STR_FMT, STR_ARG(result->id),
                        rule->lifts ? ">=" : "<=", STR_ARG(result->levels[rule->level].code));
}

/* Rules are applied in the order they are written, each to the levels as those before it left them. */
static void apply_rule(struct scoring *s, const struct form_rule *rule)
{
    const struct form *f = s->eval.form;
    struct form_outcome *outcome = &s->scored->outcomes[rule->result];
    bool beyond = rule->lifts ? outcome->level < rule->level : outcome->level > rule->level;
    struct form_step *step = NULL;
    if (s->explain != NULL)
        step = explain_expr(s->explain,
                            (struct form_step){.kind = FORM_RULE,
                                               .line = rule->line,
                                               .name = rule_name(s->explain->arena, f, rule)},
                            rule->condition);
    bool applies = form_is_true(form_eval(&s->eval, rule->condition)) && !outcome->missing && beyond;
    s->scored->applied[rule - f->rules] = applies;
    if (applies)
        outcome->level = rule->level;
    if (step != NULL) {
        step->applied = applies;
        if (applies)
            explain_rule_applied(s->explain, step, &f->results[rule->result].levels[rule->level]);
    }
}

static void raise_checks(struct scoring *s)
{
    const struct form *f = s->eval.form;
    for (size_t i = 0; i < f->n_questions; i++)
        s->scored->blocked = s->scored->blocked || (s->eval.asked[i] && s->eval.withdrawn[i]);
    for (size_t i = 0; i < f->n_checks; i++) {
        const struct form_check *check = &f->checks[i];
        bool raised = form_is_true(form_eval(&s->eval, check->condition));
        s->scored->raised[i] = raised;
        s->scored->blocked = s->scored->blocked || (raised && check->severity == FORM_BLOCK);
        s->scored->referred = s->scored->referred || (raised && check->severity == FORM_REFER);
        if (s->explain != NULL)
            explain_expr(s->explain,
                         (struct form_step){.kind = FORM_CHECK,
                                            .line = check->line,
                                            .name = form_severity_name(check->severity)},
                         check->condition);
    }
}

static void explain_scores(struct explain *x)
{
    for (size_t i = 0; i < x->eval->form->n_scores; i++)
        explain_score(x, i);
}

/* `order`: how to explain; NULL: not at all. */
static struct form_scored *score(struct arena *a, const struct form *f, const struct form_answers *answers,
                                 const struct explain *order)
{
    struct form_scored *scored = ARENA_NEW(a, struct form_scored);
    scored->outcomes = ARENA_ARRAY(a, struct form_outcome, f->n_results);
    scored->n_outcomes = f->n_results;
    scored->raised = ARENA_ARRAY(a, bool, f->n_checks);
    scored->n_checks = f->n_checks;
    scored->applied = ARENA_ARRAY(a, bool, f->n_rules);
    scored->n_rules = f->n_rules;
    struct scoring s = {
        .eval = {.form = f,
                 .answers = answers,
                 .asked = ARENA_ARRAY(a, bool, f->n_questions),
                 .withdrawn = ARENA_ARRAY(a, bool, f->n_questions),
                 .scores = ARENA_ARRAY(a, struct number, f->n_scores),
                 .outcomes = scored->outcomes},
        .scored = scored,
    };
    struct explain steps = order != NULL ? *order : (struct explain){0};
    steps.eval = &s.eval;
    s.explain = order == NULL ? NULL : &steps;
    form_eval_asked(&s.eval, f->n_questions);
    form_eval_scores(&s.eval);
    if (order != NULL)
        explain_scores(&steps);
    score_results(&s);
    for (size_t i = 0; i < f->n_rules; i++)
        apply_rule(&s, &f->rules[i]);
    raise_checks(&s);
    scored->steps = steps.steps.items;
    scored->n_steps = steps.steps.count;
    return scored;
}

struct form_scored *form_score(struct arena *a, const struct form *f, const struct form_answers *answers,
                               bool explain)
{
    const struct explain order = {.arena = a};
    return score(a, f, answers, explain ? &order : NULL);
}

struct form_scored *form_score_in_words(struct arena *a, const struct form *f,
                                        const struct form_answers *answers, const struct form_speech *speech)
{
    const struct explain order = {
        .arena = a,
        .speech = speech,
        .units = {f, ARENA_ARRAY(a, const struct form_question *, f->n_scores)},
    };
    return score(a, f, answers, &order);
}
