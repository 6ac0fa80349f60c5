#include "search/guess.h"

#include "lib/test.h"

enum { MOST = 16 };

/* The word guessed among these, each had by as many pages as it has letters. */
static struct str guess(const char *word, const char *const *words)
{
    struct search_known known[MOST];
    size_t n = 0;
    for (; n < MOST && words[n]; n++) {
        struct str text = str_from(words[n]);
        known[n] = (struct search_known){text, search_letters(text), (uint32_t)text.n};
    }
    ptrdiff_t found = search_guess(known, n, str_from(word));
    return found < 0 ? STR("-") : known[found].word;
}

#define GUESS(word, ...) guess(word, (const char *const[]){__VA_ARGS__, NULL})

static void the_word_fewest_slips_away_is_meant(void **state)
{
    (void)state;
    assert_str(GUESS("qestionnaire", "questions", "questionnaire", "gestionnaire"), "questionnaire");
    assert_str(GUESS("adrsese", "adieu", "adresse", "adepte"), "adresse");
    assert_str(GUESS("profill", "profit", "profil", "parfois"), "profil");
    assert_str(GUESS("a1b2c", "a1b2c3", "abc"), "a1b2c3");
}

static void of_those_as_near_the_one_that_most_pages_have(void **state)
{
    (void)state;
    assert_str(GUESS("comptx", "compte", "compta", "compter"), "compte");
    assert_str(GUESS("dossie", "dossi", "dossier"), "dossier");
}

static void what_is_far_is_not_meant(void **state)
{
    (void)state;
    assert_str(GUESS("xylophone", "telephone", "saxophone"), "-");
    assert_str(GUESS("abcd", "abef"), "-"); /* two slips are too many for a short word */
    assert_str(GUESS("abcd", "abce"), "abce");
    assert_int_equal(search_guess(NULL, 0, STR("mot")), -1);
}

/* The letters alone must never tell a near word to be far. */
static void no_near_word_is_missed(void **state)
{
    (void)state;
    static const char *const words[] = {"activation", "etoile", "zebre", "\xce\xb1\xce\xb2\xce\xb3", "20x25"};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        struct str word = str_from(words[i]);
        struct search_known known = {word, search_letters(word), 1};
        for (size_t j = 0; j < word.n; j++) {
            char slip[32];
            memcpy(slip, word.p, word.n);
            slip[j] = slip[j] == 'q' ? 'r' : 'q';
            assert_int_equal(search_guess(&known, 1, (struct str){slip, word.n}), 0);
            memmove(slip + j, slip + j + 1, word.n - j - 1);
            assert_int_equal(search_guess(&known, 1, (struct str){slip, word.n - 1}), 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_word_fewest_slips_away_is_meant),
        cmocka_unit_test(of_those_as_near_the_one_that_most_pages_have),
        cmocka_unit_test(what_is_far_is_not_meant),
        cmocka_unit_test(no_near_word_is_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
