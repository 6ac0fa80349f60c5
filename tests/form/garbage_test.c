/* Whatever is fed to it, a questionnaire is built or refused with a diagnostic, and what was built scores. */
#include "form/forms.h"

#include "form/expr.h"

enum { ROUNDS = 4000 };

static uint64_t state = UINT64_C(88172645463325252);

static size_t draw(size_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state >> 11) % below;
}

static const char good[] =
    "#\n"
    "horizon: one\n  court = 0, perte = 5\n  long = 20, perte = 0.5\n    projet: text 9, optional\n"
    "age: number 18..120, whole\n"
    "produits: many 1..2\n  actions = 2\n  fonds = 1\n"
    "fumeur: yesno, optional, if age > 20\n"
    "ne: date 1900-01-01..today\n"
    "grille: grid, if age > 30\n  non = 0, v = 2\n  oui = 1, v = 3\n  | x\n  | y\n"
    "# lot: repeat 0..3, if age > 18\nk: number 0..9, whole\nm: yesno, if k > 3\n"
    "avis: one\n  bas = 1, w = 2\n  haut = 3, w = 4\n"
    "idee: grid, if avis.w > 2\n  non = 0\n  oui = 1, v = 4\n  | p\n  | q\n#\n"
    "= t = horizon + if(age >= 70, 10, -4) / 2 * mean(age, 3)\n"
    "= w = sum(grille.v, lot.k * 2) + count(lot) + count(grille = oui) - grille.x\n"
    "= o = sum(lot.idee * lot.k) + sum(lot.avis.w) + count(lot.idee.p = oui, lot.m)\n"
    "= u = step(t, 1, 20) + count(actions in produits, not coalesce(fumeur, false))\n"
    "r: result min(u, horizon.perte, years(ne)) + pick(1, 2, 3)\n  a = ..5\n  b = 6..\n"
    "> r <= a if horizon = long and r = b\n"
    "! note answered(fumeur) or age in (18, 19)\n";

static const char *const pieces[] = {
    "one",
    "many",
    "number",
    "date",
    "today",
    "if",
    "if(",
    ")",
    "(",
    ",",
    ":",
    "=",
    "..",
    "<=",
    "and",
    "or",
    "not ",
    "in",
    "-",
    "*",
    "/",
    "horizon",
    "age",
    "long",
    "perte",
    ".",
    "1",
    "0.5",
    "999999999999999",
    "2000-02-30",
    "\n",
    "\n  ",
    "\n    ",
    "\n= x = ",
    "\n> ",
    "\n! ",
    "\n  | ",
    "\n# z: repeat 1..2",
    "grid",
    "lot.k",
    "lot.idee",
    "lot.avis.w",
    ".v",
    "grille",
    "count(",
    "# ",
    "é",
    "\xFF",
    "\xC2\xA0",
    "“",
    "min(",
    "step(",
    "pick(",
    "coalesce(",
    "sum(",
    "r",
    "result",
    "optional",
    "whole",
    "0",
    "answered(",
    "years(",
    "\t",
    "1000000000000",
    "true",
    "produits",
};

/* The good questionnaire with some bytes replaced, taken out, doubled, or pieces of the language put in. */
static void spoil(struct buf *text)
{
    struct buf from;
    buf_init(&from, 1 << 16);
    buf_add_z(&from, good);
    for (size_t changes = 1 + draw(4); changes > 0; changes--) {
        size_t at = draw(from.n);
        size_t length = draw(4) == 0 ? draw(30) : draw(3);
        struct str before = str_sub(buf_str(&from), 0, at);
        struct str after = str_sub(buf_str(&from), at + length, from.n);
        buf_clear(text);
        buf_add(text, before);
        if (draw(3) != 0)
            buf_add_z(text, pieces[draw(sizeof(pieces) / sizeof(*pieces))]);
        else if (draw(2) == 0)
            buf_add_char(text, (char)draw(256));
        buf_add(text, after);
        buf_clear(&from);
        buf_add(&from, buf_str(text));
    }
    buf_release(&from);
}

static void score_it(const struct form *f)
{
    struct form_answers *answers = form_answers_new(forms_arena, f, forms_today());
    static const char *const raws[] = {"long",       "court", "42", "actions", "yes",
                                       "1950-01-01", "",      "x",  "-1e9",    "oui"};
    for (size_t i = 0; i < f->n_questions; i++) {
        struct str raw = str_from(raws[draw(sizeof(raws) / sizeof(*raws))]);
        answers->items[i] =
            form_answer_read(forms_arena, &f->questions[i], (struct form_raw){&raw, 1}, answers->today);
    }
    const struct form_scored *s = form_score(forms_arena, f, answers, true);
    assert_int_equal(s->n_outcomes, f->n_results);
}

/* Built again from its canonical lines it is the same. */
static void build_again(const struct form *f)
{
    struct form_builder *b = form_builder_new(forms_arena, diags_new(forms_arena, 100));
    struct buf first;
    struct buf second;
    buf_init(&first, 1 << 20);
    buf_init(&second, 1 << 20);
    for (size_t i = 0; i < f->n_lines; i++)
        form_builder_add(b, f->lines[i].kind, f->lines[i].depth, f->lines[i].declaration, (struct place){0});
    const struct form *again = form_builder_finish_published(b);
    form_canonical(f, &first);
    if (again != NULL)
        form_canonical(again, &second);
    assert_string_equal(buf_z(&second), buf_z(&first));
    buf_release(&first);
    buf_release(&second);
}

static void a_spoilt_questionnaire_is_built_or_refused(void **unused)
{
    (void)unused;
    size_t built = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct buf text;
        struct arena *arena = arena_new();
        forms_arena = arena;
        buf_init(&text, 1 << 16);
        spoil(&text);
        const struct form *f = forms_published(buf_z(&text));
        assert_true(f != NULL || diags_errors(forms_diags) > 0);
        if (f != NULL) {
            built++;
            score_it(f);
            build_again(f);
            forms_try(buf_z(&text));
        }
        buf_release(&text);
        arena_free(arena);
    }
    assert_true(built > ROUNDS / 50);
}

static void random_bytes_are_refused(void **unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        char bytes[200];
        size_t n = draw(sizeof(bytes));
        for (size_t j = 0; j < n; j++)
            bytes[j] = (char)draw(256);
        struct arena *arena = arena_new();
        struct form_builder *b = form_builder_new(arena, diags_new(arena, 10));
        for (enum form_kind kind = 0; kind < FORM_KIND__MAX; kind++)
            form_builder_add(b, kind, (unsigned)draw(4), (struct str){bytes, n}, (struct place){0});
        form_builder_finish(b);
        arena_free(arena);
    }
}

static void random_answers_are_understood_or_refused(void **unused)
{
    forms_begin(unused);
    const struct form *f = forms_published(good);
    assert_non_null(f);
    for (int i = 0; i < ROUNDS; i++) {
        static const char letters[] = "0123456789.,- '+/()€$%@abcé\xC2\xA0\n";
        char bytes[24];
        size_t n = draw(sizeof(bytes));
        for (size_t j = 0; j < n; j++)
            bytes[j] = draw(8) == 0 ? (char)draw(256) : letters[draw(sizeof(letters) - 1)];
        struct str texts[] = {{bytes, n}, {bytes, n / 2}, {bytes, n / 3}};
        for (size_t q = 0; q < f->n_questions; q++) {
            struct form_answer answer =
                form_answer_read(forms_arena, &f->questions[q], (struct form_raw){texts, 1 + draw(3)}, 0);
            assert_true(answer.problem < FORM_PROBLEM__MAX);
        }
    }
    forms_end(unused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spoilt_questionnaire_is_built_or_refused),
        cmocka_unit_test(random_bytes_are_refused),
        cmocka_unit_test(random_answers_are_understood_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
