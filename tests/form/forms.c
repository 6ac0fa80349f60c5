#include "form/forms.h"

#include <stdlib.h>
#include <string.h>

#include "base/source.h"

struct arena *forms_arena;
struct diags *forms_diags;

int forms_begin(void **state)
{
    (void)state;
    forms_arena = arena_new();
    return 0;
}

int forms_end(void **state)
{
    (void)state;
    arena_free(forms_arena);
    return 0;
}

int32_t forms_today(void)
{
    int32_t day = 0;
    form_day_from_civil(2026, 11, 23, &day);
    return day;
}

/* What kind of declaration a line is, and without the sign that says so. */
static enum form_kind kind_of(struct str *line, size_t indent, bool *in_result)
{
    static const struct {
        char sign;
        enum form_kind kind;
    } signs[] = {{'#', FORM_POINT}, {'=', FORM_SCORE}, {'>', FORM_RULE}, {'!', FORM_CHECK}, {'|', FORM_ROW}};
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
        if (line->p[0] == signs[i].sign) {
            *line = str_trim(str_sub(*line, 1, line->n));
            *in_result = *in_result && signs[i].kind != FORM_POINT;
            return signs[i].kind;
        }
    }
    if (indent > 0 && *in_result)
        return FORM_LEVEL;
    if (indent % 4 == 2)
        return FORM_OPTION;
    *in_result = str_find(*line, STR("result")) >= 0 && str_find(*line, STR(": ")) >= 0;
    return *in_result ? FORM_RESULT : FORM_QUESTION;
}

static void add_line(struct form_builder *b, const struct source *source, struct str line, bool *in_result)
{
    struct str content = str_trim(line);
    size_t indent = content.n == 0 ? 0 : (size_t)(content.p - line.p);
    if (content.n == 0)
        return;
    enum form_kind kind = kind_of(&content, indent, in_result);
    unsigned depth = (unsigned)(indent / 2);
    if (kind == FORM_QUESTION || kind == FORM_OPTION || kind == FORM_ROW)
        depth++;
    form_builder_add(b, kind, depth, content,
                     (struct place){source, (size_t)(content.p - source->text.p), content.n});
}

static struct form_builder *add_all(const char *text)
{
    struct source *source = ARENA_NEW(forms_arena, struct source);
    source->name = STR("test.md");
    source->text = arena_str(forms_arena, str_from(text));
    forms_diags = diags_new(forms_arena, 100);
    struct form_builder *b = form_builder_new(forms_arena, forms_diags);
    struct str rest = source->text;
    struct str line;
    bool in_result = false;
    while (str_line(&rest, &line))
        add_line(b, source, line, &in_result);
    return b;
}

const struct form *forms_try(const char *text)
{
    return form_builder_finish(add_all(text));
}

const struct form *forms_published(const char *text)
{
    return form_builder_finish_published(add_all(text));
}

const struct form *forms_build(const char *text)
{
    const struct form *f = forms_try(text);
    if (f == NULL)
        diags_report(forms_diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    assert_non_null(f);
    return f;
}

/* Codes and what is under the caret, taken from the report in JSON: `"code":"X"`, `"column":n`,
 * `"end_column":m`. */
static struct str json_field(struct str entry, const char *key)
{
    ptrdiff_t at = str_find(entry, arena_printf(forms_arena, "\"%s\":", key));
    assert_true(at >= 0);
    struct str rest = str_sub(entry, (size_t)at + strlen(key) + 3, entry.n);
    size_t n = 0;
    while (n < rest.n && rest.p[n] != ',' && rest.p[n] != '}')
        n++;
    return str_sub(rest, 0, n);
}

static struct str source_line(const char *text, int64_t number)
{
    struct str rest = str_from(text);
    struct str line = {0};
    for (int64_t i = 0; i < number; i++)
        str_line(&rest, &line);
    return line;
}

static size_t offset_of_column(struct str line, int64_t column)
{
    size_t offset = 0;
    for (int64_t i = 1; i < column && offset < line.n; i++)
        do
            offset++;
        while (offset < line.n && ((unsigned char)line.p[offset] & 0xC0) == 0x80);
    return offset;
}

static void describe(const char *text, struct str entry, struct buf *out)
{
    int64_t line;
    int64_t from;
    int64_t to;
    struct str code = json_field(entry, "code");
    buf_add(out, out->n > 0 ? STR(" ") : STR(""));
    buf_add(out, str_sub(code, 1, code.n - 1));
    if (!str_to_int64(json_field(entry, "line"), &line) ||
        !str_to_int64(json_field(entry, "column"), &from) ||
        !str_to_int64(json_field(entry, "end_column"), &to))
        return;
    struct str under = source_line(text, line);
    buf_add(out, STR(" \""));
    buf_add(out, str_sub(under, offset_of_column(under, from), offset_of_column(under, to)));
    buf_add(out, STR("\""));
}

const char *forms_mistakes(const char *text)
{
    forms_try(text);
    struct str rest = test_report(forms_arena, forms_diags, DIAG_FRENCH, DIAG_JSON);
    struct buf out;
    buf_init(&out, 1 << 16);
    for (ptrdiff_t at; (at = str_find(rest, STR("{\"code\""))) >= 0;) {
        rest = str_sub(rest, (size_t)at + 1, rest.n);
        describe(text, rest, &out);
    }
    const char *copy = arena_str(forms_arena, buf_str(&out)).p;
    buf_release(&out);
    return copy;
}

void forms_check(const struct mistake *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *found = forms_mistakes(cases[i].text);
        if (strcmp(found, cases[i].expected) != 0)
            print_error("case %zu\n%s\n", i, cases[i].text);
        assert_string_equal(found, cases[i].expected);
    }
}

static struct form_answer read_answer(const struct form_question *q, struct str value, int32_t today)
{
    struct str texts[FORM_MAX_OPTIONS];
    size_t n = 0;
    if (q->type != FORM_MANY)
        return form_answer_read(forms_arena, q, (struct form_raw){&value, 1}, today);
    while (value.n > 0 && n < FORM_MAX_OPTIONS)
        texts[n++] = str_cut(&value, ',');
    return form_answer_read(forms_arena, q, (struct form_raw){texts, n}, today);
}

struct form_answers *forms_answers(const struct form *f, const char *text)
{
    struct form_answers *answers = form_answers_new(forms_arena, f, forms_today());
    struct str rest = str_from(text);
    while (rest.n > 0) {
        struct str value = str_cut(&rest, ' ');
        struct str id = str_cut(&value, '=');
        ptrdiff_t i = form_question_find(f, id);
        if (i < 0)
            fail_msg("no question " STR_FMT, STR_ARG(id));
        answers->items[i] = read_answer(&f->questions[i], value, answers->today);
    }
    return answers;
}

struct form_scored *forms_score(const struct form *f, const char *answers)
{
    return form_score(forms_arena, f, forms_answers(f, answers), true);
}

enum form_point_state forms_point(const struct form *f, const struct form_answers *answers, size_t point,
                                  bool seen)
{
    bool *asked = ARENA_ARRAY(forms_arena, bool, f->n_questions);
    bool *all_seen = ARENA_ARRAY(forms_arena, bool, f->n_points);
    enum form_point_state *states = ARENA_ARRAY(forms_arena, enum form_point_state, f->n_points);
    all_seen[point] = seen;
    form_point_states(f, answers, all_seen, asked, states);
    return states[point];
}

const char *forms_level(const struct form *f, const char *answers)
{
    const struct form_scored *scored = forms_score(f, answers);
    const struct form_outcome *outcome = &scored->outcomes[0];
    return outcome->missing ? "missing" : arena_str(forms_arena, f->results[0].levels[outcome->level].code).p;
}

const char *forms_value(const char *questions, const char *expression, const char *answers)
{
    const struct form *f =
        forms_build(arena_printf(forms_arena, "#\n%s\n= the_value = %s\n", questions, expression).p);
    const struct form_scored *scored = forms_score(f, answers);
    for (size_t i = 0; i < scored->n_steps; i++)
        if (str_eq_z(scored->steps[i].name, "the_value"))
            return arena_str(forms_arena, scored->steps[i].value).p;
    return "no step";
}

bool forms_survives(const struct form_question *q, const struct form_answer *answer)
{
    struct buf printed;
    struct buf again;
    buf_init(&printed, 1 << 20);
    buf_init(&again, 1 << 20);
    form_answer_print(q, answer, &printed);
    struct form_answer restored = form_answer_restore(forms_arena, q, buf_str(&printed), forms_today());
    form_answer_print(q, &restored, &again);
    bool survives = str_eq(buf_str(&printed), buf_str(&again));
    buf_release(&printed);
    buf_release(&again);
    return survives;
}
