/* Every page that the gateway fills gives its template exactly the fields of its shape, and so does every
 * mail. */
#include "pages/asking.h"

#include "account/account.h"
#include "assignment/assignment.h"
#include "client/client.h"
#include "post/invite.h"

/* ---- the two doors ---- */

/* How one comes to the door: from a session that ran out, and then with a form that was posted from it. */
enum arrival { ARRIVAL_EXPIRED, ARRIVAL_KEPT };

static void show_door(struct scene *s, handler *page, enum arrival arrival)
{
    struct request *r = scene_request(s, METHOD_GET, &s->visitor);
    struct session session = s->visitor;
    session.expired = true;
    r->session = &session;
    r->kept = arrival == ARRIVAL_KEPT;
    r->reprise = r->kept ? STR("sealed") : (struct str){0};
    ask(page, r);
}

/* By the page that asks and the one that is posted to: shows the page that tells what became of it. */
static void try_door(struct scene *s, handler *const pages[2], const char *email, const char *password)
{
    struct request *r = scene_request(s, METHOD_POST, &s->visitor);
    scene_field(r, "email", str_from(email));
    scene_field(r, "mot-de-passe", str_from(password));
    ask(pages[1], r);
    ask_where_it_leads(pages[0], r);
}

static void signing_in(void **state)
{
    struct scene *s = *state;
    static handler *const pages[][2] = {{page_espace_connexion_get, page_espace_connexion_post},
                                        {page_cabinet_connexion_get, page_cabinet_connexion_post}};
    static const char *const names[] = {"espace/connexion", "cabinet/connexion"};
    static const char *const emails[] = {"personne@client.example", "claire@cabinet.example"};
    for (size_t i = 0; i < 2; i++) {
        show_door(s, pages[i][0], ARRIVAL_EXPIRED);
        assert_page(names[i], 200);
        assert_true(shows("is_expired"));
        show_door(s, pages[i][0], ARRIVAL_KEPT);
        assert_true(shows("is_kept"));
        get(s, pages[i][0], &s->visitor, "etat", STR("deconnecte"));
        assert_true(shows("is_signed_out"));
        get(s, pages[i][0], &s->visitor, "etat", STR("mot-de-passe"));
        assert_true(shows("is_password_set"));
        try_door(s, pages[i], "", "");
        assert_page(names[i], 422);
        assert_int_equal(value_count(value_get(answer.view, STR("errors"))), 2);
        for (int n = 0; n < 5; n++)
            try_door(s, pages[i], emails[i], "faux");
        assert_page(names[i], 422);
        try_door(s, pages[i], emails[i], "faux");
        assert_page(names[i], 429);
    }
}

static enum store_status try_to_invite(struct scene *s, struct str *link)
{
    struct client client;
    struct store_db *db = store_borrow(s->app.store);
    assert_int_equal(client_find(db, s->arena, s->client, &client), STORE_OK);
    store_release(s->app.store, db);
    static const struct str ids[] = {STR_INIT("profil-investisseur"), STR_INIT("connaissance-client")};
    struct invitation invitation = {
        .client = &client, .questionnaires = ids, .n_questionnaires = 2, .mailed = true, .now = fixture_now};
    return invite_client(&s->app, s->site, s->arena, &invitation, link);
}

/* Gives the token of the link. */
static struct str invite(struct scene *s)
{
    struct str link;
    assert_int_equal(try_to_invite(s, &link), STORE_OK);
    return str_sub(link, (size_t)str_find(link, STR("jeton=")) + 6, link.n);
}

/* The last form that was sent with a mailed link, or for one. */
static const struct request *posted;

static void with_token(struct scene *s, handler *page, struct str token, const char *password)
{
    struct request *r = scene_request(s, password == NULL ? METHOD_GET : METHOD_POST, &s->visitor);
    scene_field(r, "jeton", token);
    if (password != NULL)
        scene_field(r, "mot-de-passe", str_from(password));
    ask(page, r);
    posted = r;
}

static void activating(void **state)
{
    struct scene *s = *state;
    struct str token = invite(s);
    assert_string_equal(mail.message, "invitation");
    with_token(s, page_espace_activation_get, token, NULL);
    assert_page("espace/activation", 200);
    assert_str(shown("first_name"), "Émilie");
    with_token(s, page_espace_activation_post, token, "court");
    ask_where_it_leads(page_espace_activation_get, posted);
    assert_page("espace/activation", 422);
    assert_true(shows("password_error"));
    with_token(s, page_cabinet_activation_get, token, NULL);
    assert_int_equal(answer.refusal, REFUSAL_LINK_DEAD);
    struct str newer = invite(s);
    with_token(s, page_espace_activation_get, token, NULL);
    assert_page("espace/activation-perime", 410);
    with_token(s, page_espace_activation_renvoi_post, token, "");
    ask_where_it_leads(page_espace_activation_get, posted);
    assert_page("espace/activation-perime", 200);
    assert_true(shows("is_resent"));
    assert_string_equal(mail.message, "activation-renvoi");
    with_token(s, page_espace_activation_post, newer, SCENE_PASSWORD);
    assert_page("espace/activation-perime", 410);
    assert_false(shows("is_used"));
    with_token(s, page_espace_activation_post, invite(s), SCENE_PASSWORD);
    assert_str(answer.location, "/espace/?etat=bienvenue");
    struct request *entered = scene_request(s, METHOD_GET, NULL);
    const struct session *inside = session_of_token(entered, posted->new_token);
    request_db_renew(entered);
    with_token(s, page_espace_activation_get, newer, NULL);
    assert_page("espace/activation-perime", 410);
    assert_true(shows("is_used"));
    assert_false(shows("inside"));
    get(s, page_espace_activation_get, inside, "jeton", newer);
    assert_str(shown("inside"), "/espace/");
    get(s, page_espace_activation_get, &s->as_adviser, "jeton", newer);
    assert_false(shows("inside"));
}

static void forget(struct scene *s, handler *page, const char *email)
{
    struct request *r = scene_request(s, METHOD_POST, &s->visitor);
    scene_field(r, "email", str_from(email));
    ask(page, r);
    posted = r;
}

static struct str reset_link(void)
{
    static char scratch[24];
    struct str link = value_as_text(value_get(mail.view, STR("link")), scratch);
    return str_sub(link, (size_t)str_find(link, STR("jeton=")) + 6, link.n);
}

static enum store_status open_member(struct store_db *db, void *context)
{
    struct scene *s = context;
    struct account account;
    return account_find_by_owner(db, s->arena, s->adviser, &account);
}

static void a_member_activates_at_the_other_door(void **state)
{
    struct scene *s = *state;
    struct account account;
    struct store_db *db = store_borrow(s->app.store);
    assert_int_equal(open_member(db, s), STORE_OK);
    assert_int_equal(account_find_by_owner(db, s->arena, s->adviser, &account), STORE_OK);
    store_release(s->app.store, db);
    struct str link;
    assert_int_equal(invite_again(&s->app, s->site, s->arena, &account, &link), STORE_OK);
    assert_string_equal(mail.message, "membre");
    struct str token = str_sub(link, (size_t)str_find(link, STR("jeton=")) + 6, link.n);
    with_token(s, page_cabinet_activation_get, token, NULL);
    assert_page("cabinet/activation", 200);
    assert_str(shown("password_min"), "15");
    assert_int_equal(invite_again(&s->app, s->site, s->arena, &account, &link), STORE_OK);
    with_token(s, page_cabinet_activation_get, token, NULL);
    assert_page("cabinet/activation-perime", 410);
    with_token(s, page_cabinet_activation_renvoi_post, token, "");
    ask_where_it_leads(page_cabinet_activation_get, posted);
    assert_page("cabinet/activation-perime", 200);
    with_token(s, page_cabinet_activation_post, reset_link(), "une longue phrase de conseiller");
    assert_str(answer.location, "/cabinet/?etat=bienvenue");
    forget(s, page_espace_oubli_post, "claire@cabinet.example");
    with_token(s, page_cabinet_mot_de_passe_get, reset_link(), NULL);
    assert_page("cabinet/mot-de-passe", 200);
}

static void who_is_in_already_is_only_told_of_a_questionnaire(void **state)
{
    struct scene *s = *state;
    struct str link;
    with_token(s, page_espace_activation_post, invite(s), SCENE_PASSWORD);
    assert_int_equal(try_to_invite(s, &link), STORE_NONE);
    assert_string_equal(mail.message, "questionnaire");
}

/* Ten wrong tries in a row, each as soon as it is looked at. */
static void the_owner_is_told_of_wrong_tries(void **state)
{
    struct scene *s = *state;
    with_token(s, page_espace_activation_post, invite(s), SCENE_PASSWORD);
    for (int i = 0; i < 10; i++) {
        fixture_now += 3600;
        try_door(s, (handler *const[]){page_espace_connexion_get, page_espace_connexion_post},
                 "emilie@client.example", "faux");
        assert_page("espace/connexion", 422);
    }
    assert_string_equal(mail.message, "connexions-refusees");
}

static void forgetting_a_password(void **state)
{
    struct scene *s = *state;
    with_token(s, page_espace_activation_post, invite(s), SCENE_PASSWORD);
    get(s, page_espace_oubli_get, &s->visitor, NULL, (struct str){0});
    assert_page("espace/oubli", 200);
    forget(s, page_espace_oubli_post, "pas une adresse");
    ask_where_it_leads(page_espace_oubli_get, posted);
    assert_page("espace/oubli", 422);
    forget(s, page_espace_oubli_post, "personne@client.example");
    ask_where_it_leads(page_espace_oubli_get, posted);
    assert_page("espace/oubli-envoye", 200);
    forget(s, page_espace_oubli_post, "emilie@client.example");
    ask_where_it_leads(page_espace_oubli_get, posted);
    assert_page("espace/oubli-envoye", 200);
    assert_string_equal(mail.message, "mot-de-passe");
    struct str token = reset_link();
    with_token(s, page_espace_mot_de_passe_get, token, NULL);
    assert_page("espace/mot-de-passe", 200);
    with_token(s, page_espace_mot_de_passe_post, token, "court");
    ask_where_it_leads(page_espace_mot_de_passe_get, posted);
    assert_page("espace/mot-de-passe", 422);
    with_token(s, page_espace_mot_de_passe_post, token, "une autre longue phrase");
    assert_str(answer.location, "/espace/connexion?langue=fr&etat=mot-de-passe");
    assert_string_equal(mail.message, "mot-de-passe-change");
    with_token(s, page_espace_mot_de_passe_get, token, NULL);
    assert_page("espace/mot-de-passe-perime", 410);
    get(s, page_cabinet_oubli_get, &s->visitor, NULL, (struct str){0});
    assert_page("cabinet/oubli", 200);
    forget(s, page_cabinet_oubli_post, "claire@cabinet.example");
    ask_where_it_leads(page_cabinet_oubli_get, posted);
    assert_page("cabinet/oubli-envoye", 200);
    with_token(s, page_cabinet_mot_de_passe_get, token, NULL);
    assert_page("cabinet/mot-de-passe-perime", 410);
}

/* ---- filling in ---- */

static struct request *at(struct scene *s, enum method method, struct str assignment, size_t point)
{
    struct request *r = scene_request(s, method, &s->as_client);
    r->params[0] = assignment;
    r->params[1] = arena_printf(s->arena, "%zu", point);
    return r;
}

static struct str assignment_of(struct scene *s, const char *definition)
{
    struct assignments list;
    struct store_db *db = store_borrow(s->app.store);
    assert_int_equal(assignment_list(db, s->arena, s->client, &list), STORE_OK);
    store_release(s->app.store, db);
    for (size_t i = 0; i < list.count; i++)
        if (str_eq_z(list.items[i].definition, definition))
            return list.items[i].id;
    fail_msg("%s was not assigned", definition);
    return (struct str){0};
}

/* An answer to everything that a page asks: the first option, ten, a day, an address. */
static void answer_question(struct scene *s, struct request *r, const struct value *q);

static void answer_questions(struct scene *s, struct request *r, const struct value *list)
{
    for (size_t i = 0; i < value_count(list); i++)
        answer_question(s, r, value_at(list, i));
}

static bool is(const struct value *q, const char *key)
{
    const struct value *v = value_get(q, str_from(key));
    return v != NULL && value_is_true(v);
}

static void answer_question(struct scene *s, struct request *r, const struct value *q)
{
    char scratch[24];
    if (is(q, "is_waiting"))
        return;
    if (is(q, "is_conditional"))
        scene_field(r, "posee", value_as_text(value_get(q, STR("id")), scratch));
    const char *name = arena_str(s->arena, value_as_text(value_get(q, STR("name")), scratch)).p;
    if (is(q, "has_options")) {
        const struct value *options = value_get(q, STR("options"));
        const struct value *last = value_at(options, value_count(options) - 1);
        scene_field(r, name, value_as_text(value_get(last, STR("code")), scratch));
        if (is(last, "has_nested"))
            answer_questions(s, r, value_get(last, STR("nested")));
        return;
    }
    if (is(q, "is_date")) {
        scene_field(r, arena_printf(s->arena, "%s.jour", name).p, STR("27"));
        scene_field(r, arena_printf(s->arena, "%s.mois", name).p, STR("3"));
        scene_field(r, arena_printf(s->arena, "%s.annee", name).p, STR("1985"));
        return;
    }
    struct str number = strcmp(name, "q.montant") == 0 ? STR("1000") : STR("20");
    scene_field(r, name,
                is(q, "is_email")    ? STR("a@b.example")
                : is(q, "is_phone")  ? STR("+33 6 12 34 56 78")
                : is(q, "is_number") ? number
                                     : STR("texte"));
}

static bool is_stopped(void)
{
    const struct value *errors = value_get(answer.view, STR("errors"));
    return value_count(errors) > 0 && is(value_at(errors, 0), "has_places");
}

static size_t fill_point(struct scene *s, struct str id, size_t point)
{
    ask(page_espace_q_point_get, at(s, METHOD_GET, id, point));
    assert_page("espace/point", 200);
    size_t total = (size_t)value_as_int(value_get(answer.view, STR("points_total")));
    /* What is asked only once something else was answered comes with the second try; a check may stop it. */
    for (int i = 0; i < 3; i++) {
        struct request *r = at(s, METHOD_POST, id, point);
        scene_field(r, "version", shown("version"));
        answer_questions(s, r, value_get(answer.view, STR("questions")));
        ask(page_espace_q_point_post, r);
        if (str_find(answer.location, STR("constat=")) < 0)
            return total;
        ask_where_it_leads(page_espace_q_point_get, r);
        if (is_stopped())
            return total;
    }
    fail_msg("point %zu is not accepted", point);
    return 0;
}

static struct str fill_all(struct scene *s, const char *definition)
{
    struct str id = assignment_of(s, definition);
    size_t total = 1;
    for (size_t point = 1; point <= total; point++)
        total = fill_point(s, id, point);
    return id;
}

static void show_home(struct scene *s)
{
    get(s, page_espace_get, &s->as_client, "etat", STR("bienvenue"));
    assert_page("espace/accueil", 200);
}

static void filling_in_a_questionnaire(void **state)
{
    struct scene *s = *state;
    show_home(s);
    assert_true(shows("is_empty"));
    invite(s);
    show_home(s);
    assert_true(shows("has_todo"));
    struct str id = assignment_of(s, "connaissance-client");
    ask(page_espace_q_point_get, at(s, METHOD_GET, id, 1));
    struct request *r = at(s, METHOD_POST, id, 1);
    scene_field(r, "version", shown("version"));
    scene_field(r, "suite", STR("continuer"));
    ask(page_espace_q_point_post, r);
    ask_where_it_leads(page_espace_q_point_get, r);
    assert_page("espace/point", 422);
    assert_true(shows("has_errors"));
    assert_true(shows("saved_at"));
    r = at(s, METHOD_POST, id, 1);
    scene_field(r, "version", STR("another"));
    ask(page_espace_q_point_post, r);
    ask_where_it_leads(page_espace_q_point_get, r);
    assert_page("espace/point", 409);
    assert_true(shows("is_stale"));
    show_home(s);
    assert_true(shows("has_started"));
    ask(page_espace_q_verifier_get, at(s, METHOD_GET, id, 1));
    assert_page("espace/verifier", 200);
    assert_false(shows("is_ready"));
}

static void the_script_is_told_where_every_point_stands(void **state)
{
    struct scene *s = *state;
    invite(s);
    struct str id = assignment_of(s, "connaissance-client");
    ask(page_espace_q_point_get, at(s, METHOD_GET, id, 2));
    struct request *r = at(s, METHOD_POST, id, 2);
    scene_field(r, "version", shown("version"));
    scene_field(r, "auto", STR("1"));
    r->script = true;
    ask(page_espace_q_point_post, r);
    assert_int_equal(answer.status, 200);
    assert_true(str_starts(
        answer.json,
        STR("{\"points\":[{\"n\":1,\"number\":1,\"name\":\"Point 1\",\"state\":\"todo\",\"label\":\"à "
            "faire\"},{\"n\":2,\"number\":2,\"name\":\"Point 2\",\"state\":\"current\"")));
    assert_true(str_find(answer.json, STR("\"ready\":false")) > 0);
}

static void send(struct scene *s, struct str id)
{
    ask(page_espace_q_verifier_get, at(s, METHOD_GET, id, 1));
    assert_page("espace/verifier", 200);
    assert_true(shows("is_ready"));
    struct request *r = at(s, METHOD_POST, id, 1);
    scene_field(r, "version", shown("version"));
    ask(page_espace_q_envoyer_post, r);
    assert_int_equal(answer.status, 303);
    compose_waiting(s);
}

static void look_at_it_as_the_adviser(struct scene *s, struct str id)
{
    struct request *r = scene_request(s, METHOD_GET, &s->as_adviser);
    r->params[0] = id;
    ask(page_cabinet_envoi_get, r);
    assert_page("cabinet/envoi", 200);
    assert_true(value_count(value_get(answer.view, STR("points"))) > 1);
}

static void sending_and_reading_it(void **state)
{
    struct scene *s = *state;
    invite(s);
    struct str id = fill_all(s, "connaissance-client");
    send(s, id);
    ask(page_espace_q_recu_get, at(s, METHOD_GET, id, 1));
    assert_page("espace/recu", 200);
    show_home(s);
    assert_true(shows("has_sent"));
    look_at_it_as_the_adviser(s, id);
    id = fill_all(s, "profil-investisseur");
    ask(page_espace_q_verifier_get, at(s, METHOD_GET, id, 1));
    assert_page("espace/verifier", 200);
    /* A check stops it: the sum to be placed is more than there is. */
    assert_true(shows("has_errors"));
    struct request *r = at(s, METHOD_POST, id, 1);
    scene_field(r, "version", STR("older"));
    ask(page_espace_q_envoyer_post, r);
    ask_where_it_leads(page_espace_q_verifier_get, r);
    assert_page("espace/verifier", 409);
}

/* Without the answers nothing of them, or of what came of them, is in the mail. */
static void a_result_can_be_told_without_its_answers(void **state)
{
    struct scene *s = *state;
    s->config.mail_answers = false;
    invite(s);
    send(s, fill_all(s, "connaissance-client"));
    assert_string_equal(results.message, "resultat");
    static const char *const kept[] = {"details", "results", "alerts", "reasons", "answers", "explanation"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const struct value *v = value_get(results.view, str_from(kept[i]));
        assert_true(v == NULL || !value_is_true(v));
    }
}

/* ---- the back office ---- */

static void the_back_office(void **state)
{
    struct scene *s = *state;
    get(s, page_cabinet_get, &s->as_adviser, "nom", STR("lefevre"));
    assert_page("cabinet/accueil", 200);
    assert_true(shows("has_clients"));
    get(s, page_cabinet_get, &s->as_adviser, "nom", STR("personne"));
    assert_false(shows("has_clients"));
    struct request *r = scene_request(s, METHOD_GET, &s->as_adviser);
    r->params[0] = s->client;
    ask(page_cabinet_client_get, r);
    assert_page("cabinet/client", 200);
    r = scene_request(s, METHOD_POST, &s->as_adviser);
    r->params[0] = s->client;
    ask(page_cabinet_client_activer_post, r);
    assert_page("cabinet/client", 200);
    assert_true(value_get(value_get(answer.view, STR("webclient")), STR("link")) != NULL);
    assert_true(shows("has_assignments"));
    r = scene_request(s, METHOD_POST, &s->as_adviser);
    r->params[0] = s->client;
    scene_field(r, "email", STR("1"));
    ask(page_cabinet_client_activer_post, r);
    assert_int_equal(answer.status, 303);
}

/* ---- the help centre ---- */

static void the_help_centre(void **state)
{
    struct scene *s = *state;
    get(s, page_recherche_get, &s->visitor, "q", STR("activer"));
    assert_page("site/recherche", 200);
    assert_true(shows("has_results"));
    get(s, page_recherche_get, &s->visitor, "q", STR("qestionnaire"));
    assert_true(shows("suggestion"));
    struct request *r = scene_request(s, METHOD_POST, &s->visitor);
    scene_field(r, "article", STR("aide/activer-mon-espace"));
    scene_field(r, "version", STR("a"));
    scene_field(r, "langue", STR("fr"));
    scene_field(r, "utile", STR("non"));
    ask(page_avis_post, r);
    assert_int_equal(answer.status, 303);
    struct str id = str_sub(answer.location, answer.location.n - 26, answer.location.n);
    r = scene_request(s, METHOD_POST, &s->visitor);
    scene_field(r, "avis", id);
    scene_field(r, "commentaire", STR("Le lien manque."));
    ask(page_avis_commentaire_post, r);
    assert_int_equal(answer.status, 303);
    get(s, page_avis_merci_get, &s->visitor, "avis", id);
    assert_page("site/avis", 200);
    assert_true(shows("is_commented"));
    ask(page_cabinet_avis_get, scene_request(s, METHOD_GET, &s->as_adviser));
    assert_page("cabinet/avis", 200);
    assert_true(shows("has_pages"));
}

/* ---- public questionnaires ---- */

static void a_public_questionnaire(void **state)
{
    struct scene *s = *state;
    struct request *r = scene_request(s, METHOD_GET, &s->visitor);
    r->params[0] = STR("prise-de-contact");
    ask(page_repondre_get, r);
    assert_page("repondre/formulaire", 200);
    for (int i = 0; i < 3 && answer.page != NULL && strcmp(answer.page, "repondre/formulaire") == 0; i++) {
        const struct value *points = value_get(answer.view, STR("points"));
        r = scene_request(s, METHOD_POST, &s->visitor);
        r->params[0] = STR("prise-de-contact");
        scene_field(r, "version", shown("version"));
        scene_field(r, "cle", shown("key"));
        scene_field(r, "email", i == 0 ? STR("faux") : STR("visiteur@exemple.example"));
        for (size_t p = 0; p < value_count(points); p++)
            answer_questions(s, r, value_get(value_at(points, p), STR("questions")));
        ask(page_repondre_post, r);
        assert_int_equal(answer.status, 303);
        ask_where_it_leads(i == 0 ? page_repondre_get : page_repondre_merci_get, r);
        if (i == 0)
            assert_page("repondre/formulaire", 422);
    }
    assert_page("repondre/merci", 200);
    assert_string_equal(mail.message, "confirmation");
    struct str token = reset_link();
    with_token(s, page_repondre_confirmer_get, token, NULL);
    assert_page("repondre/confirmer", 200);
    with_token(s, page_repondre_confirmer_get, STR("inconnu"), NULL);
    assert_page("repondre/confirmer", 410);
    with_token(s, page_repondre_confirmer_post, token, "");
    assert_int_equal(answer.status, 303);
    compose_waiting(s);
    assert_string_equal(results.message, "resultat");
    with_token(s, page_repondre_confirmer_get, token, NULL);
    assert_page("repondre/merci", 200);
    assert_true(shows("reference"));
}

/* ---- all of them ---- */

static void every_template_was_filled(void **state)
{
    (void)state;
    static const char *const folders[] = {"espace/", "cabinet/", "repondre/", "message/"};
    const struct str *names;
    size_t n = shape_names(&names);
    for (size_t i = 0; i < n; i++) {
        bool ours = false;
        for (size_t k = 0; k < 4; k++)
            ours = ours || str_starts(names[i], str_from(folders[k]));
        if (ours && !seen[i])
            fail_msg("nothing fills %.*s", STR_ARG(names[i]));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_open, scene_close)
    const struct CMUnitTest tests[] = {
        TEST(signing_in),
        TEST(activating),
        TEST(a_member_activates_at_the_other_door),
        TEST(who_is_in_already_is_only_told_of_a_questionnaire),
        TEST(the_owner_is_told_of_wrong_tries),
        TEST(forgetting_a_password),
        TEST(filling_in_a_questionnaire),
        TEST(the_script_is_told_where_every_point_stands),
        TEST(sending_and_reading_it),
        TEST(a_result_can_be_told_without_its_answers),
        TEST(the_back_office),
        TEST(the_help_centre),
        TEST(a_public_questionnaire),
        cmocka_unit_test(every_template_was_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
