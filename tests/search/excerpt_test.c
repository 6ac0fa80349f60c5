#include "search/excerpt.h"

#include "lib/test.h"

static const char page[] = "Bienvenue dans l'aide.\n"
                           "Pour activer votre espace, ouvrez le lien que nous vous avons envoyé par e-mail. "
                           "Il reste valable trois jours.\n"
                           "Choisissez ensuite un mot de passe de douze caractères au moins.";

/* The excerpt as it reads, hits in brackets. */
static struct str as_read(struct arena *a, const struct search_excerpt *e)
{
    struct str all = e->is_cut_before ? STR("…") : STR("");
    for (size_t i = 0; i < e->count; i++)
        all = arena_printf(a, e->items[i].is_hit ? STR_FMT "[" STR_FMT "]" : STR_FMT STR_FMT, STR_ARG(all),
                           STR_ARG(e->items[i].text));
    return arena_join(a, all, e->is_cut_after ? STR("…") : STR(""));
}

static struct str excerpt(struct arena *a, const char *text, const char *words, size_t length)
{
    struct stemmer *stemmer = stemmer_new(STR("fr"));
    struct str rest = str_from(words), word, stems[8];
    size_t n = 0;
    while (n < 8 && search_word(&rest, &word))
        stems[n++] = stemmer_stem(stemmer, a, word);
    struct search_found found = {stemmer, stems, n};
    struct search_excerpt e;
    search_excerpt(a, &found, str_from(text), length, &e);
    struct str out = as_read(a, &e);
    stemmer_free(stemmer);
    return out;
}

static void every_form_of_the_words_is_marked(void **state)
{
    assert_str(excerpt(*state, "Activez vos espaces : un espace activé.", "activer espace", 200),
               "[Activez] vos [espaces] : un [espace] [activé].");
}

static void the_place_with_most_words_is_shown(void **state)
{
    assert_str(excerpt(*state, page, "mot passe caractère", 60),
               "…ensuite un [mot] de [passe] de douze [caractères] au moins.");
}

static void it_is_cut_between_words(void **state)
{
    assert_str(excerpt(*state, page, "lien", 40), "…ouvrez le [lien] que nous vous avons…");
}

static void without_a_hit_the_beginning_is_shown(void **state)
{
    assert_str(excerpt(*state, page, "absent", 30), "Bienvenue dans l'aide.\nPour…");
    assert_str(excerpt(*state, "", "absent", 30), "");
}

static void a_text_without_blanks_is_kept_whole(void **state)
{
    assert_str(excerpt(*state, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "b", 10),
               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_the_words_is_marked),
        cmocka_unit_test(the_place_with_most_words_is_shown),
        cmocka_unit_test(it_is_cut_between_words),
        cmocka_unit_test(without_a_hit_the_beginning_is_shown),
        cmocka_unit_test(a_text_without_blanks_is_kept_whole),
    };
    return cmocka_run_group_tests(tests, test_arena_begin, test_arena_end);
}
