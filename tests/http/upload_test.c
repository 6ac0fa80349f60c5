#include "http/portal.h"

#include "http/upload.h"

#define PART(name, value) "--B\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(name, file, value) \
    "--B\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\n\r\n" value "\r\n"
#define END "--B--\r\n"

static struct str token_part(struct visit v)
{
    return arena_printf(arena, PART("csrf", STR_FMT), STR_ARG(v.csrf));
}

static struct exchange deposit_at(struct visit v, const char *path)
{
    struct exchange e = post(path, v.cookie);
    e.content_type = STR("multipart/form-data; boundary=B");
    return e;
}

static struct answer send(struct visit v, const char *path, const char *parts)
{
    return ask(deposit_at(v, path), arena_join(arena, token_part(v), str_from(parts)));
}

static int count_one(const struct file_entry *entry, void *context)
{
    (void)entry;
    ++*(int *)context;
    return 0;
}

static void assert_nothing_left(void)
{
    int n = 0;
    assert_int_equal(file_walk(test_tmp("dispatch/files"), 1000, count_one, &n), 0);
    assert_int_equal(n, 0);
}

static void files_come_beside_fields(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    struct answer a = send(v, "/depot", PART("nom", "Ana & é\r\nB") END);
    assert_refused(a, 400, 1002); /* one line only: the rules of the row hold for these fields too */
    a = send(v, "/depot", PART("nom", "Ana & é") FILE_PART("q", "a.pdf", "%PDF") FILE_PART("q", "", "") END);
    assert_int_equal(a.status, 200);
    assert_str(a.body, "files of Ana & é: q a.pdf 4");
    assert_nothing_left();
}

static void such_a_form_needs_its_token_too(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    unsigned before = forms_taken;
    struct str body = STR(FILE_PART("q", "a.pdf", "%PDF") END);
    assert_refused(ask(deposit_at(v, "/depot"), body), 403, 1008);
    struct exchange e = deposit_at(v, "/depot");
    e.origin = STR("https://evil.example");
    assert_refused(ask(e, arena_join(arena, token_part(v), body)), 403, 1008);
    assert_int_equal(forms_taken, before);
    assert_nothing_left();
}

static void a_row_takes_one_kind_of_form(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    assert_refused(submit(v, "/depot", "nom=Ana"), 415, 1007);
    assert_refused(send(v, "/formulaire", PART("nom", "Ana") END), 415, 1007);
    struct exchange e = deposit_at(v, "/depot");
    e.content_type = STR("multipart/form-data");
    assert_refused(ask(e, STR(END)), 415, 1007);
    e.content_type = STR("multipart/form-data; boundary=B; charset=utf-16");
    assert_refused(ask(e, STR(END)), 415, 1007);
    e.content_type = STR("multipart/form-data; boundary=C");
    assert_refused(ask(e, arena_join(arena, token_part(v), STR(END))), 400, 1001);
}

static void a_body_that_breaks_off_stores_nothing(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    unsigned before = forms_taken;
    struct str body = arena_join(arena, token_part(v), STR(FILE_PART("q", "a.pdf", "%PDF") END));
    for (size_t n = 0; n < body.n; n += 7) {
        struct exchange e = deposit_at(v, "/depot");
        e.content_length = arena_printf(arena, "%zu", body.n);
        assert_refused(ask(e, str_sub(body, 0, n)), 400, 1003);
    }
    struct exchange e = deposit_at(v, "/depot");
    e.content_length = arena_printf(arena, "%zu", body.n - 2);
    assert_refused(ask(e, body), 400, 1003);
    assert_int_equal(forms_taken, before);
    assert_nothing_left();
}

static void limits_hold_for_fields_files_and_the_whole(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    struct buf parts;
    buf_init(&parts, 100000);
    buf_add_z(&parts, "--B\r\nContent-Disposition: form-data; name=\"nom\"\r\n\r\n");
    buf_add_repeat(&parts, 'x', 200);
    buf_add_z(&parts, "\r\n" END);
    assert_refused(send(v, "/depot", buf_z(&parts)), 413, 1004);
    buf_clear(&parts);
    for (int i = 0; i < UPLOAD_FILES_MAX; i++)
        buf_add_z(&parts, FILE_PART("q", "a", ""));
    struct exchange e = deposit_at(v, "/depot");
    struct str body = arena_join(arena, token_part(v), buf_str(&parts));
    assert_int_equal(ask(e, arena_join(arena, body, STR(END))).status, 200);
    assert_refused(ask(e, arena_join(arena, body, STR(FILE_PART("q", "a", "") END))), 413, 1004);
    e.content_length = STR("2001");
    assert_refused(ask(e, STR("")), 413, 1004);
    buf_release(&parts);
    assert_nothing_left();
}

/* The fields of a form whose session has run out are kept, as those of any form; its files are not. */
static void a_stranger_s_files_are_not_stored(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    unsigned before = forms_taken;
    struct answer a = send(v, "/bureau/1/depot", PART("nom", "Ana") FILE_PART("q", "a.pdf", "%PDF") END);
    assert_int_equal(a.status, 401);
    assert_int_equal(forms_taken, before);
    assert_nothing_left();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_beside_fields),
        cmocka_unit_test(such_a_form_needs_its_token_too),
        cmocka_unit_test(a_row_takes_one_kind_of_form),
        cmocka_unit_test(a_body_that_breaks_off_stores_nothing),
        cmocka_unit_test(limits_hold_for_fields_files_and_the_whole),
        cmocka_unit_test(a_stranger_s_files_are_not_stored),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
