/* Questionnaires with answers, and the results and the explanation worked out by hand. Behind the Markdown of
 * tests/form/{golden,published}/NAME.md stand, as often as wanted,
 *
 *     ==== calcul             the working, for people
 *     ==== réponses           "id = what is typed", the options of a `many` by their codes, with commas;
 *                             "today = 2026-11-23" is the day of evaluation
 *     ==== explication        each step "name = formula : with the values put in -> outcome", what it was
 *                             made of indented below; a result's level is "range -> code", and rules and
 *                             checks are "rule …" and "check …"
 *
 * An explanation that shows no indented lines but levels says nothing about the deeper steps. */
#include "form/forms.h"
#include "form/sheets.h"

static void read_answer(const struct form *f, struct form_answers *answers, struct str line)
{
    struct str texts[FORM_MAX_OPTIONS];
    size_t n = 0;
    struct str value = line;
    struct str id = str_trim(str_cut(&value, '='));
    value = str_trim(value);
    if (str_eq_z(id, "today")) {
        assert_true(form_day_parse(value, &answers->today));
        return;
    }
    ptrdiff_t i = form_question_find(f, id);
    if (i < 0)
        fail_msg("no question " STR_FMT, STR_ARG(id));
    if (f->questions[i].type != FORM_MANY)
        texts[n++] = value;
    while (f->questions[i].type == FORM_MANY && value.n > 0 && n < FORM_MAX_OPTIONS)
        texts[n++] = str_trim(str_cut(&value, ','));
    answers->items[i] =
        form_answer_read(forms_arena, &f->questions[i], (struct form_raw){texts, n}, answers->today);
    if (answers->items[i].problem != FORM_OK)
        fail_msg(STR_FMT ": " STR_FMT, STR_ARG(line), STR_ARG(form_problem_name(answers->items[i].problem)));
}

static struct form_answers *read_answers(const struct form *f, struct str lines)
{
    struct form_answers *answers = form_answers_new(forms_arena, f, forms_today());
    struct str line;
    while (str_line(&lines, &line))
        if (str_trim(line).n > 0)
            read_answer(f, answers, line);
    return answers;
}

static bool is_level(const struct form_step *s)
{
    return s->kind == FORM_RESULT && s->depth == 1 && !str_eq(s->name, s->formula);
}

static void print_step(const struct form_step *s, struct buf *out)
{
    static const char *const words[FORM_KIND__MAX] = {[FORM_RULE] = "rule ", [FORM_CHECK] = "check "};
    for (unsigned i = 0; i < s->depth; i++)
        buf_add(out, STR("  "));
    if (is_level(s)) {
        buf_addf(out, STR_FMT " -> " STR_FMT "\n", STR_ARG(s->formula), STR_ARG(s->value));
        return;
    }
    if (s->depth == 0)
        buf_addf(out, "%s" STR_FMT "%s", words[s->kind] == NULL ? "" : words[s->kind], STR_ARG(s->name),
                 s->kind == FORM_RULE    ? " if "
                 : s->kind == FORM_CHECK ? " "
                                         : " = ");
    buf_addf(out, STR_FMT " : " STR_FMT " -> " STR_FMT "\n", STR_ARG(s->formula), STR_ARG(s->put_in),
             STR_ARG(s->value));
}

/* Does the expectation go into what the steps were made of? */
static bool is_deep(struct str expected)
{
    struct str line;
    while (str_line(&expected, &line))
        if (str_starts(line, STR("  ")) && str_find(line, STR(" : ")) >= 0)
            return true;
    return false;
}

static void compare(const struct form *f, const struct form_answers *answers, struct str expected)
{
    const struct form_scored *scored = form_score(forms_arena, f, answers, true);
    bool deep = is_deep(expected);
    struct buf said;
    buf_init(&said, 1 << 20);
    for (size_t i = 0; i < scored->n_steps; i++) {
        const struct form_step *s = &scored->steps[i];
        if (s->depth == 0 || is_level(s) || deep)
            print_step(s, &said);
    }
    struct str copy = arena_str(forms_arena, buf_str(&said));
    buf_release(&said);
    assert_str(str_trim(copy), arena_str(forms_arena, str_trim(expected)).p);
}

static void it_comes_to_what_was_worked_out(struct sheet *sheet)
{
    struct form_answers *answers = NULL;
    struct str name;
    struct str lines;
    size_t compared = 0;
    forms_begin(NULL);
    struct diags *diags = diags_new(forms_arena, 100);
    const struct questionnaire *q = sheet_compile(sheet, forms_arena, diags);
    diags_report(diags, DIAG_FRENCH, DIAG_TEXT, stderr);
    assert_int_equal(diags_errors(diags) + diags_warnings(diags), 0);
    while (sheet_section(sheet, &name, &lines)) {
        if (str_eq_z(name, "réponses")) {
            answers = read_answers(q->form, lines);
            assert_int_equal(form_problems(q->form, answers,
                                           ARENA_ARRAY(forms_arena, enum form_problem, q->form->n_questions)),
                             0);
        } else if (str_eq_z(name, "explication")) {
            assert_non_null(answers);
            compare(q->form, answers, lines);
            compared++;
        } else {
            assert_str(name, "calcul");
        }
    }
    assert_true(compared > 0);
    forms_end(NULL);
}

int main(void)
{
    static const char *const folders[] = {"tests/form/golden", "tests/form/published", NULL};
    return sheets_run(folders, it_comes_to_what_was_worked_out);
}
