/* Which answers a check is made of. */
#include "form/uses.h"

#include "form/forms.h"

static const char text[] = "#\n"
                           "age: number 0..120\n"
                           "revenu: money EUR 0..\n"
                           "travaux: many 0..2\n"
                           "  toit = 5\n"
                           "  mur = 1\n"
                           "savoir: grid\n"
                           "  non = 0\n"
                           "  bien = 2\n"
                           "  | actions\n"
                           "  | fonds\n"
                           "libre: text 60, optional\n"
                           "# biens: repeat 0..2\n"
                           "valeur: money EUR 0..\n"
                           "loue: yesno\n"
                           "= base = revenu + age\n"
                           "= double = base * 2\n"
                           "profil: result age\n"
                           "  bas = 0..50\n"
                           "  haut = 51..\n";

/* The ids of the questions that a check of this condition reads, separated by blanks. */
static const char *uses_of(const char *condition)
{
    const struct form *f = forms_published(arena_printf(forms_arena, "%s! block %s\n", text, condition).p);
    assert_non_null(f);
    bool *uses = ARENA_ARRAY(forms_arena, bool, f->n_questions);
    struct str ids = {"", 0};
    form_uses(forms_arena, f, f->checks[0].condition, uses);
    for (size_t i = 0; i < f->n_questions; i++)
        if (uses[i])
            ids = arena_printf(forms_arena, STR_FMT "%s" STR_FMT, STR_ARG(ids), ids.n > 0 ? " " : "",
                               STR_ARG(f->questions[i].id));
    return ids.p;
}

static void answers_are_named_by_themselves_and_through_scores(void **state)
{
    (void)state;
    assert_string_equal(uses_of("age > 3 and not answered(libre)"), "age libre");
    assert_string_equal(uses_of("toit in travaux"), "travaux");
    assert_string_equal(uses_of("sum(travaux) > 5"), "travaux");
    assert_string_equal(uses_of("double > 10"), "age revenu");
    assert_string_equal(uses_of("profil = haut"), "age");
}

static void all_rows_and_items_count(void **state)
{
    (void)state;
    assert_string_equal(uses_of("sum(savoir) > 1"), "savoir.actions savoir.fonds");
    assert_string_equal(uses_of("savoir.fonds = bien"), "savoir.fonds");
    assert_string_equal(uses_of("sum(biens.valeur) > 10"), "biens biens.1.valeur biens.2.valeur");
    assert_string_equal(uses_of("count(biens) > 1"), "biens");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        forms_test(answers_are_named_by_themselves_and_through_scores),
        forms_test(all_rows_and_items_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
