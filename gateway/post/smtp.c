#include "post/smtp.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

struct smtp {
    CURL *curl;
    struct arena *arena;
    char error[CURL_ERROR_SIZE];
    const char *from;
};

struct upload {
    struct str rest;
};

static size_t read_mail(char *to, size_t size, size_t count, void *context)
{
    struct upload *upload = context;
    size_t n = size * count < upload->rest.n ? size * count : upload->rest.n;
    memcpy(to, upload->rest.p, n);
    upload->rest = str_sub(upload->rest, n, upload->rest.n);
    return n;
}

/* The dialogue goes nowhere: without a function libcurl would print it. */
static size_t drop(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes;
    (void)context;
    return size * count;
}

static const char *arena_z(struct arena *a, struct str s)
{
    return s.n ? arena_str(a, s).p : NULL;
}

/* The name for EHLO is what follows the server in the URL; libcurl would otherwise take the host's. */
static const char *server_url(struct arena *a, const struct config *config)
{
    return arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(config->mail.url), STR_ARG(config->mail.helo)).p;
}

static bool set_login(struct smtp *s, const struct config *config)
{
    if (str_empty(config->mail.user))
        return true;
    struct str password;
    if (file_read(s->arena, arena_z(s->arena, config->mail.password_file), 4096, &password) != 0)
        return false;
    curl_easy_setopt(s->curl, CURLOPT_USERNAME, arena_z(s->arena, config->mail.user));
    curl_easy_setopt(s->curl, CURLOPT_PASSWORD, arena_z(s->arena, str_trim(password)));
    return true;
}

static void set_options(struct smtp *s, const struct config *config)
{
    CURL *c = s->curl;
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(c, CURLOPT_URL, server_url(s->arena, config));
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, s->from);
    curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(config->mail.allow_plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (config->mail.ca_file.n)
        curl_easy_setopt(c, CURLOPT_CAINFO, arena_z(s->arena, config->mail.ca_file));
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT,
                     (long)(config->mail.timeout < 30 ? config->mail.timeout : 30));
    curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)config->mail.timeout);
    /* A server that dribbles must not hold the others' mail for ever: the whole of one mail gets twice one
     * step's time. */
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)config->mail.timeout * 2);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->error);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, read_mail);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
}

struct smtp *smtp_open(const struct config *config)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return NULL;
    struct arena *arena = arena_new();
    struct smtp *s = ARENA_NEW(arena, struct smtp);
    s->arena = arena;
    s->curl = curl_easy_init();
    s->from = arena_printf(arena, "<" STR_FMT ">", STR_ARG(config->mail.from)).p;
    if (!s->curl || !set_login(s, config)) {
        smtp_close(s);
        return NULL;
    }
    set_options(s, config);
    return s;
}

void smtp_close(struct smtp *s)
{
    if (s->curl)
        curl_easy_cleanup(s->curl);
    arena_free(s->arena);
    curl_global_cleanup();
}

/* A 5xx about login or TLS is the administrator's to mend, not the mail's fault: it waits. Only a reply to
 * MAIL, RCPT or DATA judges the mail. */
static enum delivery judge(CURLcode result, long code)
{
    if (result == CURLE_OK)
        return DELIVERY_ACCEPTED;
    if (code >= 500 && (result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR ||
                        result == CURLE_WEIRD_SERVER_REPLY || result == CURLE_UPLOAD_FAILED))
        return DELIVERY_PERMANENT;
    return DELIVERY_TEMPORARY;
}

/* libcurl's words, without anything that could stand for a person: addresses are cut at the `<`. */
static void copy_reason(char *to, const char *from)
{
    size_t n = 0;
    for (; from[n] && from[n] != '<' && n < WIRE_REASON; n++)
        to[n] = from[n] >= ' ' && from[n] <= '~' ? from[n] : '?';
    to[n] = '\0';
}

void smtp_send(struct smtp *s, const char *to, struct str mime, struct wire *report)
{
    struct upload upload = {.rest = mime};
    char recipient[WIRE_ADDRESS + 3];
    snprintf(recipient, sizeof(recipient), "<%s>", to);
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    s->error[0] = '\0';
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(s->curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mime.n);
    CURLcode result = curl_easy_perform(s->curl);
    long code = 0;
    curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &code);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    report->delivery = judge(result, code);
    report->code = (int)code;
    copy_reason(report->reason, s->error[0] ? s->error : curl_easy_strerror(result));
}
