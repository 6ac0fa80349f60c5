#include "http/dispatch.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "http/admit.h"
#include "http/csrf.h"
#include "http/headers.h"
#include "http/rate.h"
#include "http/resume.h"
#include "http/upload.h"
#include "log.h"

enum {
    BODY_MAX = 16 << 20,
    HEAD_MAX = 16 << 10,
    PATH_MAX_BYTES = 1024,
    MINUTE = 60,
    HOUR = 3600,
    ID_CHARS = 12
};

struct worker {
    struct arena *arena;
    struct buf body, head;
    unsigned char
        random[ID_CHARS * 20]; /* for the ids of requests, which are no secrets: asked for but now and then */
    size_t n_random;           /* of them not used yet */
};

struct dispatch {
    struct app app;
    struct app reading; /* the same without the writer, for rows that only read */
    struct rate *rate;
    unsigned n_workers;
    struct worker *workers;
};

/* One request on its way. */
struct passage {
    const struct dispatch *dispatch;
    struct exchange *exchange;
    struct request request;
    struct response response;
    const struct route *route;
    const char *allow; /* of a path that exists with other methods */
    bool head;
    struct fields query;
};

struct dispatch *dispatch_new(const struct app *app, unsigned threads)
{
    struct dispatch *d = memory_resize(NULL, sizeof *d);
    *d = (struct dispatch){.app = *app, .reading = *app, .rate = rate_new(app->keys), .n_workers = threads};
    d->reading.store = NULL;
    d->workers = memory_resize(NULL, memory_product(threads, sizeof *d->workers));
    for (unsigned i = 0; i < threads; i++) {
        d->workers[i].arena = arena_new();
        d->workers[i].n_random = 0;
        buf_init(&d->workers[i].body, BODY_MAX);
        buf_init(&d->workers[i].head, HEAD_MAX);
    }
    return d;
}

void dispatch_free(struct dispatch *d)
{
    if (d == NULL)
        return;
    for (unsigned i = 0; i < d->n_workers; i++) {
        arena_free(d->workers[i].arena);
        buf_release(&d->workers[i].body);
        buf_release(&d->workers[i].head);
    }
    free(d->workers);
    rate_free(d->rate);
    free(d);
}

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* 60 random bits, in the letters that people do not confuse. */
static struct str request_id(const struct system_table *system, struct worker *w)
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    if (w->n_random == 0) {
        system->fill(w->random, sizeof w->random);
        w->n_random = sizeof w->random;
    }
    char *id = arena_alloc(w->arena, ID_CHARS + 1);
    for (size_t i = 0; i < ID_CHARS; i++)
        id[i] = digits[w->random[--w->n_random] & 31];
    return (struct str){id, ID_CHARS};
}

static struct str site_language(const struct site *site, struct str wanted)
{
    for (size_t i = 0; i < site->n_languages; i++)
        if (str_eq(wanted, site->languages[i]))
            return site->languages[i];
    return (struct str){0};
}

/* The account's; else the address's ?langue=; else the reference. */
static void choose_language(struct passage *p)
{
    struct request *r = &p->request;
    bool twice = false;
    struct str wanted = fields_only(&p->query, "langue", &twice);
    struct str of_account = site_language(r->site, r->session->language);
    struct str of_address = site_language(r->site, wanted);
    r->language = of_account.n > 0 ? of_account : of_address.n > 0 ? of_address : r->site->languages[0];
}

static bool path_is_sound(struct str path)
{
    return path.n > 0 && path.p[0] == '/' && path.n <= PATH_MAX_BYTES && utf8_is_plain(path, false);
}

/* What even a refusal needs: who asks, in which language. */
static bool begin(struct passage *p, struct worker *w)
{
    const struct dispatch *d = p->dispatch;
    struct exchange *e = p->exchange;
    struct request *r = &p->request;
    r->app = &d->app;
    r->arena = w->arena;
    r->reader = d->app.store;
    r->now = d->app.system->now();
    r->id = request_id(d->app.system, w);
    r->remote = e->remote;
    r->method = str_eq_z(e->method, "POST") ? METHOD_POST : METHOD_GET;
    r->site = site_borrow(d->app.site);
    p->head = str_eq_z(e->method, "HEAD");
    bool sound = path_is_sound(e->path);
    r->path = sound ? e->path : STR("/");
    bool decoded = fields_decode(w->arena, e->query, &p->query);
    r->session = session_read(r, e->cookie);
    if (!decoded)
        p->query = (struct fields){0};
    choose_language(p);
    p->response.body = w->body;
    return sound && (decoded || r->method == METHOD_POST);
}

static bool answers(enum method method, struct str path)
{
    struct str params[4];
    return route_find(method, path, params) != NULL;
}

static enum refusal find_route(struct passage *p)
{
    struct request *r = &p->request;
    bool known = p->head || r->method == METHOD_POST || str_eq_z(p->exchange->method, "GET");
    if (known)
        p->route = route_find(r->method, r->path, r->params);
    if (p->route != NULL)
        return REFUSAL__MAX;
    bool by_get = answers(METHOD_GET, r->path), by_post = answers(METHOD_POST, r->path);
    if (!by_get && !by_post)
        return REFUSAL_NOT_FOUND;
    p->allow = !by_post ? "GET, HEAD" : by_get ? "GET, HEAD, POST" : "POST";
    return REFUSAL_METHOD;
}

/* Who is signed in counts for himself: a whole office may share one address. */
static struct str who_asks(const struct passage *p)
{
    const struct request *r = &p->request;
    bool open = p->route == NULL || p->route->role == ROLE_ANYONE;
    return open || r->session->account.n == 0 ? r->remote : r->session->account;
}

/* Each page counts apart, by the minute and, where its row says so, by the hour. */
static enum refusal limit_rate(struct passage *p)
{
    const struct route *route = p->route;
    unsigned usual = p->dispatch->app.config->rate;
    uint32_t page = route != NULL ? (uint32_t)(route - routes) : (uint32_t)n_routes;
    struct rate_request asked = {
        .address = who_asks(p),
        .page = page,
        .times = route != NULL && route->rate > 0 ? (unsigned)route->rate : usual,
        .period = MINUTE,
        .milliseconds = milliseconds(),
    };
    if (usual == 0)
        return REFUSAL__MAX;
    int wait = rate_wait(p->dispatch->rate, &asked);
    if (wait == 0 && route != NULL && route->hourly > 0) {
        asked.page = page + (uint32_t)n_routes + 1;
        asked.times = (unsigned)route->hourly;
        asked.period = HOUR;
        wait = rate_wait(p->dispatch->rate, &asked);
    }
    p->response.retry_after = wait;
    return wait > 0 ? REFUSAL_TOO_MANY : REFUSAL__MAX;
}

/* A POST is decoded as far as its token before anything else is said about it. */
static enum refusal read_form(struct passage *p, struct str *body, struct fields *all)
{
    struct request *r = &p->request;
    const struct exchange *e = p->exchange;
    *all = (struct fields){0};
    if (!csrf_origin_is_ours(e->origin, e->fetch_site, r->app->config->base_url))
        return REFUSAL_CSRF;
    enum refusal why = admit_body(r, p->route, p->exchange, body);
    struct str csrf = {0};
    if (why == REFUSAL__MAX)
        why = admit_decode(r, p->route, *body, all, &csrf);
    bool needs_token = p->route->csrf != CSRF_NO_COOKIE;
    if (why == REFUSAL__MAX && needs_token && !csrf_token_is_right(r->session, csrf))
        why = REFUSAL_CSRF;
    return why;
}

/* The sign-in page stands in the place of what was asked for, and carries it. */
static enum refusal show_door(struct passage *p, struct str text)
{
    struct request *r = &p->request;
    struct str params[4];
    if (r->session->role != ROLE_ANYONE)
        return REFUSAL_WRONG_DOOR;
    if (p->route->door == NULL || r->script)
        return REFUSAL_SIGNED_OUT;
    const struct route *door = route_find(METHOD_GET, str_from(p->route->door), params);
    if (door == NULL)
        return REFUSAL_SIGNED_OUT;
    resume_keep(r, text);
    r->method = METHOD_GET;
    r->path = str_from(door->path);
    r->fields = NULL;
    r->n_fields = 0;
    r->app = &p->dispatch->reading;
    door->handler(r, &p->response);
    if (p->response.status == 200)
        p->response.status = 401;
    return REFUSAL__MAX;
}

/* What our own page posted, for the page of a refusal that lets it be posted again (http/response.h). */
static void keep_fields(struct passage *p, const struct fields *all)
{
    struct request *r = &p->request;
    if (admit_role(p->route, r->session->role))
        admit_fields(r, p->route, all);
}

/* Nothing typed is lost for that others were quicker; forms with files are too large to be read for it. */
static enum refusal refuse_flood(struct passage *p)
{
    struct fields all = {0};
    struct str text;
    if (p->route != NULL && p->request.method == METHOD_POST && p->route->form_limit == 0 &&
        read_form(p, &text, &all) == REFUSAL__MAX)
        keep_fields(p, &all);
    return REFUSAL_TOO_MANY;
}

static enum refusal handle(struct passage *p)
{
    struct request *r = &p->request;
    enum refusal why = find_route(p);
    if (limit_rate(p) != REFUSAL__MAX)
        return refuse_flood(p);
    if (why != REFUSAL__MAX)
        return why;
    r->no_cookie = p->route->csrf == CSRF_NO_COOKIE;
    struct str text = p->exchange->query;
    struct fields all = p->query;
    if (r->method == METHOD_POST)
        why = read_form(p, &text, &all);
    if (why == REFUSAL_CSRF)
        keep_fields(p, &all);
    if (why != REFUSAL__MAX)
        return why;
    if (!admit_role(p->route, r->session->role))
        return show_door(p, text);
    why = admit_fields(r, p->route, &all);
    if (why != REFUSAL__MAX)
        return why;
    if (p->route->access != ACCESS_WRITES)
        r->app = &p->dispatch->reading;
    p->route->handler(r, &p->response);
    return p->response.status == 0 || p->response.body.full ? REFUSAL_BROKEN : REFUSAL__MAX;
}

static void send_answer(struct passage *p, struct worker *w)
{
    struct response *out = &p->response;
    buf_clear(&w->head);
    headers_write(&w->head, out, p->allow, p->dispatch->app.config->secure);
    exchange_write(p->exchange, buf_str(&w->head));
    if (!p->head)
        exchange_write(p->exchange, buf_str(&out->body));
}

static struct str pseudonym(struct request *r)
{
    unsigned char hash[HASH_BYTES];
    keys_hash(r->app->keys, KEY_ADDRESS, r->remote, hash);
    return base64url(r->arena, hash, 6);
}

static void log_answer(struct passage *p, int64_t began)
{
    static const char *const methods[METHOD__MAX] = {[METHOD_GET] = "GET", [METHOD_POST] = "POST"};
    struct request *r = &p->request;
    const struct route *route = p->route;
    enum method method = route != NULL ? route->method : r->method;
    LOG_EVENT(r->app->log, p->response.status >= 500 ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO, "request",
              LOG_TEXT("id", r->id), LOG_TEXT("method", str_from(p->head ? "HEAD" : methods[method])),
              LOG_TEXT("route", str_from(route != NULL ? route->path : "none")),
              LOG_INT("status", p->response.status), LOG_INT("refusal", p->response.refusal),
              LOG_INT("ms", milliseconds() - began), LOG_TEXT("who", r->session->account),
              LOG_TEXT("from", pseudonym(r)));
}

void dispatch_answer(void *context, unsigned thread, struct exchange *e)
{
    struct dispatch *d = context;
    struct worker *w = &d->workers[thread];
    int64_t began = milliseconds();
    buf_clear(&w->body);
    struct passage p = {.dispatch = d, .exchange = e};
    enum refusal why = begin(&p, w) ? handle(&p) : REFUSAL_BAD_REQUEST;
    if (why != REFUSAL__MAX)
        respond_refusal(&p.request, &p.response, why);
    upload_end(&p.request);
    send_answer(&p, w);
    log_answer(&p, began);
    w->body = p.response.body;
    if (p.request.db != NULL)
        store_release(d->app.store, p.request.db);
    site_return(d->app.site, p.request.site);
    arena_clear(w->arena);
}
