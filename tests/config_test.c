#include "config.h"

#include "base/file.h"
#include "lib/test.h"

static struct arena *arena;
static struct diags *diags;
static struct config config;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    diags = diags_new(arena, 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static bool read_text(const char *yaml)
{
    const char *path = test_tmp("portillon.yaml");
    assert_int_equal(file_write_atomic(path, str_from(yaml), 0600), 0);
    return config_read(arena, path, &config, diags);
}

#define GOOD "base_url: https://portail.example.org\nsite: out/site.db\n"

static void the_sample_is_right(void **state)
{
    (void)state;
    assert_true(config_read(arena, "gateway/portillon.yaml", &config, diags));
    assert_int_equal(diags_warnings(diags), 0);
    assert_str(config.mail.url, "smtps://mail.example.org:465");
    assert_str(config.site, "gateway/out/site.db");
}

static void defaults_hold(void **state)
{
    (void)state;
    assert_true(read_text(GOOD));
    assert_true(config.secure);
    assert_true(str_ends(config.data, STR("/data")));
    assert_true(str_ends(config.socket, STR("/data/portillon.sock")));
    assert_true(str_ends(config.control, STR("/data/control.sock")));
    assert_true(config.data.p[0] == '/');
    assert_str(config.time_zone, "Europe/Paris");
    assert_str(config.mail.from, "portillon@portail.example.org");
    assert_str(config.mail.helo, "portail.example.org");
    assert_int_equal(config.mail.timeout, 300);
    assert_int_equal(config.threads, 32);
    assert_int_equal(config.rate, 120);
    assert_true(config.mail_answers);
    assert_true(str_ends(config.files.folder, STR("/data/files")));
    assert_int_equal(config.files.draft, 100 * 1000 * 1000);
    assert_int_equal(config.files.client, 500 * 1000 * 1000);
    assert_true(diags_has(diags, D_CONFIG_MAIL_NONE));
}

static void what_is_given_counts(void **state)
{
    (void)state;
    assert_true(
        read_text("base_url: http://localhost:8080/\nsite: /srv/site.db\ndata: /var/lib/p\nthreads: 4\n"
                  "time_zone: Europe/Brussels\ninvitation: [profil, identite]\nmail:\n  url: "
                  "smtp://127.0.0.1:2525\n  allow_plain: oui\n"
                  "  answers: non\n  from_name: Cabinet\n"));
    assert_str(config.base_url, "http://localhost:8080");
    assert_false(config.secure);
    assert_str(config.site, "/srv/site.db");
    assert_str(config.socket, "/var/lib/p/portillon.sock");
    assert_int_equal(config.threads, 4);
    assert_int_equal(config.invitation.count, 2);
    assert_str(config.invitation.items[1], "identite");
    assert_true(config.mail.allow_plain);
    assert_false(config.mail_answers);
    assert_str(config.mail.from_name, "Cabinet");
    assert_str(config.mail.from, "portillon@localhost");
}

static void every_mistake_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        enum diag_code code;
    } cases[] = {
        {"site: a\n", D_CONFIG_MISSING},
        {"base_url: https://a.example\n", D_CONFIG_MISSING},
        {"base_url: portail.example.org\nsite: a\n", D_CONFIG_BASE_URL},
        {"base_url: https://a.example/portail\nsite: a\n", D_CONFIG_BASE_URL},
        {"base_url: https://a.example:99999\nsite: a\n", D_CONFIG_BASE_URL},
        {"base_url: https://u@a.example\nsite: a\n", D_CONFIG_BASE_URL},
        {"base_url: http://a.example\nsite: a\n", D_CONFIG_NOT_HTTPS},
        {GOOD "trheads: 3\n", D_YAML_UNKNOWN_KEY},
        {GOOD "threads: 0\n", D_YAML_INT},
        {GOOD "time_zone: Europe/Pariss\n", D_CONFIG_ZONE},
        {GOOD "time_zone: ../etc/passwd\n", D_CONFIG_ZONE},
        {GOOD "mail:\n  url: http://a.example\n", D_CONFIG_MAIL_URL},
        {GOOD "mail:\n  url: smtp://a.example/x\n", D_CONFIG_MAIL_URL},
        {GOOD "mail:\n  url: smtp://a.example\n  allow_plain: yes\n", D_CONFIG_MAIL_PLAIN},
        {GOOD "mail:\n  url: smtp://a.example\n  folder: m\n", D_CONFIG_MAIL_BOTH},
        {GOOD "mail:\n  from: Cabinet <a@b.example>\n", D_CONFIG_ADDRESS},
        {GOOD "mail:\n  helo: not a host\n", D_CONFIG_HELO},
        {GOOD "mail:\n  user: u\n", D_CONFIG_MAIL_PASSWORD},
        {GOOD "mail:\n  user: u\n  password_file: nowhere\n", D_FILE_READ},
        {GOOD "mail:\n  server: a\n", D_YAML_UNKNOWN_KEY},
        {GOOD "socket: /run/"
              "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
              "aaaaaaaaaaaaaa\n",
         D_CONFIG_SOCKET},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        diags = diags_new(arena, 20);
        if (read_text(cases[i].yaml) || !diags_has(diags, cases[i].code))
            fail_msg("not refused as it should be: %s", cases[i].yaml);
    }
}

static void a_missing_file_is_said(void **state)
{
    (void)state;
    assert_false(config_read(arena, test_tmp("none.yaml"), &config, diags));
    assert_true(diags_has(diags, D_FILE_READ));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_sample_is_right, set_up, tear_down),
        cmocka_unit_test_setup_teardown(defaults_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_given_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_mistake_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_file_is_said, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
