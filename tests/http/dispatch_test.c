#include "lib/test.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include "base/file.h"
#include "http/dispatch.h"
#include "http/resume.h"
#include "http/seal.h"
#include "http/session.h"
#include "log.h"
#include "member/member.h"

/* ---- the other side of the exchange, in the place of the server's ---- */

struct wire {
    struct str body; /* not read yet */
    struct buf answer;
};

size_t exchange_read(struct exchange *e, char *to, size_t max)
{
    struct wire *w = e->connection;
    size_t n = w->body.n < max ? w->body.n : max;
    memcpy(to, w->body.p, n);
    w->body = str_sub(w->body, n, w->body.n);
    return n;
}

void exchange_write(struct exchange *e, struct str bytes)
{
    struct wire *w = e->connection;
    buf_add(&w->answer, bytes);
}

/* ---- a portal of its own ---- */

static void say(struct response *out, struct str text)
{
    buf_add(&out->body, text);
    out->status = 200;
    out->content_type = STR("text/plain");
}

static void page(struct request *r, struct response *out)
{
    say(out,
        arena_printf(r->arena, "page %s " STR_FMT " " STR_FMT, r->app->store == NULL ? "reads" : "writes",
                     STR_ARG(r->language), STR_ARG(request_field(r, "q"))));
}

static unsigned forms_taken;

static void form(struct request *r, struct response *out)
{
    forms_taken++;
    say(out, arena_printf(r->arena, "form of " STR_FMT ": " STR_FMT, STR_ARG(r->session->name),
                          STR_ARG(request_field(r, "nom"))));
    out->set_cookie = out->set_cookie.n > 0 ? out->set_cookie : STR("seen=1");
}

static void empty(struct request *r, struct response *out)
{
    (void)r;
    (void)out;
}

static void show_token(struct request *r, struct response *out)
{
    out->set_cookie = session_cookie(r->arena, false, r->session->token);
    say(out, arena_printf(r->arena, "csrf=" STR_FMT "\nreprise=" STR_FMT "\nkept=%d\nexpired=%d\n",
                          STR_ARG(r->session->csrf), STR_ARG(r->reprise), r->kept, r->session->expired));
}

struct sign_in {
    struct request *request;
    struct response *response;
    struct str account;
};

static enum store_status write_sign_in(struct store_db *db, void *context)
{
    const struct sign_in *s = context;
    return session_begin(s->request, s->response, db, s->account);
}

static void sign_in(struct request *r, struct response *out)
{
    struct sign_in s = {r, out, request_field(r, "compte")};
    assert_int_equal(store_write(r->app->store, write_sign_in, &s), STORE_OK);
    if (!resume_answer(r, out, request_field(r, "reprise")))
        respond_redirect(out, STR("/accueil"));
}

static const struct field_rule form_fields[] = {
    {.name = "nom", .kind = FIELD_TEXT, .max = 20},
    {.name = "auto", .kind = FIELD_FLAG, .max = 1},
};
static const struct field_rule page_fields[] = {{.name = "q", .kind = FIELD_TEXT, .max = 20}};
static const struct field_rule door_fields[] = {
    {.name = "compte", .kind = FIELD_ID, .max = 26},
    {.name = "reprise", .kind = FIELD_TOKEN, .max = 10000},
};

#define GET(address, who, function)                                                                          \
    .path = (address), .method = METHOD_GET, .role = (who), .csrf = CSRF_NOT_NEEDED, .access = ACCESS_READS, \
    .handler = (function)
#define POST(address, who, function)                                                                         \
    .path = (address), .method = METHOD_POST, .role = (who), .csrf = CSRF_REQUIRED, .access = ACCESS_WRITES, \
    .body_limit = 2000, .handler = (function)

const struct route routes[] = {
    {GET("/page", ROLE_ANYONE, page), .fields = page_fields, .n_fields = 1},
    {GET("/vide", ROLE_ANYONE, empty)},
    {POST("/formulaire", ROLE_ANYONE, form), .fields = form_fields, .n_fields = 2},
    {GET("/porte", ROLE_ANYONE, show_token)},
    {POST("/porte", ROLE_ANYONE, sign_in), .fields = door_fields, .n_fields = 2},
    {GET("/bureau/*", ROLE_ADVISER, page), .door = "/porte", .fields = page_fields, .n_fields = 1},
    {POST("/bureau/*", ROLE_ADVISER, form), .door = "/porte", .fields = form_fields, .n_fields = 2},
    {GET("/client", ROLE_CLIENT, page), .door = "/porte"},
    {GET("/rare", ROLE_ANYONE, page), .rate = 2},
    {GET("/absent", ROLE_ANYONE, NULL)},
};
const size_t n_routes = sizeof routes / sizeof routes[0];

/* ---- the program around it ---- */

#define SITE "https://portail.example.org"

static struct arena *arena;
static struct app app;
static struct dispatch *dispatch;
static struct str adviser; /* account */
static int64_t now = 1800000000;

static int64_t fake_now(void)
{
    return now;
}

static struct system_table fake_system;

static struct config config = {.base_url = STR_INIT(SITE), .secure = true, .rate = 1000};

static void make_site(const char *path)
{
    extern char **environ;
    char *const command[] = {(char[]){"python3"}, (char[]){"tests/lib/stack.py"}, (char[]){"--site"},
                             arena_alloc(arena, strlen(path) + 1), NULL};
    memcpy(command[3], path, strlen(path));
    pid_t pid;
    int how;
    unlink(path);
    assert_int_equal(posix_spawnp(&pid, "python3", NULL, NULL, command, environ), 0);
    assert_int_equal(waitpid(pid, &how, 0), pid);
    assert_int_equal(how, 0);
}

static enum store_status write_adviser(struct store_db *db, void *context)
{
    struct member *member = context;
    return member_create(db, arena, member, now);
}

static struct str account_of(struct str member)
{
    struct store_db *db = store_borrow(app.store);
    struct store_rows rows = store_query(db, SQL_ACCOUNT_FIND_OWNER, STORE_ARGS(arg_text(member)));
    assert_true(store_next(&rows));
    struct str account = arena_str(arena, store_text(&rows, 0));
    store_end(&rows);
    store_release(app.store, db);
    return account;
}

static int begin(void **state)
{
    (void)state;
    static const unsigned char secret[KEY_BYTES] = {9};
    arena = arena_new();
    fake_system = (struct system_table){.now = fake_now, .fill = system_real.fill};
    struct diags *diags = diags_new(arena, 10);
    const char *folder = test_tmp("dispatch"), *site = test_tmp("dispatch-site.db");
    file_remove_tree(folder);
    make_site(site);
    struct store_settings settings = {.folder = folder, .readers = 2};
    app = (struct app){.config = &config, .system = &fake_system, .keys = keys_from(arena, secret)};
    app.store = store_open(&settings, diags);
    app.site = site_source_open(site, diags);
    diags_report(diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    if (app.store == NULL || app.site == NULL)
        return -1;
    app.log = log_open(test_tmp("dispatch.log"));
    dispatch = dispatch_new(&app, 1);
    struct member member = {.first_name = STR("Claire"),
                            .last_name = STR("Dubois"),
                            .email = STR("c@example.org"),
                            .phone = STR(""),
                            .language = STR("nl")};
    assert_int_equal(store_write(app.store, write_adviser, &member), STORE_OK);
    adviser = account_of(member.id);
    return 0;
}

static int end(void **state)
{
    (void)state;
    dispatch_free(dispatch);
    site_source_close(app.site);
    store_close(app.store);
    log_close(app.log);
    arena_free(arena);
    return 0;
}

/* ---- asking ---- */

static struct exchange get(const char *path)
{
    return (struct exchange){.method = STR("GET"), .path = str_from(path), .remote = STR("192.0.2.1")};
}

static struct exchange post(const char *path, struct str cookie)
{
    return (struct exchange){
        .method = STR("POST"),
        .path = str_from(path),
        .cookie = cookie,
        .origin = STR(SITE),
        .fetch_site = STR("same-origin"),
        .content_type = STR("application/x-www-form-urlencoded"),
        .remote = STR("192.0.2.1"),
    };
}

struct answer {
    int status;
    struct str head, body;
};

static struct answer ask(struct exchange e, struct str body)
{
    struct wire wire = {.body = body};
    buf_init(&wire.answer, 1 << 20);
    e.connection = &wire;
    if (e.content_length.p == NULL && str_eq_z(e.method, "POST"))
        e.content_length = arena_printf(arena, "%zu", body.n);
    dispatch_answer(dispatch, 0, &e);
    struct str all = arena_str(arena, buf_str(&wire.answer));
    buf_release(&wire.answer);
    ptrdiff_t end_of_head = str_find(all, STR("\r\n\r\n"));
    assert_true(end_of_head > 0);
    int64_t status = 0;
    assert_true(str_to_int64(str_sub(all, 8, 11), &status));
    return (struct answer){(int)status, str_sub(all, 0, (size_t)end_of_head + 2),
                           str_sub(all, (size_t)end_of_head + 4, all.n)};
}

static struct str header(struct answer a, const char *name)
{
    struct str rest = a.head, line, wanted = arena_printf(arena, "%s: ", name);
    while (str_line(&rest, &line))
        if (str_starts(line, wanted))
            return str_sub(line, wanted.n, line.n);
    return (struct str){0};
}

static struct str line_of(struct answer a, const char *name)
{
    struct str rest = a.body, line, wanted = arena_printf(arena, "%s=", name);
    while (str_line(&rest, &line))
        if (str_starts(line, wanted))
            return str_sub(line, wanted.n, line.n);
    return (struct str){0};
}

static void assert_refused(struct answer a, int status, int number)
{
    struct str wanted = arena_printf(arena, "%d %d ", status, number);
    if (a.status != status || str_find(a.body, wanted) < 0)
        fail_msg("expected refusal %d %d, got:\n" STR_FMT "\n" STR_FMT, status, number, STR_ARG(a.head),
                 STR_ARG(a.body));
}

/* A visitor's or member's cookie and token, as the page of the door shows them. */
struct visit {
    struct str cookie, csrf;
};

static struct visit visit(struct str cookie)
{
    struct exchange e = get("/porte");
    e.cookie = cookie;
    struct answer a = ask(e, STR(""));
    struct str set = header(a, "Set-Cookie");
    struct str value = str_cut(&set, ';');
    /* The door of this test sets the cookie of plain HTTP; over https it has another name. */
    struct str token = str_sub(value, strlen("portillon="), value.n);
    return (struct visit){arena_join(arena, STR("__Host-portillon="), token), line_of(a, "csrf")};
}

static struct str with_token(struct visit v, const char *fields)
{
    return arena_printf(arena, "csrf=" STR_FMT "&%s", STR_ARG(v.csrf), fields);
}

static struct answer submit(struct visit v, const char *path, const char *fields)
{
    return ask(post(path, v.cookie), with_token(v, fields));
}

/* Signs in and gives the new cookie with its token. */
static struct visit signed_in(void)
{
    struct visit v = visit(STR(""));
    struct answer a = submit(v, "/porte", arena_printf(arena, "compte=" STR_FMT, STR_ARG(adviser)).p);
    assert_int_equal(a.status, 303);
    struct str set = header(a, "Set-Cookie");
    struct str cookie = str_cut(&set, ';');
    assert_str(set, " Path=/; HttpOnly; SameSite=Lax; Secure");
    assert_false(str_eq(cookie, v.cookie));
    return visit(cookie);
}

/* ---- tests ---- */

static void a_page_is_answered_in_the_language_asked_for(void **state)
{
    (void)state;
    struct exchange e = get("/page");
    assert_str(ask(e, STR("")).body, "page reads fr ");
    e.query = STR("q=a%20b&langue=en&utm_source=x");
    assert_str(ask(e, STR("")).body, "page reads en a b");
    e.query = STR("langue=xx");
    assert_str(ask(e, STR("")).body, "page reads fr ");
}

static void head_is_get_without_a_body(void **state)
{
    (void)state;
    struct exchange e = get("/page");
    e.method = STR("HEAD");
    struct answer a = ask(e, STR(""));
    assert_int_equal(a.status, 200);
    assert_int_equal(a.body.n, 0);
    assert_str(header(a, "Content-Length"), "14");
}

static void what_is_not_there_is_told_from_what_is_asked_wrongly(void **state)
{
    (void)state;
    assert_refused(ask(get("/nulle-part"), STR("")), 404, 1005);
    assert_refused(ask(get("/absent"), STR("")), 404, 1005);
    assert_refused(ask(get("/page/"), STR("")), 404, 1005);
    struct answer a = ask(get("/formulaire"), STR(""));
    assert_refused(a, 405, 1006);
    assert_str(header(a, "Allow"), "POST");
    struct exchange e = get("/porte");
    e.method = STR("DELETE");
    a = ask(e, STR(""));
    assert_refused(a, 405, 1006);
    assert_str(header(a, "Allow"), "GET, HEAD, POST");
    e.path = STR("/nulle-part");
    assert_refused(ask(e, STR("")), 404, 1005);
    assert_refused(ask(get("/a\xff"), STR("")), 400, 1001);
    assert_refused(ask(get(""), STR("")), 400, 1001);
}

static void a_query_must_be_sound(void **state)
{
    (void)state;
    static const char *const bad[] = {"q=%ff", "q=%00", "q=1&q=2", "q=aaaaaaaaaaaaaaaaaaaaa", "q=%0a", "=1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct exchange e = get("/page");
        e.query = str_from(bad[i]);
        assert_int_equal(ask(e, STR("")).status, 400);
    }
}

static void a_good_form_is_taken(void **state)
{
    (void)state;
    struct answer a = submit(visit(STR("")), "/formulaire", "nom=Ana");
    assert_int_equal(a.status, 200);
    assert_str(a.body, "form of : Ana");
}

static void a_form_of_others_is_not(void **state)
{
    (void)state;
    struct visit mine = visit(STR("")), other = visit(STR(""));
    unsigned before = forms_taken;
    assert_refused(ask(post("/formulaire", mine.cookie), STR("nom=Ana")), 403, 1008);
    assert_refused(ask(post("/formulaire", mine.cookie), with_token(other, "nom=Ana")), 403, 1008);
    assert_refused(ask(post("/formulaire", STR("")), with_token(mine, "nom=Ana")), 403, 1008);
    static const struct {
        const char *origin, *fetch_site, *type;
    } bad[] = {
        {"https://evil.example", "cross-site", "application/x-www-form-urlencoded"},
        {"https://evil.example", "cross-site", "text/plain"},
        {"https://evil.example", "cross-site", "multipart/form-data; boundary=x"},
        {"null", NULL, "application/x-www-form-urlencoded"},
        {NULL, NULL, "application/x-www-form-urlencoded"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct exchange e = post("/formulaire", mine.cookie);
        e.origin = str_from(bad[i].origin);
        e.fetch_site = str_from(bad[i].fetch_site);
        e.content_type = str_from(bad[i].type);
        assert_refused(ask(e, with_token(mine, "nom=Ana")), 403, 1008);
    }
    assert_int_equal(forms_taken, before);
}

static void a_form_that_breaks_a_rule_is_not_taken(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    unsigned before = forms_taken;
    static const char *const bad[] = {
        "nom=a&nom=b", "autre=1", "nom=%ff",  "nom=%c0%80", "nom=a%00", "auto=2", "nom=aaaaaaaaaaaaaaaaaaaaa",
        "csrf=x",      "nom=%zz", "langue=fr"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(submit(v, "/formulaire", bad[i]), 400, 1002);
    assert_int_equal(forms_taken, before);
}

static void a_body_is_counted(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    unsigned before = forms_taken;
    struct exchange e = post("/formulaire", v.cookie);
    struct str body = with_token(v, "nom=Ana");
    e.content_length = arena_printf(arena, "%zu", body.n + 1);
    assert_refused(ask(e, body), 400, 1003);
    e.content_length = arena_printf(arena, "%zu", body.n - 1);
    assert_refused(ask(e, body), 400, 1003);
    e.content_length = STR("2001");
    assert_refused(ask(e, body), 413, 1004);
    static const char *const bad[] = {"", "-1", "x", "99999999999999999999", "1e3"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        e.content_length = str_from(bad[i]);
        assert_refused(ask(e, body), 400, 1001);
    }
    assert_int_equal(forms_taken, before);
}

static void only_forms_are_read(void **state)
{
    (void)state;
    struct visit v = visit(STR(""));
    static const char *const bad[] = {"text/plain",
                                      "multipart/form-data; boundary=x",
                                      "application/json",
                                      "",
                                      "application/x-www-form-urlencoded; charset=utf-7",
                                      "application/x-www-form-urlencodedx",
                                      "application/x-www-form-urlencoded; x=utf-8"};
    struct exchange e = post("/formulaire", v.cookie);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        e.content_type = str_from(bad[i]);
        assert_refused(ask(e, with_token(v, "nom=Ana")), 415, 1007);
    }
    e.content_type = STR("Application/X-WWW-Form-Urlencoded;charset=UTF-8");
    assert_int_equal(ask(e, with_token(v, "nom=Ana")).status, 200);
}

static void the_page_s_script_is_refused_in_its_own_words(void **state)
{
    (void)state;
    struct visit v = {.cookie = STR(""), .csrf = STR("wrong")};
    struct answer a = submit(v, "/formulaire", "auto=1");
    assert_int_equal(a.status, 403);
    assert_str(header(a, "Content-Type"), "application/json");
    assert_true(str_starts(a.body, STR("{\"refusal\":1008,\"id\":\"")));
}

static void a_handler_that_answers_nothing_is_an_error(void **state)
{
    (void)state;
    assert_refused(ask(get("/vide"), STR("")), 500, 1014);
}

static void too_many_requests_are_told_to_wait(void **state)
{
    (void)state;
    struct exchange e = get("/rare");
    assert_int_equal(ask(e, STR("")).status, 200);
    assert_int_equal(ask(e, STR("")).status, 200);
    struct answer a = ask(e, STR(""));
    assert_refused(a, 429, 1010);
    assert_true(header(a, "Retry-After").n > 0);
    e.remote = STR("192.0.2.2");
    assert_int_equal(ask(e, STR("")).status, 200);
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
        assert_int_equal(store_write(app.store, write_adviser, &(struct member){0}), STORE_CONFLICT);
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
        cmocka_unit_test(a_page_is_answered_in_the_language_asked_for),
        cmocka_unit_test(head_is_get_without_a_body),
        cmocka_unit_test(what_is_not_there_is_told_from_what_is_asked_wrongly),
        cmocka_unit_test(a_query_must_be_sound),
        cmocka_unit_test(a_good_form_is_taken),
        cmocka_unit_test(a_form_of_others_is_not),
        cmocka_unit_test(a_form_that_breaks_a_rule_is_not_taken),
        cmocka_unit_test(a_body_is_counted),
        cmocka_unit_test(only_forms_are_read),
        cmocka_unit_test(the_page_s_script_is_refused_in_its_own_words),
        cmocka_unit_test(a_handler_that_answers_nothing_is_an_error),
        cmocka_unit_test(too_many_requests_are_told_to_wait),
        cmocka_unit_test(a_closed_page_shows_its_door_and_then_itself),
        cmocka_unit_test(who_is_signed_in_comes_in_in_the_account_s_language),
        cmocka_unit_test(a_session_ends_by_itself),
        cmocka_unit_test(an_idle_session_ends),
        cmocka_unit_test(what_was_posted_from_an_expired_session_is_not_lost),
        cmocka_unit_test(a_kept_form_is_nobody_else_s),
        cmocka_unit_test(a_kept_form_is_not_kept_for_ever),
        cmocka_unit_test(a_forged_cookie_is_a_stranger_s),
        cmocka_unit_test(the_log_tells_no_secret),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
