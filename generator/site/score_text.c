/* The report for people. */
#include "site/definition.h"
#include "site/score.h"
#include "theme/format.h"

enum text {
#define TEXT(name, fr, en) T_##name,
#include "site/score_texts.def"
#undef TEXT
    TEXT__MAX
};

static const char *const texts[TEXT__MAX][DIAG_LANGUAGE__MAX] = {
#define TEXT(name, fr, en) [T_##name] = {[DIAG_FRENCH] = (fr), [DIAG_ENGLISH] = (en)},
#include "site/score_texts.def"
#undef TEXT
};

static const char *say(const struct score_report *r, enum text text)
{
    return texts[text][r->language];
}

const struct str *score_titles(struct arena *a, const struct questionnaire *q)
{
    struct str *titles = ARENA_ARRAY(a, struct str, q->form->n_lines + 1);
    for (unsigned line = 0; line <= q->form->n_lines; line++) {
        bool is_check = line > 0 && q->form->lines[line - 1].kind == FORM_CHECK;
        titles[line] = questionnaire_words(q, line, is_check ? WORD_MESSAGE : WORD_TITLE);
    }
    return titles;
}

static struct str title_of(const struct score_report *r, unsigned line)
{
    return questionnaire_words(r->questionnaire, line, WORD_TITLE);
}

static void write_head(const struct score_report *r, FILE *to)
{
    struct str language = r->language == DIAG_FRENCH ? STR("fr") : STR("en");
    struct str day = format_day(r->arena, language, r->today);
    struct str version = definition_version(r->arena, r->questionnaire->form);
    fprintf(to, STR_FMT " (%s %.12s), %s " STR_FMT "\n", STR_ARG(title_of(r, 0)), say(r, T_VERSION),
            version.p, say(r, T_AT), STR_ARG(day));
}

static void write_number(const struct score_report *r, struct number n, FILE *to)
{
    struct buf text;
    struct form_saying saying = {.kind = SAY_OUTCOME, .type = VALUE_NUMBER, .value = n};
    buf_init(&text, 256);
    r->speech->say(r->speech->context, &saying, &text);
    fputs(buf_z(&text), to);
    buf_release(&text);
}

static void write_level(const struct score_report *r, const struct form_level *level, FILE *to)
{
    fprintf(to, STR_FMT " (" STR_FMT ")", STR_ARG(title_of(r, level->line)), STR_ARG(level->code));
}

static void write_result(const struct score_report *r, size_t i, FILE *to)
{
    const struct form_result *result = &r->questionnaire->form->results[i];
    const struct form_outcome *outcome = &r->scored->outcomes[i];
    fprintf(to, "  " STR_FMT " (" STR_FMT ")%s", STR_ARG(title_of(r, result->line)), STR_ARG(result->id),
            say(r, T_COLON));
    if (outcome->missing)
        fputs(say(r, T_NO_LEVEL), to);
    else
        write_level(r, &result->levels[outcome->level], to);
    if (outcome->score.den != 0) {
        fprintf(to, ", %s ", say(r, T_SCORE));
        write_number(r, outcome->score, to);
    }
    if (!outcome->missing && outcome->level != outcome->base_level) {
        fprintf(to, "%s%s ", say(r, T_SEMICOLON), say(r, T_BEFORE_RULES));
        write_level(r, &result->levels[outcome->base_level], to);
    }
    fputc('\n', to);
}

static void write_results(const struct score_report *r, FILE *to)
{
    fprintf(to, "\n%s\n", say(r, T_RESULTS));
    for (size_t i = 0; i < r->scored->n_outcomes; i++)
        write_result(r, i, to);
    if (r->scored->n_outcomes == 0)
        fprintf(to, "  %s\n", say(r, T_NONE));
}

static void write_rules(const struct score_report *r, FILE *to)
{
    const struct form *f = r->questionnaire->form;
    if (f->n_rules == 0)
        return;
    fprintf(to, "\n%s\n", say(r, T_RULES));
    for (size_t i = 0; i < f->n_rules; i++)
        fprintf(to, "  " STR_FMT " (" STR_FMT ")%s%s\n", STR_ARG(explanation_rule(r->words, &f->rules[i])),
                STR_ARG(f->lines[f->rules[i].line - 1].declaration), say(r, T_COLON),
                say(r, r->scored->applied[i] ? T_APPLIED : T_NOT_APPLIED));
}

static void write_checks(const struct score_report *r, FILE *to)
{
    static const enum text severities[] = {
        [FORM_BLOCK] = T_BLOCK, [FORM_REFER] = T_REFER, [FORM_NOTE] = T_NOTE};
    const struct form *f = r->questionnaire->form;
    size_t n = 0;
    if (f->n_checks == 0)
        return;
    fprintf(to, "\n%s\n", say(r, T_CHECKS));
    for (size_t i = 0; i < f->n_checks; i++) {
        struct str message = questionnaire_words(r->questionnaire, f->checks[i].line, WORD_MESSAGE);
        if (!r->scored->raised[i])
            continue;
        fprintf(to, "  %s (" STR_FMT ")%s" STR_FMT "\n", say(r, severities[f->checks[i].severity]),
                STR_ARG(form_severity_name(f->checks[i].severity)), say(r, T_COLON), STR_ARG(message));
        n++;
    }
    if (n == 0)
        fprintf(to, "  %s\n", say(r, T_NONE));
    if (r->scored->blocked)
        fprintf(to, "  %s\n", say(r, T_CANNOT_SEND));
}

/* ---- explanation ---- */

/* The formula with values, where it says more than the formula and what it came to. */
static bool tells_more(const struct form_step *step)
{
    return !str_eq(step->words.put_in, step->formula) && !str_eq(step->words.put_in, step->words.value);
}

/* A part of a formula, on one line: "age >= 70 → 75 ≥ 70 → oui". */
static void write_part(const struct score_report *r, const struct form_step *step, FILE *to)
{
    bool is_level = explanation_is_level(r->words->form, step);
    fprintf(to, "%*s", (int)(4 + step->depth * 4), "");
    if (!is_level)
        fprintf(to, STR_FMT " → ", STR_ARG(step->formula));
    if (is_level || tells_more(step))
        fprintf(to, STR_FMT " → ", STR_ARG(step->words.put_in));
    fprintf(to, STR_FMT "\n", STR_ARG(step->words.value));
}

static void write_step(const struct score_report *r, const struct form_step *step, FILE *to)
{
    bool is_condition = step->kind == FORM_RULE || step->kind == FORM_CHECK;
    struct str name = explanation_name(r->words, step);
    if (step->depth > 0) {
        write_part(r, step, to);
        return;
    }
    fprintf(to, "  " STR_FMT, STR_ARG(name));
    if (!str_eq(name, step->name))
        fprintf(to, " (" STR_FMT ")", STR_ARG(step->name));
    fprintf(to, " %s " STR_FMT "\n", is_condition ? say(r, T_IF) : "=", STR_ARG(step->formula));
    if (tells_more(step))
        fprintf(to, "      → " STR_FMT "\n", STR_ARG(step->words.put_in));
    fprintf(to, "      → " STR_FMT "%s%s\n", STR_ARG(step->words.value), step->applied ? ", " : "",
            !step->applied            ? ""
            : step->kind == FORM_RULE ? say(r, T_APPLIED)
                                      : say(r, T_RAISED));
}

void score_write_text(const struct score_report *r, FILE *to)
{
    write_head(r, to);
    write_results(r, to);
    write_rules(r, to);
    write_checks(r, to);
    if (r->scored->n_steps > 0)
        fprintf(to, "\n%s\n", say(r, T_STEPS));
    for (size_t i = 0; i < r->scored->n_steps; i++)
        write_step(r, &r->scored->steps[i], to);
}
