#include "base/fold.h"

#include "lib/test.h"

static void accents_and_case_are_folded(void **state)
{
    struct arena *a = *state;
    assert_str(fold(a, STR("Émilie ŒUVRAY Straße Ĳzer Łódź")), "emilie oeuvray strasse ijzer lodz");
    assert_str(fold(a, STR("e\xCC\x81té 東京")), "ete 東京");
    assert_str(fold(a, STR("ÀÇÈÑÖØÝÞß×÷ÿŸŽſ")), "aceno"
                                                "oythss×÷yyzs");
}

static void capitals_become_small_with_their_accents(void **state)
{
    struct arena *a = *state;
    assert_str(fold_case(a, STR("ÉLÈVE Œuvre ×÷ ŁÓDŹ Ÿ ŽIŽKA Ĺ Ő 東 İ")),
               "élève œuvre ×÷ łódź ÿ žižka ĺ ő 東 İ");
    assert_str(fold_case(a, STR("é\xFF")), "é\xFF");
}

static void addresses_keep_their_accents_and_lose_blanks_and_capitals(void **state)
{
    struct arena *a = *state;
    assert_str(email_fold(a, STR(" Claire@Cabinet.EXAMPLE\t")), "claire@cabinet.example");
    assert_str(email_fold(a, STR("É@x")), "É@x");
    assert_str(email_fold(a, STR("")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(accents_and_case_are_folded, test_arena_begin, test_arena_end),
        cmocka_unit_test_setup_teardown(capitals_become_small_with_their_accents, test_arena_begin,
                                        test_arena_end),
        cmocka_unit_test_setup_teardown(addresses_keep_their_accents_and_lose_blanks_and_capitals,
                                        test_arena_begin, test_arena_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
