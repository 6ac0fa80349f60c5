/* The back office with more clients than fit on a page. */
#include "pages/asking.h"

#include "client/client.h"

static void ask_for_clients(struct scene *s, const char *name, const char *page)
{
    struct request *r = scene_request(s, METHOD_GET, &s->as_adviser);
    scene_field(r, "nom", str_from(name));
    scene_field(r, "page", str_from(page));
    ask(page_cabinet_get, r);
    assert_page("cabinet/accueil", 200);
}

static void all_clients_are_reached_however_many(void **state)
{
    struct scene *s = *state;
    for (int i = 0; i < 100; i++)
        fixture_client(s->fixture, s->adviser, arena_printf(s->arena, "c%d@client.example", i).p);
    ask_for_clients(s, "Émilie &", "");
    assert_false(shows("has_clients"));
    ask_for_clients(s, "Émilie", "");
    assert_str(shown("clients_total"), "101");
    assert_str(shown("parts"), "2");
    assert_false(shows("previous"));
    assert_str(shown("next"), "/cabinet/?page=2&nom=%C3%89milie");
    ask_for_clients(s, "Émilie", "2");
    assert_str(shown("clients_total"), "101");
    assert_str(shown("part"), "2");
    assert_str(shown("previous"), "/cabinet/?page=1&nom=%C3%89milie");
    assert_false(shows("next"));
    ask_for_clients(s, "", "9999");
    assert_str(shown("part"), "2");
    assert_str(shown("previous"), "/cabinet/?page=1");
    ask_for_clients(s, "emilie@", "");
    assert_false(shows("has_parts"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_open, scene_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_clients_are_reached_however_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
