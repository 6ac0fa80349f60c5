#include "form/forms.h"

static const char form_text[] = "#\n"
                                "horizon: one\n"
                                "  court = 0\n"
                                "  long = 20\n"
                                "    projet: text 20\n"
                                "age: number 18..120, whole\n"
                                "taille: number 0.5..2.5\n"
                                "revenu: money EUR 0..\n"
                                "taux: percent\n"
                                "# deux\n"
                                "produits: many 1..2\n"
                                "  actions\n"
                                "  fonds\n"
                                "  livret\n"
                                "vide: many 0..1\n"
                                "  x\n"
                                "  y\n"
                                "fumeur: yesno\n"
                                "naissance: date 1900-01-01..today\n"
                                "rdv: date, optional\n"
                                "libre: text 200, optional\n"
                                "mail: email, optional\n"
                                "tel: phone, optional\n"
                                "# trois\n"
                                "note: text 50, optional\n"
                                "senior: number 0..9, if age >= 65\n";

static const struct form *f;

static int begin(void **state)
{
    forms_begin(state);
    f = forms_published(form_text);
    assert_non_null(f);
    return 0;
}

static const struct form_question *question(const char *id)
{
    ptrdiff_t i = form_question_find(f, str_from(id));
    assert_true(i >= 0);
    return &f->questions[i];
}

static struct form_answer read_answer(const char *id, const char *raw)
{
    struct str text = str_from(raw);
    return form_answer_read(forms_arena, question(id), (struct form_raw){&text, 1}, forms_today());
}

/* The problem of an answer, or its canonical text. */
static const char *understood(const char *id, const char *raw)
{
    struct form_answer answer = read_answer(id, raw);
    struct buf text;
    buf_init(&text, 1000);
    if (answer.problem != FORM_OK)
        buf_add(&text, form_problem_name(answer.problem));
    else
        form_answer_print(question(id), &answer, &text);
    const char *copy = arena_str(forms_arena, buf_str(&text)).p;
    buf_release(&text);
    return copy;
}
#define assert_reads(id, raw, expected) assert_string_equal(understood((id), (raw)), (expected))

static void numbers_have_bounds_and_decimals(void **state)
{
    (void)state;
    assert_reads("age", "42", "42");
    assert_reads("age", "17", "too_low");
    assert_reads("age", "121", "too_high");
    assert_reads("age", "42,5", "too_precise");
    assert_reads("age", "quarante", "not_a_number");
    assert_reads("taille", "1,75", "1.75");
    assert_reads("taille", "0,49", "too_low");
    assert_reads("revenu", "1 234,50 €", "1234.5");
    assert_reads("revenu", "EUR 1.234.567", "1234567");
    assert_reads("revenu", "0,005", "too_precise");
    assert_reads("revenu", "1000000000000", "1000000000000");
    assert_reads("revenu", "1000000000001", "too_high");
    assert_reads("taux", "12,5 %", "12.5");
    assert_reads("taux", "101", "too_high");
}

static void dates_are_read_as_three_fields_or_one(void **state)
{
    (void)state;
    struct str fields[] = {STR_INIT("23"), STR_INIT("11"), STR_INIT("1956")};
    struct form_answer answer =
        form_answer_read(forms_arena, question("naissance"), (struct form_raw){fields, 3}, forms_today());
    assert_int_equal(answer.problem, FORM_OK);
    assert_int_equal(answer.day, -4787);
    assert_reads("naissance", "1956-11-23", "1956-11-23");
    assert_reads("naissance", "23/11/1956", "1956-11-23");
    assert_reads("naissance", "3.1.1956", "1956-01-03");
    assert_reads("naissance", "2026-11-23", "2026-11-23");
    assert_reads("naissance", "2026-11-24", "too_late");
    assert_reads("naissance", "1899-12-31", "too_early");
    assert_reads("naissance", "31/02/2000", "not_a_date");
    assert_reads("naissance", "56", "not_a_date");
    assert_reads("naissance", "23/11/56", "wrong_year");
    fields[1] = STR("");
    answer =
        form_answer_read(forms_arena, question("naissance"), (struct form_raw){fields, 3}, forms_today());
    assert_int_equal(answer.problem, FORM_NOT_A_DATE);
    fields[0] = fields[2] = STR("");
    answer =
        form_answer_read(forms_arena, question("naissance"), (struct form_raw){fields, 3}, forms_today());
    assert_false(answer.given);
}

static void months_are_understood_by_name_too(void **state)
{
    (void)state;
    static const char *const february[] = {"2",    "02",       "février", "fevrier", "FÉVRIER",  "fév.",
                                           "févr", "february", "Feb",     "feb.",    "februari", " Février "};
    for (size_t i = 0; i < sizeof february / sizeof *february; i++) {
        struct str fields[] = {STR_INIT("1er"), str_from(february[i]), STR_INIT("1985")};
        struct form_answer answer =
            form_answer_read(forms_arena, question("naissance"), (struct form_raw){fields, 3}, forms_today());
        if (answer.problem != FORM_OK || answer.day != 5510)
            fail_msg("%s", february[i]);
    }
    assert_reads("naissance", "27 mars 1985", "1985-03-27");
    assert_reads("naissance", "27 mrt 1985", "1985-03-27");
    assert_reads("naissance", "3 août 1985", "1985-08-03");
    assert_reads("naissance", "3 aug. 1985", "1985-08-03");
    assert_reads("naissance", "9 juin 1985", "1985-06-09");
    assert_reads("naissance", "9 juil. 1985", "1985-07-09");
    assert_reads("naissance", "9 mei 1985", "1985-05-09");
    assert_reads("naissance", "9 jui 1985", "not_a_date"); /* June or July */
    assert_reads("naissance", "9 ma 1985", "not_a_date");
    assert_reads("naissance", "9 februarius 1985", "not_a_date");
    assert_reads("naissance", "9 .... 1985", "not_a_date");
}

static void a_year_out_of_range_is_told_as_such(void **state)
{
    (void)state;
    assert_reads("naissance", "23/11/2980", "too_late");
    assert_reads("naissance", "23/11/1066", "too_early");
    assert_reads("naissance", "29/02/2980", "too_late");
    assert_reads("naissance", "29/02/2981", "not_a_date");
    assert_reads("rdv", "23/11/2980", "wrong_year");
    assert_reads("rdv", "23/11/1066", "wrong_year");
    assert_reads("rdv", "23/11/80", "wrong_year");
    assert_reads("rdv", "31/11/80", "not_a_date");
}

static void one_option_is_chosen_and_only_one_that_exists(void **state)
{
    (void)state;
    struct str two[] = {STR_INIT("court"), STR_INIT("long")};
    assert_reads("horizon", "long", "long");
    assert_reads("horizon", "moyen", "unknown_option");
    assert_reads("fumeur", "yes", "yes");
    assert_reads("fumeur", "oui", "unknown_option");
    struct form_answer answer =
        form_answer_read(forms_arena, question("horizon"), (struct form_raw){two, 2}, forms_today());
    assert_int_equal(answer.problem, FORM_TOO_MANY);
}

static void many_has_a_number_of_choices(void **state)
{
    (void)state;
    struct str all[] = {STR_INIT("livret"), STR_INIT("actions"), STR_INIT("fonds")};
    const struct form_question *q = question("produits");
    struct form_answer answer = form_answer_read(forms_arena, q, (struct form_raw){all, 2}, forms_today());
    assert_int_equal(answer.problem, FORM_OK);
    assert_int_equal(answer.chosen, 5);
    answer = form_answer_read(forms_arena, q, (struct form_raw){all, 3}, forms_today());
    assert_int_equal(answer.problem, FORM_TOO_MANY);
    answer = form_answer_read(forms_arena, q, (struct form_raw){NULL, 0}, forms_today());
    assert_false(answer.given);
    answer = form_answer_read(forms_arena, question("vide"), (struct form_raw){NULL, 0}, forms_today());
    assert_true(answer.given);
    assert_int_equal(answer.problem, FORM_OK);
}

static void text_is_trimmed_plain_and_has_a_length(void **state)
{
    (void)state;
    assert_reads("projet", "  une maison ", "une maison");
    assert_reads("projet", "éééééééééééééééééééé", "éééééééééééééééééééé");
    assert_reads("projet", "ééééééééééééééééééééé", "too_long");
    assert_reads("projet", "deux\nlignes", "not_plain");
    assert_reads("libre", "deux\r\nlignes", "deux\nlignes");
    assert_reads("projet", "\x01", "not_plain");
    assert_reads("projet", "\xFF", "not_plain");
    assert_reads("projet",
                 "a\xE2\x80\xAE"
                 "b",
                 "not_plain");
}

static void addresses_are_those_that_mail_programs_take(void **state)
{
    (void)state;
    static const char *const wrong[] = {"a",        "a@b",       "@b.fr",   "a@.fr",    "a@b..fr",
                                        "a b@c.fr", "a@b.fr.",   "a@-b.fr", "a@b@c.fr", ".a@b.fr",
                                        "a.@b.fr",  "é@b.fr",    "a@é.fr",  "<a@b.fr>", "a@1.2.3.4",
                                        "a,b@c.fr", "\"a\"@b.fr"};
    assert_reads("mail", "Marie.Dupont+test@Exemple.FR", "Marie.Dupont+test@exemple.fr");
    assert_reads("mail", " a@b.fr ", "a@b.fr");
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        assert_reads("mail", wrong[i], "not_an_email");
    assert_reads("mail", "a@b.fr\r\nBcc: x@y.fr", "not_plain");
}

static void telephone_numbers_lose_their_punctuation(void **state)
{
    (void)state;
    assert_reads("tel", "+32 470 12 34 56", "+32470123456");
    assert_reads("tel", "0032 (0)470/12.34.56", "+32470123456");
    assert_reads("tel", "+33 (0)6 12 34 56 78", "+33612345678");
    assert_reads("tel", "06 12 34 56 78", "0612345678");
    assert_reads("tel", "12345", "not_a_phone");
    assert_reads("tel", "+0123456789", "not_a_phone");
    assert_reads("tel", "06 12 34 56 78 ext 3", "not_a_phone");
    assert_reads("tel", "1234567890123456", "not_a_phone");
    assert_reads("tel", "(00)33 6 12 34 56 78", "+33612345678");
    assert_reads("tel", "0(0) 12 34 56", "not_a_phone");
}

static void the_canonical_text_gives_the_same_answer_again(void **state)
{
    (void)state;
    static const char *const answers[][2] = {
        {"age", "42"},       {"taille", "1,75"},        {"revenu", "1 234,50 €"},  {"taux", "12,5"},
        {"horizon", "long"}, {"fumeur", "no"},          {"naissance", "1/2/2000"}, {"libre", "a, b\r\nc = d"},
        {"mail", "a@B.fr"},  {"tel", "0032 47 000 00"}, {"produits", "fonds"},
    };
    for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
        const struct form_question *q = question(answers[i][0]);
        struct form_answer first = read_answer(answers[i][0], answers[i][1]);
        const char *text = understood(answers[i][0], answers[i][1]);
        struct form_answer again = form_answer_restore(forms_arena, q, str_from(text), forms_today());
        assert_int_equal(first.problem, FORM_OK);
        assert_int_equal(again.problem, FORM_OK);
        assert_true(again.given);
        assert_int_equal(number_cmp(first.number, again.number), 0);
        assert_int_equal(first.day, again.day);
        assert_int_equal(first.chosen, again.chosen);
        assert_true(str_eq(first.text, again.text));
    }
    struct form_answer both =
        form_answer_restore(forms_arena, question("produits"), STR("actions,livret"), forms_today());
    assert_int_equal(both.chosen, 5);
}

static bool asked(const char *id, const char *answers)
{
    return form_asked(f, forms_answers(f, answers), (size_t)(question(id) - f->questions));
}

static void a_question_is_asked_when_its_option_is_chosen_and_its_condition_holds(void **state)
{
    (void)state;
    assert_false(asked("projet", ""));
    assert_false(asked("projet", "horizon=court"));
    assert_true(asked("projet", "horizon=long"));
    assert_false(asked("projet", "horizon=moyen"));
    assert_false(asked("senior", "age=64"));
    assert_true(asked("senior", "age=65"));
    assert_false(asked("senior", "age=650"));
    assert_true(asked("age", ""));
}

static enum form_point_state point(size_t i, const char *answers, bool seen)
{
    return forms_point(f, forms_answers(f, answers), i, seen);
}

static void a_point_is_complete_when_all_that_is_asked_is_answered(void **state)
{
    (void)state;
    assert_int_equal(point(0, "", true), FORM_POINT_TODO);
    assert_int_equal(point(0, "horizon=court", true), FORM_POINT_PARTIAL);
    assert_int_equal(point(0, "horizon=court age=30 taille=1 revenu=1 taux=1", true), FORM_POINT_COMPLETE);
    assert_int_equal(point(0, "horizon=long age=30 taille=1 revenu=1 taux=1", true), FORM_POINT_PARTIAL);
    assert_int_equal(point(0, "horizon=court age=3 taille=1 revenu=1 taux=1", true), FORM_POINT_PARTIAL);
    assert_int_equal(point(1, "produits=fonds vide=x fumeur=no naissance=2000-01-01", true),
                     FORM_POINT_COMPLETE);
    assert_int_equal(point(1, "produits=fonds vide=x fumeur=no naissance=2000-01-01 mail=faux", true),
                     FORM_POINT_PARTIAL);
}

static void a_point_that_asks_nothing_required_is_complete_once_seen(void **state)
{
    (void)state;
    assert_int_equal(point(2, "age=30", false), FORM_POINT_TODO);
    assert_int_equal(point(2, "age=30", true), FORM_POINT_COMPLETE);
    assert_int_equal(point(2, "age=30 note=oui", false), FORM_POINT_COMPLETE);
    assert_int_equal(point(2, "age=65", true), FORM_POINT_TODO);
}

static void problems_are_of_asked_questions_only(void **state)
{
    (void)state;
    enum form_problem problems[20];
    const struct form_answers *answers = forms_answers(f, "horizon=court projet= age=3 senior=99 mail=faux");
    size_t n = form_problems(f, answers, problems);
    assert_int_equal(problems[question("age") - f->questions], FORM_TOO_LOW);
    assert_int_equal(problems[question("taille") - f->questions], FORM_MISSING);
    assert_int_equal(problems[question("projet") - f->questions], FORM_OK);
    assert_int_equal(problems[question("senior") - f->questions], FORM_OK);
    assert_int_equal(problems[question("mail") - f->questions], FORM_NOT_AN_EMAIL);
    assert_int_equal(problems[question("libre") - f->questions], FORM_OK);
    /* age, taille, revenu, taux, produits, vide, fumeur, naissance, mail */
    assert_int_equal(n, 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_bounds_and_decimals),
        cmocka_unit_test(dates_are_read_as_three_fields_or_one),
        cmocka_unit_test(months_are_understood_by_name_too),
        cmocka_unit_test(a_year_out_of_range_is_told_as_such),
        cmocka_unit_test(one_option_is_chosen_and_only_one_that_exists),
        cmocka_unit_test(many_has_a_number_of_choices),
        cmocka_unit_test(text_is_trimmed_plain_and_has_a_length),
        cmocka_unit_test(addresses_are_those_that_mail_programs_take),
        cmocka_unit_test(telephone_numbers_lose_their_punctuation),
        cmocka_unit_test(the_canonical_text_gives_the_same_answer_again),
        cmocka_unit_test(a_question_is_asked_when_its_option_is_chosen_and_its_condition_holds),
        cmocka_unit_test(a_point_is_complete_when_all_that_is_asked_is_answered),
        cmocka_unit_test(a_point_that_asks_nothing_required_is_complete_once_seen),
        cmocka_unit_test(problems_are_of_asked_questions_only),
    };
    return cmocka_run_group_tests(tests, begin, forms_end);
}
