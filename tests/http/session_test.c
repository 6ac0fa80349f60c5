#include "http/portal.h"

#include "account/account.h"
#include "client/client.h"

/* Signs in and gives the new cookie with its token. */
static struct visit signed_in_as(struct str account)
{
    struct visit v = visit(STR(""));
    struct answer a = submit(v, "/porte", arena_printf(arena, "compte=" STR_FMT, STR_ARG(account)).p);
    assert_int_equal(a.status, 303);
    struct str set = header(a, "Set-Cookie");
    struct str cookie = str_cut(&set, ';');
    assert_str(set, " Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_false(str_eq(cookie, v.cookie));
    return visit(cookie);
}

static struct visit signed_in(void)
{
    return signed_in_as(adviser);
}

static void a_closed_page_shows_its_door_and_then_itself(void **state)
{
    (void)state;
    struct exchange e = get("/bureau/7");
    e.query = STR("q=x");
    struct answer door = ask(e, STR(""));
    assert_int_equal(door.status, 401);
    assert_str(line_of(door, "kept"), "0");
    struct visit v = visit(STR(""));
    struct str fields = arena_printf(arena, "compte=" STR_FMT "&reprise=" STR_FMT, STR_ARG(adviser),
                                     STR_ARG(line_of(door, "reprise")));
    struct answer a = submit(v, "/porte", fields.p);
    assert_int_equal(a.status, 303);
    assert_str(header(a, "Location"), "/bureau/7?q=x");
}

static void who_is_signed_in_comes_in_in_the_account_s_language(void **state)
{
    (void)state;
    struct exchange e = get("/bureau/7");
    e.cookie = signed_in().cookie;
    e.query = STR("langue=en");
    assert_str(ask(e, STR("")).body, "page reads nl ");
    e.path = STR("/client");
    assert_refused(ask(e, STR("")), 403, 1009);
}

static void an_office_behind_one_address_is_not_one_person(void **state)
{
    (void)state;
    struct exchange stranger = get("/bureau/rare"), member = stranger;
    member.cookie = signed_in().cookie;
    for (int i = 0; i < 2; i++)
        assert_int_equal(ask(stranger, STR("")).status, 401);
    assert_refused(ask(stranger, STR("")), 429, 1010);
    for (int i = 0; i < 2; i++)
        assert_int_equal(ask(member, STR("")).status, 200);
    assert_refused(ask(member, STR("")), 429, 1010);
}

/* Whatever was given for later is written when the next write is. */
static void settle(void)
{
    assert_int_equal(store_write(app.store, write_adviser, &(struct member){0}), STORE_CONFLICT);
}

static void a_session_ends_by_itself(void **state)
{
    (void)state;
    struct visit v = signed_in();
    struct exchange e = get("/bureau/7");
    e.cookie = v.cookie;
    int64_t began = now;
    for (int i = 0; i < 15; i++) {
        now += 29 * 60;
        assert_int_equal(ask(e, STR("")).status, 200);
        /* Seen is noted behind the answer's back. */
        struct visit again = visit(v.cookie);
        assert_str(again.csrf, arena_str(arena, v.csrf).p);
        settle();
    }
    now = began + 8 * 3600 + 1;
    struct answer door = ask(e, STR(""));
    assert_int_equal(door.status, 401);
    assert_str(line_of(door, "expired"), "1");
}

static void an_idle_session_ends(void **state)
{
    (void)state;
    struct exchange e = get("/bureau/7");
    e.cookie = signed_in().cookie;
    now += 30 * 60 + 1;
    assert_int_equal(ask(e, STR("")).status, 401);
}

static void a_session_that_ran_out_stays_so_when_the_clock_is_set_back(void **state)
{
    (void)state;
    struct exchange e = get("/bureau/7");
    e.cookie = signed_in().cookie;
    int64_t began = now;
    now += 365 * 86400;
    assert_int_equal(ask(e, STR("")).status, 401);
    settle();
    now = began + 60;
    assert_int_equal(ask(e, STR("")).status, 401);
    now = began - 86400;
    assert_int_equal(ask(e, STR("")).status, 401);
    now = began;
}

struct newcomer {
    struct member member;
    struct client client;
    struct account account;
};

static enum store_status write_client(struct store_db *db, void *context)
{
    struct newcomer *n = context;
    enum store_status status = client_create(db, arena, &n->client, STR(""), now);
    return status == STORE_OK ? account_open(db, arena, n->client.id, now, &n->account) : status;
}

static struct str administrator(void)
{
    struct member member = {.first_name = STR("Alix"),
                            .last_name = STR("Dubois"),
                            .email = STR("alix@example.org"),
                            .language = STR("fr"),
                            .is_admin = true};
    assert_int_equal(store_write(app.store, write_adviser, &member), STORE_OK);
    return account_of(member.id);
}

static struct str client(void)
{
    struct newcomer n = {.member = {.first_name = STR("Paul"),
                                    .last_name = STR("Roux"),
                                    .email = STR("paul@example.org"),
                                    .language = STR("fr")}};
    assert_int_equal(store_write(app.store, write_adviser, &n.member), STORE_OK);
    n.client = (struct client){.first_name = STR("Émilie"),
                               .last_name = STR("Lefèvre"),
                               .email = STR("emilie@example.org"),
                               .language = STR("fr"),
                               .adviser = n.member.id};
    assert_int_equal(store_write(app.store, write_client, &n), STORE_OK);
    return n.account.id;
}

/* Half an hour and twelve hours for clients, half an hour and eight for advisers, a quarter and four for
 * administrators: still there at the last second, and not one later. */
static void each_role_has_its_own_limits(void **state)
{
    (void)state;
    const struct {
        struct str account;
        const char *path;
        int64_t idle, absolute;
    } rows[] = {
        {client(), "/client", 30 * 60, 12 * 3600},
        {adviser, "/bureau/7", 30 * 60, 8 * 3600},
        {administrator(), "/bureau/7", 15 * 60, 4 * 3600},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct exchange e = get(rows[i].path), idle = e;
        e.cookie = signed_in_as(rows[i].account).cookie;
        int64_t end = now + rows[i].absolute;
        for (now += rows[i].idle; now < end; now += rows[i].idle) {
            assert_int_equal(ask(e, STR("")).status, 200);
            settle();
        }
        now = end;
        assert_int_equal(ask(e, STR("")).status, 200);
        settle(); /* or it would be the idle limit that ends it */
        now = end + 1;
        assert_int_equal(ask(e, STR("")).status, 401);
        idle.cookie = signed_in_as(rows[i].account).cookie;
        now += rows[i].idle + 1;
        assert_int_equal(ask(idle, STR("")).status, 401);
    }
}

static void what_was_posted_from_an_expired_session_is_not_lost(void **state)
{
    (void)state;
    struct visit v = signed_in();
    now += 31 * 60;
    unsigned before = forms_taken;
    struct answer door = submit(v, "/bureau/7", "nom=Ana");
    assert_int_equal(door.status, 401);
    assert_str(line_of(door, "kept"), "1");
    assert_int_equal(forms_taken, before);
    struct str fields = arena_printf(arena, "compte=" STR_FMT "&reprise=" STR_FMT, STR_ARG(adviser),
                                     STR_ARG(line_of(door, "reprise")));
    struct answer a = submit(v, "/porte", fields.p);
    assert_int_equal(a.status, 200);
    assert_str(a.body, "form of Claire Dubois: Ana");
    assert_true(str_starts(header(a, "Set-Cookie"), STR("__Host-portillon=s")));
    assert_int_equal(forms_taken, before + 1);
}

static void a_kept_form_is_nobody_else_s(void **state)
{
    (void)state;
    struct member other = {.first_name = STR("Paul"),
                           .last_name = STR("Roy"),
                           .email = STR("p@example.org"),
                           .phone = STR(""),
                           .language = STR("fr")};
    assert_int_equal(store_write(app.store, write_adviser, &other), STORE_OK);
    struct visit v = signed_in();
    now += 31 * 60;
    struct answer door = submit(v, "/bureau/7", "nom=Ana");
    struct str fields = arena_printf(arena, "compte=" STR_FMT "&reprise=" STR_FMT,
                                     STR_ARG(account_of(other.id)), STR_ARG(line_of(door, "reprise")));
    unsigned before = forms_taken;
    assert_int_equal(submit(v, "/porte", fields.p).status, 303);
    assert_int_equal(forms_taken, before);
}

static void a_kept_form_is_not_kept_for_ever(void **state)
{
    (void)state;
    struct visit v = signed_in();
    now += 31 * 60;
    struct answer door = submit(v, "/bureau/7", "nom=Ana");
    now += RESUME_HOURS * 3600;
    struct str fields = arena_printf(arena, "compte=" STR_FMT "&reprise=" STR_FMT, STR_ARG(adviser),
                                     STR_ARG(line_of(door, "reprise")));
    unsigned before = forms_taken;
    assert_int_equal(submit(v, "/porte", fields.p).status, 303);
    assert_int_equal(forms_taken, before);
}

static void a_forged_cookie_is_a_stranger_s(void **state)
{
    (void)state;
    struct visit v = signed_in();
    char *forged = arena_alloc(arena, v.cookie.n + 1);
    memcpy(forged, v.cookie.p, v.cookie.n);
    forged[v.cookie.n - 2] = forged[v.cookie.n - 2] == 'A' ? 'B' : 'A';
    struct exchange e = get("/bureau/7");
    e.cookie = (struct str){forged, v.cookie.n};
    assert_int_equal(ask(e, STR("")).status, 401);
    static const char *const bad[] = {
        "__Host-portillon=", "__Host-portillon=s", "portillon=x", "a;b;;=;", "=", ";"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        e.cookie = str_from(bad[i]);
        assert_int_equal(ask(e, STR("")).status, 401);
    }
}

static void the_log_tells_no_secret(void **state)
{
    (void)state;
    struct exchange e = get("/bureau/7");
    struct visit v = signed_in();
    e.cookie = v.cookie;
    e.query = STR("q=secret-query");
    assert_int_equal(ask(e, STR("")).status, 200);
    struct str log = test_read_file(test_tmp("dispatch.log"));
    assert_true(str_find(log, arena_printf(arena, "route=/bureau/* status=200 refusal=0 ms=0 who=" STR_FMT,
                                           STR_ARG(adviser))) > 0);
    assert_true(str_find(log, STR("secret")) < 0);
    assert_true(str_find(log, STR("192.0.2")) < 0);
    assert_true(str_find(log, STR("Dubois")) < 0);
    assert_true(str_find(log, v.csrf) < 0);
    assert_true(str_find(log, str_sub(v.cookie, 20, v.cookie.n)) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_page_shows_its_door_and_then_itself),
        cmocka_unit_test(who_is_signed_in_comes_in_in_the_account_s_language),
        cmocka_unit_test(an_office_behind_one_address_is_not_one_person),
        cmocka_unit_test(a_session_ends_by_itself),
        cmocka_unit_test(an_idle_session_ends),
        cmocka_unit_test(a_session_that_ran_out_stays_so_when_the_clock_is_set_back),
        cmocka_unit_test(each_role_has_its_own_limits),
        cmocka_unit_test(what_was_posted_from_an_expired_session_is_not_lost),
        cmocka_unit_test(a_kept_form_is_nobody_else_s),
        cmocka_unit_test(a_kept_form_is_not_kept_for_ever),
        cmocka_unit_test(a_forged_cookie_is_a_stranger_s),
        cmocka_unit_test(the_log_tells_no_secret),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
