#include "search/words.h"

#include "base/fold.h"
#include "lib/test.h"

/* The words, each in brackets. */
static struct str words_of(struct arena *a, const char *text)
{
    struct str rest = str_from(text), word, all = STR("");
    while (search_word(&rest, &word))
        all = arena_printf(a, STR_FMT "[" STR_FMT "]", STR_ARG(all), STR_ARG(word));
    return all;
}

static void apostrophes_hyphens_and_signs_part_words(void **state)
{
    struct arena *a = *state;
    assert_str(words_of(a, "L'espace, l’e-mail : 20 % (Œuvre)"), "[L][espace][l][e][mail][20][Œuvre]");
    assert_str(words_of(a, "« Mot »\u00a0; 👍 e\u0301te\u0301 日本語"), "[Mot][e\u0301te\u0301][日本語]");
    assert_str(words_of(a, ""), "");
    assert_str(words_of(a, "\xFF\xFE ok\xC3"), "[ok]");
}

static void forms_of_a_word_have_one_stem(void **state)
{
    static const struct {
        const char *language, *one, *other;
    } pairs[] = {
        {"fr", "activer", "Activée"},
        {"fr", "ACTIVÉES", "activé"},
        {"fr", "questionnaire", "questionnaires"},
        {"fr", "placement", "placements"},
        {"fr", "réponses", "RÉPONSE"},
        {"en", "password", "Passwords"},
        {"en", "activated", "activating"},
        {"nl", "wachtwoord", "wachtwoorden"},
        {"nl", "vragenlijst", "Vragenlijsten"},
        {"de", "Straße", "strasse"},
    };
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
        struct stemmer *s = stemmer_new(str_from(pairs[i].language));
        struct str one = stemmer_stem(s, a, str_from(pairs[i].one));
        assert_str(stemmer_stem(s, a, str_from(pairs[i].other)), one.p);
        stemmer_free(s);
    }
}

static void different_words_keep_different_stems(void **state)
{
    struct arena *a = *state;
    struct stemmer *s = stemmer_new(STR("fr"));
    assert_false(str_eq(stemmer_stem(s, a, STR("profil")), stemmer_stem(s, a, STR("professeur"))));
    assert_false(str_eq(stemmer_stem(s, a, STR("compte")), stemmer_stem(s, a, STR("comité"))));
    stemmer_free(s);
}

static void a_language_without_an_algorithm_folds_words(void **state)
{
    struct arena *a = *state;
    struct stemmer *s = stemmer_new(STR("xx-unknown"));
    assert_str(stemmer_stem(s, a, STR("Élèves")), "eleves");
    assert_false(stemmer_is_common(s, STR("les")));
    stemmer_free(s);
}

static void common_words_and_single_letters_say_nothing(void **state)
{
    (void)state;
    struct stemmer *s = stemmer_new(STR("fr"));
    assert_true(stemmer_is_common(s, STR("les")));
    assert_true(stemmer_is_common(s, STR("etes")));
    assert_true(stemmer_is_common(s, STR("x")));
    assert_true(stemmer_is_common(s, STR("")));
    assert_false(stemmer_is_common(s, STR("7")));
    assert_false(stemmer_is_common(s, STR("lettre")));
    stemmer_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apostrophes_hyphens_and_signs_part_words),
        cmocka_unit_test(forms_of_a_word_have_one_stem),
        cmocka_unit_test(different_words_keep_different_stems),
        cmocka_unit_test(a_language_without_an_algorithm_folds_words),
        cmocka_unit_test(common_words_and_single_letters_say_nothing),
    };
    return cmocka_run_group_tests(tests, test_arena_begin, test_arena_end);
}
