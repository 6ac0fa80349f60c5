#include "form/file.h"

#include "form/forms.h"

#define ID "0123456789abcdefghjkmnpqrs"
#define HASH "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"

static void a_file_is_a_text_with_its_hash(void **state)
{
    (void)state;
    static const char text[] = ID " " HASH " 48213 Avis d’imposition 2026.PDF";
    struct form_file file;
    struct buf out;
    assert_true(form_file_read(str_from(text), &file));
    assert_str(file.id, ID);
    assert_str(file.hash, HASH);
    assert_int_equal(file.size, 48213);
    assert_str(file.name, "Avis d’imposition 2026.PDF");
    assert_int_equal(file.kind, FORM_FILE_PDF);
    buf_init(&out, 1000);
    form_file_print(&file, &out);
    assert_str(buf_str(&out), text);
    buf_release(&out);
}

static void a_name_alone_is_a_file_too(void **state)
{
    (void)state;
    static const char *const names[] = {"a.jpeg", ID " " HASH " 0 a.jpg", ID " short 12 a.jpg"};
    struct form_file file;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        assert_true(form_file_read(str_from(names[i]), &file));
        assert_str(file.name, names[i]);
        assert_true(file.kind == FORM_FILE_JPG && file.size == 0 && file.hash.n == 0);
    }
    assert_false(form_file_read(STR(ID " " HASH " 12 a.exe"), &file));
    assert_false(form_file_read(STR("a"), &file));
    assert_false(form_file_read(STR(""), &file));
}

static const char *declared(const char *question)
{
    const struct form *f = forms_published(arena_printf(forms_arena, "#\n%s\n", question).p);
    assert_non_null(f);
    return f->lines[1].declaration.p;
}

static void a_question_says_kinds_sizes_and_how_many(void **state)
{
    (void)state;
    assert_string_equal(declared("q: file pdf"), "q: file pdf 10MB");
    assert_string_equal(declared("q: file  jpg pdf 2.5MB, optional"), "q: file pdf jpg 2500KB, optional");
    assert_string_equal(declared("q: file 1..3 pdf 500KB"), "q: file 1..3 pdf 500KB");
    assert_string_equal(declared("q: file ..3 csv txt ods odt xlsx docx heic png 50MB"),
                        "q: file ..3 png heic docx xlsx odt ods txt csv 50MB");
    const struct form *f =
        forms_published("#\na: file pdf\nb: file 2.. pdf\nc: file 2 pdf\nd: file ..4 pdf\n");
    static const int64_t bounds[][2] = {{1, 1}, {2, FORM_MAX_FILES}, {2, 2}, {1, 4}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(f->questions[i].low.value.num, bounds[i][0]);
        assert_int_equal(f->questions[i].high.value.num, bounds[i][1]);
    }
}

static struct form_answer read_files(const struct form *f, const char *const *names, size_t n)
{
    struct str texts[FORM_MAX_FILES + 1];
    for (size_t i = 0; i < n; i++)
        texts[i] = str_from(names[i]);
    return form_answer_read(forms_arena, &f->questions[0], (struct form_raw){texts, n}, forms_today());
}

static void answers_are_held_against_the_question(void **state)
{
    (void)state;
    const struct form *f = forms_published("#\nq: file 2..3 pdf jpg 1MB\n");
    static const char *const names[] = {"a.pdf", "b.JPG", "c.jpeg", "d.pdf"};
    assert_false(read_files(f, names, 0).given);
    assert_int_equal(read_files(f, names, 1).problem, FORM_TOO_FEW);
    assert_int_equal(read_files(f, names, 2).problem, FORM_OK);
    assert_int_equal(read_files(f, names, 3).problem, FORM_OK);
    assert_int_equal(read_files(f, names, 4).problem, FORM_TOO_MANY);
    static const char *const wrong[] = {"a.pdf", "b.png"};
    static const char *const large[] = {"a.pdf", ID " " HASH " 1000001 b.pdf"};
    static const char *const fits[] = {"a.pdf", ID " " HASH " 1000000 b.pdf"};
    static const char *const broken[] = {"a.pdf", "b\n.pdf"};
    assert_int_equal(read_files(f, wrong, 2).problem, FORM_FILE_KIND);
    assert_int_equal(read_files(f, large, 2).problem, FORM_FILE_SIZE);
    assert_int_equal(read_files(f, fits, 2).problem, FORM_OK);
    assert_int_equal(read_files(f, broken, 2).problem, FORM_NOT_PLAIN);
}

static void answers_come_back_as_they_were(void **state)
{
    (void)state;
    const struct form *f = forms_published("#\nq: file 1..3 pdf jpg 1MB\n");
    static const char *const names[] = {ID " " HASH " 12 a, b.pdf", "c.jpg"};
    struct form_answer answer = read_files(f, names, 2);
    struct buf out;
    buf_init(&out, 1000);
    form_answer_print(&f->questions[0], &answer, &out);
    assert_str(buf_str(&out), ID " " HASH " 12 a, b.pdf\nc.jpg");
    struct form_answer again =
        form_answer_restore(forms_arena, &f->questions[0], buf_str(&out), forms_today());
    assert_true(str_eq(again.text, answer.text) && again.problem == FORM_OK);
    assert_int_equal(again.number.num, 2);
    buf_release(&out);
}

static void expressions_ask_whether_and_how_many(void **state)
{
    (void)state;
    static const char questions[] = "#\np: file pdf, optional\nq: file 1..3 pdf, optional\n";
    assert_string_equal(forms_value(questions, "answered(p)", "p=a.pdf"), "true");
    assert_string_equal(forms_value(questions, "answered(p)", ""), "false");
    assert_string_equal(forms_value(questions, "count(p)", "p=a.pdf"), "1");
    assert_string_equal(forms_value(questions, "count(p, q) * 2", "p=a.pdf q=b.pdf"), "4");
    assert_string_equal(forms_value(questions, "count(q)", ""), "missing");
    assert_string_equal(forms_value(questions, "coalesce(count(q), 0)", ""), "0");
}

static void the_proofs_know_how_many_there_can_be(void **state)
{
    (void)state;
    assert_string_equal(forms_mistakes("#\nq: file 1..3 pdf\nr: result count(q)\n  a = 1..2\n  b = 3\n"), "");
    assert_string_equal(forms_mistakes("#\nq: file 1..3 pdf\nr: result count(q)\n  a = 1..2\n"),
                        "FORM_SCORE_ABOVE \"a = 1..2\"");
    assert_string_equal(forms_mistakes("#\nq: file 1..3 pdf\nn: number, optional, if count(q) > 3\n"),
                        "FORM_QUESTION_NEVER \"n\"");
    assert_string_equal(forms_mistakes("#\nq: file pdf, optional\nr: result count(q)\n  a = 1\n"),
                        "FORM_RESULT_UNANSWERED \"r\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_a_text_with_its_hash),
        cmocka_unit_test(a_name_alone_is_a_file_too),
        forms_test(a_question_says_kinds_sizes_and_how_many),
        forms_test(answers_are_held_against_the_question),
        forms_test(answers_come_back_as_they_were),
        forms_test(expressions_ask_whether_and_how_many),
        forms_test(the_proofs_know_how_many_there_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
