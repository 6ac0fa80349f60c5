/* Declarations of a questionnaire, written as tests/form/forms.h says. What is accepted must survive being
 * printed and read again, and every score that comes out must have exactly one level. */
#include "form/forms.h"
#include "fuzz/fuzz.h"

static const struct form *read_again(const struct form *f)
{
    struct form_builder *b = form_builder_new(forms_arena, diags_new(forms_arena, 10));
    for (size_t i = 0; i < f->n_lines; i++)
        form_builder_add(b, f->lines[i].kind, f->lines[i].depth, f->lines[i].declaration, (struct place){0});
    return form_builder_finish(b);
}

static void survives_printing(const struct form *f)
{
    struct buf first;
    struct buf second;
    buf_init(&first, 4 << 20);
    buf_init(&second, 4 << 20);
    const struct form *again = read_again(f);
    must(again != NULL);
    form_canonical(f, &first);
    form_canonical(again, &second);
    must(str_eq(buf_str(&first), buf_str(&second)));
    buf_release(&first);
    buf_release(&second);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return *seed >> 33;
}

/* A number near a bound of the question, or some number. */
static struct str some_number(const struct form_question *q, uint64_t *seed)
{
    const struct form_bound *bound = next_random(seed) % 2 == 0 ? &q->low : &q->high;
    int64_t base = bound->set && !bound->today ? number_floor(bound->value) : 0;
    return arena_printf(forms_arena, "%lld", (long long)(base + (int64_t)(next_random(seed) % 5) - 2));
}

static struct form_answer some_answer(const struct form_question *q, uint64_t *seed)
{
    struct str texts[FORM_MAX_OPTIONS];
    size_t n = 0;
    if (next_random(seed) % 6 == 0)
        return form_answer_read(forms_arena, q, (struct form_raw){NULL, 0}, forms_today());
    for (size_t i = 0; i < q->n_options; i++) {
        if (next_random(seed) % q->n_options == 0 && (q->type == FORM_MANY || n == 0))
            texts[n++] = q->options[i].code;
    }
    if (q->n_options == 0)
        texts[n++] = q->type == FORM_DATE ? STR("2000-02-29") : some_number(q, seed);
    return form_answer_read(forms_arena, q, (struct form_raw){texts, n}, forms_today());
}

static void scores_have_one_level(const struct form *f, uint64_t seed)
{
    struct form_answers *answers = form_answers_new(forms_arena, f, forms_today());
    for (size_t i = 0; i < f->n_questions; i++) {
        answers->items[i] = some_answer(&f->questions[i], &seed);
        if (answers->items[i].problem != FORM_OK)
            answers->items[i] = (struct form_answer){0};
        must(forms_survives(&f->questions[i], &answers->items[i]));
    }
    const struct form_scored *scored = form_score(forms_arena, f, answers, true);
    must(scored->n_outcomes == f->n_results);
    for (size_t i = 0; i < f->n_results; i++) {
        const struct form_outcome *outcome = &scored->outcomes[i];
        must(outcome->missing == (outcome->score.den == 0));
        must(outcome->missing || outcome->level < f->results[i].n_levels);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096)
        return 0;
    forms_begin(NULL);
    struct str text = arena_str(forms_arena, (struct str){(const char *)data, size});
    const struct form *f = forms_try(text.p);
    if (f != NULL) {
        survives_printing(f);
        for (uint64_t i = 0; i < 8; i++)
            scores_have_one_level(f, str_hash(text) + i);
    }
    forms_end(NULL);
    return 0;
}
