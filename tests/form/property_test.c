/* What holds of every questionnaire, shown on random ones. */
#include "form/forms.h"
#include "form/writer.h"

enum { QUESTIONNAIRES = 3000, RAW_TEXTS = 4 };

/* Raw answers of one questionnaire: texts[i][0 .. n[i]) for question i. */
struct raw {
    struct str texts[MAX_QUESTIONS * 8][RAW_TEXTS];
    size_t n[MAX_QUESTIONS * 8];
};

static const struct form *random_form(void)
{
    struct writer w = {0};
    buf_init(&w.text, 1 << 16);
    writer_form(&w);
    const struct form *f = forms_published(arena_str(forms_arena, buf_str(&w.text)).p);
    buf_release(&w.text);
    return f;
}

static const struct form *built_again(const struct form *f)
{
    struct form_builder *b = form_builder_new(forms_arena, diags_new(forms_arena, 10));
    for (size_t i = 0; i < f->n_lines; i++)
        form_builder_add(b, f->lines[i].kind, f->lines[i].depth, f->lines[i].declaration, (struct place){0});
    return form_builder_finish_published(b);
}

static struct str canonical(const struct form *f)
{
    struct buf text;
    buf_init(&text, 1 << 20);
    form_canonical(f, &text);
    struct str copy = arena_str(forms_arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

/* Something that is an answer, more often than not. */
static struct str some_text(enum form_type type)
{
    static const char *const numbers[] = {"0", "1", "2", "3"};
    static const char *const texts[FORM_TYPE__MAX] = {
        [FORM_NATIONAL_NUMBER] = "85.07.30-033.28",
        [FORM_IBAN] = "BE68 5390 0754 7034",
        [FORM_DATE] = "2000-01-02",
        [FORM_COUNTRY] = "be",
        [FORM_FILE] = "a.pdf",
        [FORM_CONSENT] = "yes",
        [FORM_SIGNATURE] = "Anne Martin",
    };
    unsigned n = writer_draw(4);
    return str_from(n == 0 || texts[type] == NULL ? numbers[n] : texts[type]);
}

static void draw_answers(const struct form *f, struct raw *raw)
{
    *raw = (struct raw){0};
    assert_true(f->n_questions <= sizeof(raw->n) / sizeof(*raw->n));
    for (size_t i = 0; i < f->n_questions; i++) {
        const struct form_question *q = &f->questions[i];
        if (writer_draw(6) == 0)
            continue;
        if (q->n_options == 0) {
            raw->texts[i][raw->n[i]++] = some_text(q->type);
            continue;
        }
        size_t most = q->type == FORM_MANY ? 2 : 1, first = writer_draw((unsigned)q->n_options);
        for (size_t j = 0; j < most; j++)
            raw->texts[i][raw->n[i]++] = q->options[(first + j) % q->n_options].code;
    }
}

enum order { FORWARDS, BACKWARDS };

/* Everything that comes out, as text. The answers are given in one order or the other, and so are the codes
 * of each. */
static struct str outcome(const struct form *f, const struct raw *raw, enum order order)
{
    struct form_answers *answers = form_answers_new(forms_arena, f, forms_today());
    for (size_t i = 0; i < f->n_questions; i++) {
        size_t q = order == FORWARDS ? i : f->n_questions - 1 - i;
        struct str texts[RAW_TEXTS];
        for (size_t j = 0; j < raw->n[q]; j++)
            texts[j] = raw->texts[q][order == FORWARDS ? j : raw->n[q] - 1 - j];
        answers->items[q] = form_answer_read(forms_arena, &f->questions[q],
                                             (struct form_raw){texts, raw->n[q]}, answers->today);
    }
    const struct form_scored *s = form_score(forms_arena, f, answers, true);
    struct buf text;
    buf_init(&text, 1 << 20);
    for (size_t i = 0; i < s->n_steps; i++)
        buf_addf(&text, STR_FMT " : " STR_FMT " -> " STR_FMT "\n", STR_ARG(s->steps[i].name),
                 STR_ARG(s->steps[i].put_in), STR_ARG(s->steps[i].value));
    struct str copy = arena_str(forms_arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

/* Calls `test` with each random questionnaire that compiles; gives how many did. */
static size_t for_each_form(uint64_t seed, void (*test)(const struct form *f))
{
    size_t n = 0;
    writer_seed(seed);
    for (int i = 0; i < QUESTIONNAIRES; i++) {
        forms_begin(NULL);
        const struct form *f = random_form();
        n += f != NULL;
        if (f != NULL)
            test(f);
        forms_end(NULL);
    }
    return n;
}

static void means_the_same_again(const struct form *f)
{
    static struct raw raw;
    const struct form *again = built_again(f);
    assert_non_null(again);
    assert_str(canonical(again), canonical(f).p);
    draw_answers(f, &raw);
    assert_str(outcome(again, &raw, FORWARDS), outcome(f, &raw, FORWARDS).p);
}

static void comes_to_the_same_in_any_order(const struct form *f)
{
    static struct raw raw;
    draw_answers(f, &raw);
    assert_str(outcome(f, &raw, BACKWARDS), outcome(f, &raw, FORWARDS).p);
}

static void printed_and_compiled_again_it_means_the_same(void **state)
{
    (void)state;
    assert_true(for_each_form(UINT64_C(0x9E3779B97F4A7C15), means_the_same_again) > QUESTIONNAIRES / 2);
}

static void the_order_of_answers_does_not_matter(void **state)
{
    (void)state;
    assert_true(for_each_form(UINT64_C(0xD1B54A32D192ED03), comes_to_the_same_in_any_order) >
                QUESTIONNAIRES / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(printed_and_compiled_again_it_means_the_same),
        cmocka_unit_test(the_order_of_answers_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
