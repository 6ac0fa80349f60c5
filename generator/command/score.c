/* portillon score: answers from a file, scored as the portal would, with every step. */
#include "site/score.h"

#include <time.h>

#include "base/source.h"
#include "command/command.h"
#include "form/day.h"
#include "site/alone.h"

struct score {
    struct call *call;
    const char *operands[2]; /* the questionnaire, the answers */
    const char *theme, *date;
    bool json, is_template;
    int32_t today;
};

/* The day on this machine's calendar. */
static bool read_date(struct score *s)
{
    time_t now = time(NULL);
    struct tm civil;
    if (s->date && form_day_parse(str_from(s->date), &s->today))
        return true;
    if (s->date) {
        DIAG_AT(s->call->diags, D_MATTER_DAY, (struct place){0}, str_from(s->date));
        return false;
    }
    localtime_r(&now, &civil);
    return form_day_from_civil(civil.tm_year + 1900, civil.tm_mon + 1, civil.tm_mday, &s->today);
}

static bool read_words(struct score *s, int *status)
{
    const struct option rows[] = {
        {.name = "date", .value = &s->date},
        {.name = "json", .given = &s->json},
        {.name = "template", .given = &s->is_template},
        {.name = "theme", .value = &s->theme},
    };
    struct options o = {rows, sizeof(rows) / sizeof(rows[0]), s->operands, 2, 0};
    if (!command_read(s->call, &o, status))
        return false;
    if (!s->operands[0] || !s->operands[1] == !s->is_template)
        DIAG_AT(s->call->diags, D_SCORE_OPERANDS, (struct place){0});
    if (read_date(s) && diags_errors(s->call->diags) == 0)
        return true;
    command_report(s->call);
    *status = EXIT_USAGE;
    return false;
}

static bool score(struct score *s, struct portal *portal)
{
    struct arena *a = s->call->arena;
    struct str language = s->call->language == DIAG_FRENCH ? STR("fr") : STR("en");
    struct alone which = {s->operands[0], command_theme(s->call, s->theme), language};
    const struct questionnaire *q = alone_compile(portal, &which);
    if (s->is_template) {
        if (q)
            score_write_template(a, q->form, s->today, stdout);
        return q != NULL;
    }
    const struct source *source = source_read_input(a, s->operands[1], SCORE_MAX_ANSWERS, s->call->diags);
    if (!q || !source)
        return false;
    struct question_words words = {a, catalogues_find(portal->theme.catalogues, language), language};
    const struct form_answers *answers = score_answers(q, source, &words, s->today, s->call->diags);
    if (!answers)
        return false;
    const struct explanation_words explanation = {words, q->form, score_titles(a, q),
                                                  format_countries(a, language)};
    const struct form_speech speech = explanation_speech(&explanation);
    const struct form_scored *scored = form_score_in_words(a, q->form, answers, &speech);
    struct score_report report = {a, q, scored, s->today, s->call->language, &explanation, &speech};
    (s->json ? score_write_json : score_write_text)(&report, stdout);
    return true;
}

static void report(struct score *s)
{
    if (!s->json) {
        command_report(s->call);
        return;
    }
    fputs("{\"scored\": false, \"diagnostics\": ", stdout);
    diags_report(s->call->diags, s->call->language, DIAG_JSON, stdout);
    fputs("}\n", stdout);
}

int command_score(struct call *call)
{
    struct score s = {.call = call};
    struct portal portal = portal_new(call->arena, call->diags, NULL, 1);
    int status;
    if (!read_words(&s, &status))
        return status;
    bool ok = score(&s, &portal);
    alone_release(&portal);
    if (!ok)
        report(&s);
    else if (!s.json)
        command_report(call); /* warnings */
    return ok ? EXIT_FINE : EXIT_CONTENT;
}
