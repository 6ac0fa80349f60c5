/* Asks handlers without a web server, and holds every view that they give, to a page or to a mail, against
 * the shape of its template: the answering functions and the composing of mails are replaced. Its functions
 * are defined here, because a helper that every test is linked with would hide the real ones: to be included
 * by one file of a program. */
#ifndef PORTILLON_TESTS_PAGES_ASKING_H
#define PORTILLON_TESTS_PAGES_ASKING_H

#include "pages/scene.h"

#include "http/common.h"
#include "http/resume.h"
#include "pages/pages.h"
#include "pages/submission_mail.h"
#include "post/compose.h"
#include "store/id.h"
#include "theme/shapes.h"

/* ---- in the place of http/response.c, http/resume.c and post/compose.c ---- */

static struct {
    int status;
    const char *page;
    struct value *view;
    struct str location, json;
    enum refusal refusal; /* REFUSAL__MAX: none */
} answer;

/* What was filled so far, by its number among the shapes' names. */
static bool seen[200];

/* The last mail, by its view, and the last that told of a result. */
static struct {
    const char *message;
    struct value *view;
} mail, results;

static void hold_against_shape(struct arena *a, struct str name, const struct value *view)
{
    struct str path;
    const struct shape *shape = shape_find(name);
    if (shape == NULL)
        fail_msg("%.*s has no shape", STR_ARG(name));
    else if (!shape_fits(shape, view, a, &path))
        fail_msg("%.*s: %.*s", STR_ARG(name), STR_ARG(path));
    const struct str *names;
    size_t n = shape_names(&names);
    for (size_t i = 0; i < n && i < 200; i++)
        seen[i] = seen[i] || str_eq(names[i], name);
}

void respond_page(struct request *r, struct response *out, int status, const char *template_name,
                  struct value *view)
{
    (void)out;
    common_fields(r, view);
    hold_against_shape(r->arena, str_from(template_name), view);
    struct buf text;
    buf_init(&text, 4 << 20);
    assert_true(templates_render(r->site->templates, str_from(template_name), view,
                                 catalogues_find(r->site->catalogues, r->language), &text));
    buf_release(&text);
    answer.status = status;
    answer.page = template_name;
    answer.view = view;
}

void respond_redirect(struct response *out, struct str path)
{
    (void)out;
    answer.status = 303;
    answer.location = path;
}

void respond_json(struct response *out, struct str json)
{
    buf_add(&out->body, json);
    answer.status = 200;
    answer.json = buf_str(&out->body);
}

void respond_refusal(struct request *r, struct response *out, enum refusal why)
{
    (void)r;
    (void)out;
    answer.refusal = why;
}

void respond_store_failure(struct request *r, struct response *out, enum store_status status)
{
    if (status != STORE_NONE)
        fail_msg("the store failed: %d", status);
    respond_refusal(r, out, REFUSAL_NOT_FOUND);
}

bool resume_answer(struct request *r, struct response *out, struct str sealed)
{
    (void)r;
    (void)out;
    (void)sealed;
    return false;
}

bool resume_is_form(const struct request *r, struct str sealed)
{
    (void)r;
    return sealed.n > 0;
}

static void add_common(const struct site *site, const struct letter *letter, struct value *view)
{
    value_set_text(value_set_map(view, "site"), "name", site->name);
    value_set_text(view, "lang", letter->language);
    value_set_text(view, "base", STR("https://portail.example.org"));
}

bool compose(const struct app *app, const struct site *site, struct arena *a, const struct letter *letter,
             struct outgoing *out)
{
    struct str name = arena_printf(a, "message/%s", letter->message);
    add_common(site, letter, letter->view);
    hold_against_shape(a, name, letter->view);
    if (letter->text_view != NULL) {
        add_common(site, letter, letter->text_view);
        hold_against_shape(a, arena_join(a, name, STR(".txt")), letter->text_view);
    }
    mail.message = letter->message;
    mail.view = letter->view;
    if (strcmp(letter->message, "resultat") == 0)
        results = mail;
    if (letter->row == NULL)
        compose_later(app, a, letter, STR(""), out);
    out->mime = STR("mail");
    return true;
}

void compose_later(const struct app *app, struct arena *a, const struct letter *letter, struct str submission,
                   struct outgoing *out)
{
    (void)app;
    *out = (struct outgoing){.id = id_new(a),
                             .kind = str_from(letter->message),
                             .to = letter->to,
                             .message_id = STR("m@example.org"),
                             .token_hash = letter->token_hash,
                             .submission = submission,
                             .to_name = letter->to_name,
                             .language = letter->language};
}

/* Composes the mails that wait to be, as the dispatcher does. */
static inline void compose_waiting(struct scene *s)
{
    enum { MAX = 100 };
    char ids[MAX][WIRE_ID + 1];
    struct outbox_look look = {.now = INT64_MAX, .max = MAX};
    struct store_db *db = store_borrow(s->app.store);
    size_t n = outbox_due(db, &look, ids);
    for (size_t i = 0; i < n; i++) {
        struct outgoing row;
        if (outbox_uncomposed(db, s->arena, str_from(ids[i]), &row) == STORE_OK)
            assert_int_equal(submission_mail_compose(&s->app, s->site, db, s->arena, &row), STORE_OK);
    }
    store_release(s->app.store, db);
}

struct str compose_link(const struct app *app, struct arena *a, const char *path, struct str token)
{
    (void)app;
    return arena_printf(a, "https://portail.example.org%s?jeton=" STR_FMT, path, STR_ARG(token));
}

/* ---- asking ---- */

typedef void handler(struct request *, struct response *);

static void ask(handler *page, struct request *r)
{
    struct response out = {0};
    buf_init(&out.body, 1 << 20);
    memset(&answer, 0, sizeof answer);
    answer.refusal = REFUSAL__MAX;
    page(r, &out);
    if (answer.json.n > 0)
        answer.json = arena_str(r->arena, answer.json);
    request_db_renew(r);
    buf_release(&out.body);
}

/* Goes where the answer to a form leads, to the page that tells what became of it. */
static inline void ask_where_it_leads(handler *page, const struct request *posted)
{
    struct request *r = ARENA_NEW(posted->arena, struct request);
    struct str query = answer.location, path = str_cut(&query, '?');
    assert_int_equal(answer.refusal, REFUSAL__MAX);
    assert_int_equal(answer.status, 303);
    *r = *posted;
    r->method = METHOD_GET;
    r->path = path;
    r->db = NULL;
    r->fields = ARENA_ARRAY(r->arena, struct field, 10);
    r->n_fields = 0;
    query = str_cut(&query, '#');
    while (query.n > 0) {
        struct str value = str_cut(&query, '&'), name = str_cut(&value, '=');
        scene_field(r, arena_str(r->arena, name).p, value);
    }
    ask(page, r);
}

#define assert_page(name, expected)                     \
    do {                                                \
        assert_int_equal(answer.refusal, REFUSAL__MAX); \
        assert_non_null(answer.page);                   \
        assert_string_equal(answer.page, name);         \
        assert_int_equal(answer.status, expected);      \
    } while (0)

static bool shows(const char *key)
{
    const struct value *v = value_get(answer.view, str_from(key));
    return v != NULL && value_is_true(v);
}

static struct str shown(const char *key)
{
    static char scratch[24];
    const struct value *v = value_get(answer.view, str_from(key));
    return v != NULL ? value_as_text(v, scratch) : (struct str){0};
}

static inline void get(struct scene *s, handler *page, const struct session *who, const char *name,
                       struct str value)
{
    struct request *r = scene_request(s, METHOD_GET, who);
    if (name != NULL)
        scene_field(r, name, value);
    ask(page, r);
}

#endif
