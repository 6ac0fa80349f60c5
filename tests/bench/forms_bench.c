/* usage: forms_bench [COUNT] [FILE…]
 * Compiles COUNT (1000) questionnaires of 45 questions, proofs included, on one core, and each FILE. Beside
 * it stand the limits: reading the same Markdown alone (libcmark and our tree), and compiling without the
 * proofs, as a translation or a published definition is. The questionnaires are drawn from a fixed seed; each
 * must be accepted. Prints lines of text; 1 when a questionnaire is refused. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/memory.h"
#include "site/asset.h"
#include "site/content.h"
#include "site/markdown.h"
#include "site/questionnaire.h"
#include "site/theme.h"

enum { QUESTIONS = 45, MAX_TEXT = 1 << 16, ROUNDS = 5 };

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);

static unsigned draw(unsigned below)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)((state * UINT64_C(2685821657736338717) >> 20) % below);
}

/* --- Writing a questionnaire: five sections of nine questions, a score each, two results -----------------
 */

enum { SECTIONS = 5, IN_SECTION = QUESTIONS / SECTIONS };

struct section {
    struct buf sum; /* "q0 + sum(q1) + …" */
    unsigned most;  /* what it can come to */
};

struct writer {
    struct buf text;
    struct section sections[SECTIONS];
    unsigned n_questions;
};

static void heading(struct writer *w, const char *declaration)
{
    buf_addf(&w->text,
             "\n### Laquelle de ces situations vous décrit le mieux, question %u ? `q%u: %s`\n\n"
             "Répondez sans chercher longtemps.\n\n",
             w->n_questions + 1, w->n_questions, declaration);
}

static void add_to_sum(struct writer *w, struct section *s, const char *format)
{
    buf_add_z(&s->sum, s->sum.n > 0 ? " + " : "");
    for (const char *c = format; *c != 0; c++) {
        if (*c == '@')
            buf_addf(&s->sum, "q%u", w->n_questions);
        else
            buf_add_char(&s->sum, *c);
    }
}

/* Options with rising points; the most they can add up to. */
static unsigned write_options(struct writer *w, unsigned n, unsigned unit)
{
    unsigned sum = 0;
    for (unsigned i = 0; i < n; i++) {
        unsigned points = i * unit + draw(2);
        sum += points;
        buf_addf(&w->text, "- Une réponse parmi d'autres, numéro %u `o%u = %u`\n", i + 1, i, points);
    }
    return sum;
}

static void write_one(struct writer *w, struct section *s)
{
    unsigned n = 3 + draw(4);
    unsigned unit = 2 + draw(5);
    heading(w, "one");
    write_options(w, n, unit);
    add_to_sum(w, s, "@");
    s->most += (n - 1) * unit;
}

static void write_scale(struct writer *w, struct section *s)
{
    heading(w, "one");
    write_options(w, 5, 1);
    add_to_sum(w, s, "@");
    s->most += 4;
}

static void write_many(struct writer *w, struct section *s)
{
    heading(w, "many 0..3");
    s->most += write_options(w, 3, 2 + draw(4));
    add_to_sum(w, s, "sum(@)");
}

static void write_number(struct writer *w, struct section *s)
{
    heading(w, "number 0..120, whole");
    add_to_sum(w, s, "step(@, 18, 30, 50, 70)");
    s->most += 4;
}

static void write_nested(struct writer *w, struct section *s)
{
    heading(w, "yesno");
    buf_addf(&w->text,
             "- Oui `yes`\n  - Depuis quand ? `q%ub: one`\n    - Peu `peu = 1`\n    - Longtemps `long = %u`\n"
             "- Non `no`\n",
             w->n_questions, 2 + draw(6));
    add_to_sum(w, s, "coalesce(@b, 0)");
    s->most += 2;
}

static void write_section(struct writer *w, unsigned index)
{
    static void (*const kinds[])(struct writer *, struct section *) = {
        write_one, write_one, write_one, write_scale, write_scale, write_many, write_number, write_nested};
    struct section *s = &w->sections[index];
    buf_addf(&w->text, "\n## Partie %u\n", index + 1);
    for (unsigned i = 0; i < IN_SECTION; i++, w->n_questions++)
        kinds[i < 3 ? i : draw(sizeof(kinds) / sizeof(*kinds))](w, s);
}

static void write_result(struct writer *w, const char *name, const char *formula, unsigned most)
{
    buf_addf(&w->text,
             "\n## Résultat `%s: result %s`\n\n- Bas `bas = ..%u`\n- Moyen `moyen = %u..%u`\n"
             "- Haut `haut = %u..`\n",
             name, formula, most / 4, most / 4 + 1, most / 2, most / 2 + 1);
}

static void write_questionnaire(struct writer *w)
{
    unsigned least = UINT32_MAX;
    buf_add_z(&w->text, "---\ntitle: Essai\n---\n\nComptez dix minutes.\n");
    for (unsigned i = 0; i < SECTIONS; i++) {
        write_section(w, i);
        if (i < 3 && w->sections[i].most < least)
            least = w->sections[i].most;
    }
    buf_add_z(&w->text, "\n```score\n");
    for (unsigned i = 0; i < SECTIONS; i++)
        buf_addf(&w->text, "s%u = %s\n", i, buf_z(&w->sections[i].sum));
    buf_addf(&w->text, "plafond = if(q%u = o0, %u, 1000)\n```\n", draw(3), least / 2 + 2);
    write_result(w, "profil", "min(s0, s1, s2, plafond)", least);
    write_result(w, "savoir", "s3 + s4", w->sections[3].most + w->sections[4].most);
    buf_add_z(&w->text, "\n```rules\nprofil <= moyen if savoir = bas\nprofil <= bas if q9 = o0\n```\n"
                        "\n```checks\nrefer q0 = o0 and q18 = o2 : À revoir.\n"
                        "note s0 >= s1 + 10 : À noter.\nnote max(s0, s1, s2) > 12 : À noter.\n"
                        "block q27 = o0 and q36 = o1 : Contradiction.\n```\n");
}

static struct str make_text(struct arena *a)
{
    struct writer w = {0};
    buf_init(&w.text, MAX_TEXT);
    for (unsigned i = 0; i < SECTIONS; i++)
        buf_init(&w.sections[i].sum, MAX_TEXT);
    write_questionnaire(&w);
    struct str text = arena_str(a, buf_str(&w.text));
    for (unsigned i = 0; i < SECTIONS; i++)
        buf_release(&w.sections[i].sum);
    buf_release(&w.text);
    return text;
}

/* --- Compiling -------------------------------------------------------------------------------------------
 */

enum stage { READ, BUILD, PROVE, STAGE__MAX };

struct times {
    double seconds[STAGE__MAX];
    double slowest; /* with proofs */
    size_t refused, undecided;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Only the first language of a site, the reference, is proven. */
static void compile(struct portal *portal, const struct source *source, enum stage stage)
{
    struct page page = {.kind = PAGE_QUESTIONNAIRE,
                        .source = source,
                        .path = STR("fr/questionnaires/essai.md"),
                        .language = stage == PROVE ? 0 : 1};
    matter_read(portal->arena, source, MATTER_QUESTIONNAIRE, &page.matter, portal->diags);
    if (stage == READ)
        markdown_parse(portal->arena, source, page.matter.body, portal->diags);
    else
        questionnaire_compile(portal, &page);
}

static void measure(const struct portal *site, struct str text, struct times *times)
{
    struct source source = {STR("essai.md"), text};
    for (enum stage stage = READ; stage < STAGE__MAX; stage++) {
        struct portal portal = *site;
        portal.arena = portal.keep = arena_new();
        portal.diags = diags_new(portal.arena, 100);
        double from = now();
        compile(&portal, &source, stage);
        double taken = now() - from;
        times->seconds[stage] += taken;
        if (stage == PROVE && taken > times->slowest)
            times->slowest = taken;
        if (diags_errors(portal.diags) > 0)
            times->refused++;
        if (diags_errors(portal.diags) > 0 && times->refused == 1)
            diags_report(portal.diags, DIAG_FRENCH, DIAG_TEXT, stderr);
        if (stage == PROVE)
            times->undecided += diags_warnings(portal.diags);
        arena_free(portal.arena);
    }
}

static void report(const char *name, const struct times *t, size_t n)
{
    double each = 1000 / (double)n;
    printf(
        "  %-24s %7.3f ms read, %7.3f ms built, %7.3f ms proven (slowest %.2f); proven over read %.1f, over "
        "built %.1f; %zu undecided\n",
        name, t->seconds[READ] * each, t->seconds[BUILD] * each, t->seconds[PROVE] * each, t->slowest * 1000,
        t->seconds[PROVE] / t->seconds[READ], t->seconds[PROVE] / t->seconds[BUILD], t->undecided);
}

static bool measure_file(const struct portal *site, const char *path)
{
    struct arena *a = arena_new();
    struct times times = {0};
    struct str text;
    int error = file_read(a, path, CONTENT_MAX_FILE, &text);
    bool is_read = error == 0;
    for (int i = 0; is_read && i < ROUNDS; i++)
        measure(site, text, &times);
    if (is_read)
        report(path, &times, ROUNDS);
    else
        fprintf(stderr, "%s: %s\n", path, strerrordesc_np(error));
    arena_free(a);
    return is_read && times.refused == 0;
}

/* The example site: what compiling a page looks into. */
static struct portal example_site(struct arena *a)
{
    struct portal site = portal_new(a, diags_new(a, 100), "content", 1);
    site.theme.folder = "themes/default";
    content_read_config(&site);
    site.output = output_open(a, NULL, site.diags);
    site.assets = assets_new(a, site.output);
    theme_load(&site);
    content_read_folder(&site);
    return site;
}

int main(int argc, char **argv)
{
    int64_t count = 1000;
    bool is_good = true;
    struct arena *a = arena_new();
    struct times times = {0};
    if (argc > 1 && !str_to_int64(str_from(argv[1]), &count)) {
        fprintf(stderr, "usage: forms_bench [COUNT] [FILE...]\n");
        return 2;
    }
    memory_keep();
    struct portal site = example_site(a);
    for (int64_t i = 0; i < count; i++)
        measure(&site, make_text(a), &times);
    if (count > 0)
        report("45 questions", &times, (size_t)count);
    for (int i = 2; i < argc; i++)
        is_good = measure_file(&site, argv[i]) && is_good;
    output_close(site.output);
    assets_free(site.assets);
    theme_release(&site);
    arena_free(a);
    return is_good && times.refused == 0 ? 0 : 1;
}
