/* A portal of the tests' own: its routes stand in the place of the real ones, and a wire in memory in the
 * place of libfcgi. Its functions are defined here, because a helper that every test is linked with would
 * hide the real ones: to be included by one file of a program. */
#ifndef PORTILLON_TESTS_HTTP_PORTAL_H
#define PORTILLON_TESTS_HTTP_PORTAL_H

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
#include "store/files.h"

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

/* Says what files came, and keeps none. */
static void deposit(struct request *r, struct response *out)
{
    forms_taken++;
    say(out, arena_printf(r->arena, "files of " STR_FMT ":", STR_ARG(request_field(r, "nom"))));
    for (size_t i = 0; i < r->n_files; i++) {
        const struct request_file *file = &r->files[i];
        buf_addf(&out->body, " " STR_FMT " " STR_FMT " %lld", STR_ARG(file->field), STR_ARG(file->name),
                 (long long)incoming_size(file->content));
    }
    if (request_field(r, "perdus").n > 0)
        buf_add_z(&out->body, " lost");
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

struct signing_in {
    struct request *request;
    struct response *response;
    struct str account;
};

static enum store_status write_sign_in(struct store_db *db, void *context)
{
    const struct signing_in *s = context;
    return session_begin(s->request, s->response, db, s->account);
}

static void sign_in(struct request *r, struct response *out)
{
    struct signing_in s = {r, out, request_field(r, "compte")};
    assert_int_equal(store_write(r->app->store, write_sign_in, &s), STORE_OK);
    if (!resume_answer(r, out, request_field(r, "reprise")))
        respond_redirect(out, STR("/accueil"));
}

static const struct field_rule form_fields[] = {
    {.name = "nom", .kind = FIELD_TEXT, .max = 20},
    {.name = "auto", .kind = FIELD_FLAG, .max = 1},
    {.name = "perdus", .kind = FIELD_FLAG, .max = 1},
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
    {POST("/depot", ROLE_ANYONE, deposit), .fields = form_fields, .n_fields = 3, .form_limit = 200},
    {GET("/porte", ROLE_ANYONE, show_token)},
    {POST("/porte", ROLE_ANYONE, sign_in), .fields = door_fields, .n_fields = 2},
    {GET("/bureau/rare", ROLE_ADVISER, page), .door = "/porte", .rate = 2},
    {GET("/bureau/*", ROLE_ADVISER, page), .door = "/porte", .fields = page_fields, .n_fields = 1},
    {POST("/bureau/*", ROLE_ADVISER, form), .door = "/porte", .fields = form_fields, .n_fields = 2},
    {POST("/bureau/*/depot", ROLE_ADVISER, deposit), .door = "/porte", .fields = form_fields, .n_fields = 3,
     .form_limit = 1000},
    {GET("/client", ROLE_CLIENT, page), .door = "/porte"},
    {GET("/rare", ROLE_ANYONE, page), .rate = 2},
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
    app.files = files_open(test_tmp("dispatch/files"), diags);
    app.site = site_source_open(site, diags);
    diags_report(diags, DIAG_ENGLISH, DIAG_TEXT, stderr);
    if (app.store == NULL || app.files == NULL || app.site == NULL)
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
    files_close(app.files);
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

#endif
