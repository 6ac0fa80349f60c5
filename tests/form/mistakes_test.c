/* What must be refused, and where the caret stands. */
#include "form/forms.h"

/* A questionnaire that is right, for what comes behind it. */
#define RIGHT                                                \
    "#\n"                                                    \
    "horizon: one\n  court = 0\n  moyen = 10\n  long = 20\n" \
    "age: number 18..120\n"                                  \
    "fumeur: yesno\n"                                        \
    "produits: many\n  actions = 2\n  fonds = 1\n"           \
    "nom: text 50\n"                                         \
    "naissance: date ..today\n"
#define SCORE(expression) RIGHT "= x = " expression "\n"
#define CONDITION(expression) RIGHT "fin: text, if " expression "\n"

static void the_right_one_is_right(void **state)
{
    (void)state;
    static const struct mistake cases[] = {{RIGHT, ""}, {SCORE("horizon"), ""}, {CONDITION("fumeur"), ""}};
    CHECK(cases);
}

static void declarations_of_questions(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\nage number\n", "FORM_EXPECTED_COLON \"number\""},
        {"#\n: number\n", "FORM_EXPECTED_ID \":\""},
        {"#\nage:\n", "FORM_EXPECTED_TYPE \"\""},
        {"#\nage: nombre\n", "FORM_UNKNOWN_TYPE \"nombre\""},
        {"#\nage: numbre\n", "FORM_UNKNOWN_TYPE \"numbre\""},
        {"#\nâge: number\n", "FORM_ACCENT \"âge\""},
        {"#\nmon-age: number\n", "FORM_ID_HYPHEN \"-\""},
        {"#\n2age: number\n", "FORM_NAME_STARTS_WITH_DIGIT \"2age\""},
        {"#\nmin: number\n", "FORM_RESERVED \"min\""},
        {"#\nage: number 5\n", "FORM_EXPECTED_RANGE \"5\""},
        {"#\nage: number ..\n", "FORM_EMPTY_RANGE \"..\""},
        {"#\nage: number 120..18\n", "FORM_RANGE_BACKWARDS \"120..18\""},
        {"#\nage: number 18…120\n", "FORM_HABIT \"…\""},
        {"#\nage: number 0..100 optional\n", "FORM_ATTRIBUTE_COMMA \"optional\""},
        {"#\nage: number 0..100, facultatif\n", "FORM_UNKNOWN_ATTRIBUTE \"facultatif\""},
        {"#\nage: number, optional, optional\n", "FORM_DUPLICATE_ATTRIBUTE \"optional\""},
        {"#\nage: number, required\n", "FORM_REQUIRED \"required\""},
        {"#\nnom: text 50, whole\n", "FORM_WHOLE \"whole\""},
        {"#\nnom: text 0..50\n", "FORM_TEXT_LENGTH \"..\""},
        {"#\nnom: text 0\n", "FORM_TEXT_LENGTH \"0\""},
        {"#\nnom: text 20000\n", "FORM_TEXT_LENGTH \"20000\""},
        {"#\nnom: email 20\n", "FORM_NO_ARGUMENTS \"20\""},
        {"#\nrevenu: money 0..\n", "FORM_CURRENCY \"0\""},
        {"#\nrevenu: money eur\n", "FORM_CURRENCY \"eur\""},
        {"#\npiece: file\n", "FORM_FILE_KINDS \"\""},
        {"#\npiece: file 10MB\n", "FORM_FILE_KINDS \"10MB\""},
        {"#\npiece: file jpeg\n", "FORM_FILE_KIND \"jpeg\""},
        {"#\npiece: file pdf pdf\n", "FORM_DUPLICATE_ATTRIBUTE \"pdf\""},
        {"#\npiece: file pdf 10\n", "FORM_FILE_SIZE \"10\""},
        {"#\npiece: file pdf 10Mo\n", "FORM_FILE_SIZE \"10Mo\""},
        {"#\npiece: file pdf 10mb\n", "FORM_FILE_SIZE \"10mb\""},
        {"#\npiece: file pdf 51MB\n", "FORM_FILE_SIZE \"51MB\""},
        {"#\npiece: file pdf 0MB\n", "FORM_FILE_SIZE \"0MB\""},
        {"#\npiece: file pdf 0.5KB\n", "FORM_FILE_SIZE \"0.5KB\""},
        {"#\npiece: file 0..3 pdf\n", "FORM_FILE_COUNT \"0..3\""},
        {"#\npiece: file 1..21 pdf\n", "FORM_FILE_COUNT \"1..21\""},
        {"#\npiece: file 3..1 pdf\n", "FORM_RANGE_BACKWARDS \"3..1\""},
        {"#\npiece: file pdf\nn: number, if piece = 1\n", "FORM_FILE_AS_VALUE \"piece\""},
        {"#\npiece: file pdf\nn: number, if count(piece, true) = 1\n", "FORM_FILE_AS_VALUE \"piece\""},
        {"# enfants: repeat 0..3\npiece: file pdf\n", ""},
        {"#\npiece: fichier pdf\n", "FORM_UNKNOWN_TYPE \"fichier\""},
        {"#\n10mb: number\n", "FORM_EXPECTED_ID \"10mb\""},
        {"#\ntaux: percent 0..50%\n", "FORM_PERCENT_SIGN \"%\""},
        {"#\nnaissance: date 1/1/2000..\n", "FORM_EXPECTED_DATE \"1/1/2000\""},
        {"#\nnaissance: date 2000-02-30..\n", "FORM_NO_SUCH_DAY \"2000-02-30\""},
        {"#\nage: number\xC2\xA0"
         "18..120\n",
         "FORM_ODD_SPACE \"\xC2\xA0\""},
        {"#\n“age”: number\n", "FORM_QUOTE \"“\""},
        {"#\nage: number @\n", "FORM_CHARACTER \"@\""},
        {"#\nage: number 9999999999999999..\n", "FORM_NUMBER_TOO_LONG \"9999999999999999\""},
    };
    CHECK(cases);
}

static void ids_are_used_once(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\nage: number\nage: text\n", "FORM_DUPLICATE_ID \"age\""},
        {"# age\nage: number\n", "FORM_DUPLICATE_ID \"age\""},
        {RIGHT "= age = 1\n", "FORM_DUPLICATE_ID \"age\""},
        {RIGHT "age: result horizon\n  a = 0..20\n", "FORM_DUPLICATE_ID \"age\""},
    };
    CHECK(cases);
}

static void options(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\nx: one\n", "FORM_NO_OPTIONS \"x\""},
        {"#\nx: one\n  a = 1\n", "FORM_ONE_OPTION \"x\""},
        {"#\nx: one\n  a = 1\n  a = 2\n", "FORM_DUPLICATE_CODE \"a\""},
        {"#\nx: one\n  a = 0,5\n  b = 1\n", "FORM_DECIMAL_COMMA \",\""},
        {"#\nx: one\n  a = 0, 5\n  b = 1\n", "FORM_DECIMAL_COMMA \"5\""},
        {"#\nx: one\n  a = 1..2\n  b = 1\n", "FORM_OPTION_RANGE \"..\""},
        {"#\nx: one\n  a = , p = 1\n  b = 1\n", "FORM_EXPECTED_NUMBER \",\""},
        {"#\nx: one\n  a = 1, p\n  b = 1\n", "FORM_EXPECTED_EQUAL \"\""},
        {"#\nx: one\n  a = 1, p = 1, p = 2\n  b = 1\n", "FORM_DUPLICATE_NAMED \"p\""},
        {"#\nx: one\n  a: 1\n  b = 1\n", "FORM_HABIT \":\""},
        {"#\nx: number\n  a = 1\n", "FORM_OPTION_OF_TYPE \"a = 1\""},
        {"#\nx: yesno\n  oui = 1\n  no = 0\n", "FORM_YESNO_CODES \"oui\""},
        {"#\nx: yesno\n  yes = 1\n", "FORM_YESNO_HALF \"x\""},
        {"#\nx: many 1..3\n  a = 1\n  b = 1\n", "FORM_COUNT_OVER_OPTIONS \"x\""},
        {"#\nx: many 0.5..1\n  a = 1\n  b = 1\n", "FORM_BAD_COUNT \"0.5..1\""},
        {"#\n  a = 1\n", "FORM_OPTION_OUTSIDE \"a = 1\""},
    };
    CHECK(cases);
}

static void places_in_the_document(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"age: number\n", "FORM_QUESTION_OUTSIDE \"age: number\""},
        {"#\nage: number 0..9\nr: result age\n  a = 0..\n#\n", ""},
        {"#\nage: number\n    x: text\n", "FORM_NESTED_UNDER_NOTHING \"x: text\""},
        {"# x: y\nage: number\n", "FORM_TYPED_POINT \":\""},
        {"# x\n", "FORM_NO_QUESTIONS \"x\""},
        {RIGHT "r: result age\n", "FORM_NO_LEVELS \"r\""},
    };
    CHECK(cases);
}

/* What a short text of declarations cannot say: a level without its result, a question below one. */
static void what_belongs_to_nothing(void **state)
{
    static const struct {
        enum form_kind kinds[3];
        const char *declarations[3];
        enum diag_code code;
    } cases[] = {
        {{FORM_POINT, FORM_QUESTION, FORM_LEVEL}, {"", "a: number 0..9", "bas = 0..9"}, D_FORM_LEVEL_OUTSIDE},
        {{FORM_POINT, FORM_RESULT, FORM_QUESTION},
         {"", "r: result 1", "a: number 0..9"},
         D_FORM_QUESTION_IN_RESULT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct diags *diags = diags_new(forms_arena, 10);
        struct form_builder *b = form_builder_new(forms_arena, diags);
        for (size_t j = 0; j < 3; j++)
            form_builder_add(b, cases[i].kinds[j],
                             cases[i].kinds[j] == FORM_QUESTION || cases[i].kinds[j] == FORM_LEVEL,
                             str_from(cases[i].declarations[j]), (struct place){0});
        assert_null(form_builder_finish(b));
        assert_true(diags_has(diags, cases[i].code));
    }
}

static void names_in_expressions(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {SCORE("horizo + 1"), "FORM_UNKNOWN_NAME \"horizo\""},
        {SCORE("horizo + agee"), "FORM_UNKNOWN_NAME \"horizo\" FORM_UNKNOWN_NAME \"agee\""},
        {SCORE("horizon = lng"), "FORM_UNKNOWN_CODE \"lng\""},
        {SCORE("horizon in (court, lng, mo)"), "FORM_UNKNOWN_CODE \"lng\" FORM_UNKNOWN_CODE \"mo\""},
        {SCORE("action in produits"), "FORM_UNKNOWN_CODE \"action\""},
        {SCORE("actions in produit"), "FORM_UNKNOWN_NAME \"produit\""},
        {SCORE("actions in age"), "FORM_IN_OTHER \"age\""},
        {SCORE("court in horizon"), "FORM_IN_ONE \"horizon\""},
        {SCORE("produits = actions"), "FORM_MANY_EQUALS \"produits = actions\""},
        {SCORE("horizon < long"), "FORM_CODE_ORDER \"horizon < long\""},
        {SCORE("fumeur = oui"), "FORM_UNKNOWN_CODE \"oui\""},
        {SCORE("horizon.perte"), "FORM_UNKNOWN_FIELD \"horizon.perte\""},
        {SCORE("age.perte"), "FORM_FIELD_OF_OTHER \"age.perte\""},
        {SCORE("horizon."), "FORM_EXPECTED_FIELD \"\""},
        {"#\nx: one\n  a, p = 1\n  b\n= s = x.p\n", "FORM_FIELD_MISSING \"x.p\""},
        {"#\nx: one\n  a = 1\n  b\n= s = x + 1\n", "FORM_NO_POINTS \"x\""},
        {"# p\nx: number\n= s = p + 1\n", "FORM_POINT_AS_VALUE \"p\""},
        {SCORE("minimum(1, 2)"), "FORM_UNKNOWN_FUNCTION \"minimum\""},
        {SCORE("min + 1"), "FORM_FUNCTION_ALONE \"min\""},
        {SCORE("answered(horizo)"), "FORM_UNKNOWN_NAME \"horizo\""},
        {SCORE("answered(1)"), "FORM_ANSWERED \"1\""},
    };
    CHECK(cases);
}

static void types_in_expressions(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {SCORE("age + fumeur"), "FORM_CONDITION_AS_NUMBER \"fumeur\""},
        {SCORE("age + (age > 3)"), "FORM_CONDITION_AS_NUMBER \"age > 3\""},
        {SCORE("produits + 1"), "FORM_LIST_AS_NUMBER \"produits\""},
        {SCORE("naissance + 1"), "FORM_DATE_AS_NUMBER \"naissance\""},
        {SCORE("nom + 1"), "FORM_TEXT_AS_VALUE \"nom\""},
        {SCORE("age and fumeur"), "FORM_NEEDS_CONDITION \"age\""},
        {SCORE("if(age, 1, 2)"), "FORM_NEEDS_CONDITION \"age\""},
        {SCORE("if(fumeur, 1, true)"), "FORM_MIXED \"if(fumeur, 1, true)\""},
        {SCORE("naissance = 3"), "FORM_DATE_AS_NUMBER \"naissance\""},
        {SCORE("if(age < years(naissance), 1, 01/01/2008 < naissance)"), "FORM_DATE_AS_NUMBER \"naissance\""},
        {SCORE("naissance = fumeur"), "FORM_MIXED \"naissance = fumeur\""},
        {SCORE("fumeur < true"), "FORM_TRUTH_ORDER \"fumeur < true\""},
        {SCORE("years(age)"), "FORM_NEEDS_DATE \"age\""},
        {SCORE("step(age, 40, 20)"), "FORM_THRESHOLDS \"20\""},
        {SCORE("step(age, age)"), "FORM_THRESHOLDS \"age\""},
        {SCORE("count(age, fumeur)"), "FORM_MIXED \"count(age, fumeur)\""},
        {SCORE("age / 0"), "FORM_DIVISION_BY_ZERO \"age / 0\""},
        {SCORE("produits"), "FORM_LIST_AS_NUMBER \"produits\""},
        {CONDITION("age"), "FORM_NEEDS_CONDITION \"age\""},
        {RIGHT "r: result fumeur\n  a = 0..1\n", "FORM_CONDITION_AS_NUMBER \"fumeur\""},
        {RIGHT "! note age\n", "FORM_NEEDS_CONDITION \"age\""},
    };
    CHECK(cases);
}

static void syntax_of_expressions(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {SCORE(""), "FORM_EXPECTED_VALUE \"\""},
        {SCORE("age +"), "FORM_EXPECTED_VALUE \"\""},
        {SCORE("age age"), "FORM_UNEXPECTED \"age\""},
        {SCORE("(age + 1"), "FORM_UNCLOSED \"(\""},
        {SCORE("min(age, 1"), "FORM_UNCLOSED \"(\""},
        {SCORE("age)"), "FORM_UNEXPECTED \")\""},
        {SCORE("age + ()"), "FORM_EXPECTED_VALUE \")\""},
        {SCORE("(age, 1)"), "FORM_COMMA \",\""},
        {SCORE("age >= 0,5"), "FORM_COMMA \",\""},
        {SCORE("18 <= age < 30"), "FORM_CHAINED \"<\""},
        {SCORE("age == 3"), "FORM_HABIT \"==\""},
        {SCORE("age ≥ 3"), "FORM_HABIT \"≥\""},
        {SCORE("age <> 3"), "FORM_HABIT \"<>\""},
        {SCORE("age => 3"), "FORM_HABIT \"=>\""},
        {SCORE("age × 3"), "FORM_HABIT \"×\""},
        {SCORE("fumeur et age > 3"), "FORM_HABIT \"et\""},
        {SCORE("fumeur && age > 3"), "FORM_HABIT \"&&\""},
        {SCORE("!fumeur"), "FORM_HABIT \"!\""},
        {SCORE("horizon = 'long'"), "FORM_QUOTE \"'\""},
        {SCORE("horizon = “long”"), "FORM_QUOTE \"“\""},
        {SCORE("horizon = long\xC2\xA0"), "FORM_ODD_SPACE \"\xC2\xA0\""},
        {SCORE("if(age > 3, 1)"), "FORM_ARGUMENTS \"if\""},
        {SCORE("years()"), "FORM_EXPECTED_VALUE \")\""},
        {SCORE("age in 3"), "FORM_EXPECTED_IN \"3\""},
        {SCORE("age * 10%"), "FORM_PERCENT_SIGN \"%\""},
        {SCORE("and"), "FORM_EXPECTED_VALUE \"and\""},
    };
    CHECK(cases);
}

static void conditions_use_what_was_asked_before(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\na: number, if b > 1\nb: number\n", "FORM_CONDITION_ON_LATER \"b\""},
        {"#\na: number, if a > 1\n", "FORM_CONDITION_ON_ITSELF \"a\""},
        {"#\na: number\nb: number, if s > 1\n= s = a + 1\n", ""},
        {"#\na: number\nb: number, if s > 1\n= s = t + 1\n= t = b\n", "FORM_CONDITION_ON_LATER \"s\""},
        {"#\nb: one, if c = x\n  x\n  y\nc: one\n  x\n  y\n", "FORM_CONDITION_ON_LATER \"c = x\""},
        {"#\na: number, if r > 1\nr: result 3\n  l = 3\n", "FORM_RESULT_TOO_EARLY \"r\""},
        {RIGHT "= s = r\nr: result age\n  l = 0..\n", "FORM_RESULT_TOO_EARLY \"r\""},
    };
    CHECK(cases);
}

static void circles_are_shown(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {RIGHT "= a = a + 1\n", "FORM_CIRCLE \"a\""},
        {RIGHT "= a = b\n= b = c + 1\n= c = a\n= d = a + 1\n", "FORM_CIRCLE \"a\""},
        {RIGHT "= a = b\n= b = a\n= c = d\n= d = c\n", "FORM_CIRCLE \"a\" FORM_CIRCLE \"c\""},
    };
    CHECK(cases);
}

static void results_rules_and_checks(void **state)
{
    (void)state;
#define RESULT RIGHT "r: result horizon\n  bas = 0..9\n  haut = 10..\n"
    static const struct mistake cases[] = {
        {RESULT, ""},
        {RIGHT "r: results horizon\n  bas = 0..9\n", "FORM_EXPECTED_RESULT \"results\""},
        {RIGHT "r: result horizon\n  bas\n  haut = 10..\n", "FORM_LEVEL_RANGE \"\""},
        {RIGHT "r: result horizon\n  bas = 0..10\n  haut = 10..\n", "FORM_LEVELS_OVERLAP \"haut = 10..\""},
        {RIGHT "r: result horizon\n  bas = 0..\n  haut = 10..\n", "FORM_LEVELS_OVERLAP \"haut = 10..\""},
        {RIGHT "r: result horizon\n  haut = 10..20\n  bas = 0..9\n", "FORM_LEVELS_BACKWARDS \"bas = 0..9\""},
        {RIGHT "r: result horizon\n  bas = 0..9\n  bas = 10..\n", "FORM_DUPLICATE_CODE \"bas\""},
        {RESULT "> r <= bas if age > 50\n", ""},
        {RESULT "> rr <= bas if age > 50\n", "FORM_UNKNOWN_RESULT \"rr\""},
        {RESULT "> r <= bass if age > 50\n", "FORM_UNKNOWN_CODE \"bass\""},
        {RESULT "> r = bas if age > 50\n", "FORM_RULE_SIGN \"=\""},
        {RESULT "> r <= bas\n", "FORM_RULE_IF \"\""},
        {RESULT "> r <= if age > 50\n", "FORM_RULE_LEVEL \"if\""},
        {RESULT "> r <= bas if r = hautt\n", "FORM_UNKNOWN_CODE \"hautt\""},
        {RESULT "> r <= bas if horizon != r or age > 50\n", ""},
        {RESULT "! warning age > 50\n", "FORM_SEVERITY \"warning\""},
        {RESULT "! note\n", "FORM_EXPECTED_VALUE \"\""},
        {RESULT "! note r >= haut\n", ""},
        {RESULT "! note r > 15\n", ""},
    };
    CHECK(cases);
}

static void a_mistake_is_told_once_and_does_not_cascade(void **state)
{
    (void)state;
    static const struct mistake cases[] = {
        {"#\na: nombr\n= s = a + 1\n= t = s * 2\nb: text, if s > 3\n", "FORM_UNKNOWN_TYPE \"nombr\""},
        {"#\na: one\n  x = 1\n  y = deux\n= s = a + 1\n= t = a = z\n", "FORM_EXPECTED_NUMBER \"deux\""},
        {RIGHT "= s = agee\n= t = s + 1\nr: result t\n  bas = 0..\n", "FORM_UNKNOWN_NAME \"agee\""},
    };
    CHECK(cases);
}

static void expressions_have_a_maximum_of_depth_and_of_length(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_add_z(&text, RIGHT "= x = ");
    buf_add_repeat(&text, '(', 1000);
    assert_string_equal(forms_mistakes(buf_z(&text)), "FORM_TOO_DEEP \"(\"");
    buf_clear(&text);
    buf_add_z(&text, RIGHT "= x = 1");
    for (int i = 0; i < 30000; i++)
        buf_add_z(&text, " + 1");
    assert_non_null(strstr(forms_mistakes(buf_z(&text)), "FORM_EXPRESSION_TOO_LONG"));
    buf_release(&text);
}

static void grids_and_repeats_have_a_maximum(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_add_z(&text, "#\ng: grid\n  non\n  oui\n");
    for (int i = 0; i <= FORM_MAX_ROWS; i++)
        buf_addf(&text, "  | r%d\n", i);
    assert_string_equal(forms_mistakes(buf_z(&text)), "FORM_TOO_MANY_ROWS \"r50\"");
    buf_clear(&text);
    /* A hundred sums over fifty items of a hundred nodes: half a million. */
    buf_add_z(&text, "# a: repeat 0..50\nx: number 0..9\n");
    for (int i = 0; i < 100; i++) {
        buf_addf(&text, "= s%d = sum(a.x", i);
        for (int j = 0; j < 100; j++)
            buf_add_z(&text, " + a.x");
        buf_add_z(&text, ")\n");
    }
    assert_non_null(strstr(forms_mistakes(buf_z(&text)), "FORM_EXPANDED"));
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_one_is_right),
        cmocka_unit_test(declarations_of_questions),
        cmocka_unit_test(ids_are_used_once),
        cmocka_unit_test(options),
        cmocka_unit_test(places_in_the_document),
        cmocka_unit_test(what_belongs_to_nothing),
        cmocka_unit_test(names_in_expressions),
        cmocka_unit_test(types_in_expressions),
        cmocka_unit_test(syntax_of_expressions),
        cmocka_unit_test(conditions_use_what_was_asked_before),
        cmocka_unit_test(circles_are_shown),
        cmocka_unit_test(results_rules_and_checks),
        cmocka_unit_test(a_mistake_is_told_once_and_does_not_cascade),
        cmocka_unit_test(expressions_have_a_maximum_of_depth_and_of_length),
        cmocka_unit_test(grids_and_repeats_have_a_maximum),
    };
    return cmocka_run_group_tests(tests, forms_begin, forms_end);
}
