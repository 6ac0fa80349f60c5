#include "client/client.h"

#include "member/member.h"
#include "store/fixture.h"

/* ---- judging ---- */

static struct client good(void)
{
    return (struct client){.first_name = STR(" Émilie "),
                           .last_name = STR("Lefèvre"),
                           .email = STR(" Emilie@EXAMPLE.org "),
                           .phone = STR("+32 (0)2 123.45.67"),
                           .language = STR("en"),
                           .address = STR("Rue Haute 1\n1000 Bruxelles"),
                           .national_number = STR("85.07.30-033.28")};
}

static void a_client_is_brought_into_shape(void **state)
{
    struct fixture *f = *state;
    struct client_mistake mistakes[4];
    struct client c = good();
    assert_int_equal(client_judge(f->arena, f->site, &c, mistakes, 4), 0);
    assert_str(c.first_name, "Émilie");
    assert_str(c.email, "Emilie@example.org");
    assert_str(c.national_number, "85073003328");
    c.language = STR("");
    assert_int_equal(client_judge(f->arena, f->site, &c, mistakes, 4), 0);
    assert_str(c.language, "fr");
}

static void every_mistake_of_a_client_is_named(void **state)
{
    struct fixture *f = *state;
    struct client_mistake mistakes[4];
    char long_text[300];
    memset(long_text, 'x', sizeof(long_text));
    struct {
        struct client client;
        const char *field;
        enum client_problem problem;
    } cases[11];
    for (size_t i = 0; i < 11; i++)
        cases[i].client = good();
#define CASE(i, set, name, what) (cases[i].client.set, cases[i].field = (name), cases[i].problem = (what))
    CASE(0, first_name = STR(" "), "first_name", CLIENT_MISSING);
    CASE(1, last_name = STR("a\nb"), "last_name", CLIENT_NOT_PLAIN);
    CASE(2, is_company = true, "company", CLIENT_MISSING);
    CASE(3, email = STR(""), "email", CLIENT_MISSING);
    CASE(4, email = STR("émilie@example.org"), "email", CLIENT_BAD_EMAIL);
    CASE(5, email = STR("a@b.example\r\nBcc: x"), "email", CLIENT_BAD_EMAIL);
    CASE(6, phone = STR("appelez-moi"), "phone", CLIENT_BAD_PHONE);
    CASE(7, language = STR("de"), "language", CLIENT_BAD_LANGUAGE);
    CASE(8, national_number = STR("85.07.30-033.29"), "national_number", CLIENT_BAD_NUMBER);
    CASE(9, partner_number = STR("12"), "partner_number", CLIENT_BAD_NUMBER);
    CASE(10, label = ((struct str){long_text, sizeof(long_text)}), "label", CLIENT_TOO_LONG);
#undef CASE
    for (size_t i = 0; i < 11; i++) {
        size_t n = client_judge(f->arena, f->site, &cases[i].client, mistakes, 4);
        if (n != 1 || strcmp(mistakes[0].field, cases[i].field) != 0 ||
            mistakes[0].problem != cases[i].problem)
            fail_msg("case %zu: %zu mistakes, first %s", i, n, n > 0 ? mistakes[0].field : "none");
    }
}

/* ---- the store ---- */

static void a_client_is_found_again(void **state)
{
    struct fixture *f = *state;
    struct str adviser = fixture_member(f, "claire@cabinet.example");
    struct str id = fixture_client(f, adviser, "Emilie@example.org");
    struct client c;
    struct store_db *db = store_borrow(f->app.store);
    assert_int_equal(client_find(db, f->arena, id, &c), STORE_OK);
    assert_str(client_name(f->arena, &c), "Émilie Lefèvre");
    assert_true(str_eq(c.adviser, adviser));
    assert_int_equal(client_find_by_email(db, f->arena, STR(" emilie@EXAMPLE.org"), &c), STORE_OK);
    assert_true(str_eq(c.id, id));
    assert_int_equal(client_find(db, f->arena, STR("none"), &c), STORE_NONE);
    store_release(f->app.store, db);
}

struct creating {
    struct fixture *f;
    struct client client;
};

static enum store_status create(struct store_db *db, void *context)
{
    struct creating *c = context;
    return client_create(db, c->f->arena, &c->client, STR(""), FIXTURE_NOW);
}

static void a_client_is_told_of_people_by_their_names(void **state)
{
    struct fixture *f = *state;
    struct client_people people;
    struct str adviser = fixture_member(f, "claire@cabinet.example");
    struct str person = fixture_client(f, adviser, "emilie@example.org");
    struct creating company = {f, good()};
    company.client.is_company = true;
    company.client.company = STR("Boulangerie Lefèvre SA");
    company.client.adviser = adviser;
    assert_int_equal(client_judge(f->arena, f->site, &company.client, NULL, 0), 0);
    assert_int_equal(store_write(f->app.store, create, &company), STORE_OK);
    struct store_db *db = store_borrow(f->app.store);
    assert_int_equal(client_people(db, f->arena, person, &people), STORE_OK);
    assert_str(people.name, "Émilie Lefèvre");
    assert_str(people.adviser_name, "Claire Dubois");
    assert_str(people.adviser_email, "claire@cabinet.example");
    assert_int_equal(client_people(db, f->arena, company.client.id, &people), STORE_OK);
    assert_str(people.name, "Boulangerie Lefèvre SA");
    assert_int_equal(client_people(db, f->arena, STR("none"), &people), STORE_NONE);
    store_release(f->app.store, db);
}

static struct client_rows list(struct fixture *f, const struct client_search *search)
{
    struct client_rows rows;
    struct store_db *db = store_borrow(f->app.store);
    assert_int_equal(client_list(db, f->arena, search, &rows), STORE_OK);
    store_release(f->app.store, db);
    return rows;
}

static size_t found(struct fixture *f, struct str adviser, const char *search)
{
    const struct client_search sought = {.adviser = adviser, .words = str_from(search), .per_page = 10};
    struct client_rows rows = list(f, &sought);
    assert_int_equal(rows.count, rows.total);
    return rows.count;
}

static void an_adviser_lists_and_searches_own_clients(void **state)
{
    struct fixture *f = *state;
    struct str one = fixture_member(f, "one@cabinet.example");
    struct str two = fixture_member(f, "two@cabinet.example");
    fixture_client(f, one, "a@example.org");
    fixture_client(f, one, "b_c@example.org");
    fixture_client(f, two, "d@example.org");
    assert_int_equal(found(f, one, ""), 2);
    assert_int_equal(found(f, two, ""), 1);
    assert_int_equal(found(f, STR(""), ""), 3);
    assert_int_equal(found(f, one, "lefevre emilie"), 2);
    assert_int_equal(found(f, one, "ÉMILIE B_C@"), 1);
    assert_int_equal(found(f, one, "b%c"), 0);
    assert_int_equal(found(f, one, "a_ex"), 0);
    assert_int_equal(found(f, one, "durand"), 0);
}

static void a_long_list_is_read_in_pages(void **state)
{
    struct fixture *f = *state;
    struct str adviser = fixture_member(f, "one@cabinet.example");
    for (int i = 0; i < 5; i++)
        fixture_client(f, adviser, arena_printf(f->arena, "%d@example.org", i).p);
    fixture_client(f, fixture_member(f, "two@cabinet.example"), "5@example.org");
    static const struct {
        size_t asked, page;
        const char *first;
        size_t count;
    } pages[] = {
        {0, 0, "0@example.org", 2},        {1, 1, "2@example.org", 2},
        {2, 2, "4@example.org", 1},        {3, 2, "4@example.org", 1}, /* beyond the last */
        {SIZE_MAX, 2, "4@example.org", 1},
    };
    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        struct client_rows rows =
            list(f, &(struct client_search){
                        .adviser = adviser, .words = STR("lefevre"), .page = pages[i].asked, .per_page = 2});
        assert_int_equal(rows.total, 5);
        assert_int_equal(rows.page, pages[i].page);
        assert_int_equal(rows.count, pages[i].count);
        assert_str(rows.items[0].client.email, pages[i].first);
    }
    struct client_rows none = list(
        f, &(struct client_search){.adviser = adviser, .words = STR("durand"), .page = 1, .per_page = 2});
    assert_int_equal(none.total, 0);
    assert_int_equal(none.count, 0);
}

static void a_new_client_is_created_and_not_invited(void **state)
{
    struct fixture *f = *state;
    enum client_state s;
    int64_t since;
    struct str id = fixture_client(f, fixture_member(f, "one@cabinet.example"), "a@example.org");
    struct store_db *db = store_borrow(f->app.store);
    assert_int_equal(client_state(db, id, &s, &since), STORE_OK);
    assert_int_equal(s, CLIENT_CREATED);
    assert_int_equal(since, FIXTURE_NOW);
    store_release(f->app.store, db);
}

static void members_are_found_and_their_address_is_theirs_alone(void **state)
{
    struct fixture *f = *state;
    struct member m;
    struct members list;
    struct str id = fixture_member(f, "Claire@cabinet.example");
    struct store_db *db = store_borrow(f->app.store);
    assert_int_equal(member_find_by_email(db, f->arena, STR("claire@CABINET.example"), &m), STORE_OK);
    assert_true(str_eq(m.id, id));
    assert_str(member_name(f->arena, &m), "Claire Dubois");
    assert_false(m.is_admin);
    assert_int_equal(member_find(db, f->arena, id, &m), STORE_OK);
    assert_int_equal(member_list(db, f->arena, &list), STORE_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(member_find(db, f->arena, STR("x"), &m), STORE_NONE);
    store_release(f->app.store, db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_client_is_brought_into_shape),
        TEST(every_mistake_of_a_client_is_named),
        TEST(a_client_is_found_again),
        TEST(a_client_is_told_of_people_by_their_names),
        TEST(an_adviser_lists_and_searches_own_clients),
        TEST(a_long_list_is_read_in_pages),
        TEST(a_new_client_is_created_and_not_invited),
        TEST(members_are_found_and_their_address_is_theirs_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
