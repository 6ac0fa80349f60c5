/* Answers to one questionnaire, "id=text" each on a line, several for the fields of one question. Each is
 * understood or has a problem, and survives being stored; whatever they are, scoring comes to an end, with
 * explanation or without, and when a form would take them all, every result has a level: the proofs said so.
 */
#include "form/forms.h"
#include "fuzz/fuzz.h"

static const char questionnaire[] =
    "#\n"
    "horizon: one\n  court = 0, perte = 0.5\n  long = 20, perte = 3\n    projet: text 20, optional\n"
    "age: number 18..120, whole\n"
    "montant: money EUR 0..1000000\n"
    "part: percent\n"
    "produits: many 0..2\n  actions = 2\n  fonds = 1\n"
    "fumeur: yesno\n"
    "ne: date 1900-01-01..today\n"
    "note: scale 1..7, optional\n"
    "courriel: email, optional\n"
    "tel: phone, optional, if fumeur\n"
    "= t = horizon + if(age >= 70, 10, -4) / 2 * mean(age, 3)\n"
    "= u = step(t, 1, 20) + count(actions in produits, not fumeur)\n"
    "r: result min(u, horizon.perte, years(ne)) + coalesce(note, 0)\n  a = ..5\n  b = 5.5..\n"
    "s: result step(montant * part / 100, 10, 1000)\n  bas = 0\n  haut = 1..\n"
    "> r <= a if horizon = long and s = haut\n"
    "! block montant = 7 and fumeur\n"
    "! note answered(projet) or age in (18, 19)\n";

static const struct form *form;

/* All lines of one question are its fields. */
static void read_one(struct form_answers *answers, size_t i, struct str lines)
{
    struct str texts[FORM_MAX_OPTIONS];
    size_t n = 0;
    struct str line;
    while (str_line(&lines, &line) && n < FORM_MAX_OPTIONS) {
        struct str text = line;
        if (str_eq(str_cut(&text, '='), form->questions[i].id))
            texts[n++] = text;
    }
    answers->items[i] =
        form_answer_read(forms_arena, &form->questions[i], (struct form_raw){texts, n}, forms_today());
    must(answers->items[i].problem < FORM_PROBLEM__MAX);
    if (answers->items[i].problem == FORM_OK)
        must(forms_survives(&form->questions[i], &answers->items[i]));
}

static bool would_be_taken(const struct form_answers *answers)
{
    enum form_problem *problems = ARENA_ARRAY(forms_arena, enum form_problem, form->n_questions);
    return form_problems(form, answers, problems) == 0;
}

static void check_scores(const struct form_answers *answers)
{
    const struct form_scored *with = form_score(forms_arena, form, answers, true);
    const struct form_scored *without = form_score(forms_arena, form, answers, false);
    bool is_complete = would_be_taken(answers);
    must(with->n_outcomes == form->n_results && with->blocked == without->blocked);
    for (size_t i = 0; i < form->n_results; i++) {
        const struct form_outcome *outcome = &with->outcomes[i];
        must(outcome->missing == without->outcomes[i].missing &&
             outcome->level == without->outcomes[i].level);
        must(!outcome->missing || !is_complete || with->blocked);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *kept;
    if (size > 4096)
        return 0;
    if (kept == NULL) {
        forms_begin(NULL);
        kept = forms_arena;
        form = forms_build(questionnaire);
    }
    forms_begin(NULL);
    struct str lines = arena_str(forms_arena, (struct str){(const char *)data, size});
    struct form_answers *answers = form_answers_new(forms_arena, form, forms_today());
    for (size_t i = 0; i < form->n_questions; i++)
        read_one(answers, i, lines);
    check_scores(answers);
    forms_end(NULL);
    return 0;
}
