#include "site/external.h"

#include <curl/curl.h>

#include "base/config.h"
#include "site/map.h"

enum {
    AT_ONCE = 16,
    OF_ONE_HOST = 2,
    SECONDS = 15,
    CONNECT_SECONDS = 6,
    REDIRECTIONS = 5,
    WAIT_MILLISECONDS = 1000
};

/* One address, however often it is linked to. */
struct target {
    const char *address;
    bool is_whole;      /* asked with GET, not HEAD */
    struct str problem; /* empty: it answers */
};

struct asking {
    struct portal *portal;
    struct map found;
    struct {
        struct target **items;
        size_t count, cap;
    } targets;
    CURLM *multi;
    size_t next, active;
};

static void gather(struct asking *a)
{
    struct arena *keep = a->portal->keep;
    for (size_t i = 0; i < a->portal->pages.count; i++) {
        const struct page_links *links = &a->portal->pages.items[i]->external;
        for (size_t j = 0; j < links->count; j++) {
            struct str address = links->items[j].anchor;
            if (map_get(&a->found, address))
                continue;
            struct target *target = ARENA_NEW(keep, struct target);
            *target = (struct target){.address = arena_str(keep, address).p, .problem = {"", 0}};
            map_put(&a->found, keep, address, target);
            *ARENA_PUSH(keep, &a->targets) = target;
        }
    }
}

/* The answer's first bytes are enough. */
static size_t take_nothing(char *bytes, size_t size, size_t n, void *context)
{
    (void)bytes, (void)size, (void)n, (void)context;
    return 0;
}

static void ask(struct asking *a, struct target *target)
{
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, target->address);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, target);
    curl_easy_setopt(easy, CURLOPT_NOBODY, target->is_whole ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_nothing);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)REDIRECTIONS);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)SECONDS);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "portillon/" PORTILLON_VERSION " (link check)");
    if (curl_multi_add_handle(a->multi, easy) == CURLM_OK)
        a->active++;
    else
        curl_easy_cleanup(easy);
}

/* A server that refuses HEAD is asked again with GET. */
static void take_answer(struct asking *a, CURL *easy, CURLcode result)
{
    char *private = NULL;
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    struct target *target = (struct target *)(void *)private;
    bool answered = result == CURLE_OK || (result == CURLE_WRITE_ERROR && status > 0);
    curl_multi_remove_handle(a->multi, easy);
    curl_easy_cleanup(easy);
    a->active--;
    if (answered && status < 400)
        return;
    if (answered && !target->is_whole) {
        target->is_whole = true;
        ask(a, target);
    } else if (answered) {
        target->problem = arena_printf(a->portal->keep, "HTTP %ld", status);
    } else {
        target->problem = str_from(curl_easy_strerror(result));
    }
}

static void run(struct asking *a)
{
    int running = 0, left = 0;
    while (a->next < a->targets.count || a->active > 0) {
        while (a->next < a->targets.count && a->active < AT_ONCE)
            ask(a, a->targets.items[a->next++]);
        curl_multi_perform(a->multi, &running);
        for (CURLMsg *said = curl_multi_info_read(a->multi, &left); said;
             said = curl_multi_info_read(a->multi, &left)) {
            if (said->msg == CURLMSG_DONE)
                take_answer(a, said->easy_handle, said->data.result);
        }
        if (running > 0)
            curl_multi_poll(a->multi, NULL, 0, WAIT_MILLISECONDS, NULL);
    }
}

static void report(const struct asking *a)
{
    struct portal *portal = a->portal;
    for (size_t i = 0; i < portal->pages.count; i++) {
        struct page *page = portal->pages.items[i];
        for (size_t j = 0; j < page->external.count; j++) {
            const struct page_link *link = &page->external.items[j];
            const struct target *target = map_get(&a->found, link->anchor);
            if (target->problem.n == 0)
                continue;
            page_text_load(portal, page, portal->keep);
            DIAG_AT(portal->diags, D_LINK_DEAD, link->at, link->anchor, target->problem);
        }
    }
}

void external_check(struct portal *portal)
{
    struct asking a = {.portal = portal};
    gather(&a);
    if (a.targets.count == 0 || curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
        return;
    a.multi = curl_multi_init();
    curl_multi_setopt(a.multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)OF_ONE_HOST);
    run(&a);
    curl_multi_cleanup(a.multi);
    curl_global_cleanup();
    report(&a);
}
