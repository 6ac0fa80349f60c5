#include "pages/scene.h"

#include <stdlib.h>

#include "account/account.h"
#include "http/seal.h"
#include "site/build.h"

static struct site_source *source;

/* Built at the first use and kept: it is the same for all. */
const struct site *scene_site(void)
{
    static struct arena *arena;
    static const struct site *site;
    if (site != NULL)
        return site;
    arena = arena_new();
    struct diags *diags = diags_new(arena, 20);
    const char *folder = test_tmp("example-site");
    struct build_summary summary;
    struct build_options options = {.content = "content", .theme = "themes/default", .output = folder};
    assert_true(build_run(&options, arena, diags, &summary));
    source = site_source_open(arena_printf(arena, "%s/site.db", folder).p, diags);
    assert_non_null(source);
    site = site_borrow(source);
    return site;
}

static struct session session_of(struct str token)
{
    return (struct session){.token = token, .csrf = STR("csrf"), .role = ROLE_ANYONE};
}

int scene_open(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    void *fixture;
    assert_non_null(s);
    fixture_open(&fixture);
    s->fixture = fixture;
    s->arena = s->fixture->arena;
    s->site = scene_site();
    s->config = (struct config){.base_url = STR("https://portail.example.org"),
                                .secure = true,
                                .time_zone = STR("Europe/Paris"),
                                .mail = {.from = STR("portail@cabinet.example"), .from_name = STR("Cabinet")},
                                .mail_answers = true};
    s->app = s->fixture->app;
    s->app.config = &s->config;
    s->app.keys = keys_from(s->arena, (const unsigned char[KEY_BYTES]){7});
    s->adviser = fixture_member(s->fixture, "claire@cabinet.example");
    s->client = fixture_client(s->fixture, s->adviser, "emilie@client.example");
    s->visitor = session_of(STR("v"));
    s->as_client = session_of(STR("s1"));
    s->as_client.role = ROLE_CLIENT;
    s->as_client.subject = s->client;
    s->as_client.name = STR("Émilie Lefèvre");
    s->as_adviser = session_of(STR("s2"));
    s->as_adviser.role = ROLE_ADVISER;
    s->as_adviser.subject = s->adviser;
    s->as_adviser.account = STR("adviser");
    s->as_adviser.name = STR("Claire Dubois");
    *state = s;
    return 0;
}

int scene_close(void **state)
{
    struct scene *s = *state;
    void *fixture = s->fixture;
    fixture_close(&fixture);
    free(s);
    return 0;
}

struct request *scene_request(struct scene *s, enum method method, const struct session *who)
{
    struct request *r = ARENA_NEW(s->arena, struct request);
    *r = (struct request){
        .app = &s->app,
        .arena = s->arena,
        .site = s->site,
        .id = STR("abcdefghjkmn"),
        .method = method,
        .path = STR("/page"),
        .language = STR("fr"),
        .remote = STR("192.0.2.1"),
        .fields = ARENA_ARRAY(s->arena, struct field, 400),
        .session = who,
        .now = fixture_now,
        .reader = s->app.store,
    };
    return r;
}

void scene_field(struct request *r, const char *name, struct str value)
{
    struct field *fields = (struct field *)(uintptr_t)r->fields;
    assert_true(r->n_fields < 400);
    fields[r->n_fields++] = (struct field){str_from(name), value};
}
