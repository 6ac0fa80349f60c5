/* test-slow: yes: a stalled dialogue takes the second that is its timeout, eleven times. */
#include "lib/test.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "lib/smtp_server.h"
#include "post/courier.h"
#include "post/wire.h"

/* A courier in a process of its own, as in the daemon, against the scripted server. */
struct office {
    struct smtp_server *server;
    int wire;
    pid_t courier;
    struct config config;
    char url[64];
};

static void employ(struct office *o)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    o->courier = fork();
    if (o->courier == 0) {
        close(ends[0]);
        _exit(courier_run(&o->config, ends[1], SIGTERM));
    }
    close(ends[1]);
    o->wire = ends[0];
    struct wire hello;
    int file;
    assert_int_equal(wire_receive(o->wire, &hello, &file), 1);
    assert_int_equal(hello.kind, WIRE_HELLO);
    assert_true(hello.started);
}

static int open_office(void **state)
{
    static struct office o;
    o = (struct office){.server = smtp_server_start()};
    snprintf(o.url, sizeof(o.url), "smtp://127.0.0.1:%d", smtp_server_port(o.server));
    o.config.mail.url = str_from(o.url);
    o.config.mail.helo = STR("portail.example");
    o.config.mail.from = STR("portail@valmont.example");
    o.config.mail.allow_plain = true;
    o.config.mail.timeout = 1;
    employ(&o);
    *state = &o;
    return 0;
}

static int close_office(void **state)
{
    struct office *o = *state;
    close(o->wire);
    int status;
    waitpid(o->courier, &status, 0);
    smtp_server_stop(o->server);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}

#define MAIL "From: <portail@valmont.example>\r\nSubject: essai\r\n\r\n.un point\r\n.\r\nfin\r\n"

static struct wire post(struct office *o, const char *to, struct str mime)
{
    struct wire packet = {.kind = WIRE_MAIL, .id = "01hf3yabcdefghjkmnpqrstvwx"};
    snprintf(packet.to, sizeof(packet.to), "%s", to);
    int file = wire_file(mime);
    assert_true(file >= 0);
    assert_true(wire_send(o->wire, &packet, file));
    close(file);
    assert_int_equal(wire_receive(o->wire, &packet, &file), 1);
    assert_int_equal(packet.kind, WIRE_REPORT);
    assert_string_equal(packet.id, "01hf3yabcdefghjkmnpqrstvwx");
    return packet;
}

static void a_mail_arrives_as_it_was_built(void **state)
{
    struct office *o = *state;
    struct wire report = post(o, "claire@client.example", STR(MAIL));
    assert_int_equal(report.delivery, DELIVERY_ACCEPTED);
    assert_int_equal(smtp_server_count(o->server), 1);
    assert_str(smtp_server_mail(o->server, 0),
               "MAIL FROM:<portail@valmont.example>\r\nRCPT TO:<claire@client.example>\r\n" MAIL);
    assert_str(smtp_server_helo(o->server), "portail.example");
}

#define SENDER "MAIL FROM:<portail@valmont.example>\r\nRCPT TO:<claire@client.example>\r\n"

/* Lines of 76 characters, and a last one, of so many bytes with their ends; then what would end the mail and
 * begin another one if a dot were not doubled. */
static void add_filled(struct buf *mail, size_t size)
{
    while (size > 0) {
        size_t n = size <= 78 ? size : size == 79 ? 77 : 78;
        for (size_t i = 0; i + 2 < n; i++)
            buf_add_char(mail, 'a');
        buf_add_z(mail, n < 2 ? "a" : "\r\n");
        size -= n;
    }
    buf_add_z(mail, "\r\n.\r\nMAIL FROM:<x@evil.example>\r\n.\r\n..\r\n.a\r\n");
}

static void send_filled(struct office *o, size_t size)
{
    struct buf mail;
    size_t before = smtp_server_count(o->server);
    buf_init(&mail, 1 << 20);
    buf_add_z(&mail, SENDER);
    add_filled(&mail, size);
    struct wire report =
        post(o, "claire@client.example", str_sub(buf_str(&mail), strlen(SENDER), buf_str(&mail).n));
    assert_int_equal(report.delivery, DELIVERY_ACCEPTED);
    assert_int_equal(smtp_server_count(o->server), before + 1);
    assert_str(smtp_server_mail(o->server, before), buf_z(&mail));
    buf_release(&mail);
}

/* Buffers are of 16 and 64 KB in libcurl; a dot just behind the end of one is where doubling it fails. */
static void a_dot_ends_no_mail_wherever_it_stands(void **state)
{
    enum { LAST = 70000, AROUND = 80, BUFFER = 16384 };
    for (size_t size = 0; size <= LAST; size++)
        if (size % BUFFER < AROUND || size % BUFFER > BUFFER - AROUND)
            send_filled(*state, size);
}

static void the_connection_is_kept_between_mails(void **state)
{
    struct office *o = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(post(o, "claire@client.example", STR(MAIL)).delivery, DELIVERY_ACCEPTED);
    assert_int_equal(smtp_server_count(o->server), 5);
    assert_int_equal(smtp_server_connections(o->server), 1);
}

static void every_fault_is_survived_and_the_next_mail_goes_out(void **state)
{
    struct office *o = *state;
    static const int faults[] = {SMTP_DROP, SMTP_STALL, 421, 450};
    size_t before = 0;
    for (enum smtp_point point = SMTP_BANNER; point <= SMTP_BODY; point++)
        for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
            /* A fault at the banner is met only by a new connection: drop the kept one. */
            if (point <= SMTP_EHLO)
                smtp_server_fault(o->server, SMTP_MAIL, 421);
            smtp_server_fault(o->server, point, faults[i]);
            struct wire report = post(o, "claire@client.example", STR(MAIL));
            assert_int_equal(report.delivery, DELIVERY_TEMPORARY);
            assert_int_not_equal(report.reason[0], '\0');
            while (post(o, "claire@client.example", STR(MAIL)).delivery != DELIVERY_ACCEPTED)
                continue;
            assert_true(smtp_server_count(o->server) > before);
            before = smtp_server_count(o->server);
        }
}

static void a_refused_recipient_or_mail_is_permanent(void **state)
{
    struct office *o = *state;
    static const enum smtp_point points[] = {SMTP_MAIL, SMTP_RCPT, SMTP_DATA, SMTP_BODY};
    for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++) {
        smtp_server_fault(o->server, points[i], 550);
        struct wire report = post(o, "claire@client.example", STR(MAIL));
        assert_int_equal(report.delivery, DELIVERY_PERMANENT);
        assert_int_equal(report.code, 550);
        assert_null(strstr(report.reason, "claire"));
    }
    assert_int_equal(smtp_server_count(o->server), 0);
}

/* The server must never see a command that a name or an address smuggled in. */
static void an_address_with_a_command_in_it_is_not_sent(void **state)
{
    struct office *o = *state;
    struct wire report = post(o, "a@b.example>\r\nRCPT TO:<x@evil.example", STR(MAIL));
    assert_int_equal(report.delivery, DELIVERY_PERMANENT);
    assert_int_equal(smtp_server_connections(o->server), 0);
}

static void a_server_that_wants_no_tls_gets_nothing_unless_allowed(void **state)
{
    struct office *o = *state;
    close(o->wire);
    waitpid(o->courier, NULL, 0);
    o->config.mail.allow_plain = false;
    employ(o);
    assert_int_equal(post(o, "claire@client.example", STR(MAIL)).delivery, DELIVERY_TEMPORARY);
    assert_int_equal(smtp_server_count(o->server), 0);
}

static void in_a_folder_a_mail_is_a_file_however_often_it_is_given(void **state)
{
    struct office *o = *state;
    close(o->wire);
    waitpid(o->courier, NULL, 0);
    const char *folder = test_tmp("courier-mail");
    o->config.mail.folder = str_from(folder);
    employ(o);
    for (int i = 0; i < 2; i++)
        assert_int_equal(post(o, "claire@client.example", STR(MAIL)).delivery, DELIVERY_ACCEPTED);
    char path[4096];
    snprintf(path, sizeof(path), "%s/01hf3yabcdefghjkmnpqrstvwx.eml", folder);
    assert_str(test_read_file(path), MAIL);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void hello_is_answered_after_all_earlier_mails(void **state)
{
    struct office *o = *state;
    struct wire packet = {.kind = WIRE_MAIL, .id = "01hf3yabcdefghjkmnpqrstvwx", .to = "a@b.example"};
    int file = wire_file(STR(MAIL));
    for (int i = 0; i < 3; i++)
        assert_true(wire_send(o->wire, &packet, file));
    close(file);
    packet.kind = WIRE_HELLO;
    assert_true(wire_send(o->wire, &packet, -1));
    for (int i = 0; i < 4; i++) {
        assert_int_equal(wire_receive(o->wire, &packet, &file), 1);
        assert_int_equal(packet.kind, i < 3 ? WIRE_REPORT : WIRE_HELLO);
    }
    assert_false(packet.started);
}

#define WITH_OFFICE(test) cmocka_unit_test_setup_teardown(test, open_office, close_office)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_OFFICE(a_mail_arrives_as_it_was_built),
        WITH_OFFICE(the_connection_is_kept_between_mails),
        WITH_OFFICE(every_fault_is_survived_and_the_next_mail_goes_out),
        WITH_OFFICE(a_refused_recipient_or_mail_is_permanent),
        WITH_OFFICE(an_address_with_a_command_in_it_is_not_sent),
        WITH_OFFICE(a_server_that_wants_no_tls_gets_nothing_unless_allowed),
        WITH_OFFICE(in_a_folder_a_mail_is_a_file_however_often_it_is_given),
        WITH_OFFICE(a_dot_ends_no_mail_wherever_it_stands),
        WITH_OFFICE(hello_is_answered_after_all_earlier_mails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
