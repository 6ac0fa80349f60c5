/* Scales, countries, national numbers, accounts, consents, signatures, and options that stand alone: how they
 * are declared, read, computed with and proven. */
#include "form/forms.h"

static const char questions[] = "satisfaction: scale 1..7\n"
                                "  1\n"
                                "  7\n"
                                "froid: scale -3..3, optional\n"
                                "pays: country\n"
                                "origine: country, optional\n"
                                "niss: national-number be, optional\n"
                                "compte: iban, optional\n"
                                "lettre: consent, optional\n"
                                "accord: consent\n"
                                "visa: signature, optional\n"
                                "produits: many 2..3\n"
                                "  actions = 3, palier = 7\n"
                                "  fonds = 2, palier = 5\n"
                                "  livret = 1, palier = 1\n"
                                "  aucun = 0, palier = 0, alone\n";

/* ---- reading ---- */

static const struct form_question *question(const struct form *f, const char *id)
{
    ptrdiff_t i = form_question_find(f, str_from(id));
    assert_true(i >= 0);
    return &f->questions[i];
}

static const char *print(const struct form_question *q, const struct form_answer *answer)
{
    struct buf text;
    buf_init(&text, 1000);
    if (answer->problem != FORM_OK)
        buf_add(&text, form_problem_name(answer->problem));
    else
        form_answer_print(q, answer, &text);
    const char *copy = arena_str(forms_arena, buf_str(&text)).p;
    buf_release(&text);
    return copy;
}

/* The problem of an answer, or its canonical text, which gives the same answer when it is read again. */
static const char *understood(const char *id, const struct str *texts, size_t n)
{
    const struct form *f = forms_build(arena_printf(forms_arena, "#\n%s", questions).p);
    const struct form_question *q = question(f, id);
    struct form_answer answer = form_answer_read(forms_arena, q, (struct form_raw){texts, n}, forms_today());
    const char *text = print(q, &answer);
    if (answer.given && answer.problem == FORM_OK) {
        struct form_answer again = form_answer_restore(forms_arena, q, str_from(text), forms_today());
        assert_string_equal(print(q, &again), text);
        assert_int_equal(again.chosen, answer.chosen);
        assert_str(again.text, arena_str(forms_arena, answer.text).p);
    }
    return text;
}

#define assert_reads(id, raw, expected)                               \
    do {                                                              \
        struct str typed = str_from(raw);                             \
        assert_string_equal(understood((id), &typed, 1), (expected)); \
    } while (0)
#define assert_reads_two(id, one, other, expected)                   \
    do {                                                             \
        struct str typed[] = {str_from(one), str_from(other)};       \
        assert_string_equal(understood((id), typed, 2), (expected)); \
    } while (0)

static void a_scale_is_a_whole_number_between_its_ends(void **state)
{
    (void)state;
    assert_reads("satisfaction", "1", "1");
    assert_reads("satisfaction", " 7 ", "7");
    assert_reads("satisfaction", "0", "too_low");
    assert_reads("satisfaction", "8", "too_high");
    assert_reads("satisfaction", "3,5", "too_precise");
    assert_reads("satisfaction", "beaucoup", "not_a_number");
    assert_reads("froid", "-3", "-3");
    assert_reads("froid", "-4", "too_low");
    assert_reads_two("satisfaction", "1", "2", "too_many");
}

static void a_country_is_known_by_its_code(void **state)
{
    (void)state;
    assert_reads("pays", "be", "be");
    assert_reads("pays", "FR", "fr");
    assert_reads("pays", "uk", "unknown_option");
    assert_reads("pays", "Belgique", "unknown_option");
    assert_reads("pays", "", "");
}

static void numbers_of_registers_and_banks_lose_their_marks(void **state)
{
    (void)state;
    assert_reads("niss", "85.07.30-033.28", "85073003328");
    assert_reads("niss", "85.07.30-033.29", "wrong_digits");
    assert_reads("niss", "85.07.30", "not_a_national_number");
    assert_reads("compte", "be68 5390 0754 7034", "BE68539007547034");
    assert_reads("compte", "BE68 5390 0754 7035", "wrong_digits");
    assert_reads("compte", "539-0075470-34", "not_an_iban");
}

static void a_consent_is_ticked_or_not_given(void **state)
{
    (void)state;
    assert_reads("accord", "yes", "yes");
    assert_reads("accord", "no", "");
    assert_reads("accord", "", "");
    assert_reads("accord", "on", "unknown_option");
    assert_reads_two("accord", "yes", "yes", "too_many");
}

static void a_signature_is_a_name_that_is_confirmed_and_dated(void **state)
{
    (void)state;
    assert_reads_two("visa", "Marie Dupont", "yes", "2026-11-23 Marie Dupont");
    assert_reads_two("visa", "  José-María  ", "yes", "2026-11-23 José-María");
    assert_reads_two("visa", "Marie Dupont", "", "not_signed");
    assert_reads_two("visa", "", "yes", "not_signed");
    assert_reads_two("visa", "", "", "");
    assert_reads_two("visa", "Marie\nDupont", "yes", "not_plain");
    assert_reads_two("visa", "Marie Dupont", "oui", "not_signed");
    assert_reads("visa", "2026-11-20 Marie Dupont", "2026-11-20 Marie Dupont");
    assert_reads("visa", "2026-11-24 Marie Dupont", "not_signed"); /* tomorrow */
    assert_reads("visa", "Marie Dupont", "not_signed");
    assert_reads("visa", "2026-11-20", "not_signed");
    char name[200];
    memset(name, 'x', sizeof(name));
    name[120] = 0;
    assert_reads_two("visa", name, "yes", arena_printf(forms_arena, "2026-11-23 %s", name).p);
    name[120] = 'x';
    name[121] = 0;
    assert_reads_two("visa", name, "yes", "too_long");
}

static void an_option_that_stands_alone_goes_with_no_other(void **state)
{
    (void)state;
    assert_reads("produits", "aucun", "aucun"); /* fewer than two, and right */
    assert_reads("produits", "actions", "too_few");
    assert_reads_two("produits", "actions", "aucun", "not_alone");
    assert_reads_two("produits", "aucun", "aucun", "aucun");
    assert_reads_two("produits", "fonds", "actions", "actions,fonds");
}

/* ---- computing ---- */

#define assert_value(expression, answers, expected) \
    assert_string_equal(forms_value(questions, (expression), (answers)), (expected))

static void a_scale_counts_as_its_number(void **state)
{
    (void)state;
    assert_value("satisfaction * 2", "satisfaction=6", "12");
    assert_value("satisfaction >= 6", "satisfaction=6", "true");
    assert_value("mean(satisfaction, froid)", "satisfaction=7 froid=-3", "2");
    assert_value("step(satisfaction, 3, 5)", "satisfaction=5", "2");
    assert_value("satisfaction in (1, 7)", "satisfaction=7", "true");
}

static void countries_compare_with_codes_and_with_each_other(void **state)
{
    (void)state;
    assert_value("pays = be", "pays=be", "true");
    assert_value("pays != be", "pays=fr", "true");
    assert_value("be = pays", "pays=be", "true");
    assert_value("pays in (fr, be)", "pays=be", "true");
    assert_value("pays in (fr, be)", "pays=lu", "false");
    assert_value("pays in (fr, in)", "pays=in", "true"); /* India has the code `in` */
    assert_value("pays = in", "pays=fr", "false");
    assert_value("pays = origine", "pays=fr origine=fr", "true");
    assert_value("pays = origine", "pays=fr origine=be", "false");
    assert_value("pays = origine", "pays=fr", "missing");
    assert_value("coalesce(origine, pays)", "pays=fr", "fr");
    assert_value("if(pays = be, satisfaction, 0)", "pays=be satisfaction=4", "4");
}

static void a_score_may_be_a_country(void **state)
{
    (void)state;
    const struct form *f = forms_build("#\npays: country\norigine: country, optional\n"
                                       "= fiscal = coalesce(origine, pays)\n"
                                       "! note fiscal in (us, ca)\n");
    assert_true(forms_score(f, "pays=be origine=us")->raised[0]);
    assert_false(forms_score(f, "pays=us origine=be")->raised[0]);
    assert_true(forms_score(f, "pays=ca")->raised[0]);
}

static void a_consent_that_was_not_given_is_no(void **state)
{
    (void)state;
    assert_value("lettre", "lettre=yes", "true");
    assert_value("lettre", "", "false");
    assert_value("not lettre", "", "true");
    assert_value("answered(lettre)", "", "false");
    assert_value("count(lettre, accord)", "accord=yes", "1");
    const struct form *f = forms_build("#\nage: number 0..120\nlettre: consent, optional, if age >= 18\n"
                                       "= x = if(lettre, 1, 2)\n= y = coalesce(x, 3)\n");
    assert_str(forms_score(f, "age=20")->steps[0].value, "2");
    assert_str(forms_score(f, "age=10")->steps[0].value, "missing"); /* it was not asked */
}

static void an_option_that_stands_alone_has_values_like_others(void **state)
{
    (void)state;
    assert_value("sum(produits)", "produits=aucun", "0");
    assert_value("max(produits.palier)", "produits=actions,livret", "7");
    assert_value("count(produits)", "produits=aucun", "1");
    assert_value("aucun in produits", "produits=aucun", "true");
    assert_value("sum(produits)", "produits=actions,aucun", "missing");
}

static void what_identifies_can_only_be_answered(void **state)
{
    (void)state;
    assert_value("answered(compte)", "compte=BE68539007547034", "true");
    assert_value("answered(niss)", "", "false");
    assert_value("answered(visa)", "", "false");
}

static void values_are_put_in_as_they_are_written(void **state)
{
    (void)state;
    const struct form *f = forms_build("#\npays: country\n= x = pays in (fr, be)\n");
    const struct form_scored *scored = forms_score(f, "pays=lu");
    assert_str(scored->steps[0].put_in, "lu in (fr, be)");
    assert_str(scored->steps[0].formula, "pays in (fr, be)");
}

/* ---- refusing ---- */

static void declarations_that_are_refused(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\nx: scale\n", "FORM_SCALE_RANGE \"\""},
        {"#\nx: scale, optional\n", "FORM_SCALE_RANGE \",\""},
        {"#\nx: scale 1..\n", "FORM_SCALE_RANGE \"1..\""},
        {"#\nx: scale 7\n", "FORM_EXPECTED_RANGE \"7\""},
        {"#\nx: scale 1..1\n", "FORM_SCALE_RANGE \"1..1\""},
        {"#\nx: scale 0.5..3\n", "FORM_SCALE_RANGE \"0.5..3\""},
        {"#\nx: scale 0..21\n", "FORM_SCALE_RANGE \"0..21\""},
        {"#\nx: scale -999999999999999..999999999999999\n",
         "FORM_SCALE_RANGE \"-999999999999999..999999999999999\""},
        {"#\nx: scale 7..1\n", "FORM_RANGE_BACKWARDS \"7..1\""},
        {"#\nx: scale 1..7\n  8\n", "FORM_SCALE_OUTSIDE \"8\""},
        {"#\nx: scale 1..7\n  1.5\n", "FORM_SCALE_OUTSIDE \"1.5\""},
        {"#\nx: scale 1..7\n  peu = 1\n", "FORM_SCALE_LABEL \"peu = 1\""},
        {"#\nx: scale 1..7\n  1 = 1\n", "FORM_EXPECTED_CODE \"1\""},
        {"#\nx: scale 1..7\n  1\n  1\n", "FORM_DUPLICATE_CODE \"1\""},
        {"#\nx: scale 1..7\n  1\n    y: text\n", "FORM_NESTED_UNDER_SCALE \"y: text\""},
        {"#\nx: scale 1..7, whole\n", "FORM_WHOLE \"whole\""},
        {"#\nx: one\n  0\n  1\n", "FORM_EXPECTED_CODE \"0\" FORM_EXPECTED_CODE \"1\""},
        {"#\nx: national-number\n", "FORM_NATIONAL_COUNTRY \"\""},
        {"#\nx: national-number fr\n", "FORM_NATIONAL_COUNTRY \"fr\""},
        {"#\nx: national\n", "FORM_UNKNOWN_TYPE \"national\""},
        {"#\nx: niss\n", "FORM_UNKNOWN_TYPE \"niss\""},
        {"#\nx: iban be\n", "FORM_NO_ARGUMENTS \"be\""},
        {"#\nx: consent\n  a = 1\n", "FORM_OPTION_OF_TYPE \"a = 1\""},
        {"#\nx: signature 3\n", "FORM_NO_ARGUMENTS \"3\""},
        {"#\nx: one\n  a = 1\n  b = 2, alone\n", "FORM_ALONE_OF_TYPE \"b = 2, alone\""},
        {"#\nx: many\n  a = 1\n  b = 2, seul\n", "FORM_UNKNOWN_ATTRIBUTE \"seul\""},
        {"#\nx: many\n  a = 1\n  b = 2, alone, alone\n", "FORM_DUPLICATE_ATTRIBUTE \"alone\""},
        {"#\nx: many\n  a = 1, alone\n  b = 2, alone\n", "FORM_ALL_ALONE \"x\""},
        {"#\nx: many 2..2\n  a\n  b, alone\n", "FORM_COUNT_OVER_OPTIONS \"x\""},
        {"#\nx: many\n  a\n  b, alone = 3\n", "FORM_NAMED_UNUSED \"alone\""},
    };
    CHECK(cases);
}

static void expressions_that_are_refused(void **state)
{
    (void)state;
#define WITH(expression) "#\npays: country\naccord: consent, optional\ncompte: iban\n= x = " expression "\n"
    static const struct mistake cases[] = {
        {WITH("pays = uk"), "FORM_UNKNOWN_COUNTRY \"uk\""},
        {WITH("pays = BE"), "FORM_UNKNOWN_COUNTRY \"BE\""},
        {WITH("pays in (fr, zz)"), "FORM_UNKNOWN_COUNTRY \"zz\""},
        {WITH("pays < be"), "FORM_COUNTRY_ORDER \"pays < be\""},
        {WITH("pays + 1"), "FORM_COUNTRY_AS_NUMBER \"pays\""},
        {WITH("pays = 3"), "FORM_MIXED \"pays = 3\""},
        {WITH("accord = yes"), "FORM_CONSENT_CODE \"yes\""},
        {WITH("accord + 1"), "FORM_CONDITION_AS_NUMBER \"accord\""},
        {WITH("compte = be"), "FORM_TEXT_AS_VALUE \"compte\""},
        {WITH("in (1, 2)"), "FORM_EXPECTED_VALUE \"in\""},
        {WITH("1 + in"), "FORM_UNKNOWN_NAME \"in\""},
    };
    CHECK(cases);
}

/* ---- proving ---- */

static void what_the_types_make_impossible_is_found(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\nx: scale 1..7\nr: result x\n  a = 1..3\n  b = 4..7\n", ""},
        {"#\nx: scale 1..7\nr: result x\n  a = 1..3\n  b = 5..7\n", "FORM_SCORE_BETWEEN \"b = 5..7\""},
        {"#\nx: scale 1..7\n! note x > 7\n", "FORM_CHECK_NEVER \"note x > 7\""},
        {"#\nx: country\n! note x in (fr, be)\n", ""},
        {"#\nx: country\n! note x = fr and x = be\n", "FORM_CHECK_NEVER \"note x = fr and x = be\""},
        {"#\nx: country\ny: country\n! note x = y\n", ""},
        {"#\nx: country\n! note x = fr or x != fr\n", "FORM_CHECK_ALWAYS \"note x = fr or x != fr\""},
        /* A consent that must be given is never refused in what is sent. */
        {"#\nx: consent\n! note not x\n", "FORM_CHECK_NEVER \"note not x\""},
        {"#\nx: consent\ny: text, if not x\n", "FORM_QUESTION_NEVER \"y\""},
        {"#\nx: consent, optional\n! note not x\ny: text, if x\n", ""},
        {"#\nx: many\n  a\n  b\n  z, alone\n! note a in x and z in x\n",
         "FORM_CHECK_NEVER \"note a in x and z in x\""},
        {"#\nx: many 2..2\n  a = 1\n  b = 2\n  z = 7, alone\nr: result sum(x)\n  p = 3\n  q = 7\n", ""},
    };
    CHECK(cases);
}

/* More options than can be gone through one by one. */
static void an_option_that_stands_alone_among_many_is_summed_by_itself(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\nx: many 2..12\n  a = 1\n  b = 1\n  c = 1\n  d = 1\n  e = 1\n  f = 1\n  g = 1\n  h = 1\n  i = 1\n"
         "  j = 1\n  k = 1\n  l = 1\n  z = 50, alone\nr: result sum(x)\n  p = 2..12\n  q = 50\n",
         ""},
        {"#\nx: many 2..12\n  a = 1\n  b = 1\n  c = 1\n  d = 1\n  e = 1\n  f = 1\n  g = 1\n  h = 1\n  i = 1\n"
         "  j = 1\n  k = 1\n  l = 1\n  z = 50, alone\nr: result max(x)\n  p = 1\n  q = 50\n",
         ""},
        {"#\nx: many 2..12\n  a = 1\n  b = 1\n  c = 1\n  d = 1\n  e = 1\n  f = 1\n  g = 1\n  h = 1\n  i = 1\n"
         "  j = 1\n  k = 1\n  l = 1\n  z = 50, alone\nr: result count(x)\n  p = 1\n  q = 2..12\n",
         ""},
    };
    CHECK(cases);
}

/* ---- printing ---- */

static void the_canonical_text_gives_the_same_definition_again(void **state)
{
    (void)state;
    const struct form *f = forms_build(arena_printf(forms_arena, "#\n%s", questions).p);
    static const char *const expected[] = {"satisfaction: scale 1..7",
                                           "1",
                                           "7",
                                           "froid: scale -3..3, optional",
                                           "pays: country",
                                           "origine: country, optional",
                                           "niss: national-number be, optional",
                                           "compte: iban, optional",
                                           "lettre: consent, optional",
                                           "accord: consent",
                                           "visa: signature, optional",
                                           "produits: many 2..3",
                                           "actions = 3, palier = 7",
                                           "fonds = 2, palier = 5",
                                           "livret = 1, palier = 1",
                                           "aucun = 0, palier = 0, alone"};
    assert_int_equal(f->n_lines, 1 + sizeof(expected) / sizeof(*expected));
    for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++)
        assert_str(f->lines[i + 1].declaration, expected[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scale_is_a_whole_number_between_its_ends),
        cmocka_unit_test(a_country_is_known_by_its_code),
        cmocka_unit_test(numbers_of_registers_and_banks_lose_their_marks),
        cmocka_unit_test(a_consent_is_ticked_or_not_given),
        cmocka_unit_test(a_signature_is_a_name_that_is_confirmed_and_dated),
        cmocka_unit_test(an_option_that_stands_alone_goes_with_no_other),
        cmocka_unit_test(a_scale_counts_as_its_number),
        cmocka_unit_test(countries_compare_with_codes_and_with_each_other),
        cmocka_unit_test(a_score_may_be_a_country),
        cmocka_unit_test(a_consent_that_was_not_given_is_no),
        cmocka_unit_test(an_option_that_stands_alone_has_values_like_others),
        cmocka_unit_test(what_identifies_can_only_be_answered),
        cmocka_unit_test(values_are_put_in_as_they_are_written),
        cmocka_unit_test(declarations_that_are_refused),
        cmocka_unit_test(expressions_that_are_refused),
        cmocka_unit_test(what_the_types_make_impossible_is_found),
        cmocka_unit_test(an_option_that_stands_alone_among_many_is_summed_by_itself),
        cmocka_unit_test(the_canonical_text_gives_the_same_definition_again),
    };
    return cmocka_run_group_tests(tests, forms_begin, forms_end);
}
