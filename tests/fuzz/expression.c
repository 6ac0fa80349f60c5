/* One expression, as a score of a questionnaire that has something of everything. What is accepted must come
 * to a value or to missing whatever is answered, with an explanation, and to the same once printed and read
 * again. */
#include "form/forms.h"
#include "fuzz/fuzz.h"

static const char questions[] = "#\n"
                                "horizon: one\n  court = 0, perte = 0.5\n  long = 20, perte = 3\n"
                                "age: number 18..120, whole\n"
                                "montant: money EUR 0..1000000\n"
                                "produits: many 0..2\n  actions = 2\n  fonds = 1\n"
                                "fumeur: yesno, optional\n"
                                "ne: date 1900-01-01..today\n"
                                "note: scale 1..7, optional\n"
                                "projet: text 200, optional\n"
                                "savoir: grid\n  non = 0\n  bien = 2\n  | fonds\n  | actions\n"
                                "# enfants: repeat 0..2\nannees: number 0..30, whole\n";

static const char *const given[] = {
    "",
    "horizon=long age=42 montant=0 produits=fonds,actions fumeur=yes ne=1984-02-29 note=7 projet=x",
    "horizon=court age=120 montant=999999.99 produits= fumeur=no ne=2026-11-23 savoir.fonds=bien",
    "age=18 montant=0.01 savoir.fonds=non savoir.actions=non",
};

static const struct form *with_score(struct str expression)
{
    return forms_published(
        arena_printf(forms_arena, "%s= x = " STR_FMT "\n", questions, STR_ARG(expression)).p);
}

static struct str value(const struct form *f, const char *answers)
{
    const struct form_scored *scored = forms_score(f, answers);
    must(scored->n_steps > 0);
    must(str_eq_z(scored->steps[0].name, "x"));
    return scored->steps[0].value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str expression = {(const char *)data, size};
    if (size > 1000 || str_find_char(expression, '\n') >= 0 || str_find_char(expression, '\0') >= 0)
        return 0;
    forms_begin(NULL);
    const struct form *f = with_score(expression);
    if (f != NULL) {
        struct str printed = f->lines[f->n_lines - 1].declaration;
        const struct form *again = with_score(str_sub(printed, 4, printed.n));
        must(again != NULL);
        for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
            must(str_eq(value(f, given[i]), value(again, given[i])));
    }
    forms_end(NULL);
    return 0;
}
