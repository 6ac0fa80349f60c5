/* usage: score_bench [SECONDS]
 * Scorings a second on one core, of a questionnaire of 45 questions in five sections: a score each, two
 * results with levels, rules and checks. Without and with the explanation. Beside it stands the limit: the
 * points of the same answers looked up and added in plain C, once for each time that a formula names them.
 * Prints one line of JSON. */
#include <stdio.h>
#include <time.h>

#include "form/answers.h"
#include "form/build.h"
#include "form/score.h"

enum {
    SECTIONS = 5,
    IN_SECTION = 9,
    QUESTIONS = SECTIONS * IN_SECTION,
    OPTIONS = 4,
    WAYS = 64,
    TODAY = 20000
};

struct bench {
    struct arena *arena;
    const struct form *form;
    struct form_answers *ways[WAYS]; /* answers of so many people */
    double seconds;
};

static void add(struct form_builder *b, enum form_kind kind, unsigned depth, struct str declaration)
{
    form_builder_add(b, kind, depth, declaration, (struct place){0});
}

static void add_section(struct form_builder *b, struct arena *a, int section)
{
    struct str sum = arena_printf(a, "s%d = ", section);
    add(b, FORM_POINT, 0, STR(""));
    for (int i = 0; i < IN_SECTION; i++) {
        int question = section * IN_SECTION + i;
        add(b, FORM_QUESTION, 1, arena_printf(a, "q%d: one", question));
        for (int k = 0; k < OPTIONS; k++)
            add(b, FORM_OPTION, 2, arena_printf(a, "o%d = %d", k, k * 5));
        sum = arena_printf(a, STR_FMT "%sq%d", STR_ARG(sum), i > 0 ? " + " : "", question);
    }
    add(b, FORM_SCORE, 0, sum);
}

static const struct form *make_form(struct arena *a)
{
    struct diags *diags = diags_new(a, 10);
    struct form_builder *b = form_builder_new(a, diags);
    for (int i = 0; i < SECTIONS; i++)
        add_section(b, a, i);
    add(b, FORM_SCORE, 0, STR("capacite = min(s0, s1, s2)"));
    add(b, FORM_RESULT, 0, STR("profil: result min(capacite, s3)"));
    add(b, FORM_LEVEL, 1, STR("prudent = 0..45"));
    add(b, FORM_LEVEL, 1, STR("equilibre = 46..90"));
    add(b, FORM_LEVEL, 1, STR("dynamique = 91.."));
    add(b, FORM_RESULT, 0, STR("connaissance: result s4"));
    add(b, FORM_LEVEL, 1, STR("novice = 0..60"));
    add(b, FORM_LEVEL, 1, STR("informe = 61.."));
    add(b, FORM_RULE, 0, STR("profil <= equilibre if connaissance = novice"));
    add(b, FORM_RULE, 0, STR("profil <= prudent if q0 = o0"));
    add(b, FORM_CHECK, 0, STR("refer s3 > capacite + 60"));
    add(b, FORM_CHECK, 0, STR("note q1 = o3 and q2 = o0"));
    const struct form *form = form_builder_finish_published(b);
    diags_report(diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    return form;
}

static struct form_answers *make_answers(struct bench *b, uint64_t *state)
{
    struct form_answers *answers = form_answers_new(b->arena, b->form, TODAY);
    for (size_t i = 0; i < answers->n; i++) {
        *state = *state * UINT64_C(6364136223846793005) + 1;
        answers->items[i] = (struct form_answer){.given = true, .chosen = UINT64_C(1) << (*state >> 62)};
    }
    return answers;
}

/* What a plain program would do: the sums alone, of the same answers. */
static int64_t plain_sums(const struct form *f, const struct form_answers *answers)
{
    int64_t sums[SECTIONS] = {0}, least = INT64_MAX;
    for (size_t i = 0; i < QUESTIONS; i++) {
        const struct form_option *o = &f->questions[i].options[__builtin_ctzll(answers->items[i].chosen)];
        sums[i / IN_SECTION] += o->points.num;
    }
    for (size_t i = 0; i + 1 < SECTIONS; i++)
        least = sums[i] < least ? sums[i] : least;
    return least + sums[SECTIONS - 1];
}

enum work { PLAIN, SCORE, EXPLAIN, WORK__MAX };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Runs a second: how often it was done. */
static double measure(struct bench *b, enum work work)
{
    struct arena *a = arena_new();
    volatile int64_t kept = 0;
    double begin = now(), end = begin;
    size_t n = 0;
    while (end - begin < b->seconds) {
        for (size_t i = 0; i < WAYS; i++, n++) {
            if (work == PLAIN) {
                kept = kept + plain_sums(b->form, b->ways[i]);
                continue;
            }
            arena_clear(a);
            kept = kept + (int64_t)form_score(a, b->form, b->ways[i], work == EXPLAIN)->outcomes[0].level;
        }
        end = now();
    }
    arena_free(a);
    return (double)n / (end - begin);
}

int main(int argc, char **argv)
{
    struct bench b = {.arena = arena_new(), .seconds = 1};
    int64_t seconds = 0;
    uint64_t state = 1;
    double rates[WORK__MAX];
    if (argc > 1 && str_to_int64(str_from(argv[1]), &seconds) && seconds > 0)
        b.seconds = (double)seconds;
    b.form = make_form(b.arena);
    if (b.form == NULL)
        return 1;
    for (size_t i = 0; i < WAYS; i++)
        b.ways[i] = make_answers(&b, &state);
    for (int i = 0; i < WORK__MAX; i++)
        rates[i] = measure(&b, (enum work)i);
    printf("{\"questions\":%d,\"scorings_per_second\":%.0f,\"explained_per_second\":%.0f,"
           "\"plain_sums_per_second\":%.0f,\"share_of_plain\":%.3f}\n",
           QUESTIONS, rates[SCORE], rates[EXPLAIN], rates[PLAIN], rates[SCORE] / rates[PLAIN]);
    arena_free(b.arena);
    return 0;
}
