#include "http/multipart.h"

#include "base/buf.h"
#include "lib/test.h"

/* What was read of a body, as one text: `name=content` or `name<file name>=content`, a line each, then how it
 * ended. */
struct body {
    struct str text;
    size_t piece; /* bytes that come at a time */
};

static size_t read_body(void *context, char *to, size_t max)
{
    struct body *body = context;
    size_t n = 0;
    while (n < max && body->text.n > 0) {
        size_t now = body->piece < max - n ? body->piece : max - n;
        now = now < body->text.n ? now : body->text.n;
        memcpy(to + n, body->text.p, now);
        n += now;
        body->text = str_sub(body->text, now, body->text.n);
    }
    return n;
}

static struct multipart m;

static struct str read_all(struct str text, int64_t length)
{
    static const char *const ends[MULTIPART_STEP__MAX] = {[MULTIPART_PART] = "part",
                                                          [MULTIPART_END] = "end",
                                                          [MULTIPART_MALFORMED] = "malformed",
                                                          [MULTIPART_SHORT] = "short"};
    struct body body = {text, 7};
    struct multipart_part part;
    struct buf out;
    struct str bytes;
    enum multipart_step step;
    buf_init(&out, 1 << 24);
    multipart_begin(&m, (struct multipart_source){read_body, &body}, STR("XX"), length);
    while ((step = multipart_next(&m, test_arena, &part)) == MULTIPART_PART) {
        buf_add(&out, part.name);
        if (part.is_file)
            buf_addf(&out, "<" STR_FMT ">", STR_ARG(part.file_name));
        buf_add_char(&out, '=');
        while (multipart_content(&m, &bytes) && bytes.n > 0)
            buf_add(&out, bytes);
        buf_add_char(&out, '\n');
    }
    buf_add_z(&out, ends[step]);
    struct str read = arena_str(test_arena, buf_str(&out));
    buf_release(&out);
    return read;
}

static struct str read_text(const char *text)
{
    return read_all(str_from(text), (int64_t)strlen(text));
}

#define NAMED(name) "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_NAMED(name, file)                                                    \
    "--XX\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file \
    "\"\r\nContent-Type: image/png\r\n\r\n"

static void fields_and_files_are_told_apart(void **state)
{
    (void)state;
    assert_str(read_text(NAMED("csrf") "abc\r\n" FILE_NAMED(
                   "q.piece", "avis é.pdf") "%PDF\r\n\r\n--X\r\n" NAMED("vide") "\r\n--XX--\r\n"),
               "csrf=abc\nq.piece<avis é.pdf>=%PDF\r\n\r\n--X\nvide=\nend");
    assert_str(read_text(NAMED("a") "1\r\n--XX--"), "a=1\nend");
    assert_str(read_text(FILE_NAMED("q", "") "\r\n--XX--\r\n"), "q<>=\nend");
    assert_str(read_text("--XX--\r\n"), "end");
}

/* Whatever a delimiter may be cut into by the window's end. */
static void content_of_every_length_comes_whole(void **state)
{
    (void)state;
    static const char head[] = FILE_NAMED("q", "a"), tail[] = "\r\n--XX--\r\n";
    for (size_t n = MULTIPART_WINDOW - 300; n < MULTIPART_WINDOW + 20; n++) {
        struct str text = {arena_alloc(test_arena, sizeof(head) + n + sizeof(tail)),
                           sizeof(head) - 1 + n + sizeof(tail) - 1};
        char *p = (char *)(uintptr_t)text.p;
        memcpy(p, head, sizeof(head) - 1);
        for (size_t i = 0; i < n; i++)
            p[sizeof(head) - 1 + i] = "\r\n--X"[i % 5];
        memcpy(p + sizeof(head) - 1 + n, tail, sizeof(tail) - 1);
        struct str read = read_all(text, (int64_t)text.n);
        assert_int_equal(read.n, 5 + n + 4);
        assert_true(memcmp(read.p + 5, p + sizeof(head) - 1, n) == 0);
        assert_str(str_sub(read, 5 + n, read.n), "\nend");
        arena_clear(test_arena);
    }
}

static void names_are_read_as_browsers_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *disposition, *read;
    } cases[] = {
        {"form-data; name=q; filename=a.pdf", "q<a.pdf>=\nend"},
        {"FORM-DATA;NAME=\"q\";FileName=\"a.pdf\"", "q<a.pdf>=\nend"},
        {"form-data; name=\"q\"; filename=\"a%22b.pdf\"", "q<a\"b.pdf>=\nend"},
        {"form-data; name=\"q\"; filename=\"a\\\"b.pdf\"", "q<a\"b.pdf>=\nend"},
        {"form-data; name=\"q\"; filename=\"C:\\dir\\a.pdf\"", "q<C:\\dir\\a.pdf>=\nend"},
        {"form-data; filename=\"dir\\\"; name=\"q\"", "q<dir\\>=\nend"},
        {"form-data; name=\"q\"; filename=\"a;b=c.pdf\"", "q<a;b=c.pdf>=\nend"},
        {"form-data; name=\"q\"; filename=\"a%0D%0Ab%2525.pdf\"", "q<a\r\nb%2525.pdf>=\nend"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct str text = arena_printf(test_arena, "--XX\r\nContent-Disposition: %s\r\n\r\n\r\n--XX--\r\n",
                                       cases[i].disposition);
        assert_str(read_all(text, (int64_t)text.n), cases[i].read);
    }
}

static void what_two_readers_may_take_differently_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "\r\n" NAMED("a") "1\r\n--XX--\r\n",
        "before\r\n" NAMED("a") "1\r\n--XX--\r\n",
        NAMED("a") "1\r\n--XX--\r\nbehind",
        NAMED("a") "1\r\n--XX--\r\n\r\n",
        NAMED("a") "1\r\n--XX",
        NAMED("a") "1\r\n--XX-",
        NAMED("a") "1",
        "--XX \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XX--\r\n",
        "--XX\nContent-Disposition: form-data; name=a\n\n1\n--XX--\n",
        "--XX\rContent-Disposition: form-data; name=a\r\r1\r--XX--\r",
        "--XXY\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\" b\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=a; filename=a; filename=b\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; "
        "name=b\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data;\r\n name=a\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition : form-data; name=a\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\xff\"\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\xc0\x80\"\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\tb\"\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed; "
        "boundary=Y\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Type: text/plain; "
        "charset=utf-7\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: "
        "base64\r\n\r\n1\r\n--XX--\r\n",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct str read = read_text(bad[i]);
        if (!str_ends(read, STR("malformed")))
            fail_msg("%zu: %s: " STR_FMT, i, bad[i], STR_ARG(read));
    }
    static const char nul[] = "--XX\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\n1\r\n--XX--\r\n";
    assert_str(read_all((struct str){nul, sizeof(nul) - 1}, sizeof(nul) - 1), "malformed");
}

static void what_breaks_off_is_told_from_what_is_wrong(void **state)
{
    (void)state;
    static const char text[] = NAMED("a") "1\r\n" FILE_NAMED("q", "a") "%PDF\r\n--XX--\r\n";
    for (size_t n = 0; n < sizeof(text) - 1; n++) {
        struct str read = read_all((struct str){text, n}, sizeof(text) - 1);
        if (!str_ends(read, STR("short")))
            fail_msg("%zu bytes: " STR_FMT, n, STR_ARG(read));
    }
}

static void everything_has_a_limit(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 22);
    for (int i = 0; i < MULTIPART_PARTS_MAX; i++)
        buf_add_z(&text, NAMED("a") "1\r\n");
    struct str within = arena_join(test_arena, buf_str(&text), STR("--XX--\r\n"));
    assert_true(str_ends(read_all(within, (int64_t)within.n), STR("\nend")));
    buf_add_z(&text, NAMED("a") "1\r\n--XX--\r\n");
    assert_true(str_ends(read_all(buf_str(&text), (int64_t)text.n), STR("malformed")));
    for (size_t more = 0; more < 2; more++) {
        buf_clear(&text);
        buf_add_z(&text, "--XX\r\nContent-Disposition: form-data; name=a\r\nX: ");
        size_t headers = text.n - 6; /* behind the boundary's line */
        buf_add_repeat(&text, 'x', MULTIPART_HEADERS_MAX - headers + more);
        buf_add_z(&text, "\r\n\r\n1\r\n--XX--\r\n");
        assert_true(
            str_ends(read_all(buf_str(&text), (int64_t)text.n), more == 0 ? STR("\nend") : STR("malformed")));
    }
    buf_release(&text);
}

static void boundaries_are_those_of_browsers(void **state)
{
    (void)state;
    struct str boundary;
    assert_true(multipart_boundary(STR("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"),
                                   &boundary));
    assert_str(boundary, "----WebKitFormBoundary7MA4YWxkTrZu0gW");
    assert_true(multipart_boundary(STR("Multipart/Form-Data;charset=UTF-8;Boundary=\"a'(b)\""), &boundary));
    assert_str(boundary, "a'(b)");
    static const char too_long[] =
        "multipart/form-data; "
        "boundary=12345678901234567890123456789012345678901234567890123456789012345678901";
    static const char *const bad[] = {
        "",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=a b",
        "multipart/form-data; boundary=\"a ",
        "multipart/form-data; boundary=a; boundary=b",
        "multipart/form-data, boundary=a",
        "multipart/form-data; boundary=a; charset=utf-7",
        "multipart/form-data; boundary=a; charset=utf-16",
        "multipart/form-data; boundary=é",
        "multipart/mixed; boundary=a",
        "multipart/form-datax; boundary=a",
        "application/x-www-form-urlencoded",
        too_long,
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        if (multipart_boundary(str_from(bad[i]), &boundary))
            fail_msg("accepted: %s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_files_are_told_apart),
        cmocka_unit_test(content_of_every_length_comes_whole),
        cmocka_unit_test(names_are_read_as_browsers_write_them),
        cmocka_unit_test(what_two_readers_may_take_differently_is_refused),
        cmocka_unit_test(what_breaks_off_is_told_from_what_is_wrong),
        cmocka_unit_test(everything_has_a_limit),
        cmocka_unit_test(boundaries_are_those_of_browsers),
    };
    return cmocka_run_group_tests(tests, test_arena_begin, test_arena_end);
}
