#include "lib/test.h"

#include <string.h>

#include "post/message.h"

static struct mail sample(void)
{
    return (struct mail){
        .from = STR("portail@valmont.example"),
        .from_name = STR("Cabinet Valmont"),
        .to = STR("claire@client.example"),
        .to_name = STR("Claire Dubois"),
        .subject = STR("Votre espace est prêt"),
        .text = STR("Bonjour,\n\nVotre espace est prêt.\n"),
        .html = STR("<!DOCTYPE html><html lang=\"fr\"><body><p>Votre espace est prêt.</p></body></html>"),
        .message_id = STR("01hf3yabcdefghjkmnpqrstvwx@portail.example"),
        .language = STR("fr"),
        .date = 1795442400, /* 2026-11-23T14:00:00Z */
    };
}

static struct str build(struct buf *out, const struct mail *mail)
{
    buf_init(out, 1 << 20);
    assert_true(mail_build(mail, out));
    return buf_str(out);
}

static bool contains(struct str text, const char *what)
{
    return str_find(text, str_from(what)) >= 0;
}

static void headers_are_those_given(void **state)
{
    (void)state;
    struct mail mail = sample();
    struct buf out;
    struct str mime = build(&out, &mail);
    assert_true(contains(mime, "From: Cabinet Valmont <portail@valmont.example>\r\n"));
    assert_true(contains(mime, "To: Claire Dubois <claire@client.example>\r\n"));
    assert_true(contains(mime, "Message-Id: <01hf3yabcdefghjkmnpqrstvwx@portail.example>\r\n"));
    assert_true(contains(mime, "Date: Mon, 23 Nov 2026 14:00:00 +0000\r\n"));
    assert_true(contains(mime, "Content-Language: fr\r\n"));
    assert_true(contains(mime, "Auto-Submitted: auto-generated\r\n"));
    assert_true(contains(mime, "Content-Type: multipart/alternative"));
    buf_release(&out);
}

static void an_answer_goes_to_who_reads_it(void **state)
{
    (void)state;
    struct mail mail = sample();
    struct buf out;
    assert_false(contains(build(&out, &mail), "Reply-To:"));
    buf_release(&out);
    mail.reply_to = STR("marc@valmont.example");
    mail.reply_to_name = STR("Marc Delorme");
    assert_true(contains(build(&out, &mail), "Reply-To: Marc Delorme <marc@valmont.example>\r\n"));
    buf_release(&out);
}

/* "prêt" is pr=C3=AAt in UTF-8, in quoted-printable and in RFC 2047's Q encoding alike. */
static void accents_are_encoded_and_nothing_else_is_needed(void **state)
{
    (void)state;
    struct mail mail = sample();
    struct buf out;
    struct str mime = build(&out, &mail);
    assert_true(contains(mime, "pr=C3=AAt"));
    for (size_t i = 0; i < mime.n; i++)
        assert_true((unsigned char)mime.p[i] < 127);
    buf_release(&out);
}

/* RFC 5322 section 2.1.1 asks for 78 characters at most, and for CRLF alone. */
static void lines_are_short_and_end_in_crlf(void **state)
{
    (void)state;
    struct mail mail = sample();
    char subject[1500], text[3000];
    memset(subject, 's', sizeof(subject));
    for (size_t i = 40; i < sizeof(subject); i += 41)
        subject[i] = ' ';
    memset(text, 'x', sizeof(text));
    mail.subject = (struct str){subject, sizeof(subject)};
    mail.text = (struct str){text, sizeof(text)};
    struct buf out;
    struct str rest = build(&out, &mail);
    assert_true(str_ends(rest, STR("\r\n")));
    while (rest.n > 0) {
        ptrdiff_t end = str_find(rest, STR("\r\n"));
        assert_true(end >= 0 && end <= 78);
        struct str line = str_sub(rest, 0, (size_t)end);
        assert_int_equal(str_find_char(line, '\n'), -1);
        assert_int_equal(str_find_char(line, '\r'), -1);
        rest = str_sub(rest, (size_t)end + 2, rest.n);
    }
    buf_release(&out);
}

/* A dot alone on a line ends DATA; bare CR or LF around it is how mails are smuggled (CVE-2023-51764). */
static void dots_and_bare_line_ends_in_a_body_stay_inside_it(void **state)
{
    (void)state;
    struct mail mail = sample();
    mail.text = STR("a\n.\nb\r.\rc\r\n.\r\nMAIL FROM:<x@evil.example>\n");
    struct buf out;
    struct str mime = build(&out, &mail);
    for (size_t i = 0; i < mime.n; i++) {
        if (mime.p[i] == '\n')
            assert_true(i > 0 && mime.p[i - 1] == '\r');
        if (mime.p[i] == '\r')
            assert_true(i + 1 < mime.n && mime.p[i + 1] == '\n');
    }
    buf_release(&out);
}

static void assert_refused(struct mail mail)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    assert_false(mail_build(&mail, &out));
    assert_int_equal(out.n, 0);
    buf_release(&out);
}

static void line_ends_in_a_header_are_refused(void **state)
{
    (void)state;
    struct mail mail = sample();
    mail.subject = STR("Bonjour\r\nBcc: autre@evil.example");
    assert_refused(mail);
    mail = sample();
    mail.to_name = STR("Claire\nBcc: autre@evil.example");
    assert_refused(mail);
    mail = sample();
    mail.to = STR("claire@client.example>\r\nRCPT TO:<autre@evil.example");
    assert_refused(mail);
    mail = sample();
    mail.message_id = STR("a b@c.example");
    assert_refused(mail);
    mail = sample();
    mail.reply_to = STR("marc@valmont.example>\r\nBcc: autre@evil.example");
    assert_refused(mail);
    mail.reply_to = STR("marc@valmont.example");
    mail.reply_to_name = STR("Marc\nBcc: autre@evil.example");
    assert_refused(mail);
}

static void names_cannot_become_addresses(void **state)
{
    (void)state;
    struct mail mail = sample();
    mail.to_name = STR("Claire\" <autre@evil.example>, \"x");
    struct buf out;
    struct str mime = build(&out, &mail);
    ptrdiff_t to = str_find(mime, STR("\r\nTo: "));
    assert_true(to >= 0);
    struct str header = str_sub(mime, (size_t)to + 6, mime.n);
    header = str_sub(header, 0, (size_t)str_find(header, STR("\r\n")));
    /* The quotes are escaped, so all but the last address is inside the quoted name. */
    assert_true(str_starts(header, STR("\"Claire\\\" <autre@evil.example>, \\\"x\"")));
    buf_release(&out);
}

static void addresses_are_ascii_and_need_no_quoting(void **state)
{
    (void)state;
    const char *good[] = {"a@b.example", "jean.dupont+test@mail.sous-domaine.example", "o'neil@x.example"};
    const char *bad[] = {"",
                         "a",
                         "@b.example",
                         "a@",
                         "a@@b.example",
                         "a b@c.example",
                         ".a@b.example",
                         "a.@b.example",
                         "a..b@c.example",
                         "a@b..example",
                         "é@b.example",
                         "a@é.example",
                         "a@b.example\n",
                         "<a@b.example>",
                         "a@-_.example",
                         "\"a\"@b.example"};
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
        assert_true(mail_address_is_valid(str_from(good[i])));
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        assert_false(mail_address_is_valid(str_from(bad[i])));
    char local[66] = {0};
    memset(local, 'a', 65);
    struct buf long_local;
    buf_init(&long_local, 1000);
    buf_addf(&long_local, "%s@b.example", local);
    assert_false(mail_address_is_valid(buf_str(&long_local)));
    buf_release(&long_local);
}

static void a_mail_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct mail mail = sample();
    struct buf out;
    buf_init(&out, 100);
    assert_false(mail_build(&mail, &out));
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_are_those_given),
        cmocka_unit_test(an_answer_goes_to_who_reads_it),
        cmocka_unit_test(accents_are_encoded_and_nothing_else_is_needed),
        cmocka_unit_test(lines_are_short_and_end_in_crlf),
        cmocka_unit_test(dots_and_bare_line_ends_in_a_body_stay_inside_it),
        cmocka_unit_test(line_ends_in_a_header_are_refused),
        cmocka_unit_test(names_cannot_become_addresses),
        cmocka_unit_test(addresses_are_ascii_and_need_no_quoting),
        cmocka_unit_test(a_mail_that_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
