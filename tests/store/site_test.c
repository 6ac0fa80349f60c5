#include "store/site.h"

#include "form/build.h"
#include "store/fixture.h"

static void everything_published_is_there(void **state)
{
    struct fixture *f = *state;
    const struct site *s = f->site;
    assert_str(s->name, "Cabinet");
    assert_int_equal(s->n_languages, 2);
    assert_str(s->languages[1], "en");
    assert_str(s->css, "/assets/a.css");
    assert_int_equal(s->n_navigation, 2);
    assert_str(s->navigation[1].label, "Accueil");
    const struct definition *d = site_definition(s, STR("profil"));
    assert_non_null(d);
    assert_true(d->is_public);
    assert_int_equal(d->validity_months, 12);
    assert_int_equal(d->form->n_questions, 4);
    assert_int_equal(d->form->n_lines, 17);
    const struct wording *fr = definition_wording(d, STR("fr"));
    assert_str(fr->title, "Profil");
    assert_str(fr->intro.markup, "<p>Dix minutes.</p>");
    assert_str(fr->titles[2], "Combien de temps ?");
    assert_str(fr->hints[13].markup, "<p>Calme.</p>");
    assert_str(fr->titles[16], "Grand âge.");
    assert_str(definition_wording(d, STR("en"))->titles[2], "How long?");
    assert_str(definition_wording(d, STR("nl"))->title, "Profil");
    assert_null(site_definition(s, STR("autre")));
    assert_true(templates_has(s->templates, STR("message/invitation.fr.subject.txt")));
    assert_true(templates_has(s->templates, STR("message/invitation.en")));
}

static void a_template_is_rendered_with_its_texts(void **state)
{
    struct fixture *f = *state;
    struct buf out;
    struct value *view = value_map(f->arena);
    value_set_text(value_set_map(view, "site"), "name", f->site->name);
    buf_init(&out, 1000);
    const struct catalogue *c = catalogues_find(f->site->catalogues, STR("en"));
    assert_true(templates_render(f->site->templates, STR("site/404"), view, c, &out));
    assert_str(buf_str(&out), "<p>Hello Cabinet</p>");
    buf_release(&out);
}

static void a_newer_site_is_taken_up_while_the_old_one_is_lent(void **state)
{
    struct fixture *f = *state;
    struct fixture other = *f;
    void *other_state = &other;
    assert_int_equal(fixture_open(&other_state), 0);
    struct fixture *newer = other_state;
    fixture_publish(newer, "reaction: one", "Nouveau");
    assert_int_equal(rename(newer->site_path, f->site_path), 0);
    site_source_look(f->app.site);
    const struct site *s = site_borrow(f->app.site);
    assert_ptr_not_equal(s, f->site);
    assert_str(site_definition(s, STR("profil"))->wordings[0].title, "Nouveau");
    assert_str(site_definition(f->site, STR("profil"))->wordings[0].title, "Profil");
    site_return(f->app.site, s);
    fixture_close(&other_state);
}

static void a_bad_newer_site_leaves_the_old_one(void **state)
{
    struct fixture *f = *state;
    fixture_execute(f->site_path, "UPDATE definition_line SET declaration = 'horizon: onne' WHERE line = 2");
    site_source_look(f->app.site);
    const struct site *s = site_borrow(f->app.site);
    assert_ptr_equal(s, f->site);
    site_return(f->app.site, s);
    fixture_execute(f->site_path, "UPDATE definition_line SET declaration = 'horizon: one' WHERE line = 2");
    site_source_look(f->app.site);
    s = site_borrow(f->app.site);
    assert_ptr_not_equal(s, f->site);
    site_return(f->app.site, s);
}

static void a_definition_without_lines_is_damaged(void **state)
{
    struct fixture *f = *state;
    fixture_execute(f->site_path, "DELETE FROM definition_line");
    assert_null(site_source_open(f->site_path, f->diags));
    assert_true(diags_has(f->diags, D_SITE_DAMAGED));
}

static void what_is_no_site_is_refused(void **state)
{
    struct fixture *f = *state;
    fixture_execute(f->site_path, "PRAGMA user_version = 9");
    assert_null(site_source_open(f->site_path, f->diags));
    assert_true(diags_has(f->diags, D_SITE_FOREIGN));
    assert_null(site_source_open("/nowhere/site.db", f->diags));
    assert_true(diags_has(f->diags, D_SITE_OPEN));
    fixture_execute(f->site_path, "PRAGMA user_version = 4; UPDATE template SET source = '{{#a}}'");
    assert_null(site_source_open(f->site_path, f->diags));
    assert_true(diags_has(f->diags, D_SITE_DAMAGED));
}

static enum store_status keep(struct store_db *db, void *context)
{
    struct fixture *f = context;
    return definition_keep(db, site_definition(f->site, STR("profil")), fixture_now++);
}

static void assert_same_form(struct fixture *f, const struct form *a, const struct form *b)
{
    (void)f;
    struct buf one;
    struct buf two;
    buf_init(&one, 10000);
    buf_init(&two, 10000);
    form_canonical(a, &one);
    form_canonical(b, &two);
    assert_str(buf_str(&one), buf_z(&two));
    buf_release(&one);
    buf_release(&two);
}

static void a_kept_definition_is_loaded_in_the_words_it_was_asked_in(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(store_write(f->app.store, keep, f), STORE_OK);
    assert_int_equal(store_write(f->app.store, keep, f), STORE_OK);
    fixture_publish(f, "reaction: one", "Autres mots");
    assert_int_equal(store_write(f->app.store, keep, f), STORE_OK);
    const struct definition *published = site_definition(f->site, STR("profil"));
    const struct definition *d;
    struct definition_key key = {.id = published->id, .version = published->version};
    struct store_db *db = store_borrow(f->app.store);
    assert_int_equal(definition_load(db, f->arena, key, &d), STORE_OK);
    assert_str(d->wordings[0].title, "Autres mots");
    assert_str(d->wordings[1].language, "en");
    assert_str(d->wordings[1].titles[2], "How long?");
    assert_str(d->wordings[0].hints[13].markup, "<p>Calme.</p>");
    assert_str(d->wordings[0].titles[16], "Grand âge.");
    assert_str(d->wordings[0].items[1], "Un horizon");
    assert_same_form(f, d->form, published->form);
    key.wording = STR("wording Profil");
    assert_int_equal(definition_load(db, f->arena, key, &d), STORE_OK);
    assert_str(d->wordings[0].title, "Profil");
    assert_str(d->wordings[0].intro.markup, "<p>Dix minutes.</p>");
    key.version = STR("other");
    assert_int_equal(definition_load(db, f->arena, key, &d), STORE_NONE);
    store_release(f->app.store, db);
    assert_int_equal(fixture_number(fixture_copy(f), "SELECT count(*) FROM definition_wording"), 2);
}

static void the_published_definition_is_found_first(void **state)
{
    struct fixture *f = *state;
    const struct definition *d;
    struct store_db *db = store_borrow(f->app.store);
    struct definition_key key = {.id = STR("profil")};
    assert_int_equal(definition_find(db, f->arena, f->site, key, &d), STORE_OK);
    assert_ptr_equal(d, site_definition(f->site, STR("profil")));
    key.version = STR("gone");
    assert_int_equal(definition_find(db, f->arena, f->site, key, &d), STORE_NONE);
    store_release(f->app.store, db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_published_is_there),
        TEST(a_template_is_rendered_with_its_texts),
        TEST(a_newer_site_is_taken_up_while_the_old_one_is_lent),
        TEST(a_bad_newer_site_leaves_the_old_one),
        TEST(a_definition_without_lines_is_damaged),
        TEST(what_is_no_site_is_refused),
        TEST(a_kept_definition_is_loaded_in_the_words_it_was_asked_in),
        TEST(the_published_definition_is_found_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
