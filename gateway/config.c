#include "config.h"

#include <errno.h>
#include <sys/un.h>

#include "base/file.h"
#include "base/source.h"
#include "post/message.h"
#include "theme/yaml.h"

enum { CONFIG_MAX = 256 * 1024 };

/* Reading one file. */
struct reading {
    struct arena *arena;
    struct diags *diags;
    const struct source *source;
    const struct yaml *top, *mail, *files;
    struct str folder; /* of the file, with its slash; empty for the working folder */
};

static struct place place_of(const struct reading *r, const struct yaml *mapping, const char *key)
{
    const struct yaml *value = yaml_get(mapping, key);
    return value != NULL ? value->at : (struct place){.source = r->source};
}

static void required(struct reading *r, const char *key)
{
    struct place beginning = {.source = r->source};
    if (yaml_get(r->top, key) == NULL)
        DIAG_AT(r->diags, D_CONFIG_MISSING, beginning, str_from(key));
}

/* ---- values ---- */

static struct str text_of(struct reading *r, const struct yaml *mapping, const char *key,
                          const char *otherwise)
{
    struct str text = str_from(otherwise);
    yaml_text(mapping, key, &text, r->diags);
    return arena_str(r->arena, text);
}

static unsigned number_of(struct reading *r, const struct yaml *mapping, const char *key,
                          struct yaml_range range, unsigned otherwise)
{
    int64_t n = otherwise;
    yaml_int(mapping, key, range, &n, r->diags);
    return (unsigned)n;
}

static struct str path_of(struct reading *r, const struct yaml *mapping, const char *key,
                          struct str otherwise)
{
    struct str path = otherwise;
    yaml_text(mapping, key, &path, r->diags);
    if (path.n == 0 || path.p[0] == '/')
        return arena_str(r->arena, path);
    return arena_join(r->arena, r->folder, path);
}

static struct str existing_file(struct reading *r, const struct yaml *mapping, const char *key)
{
    struct str path = path_of(r, mapping, key, STR(""));
    if (path.n > 0 && access(path.p, R_OK) != 0)
        DIAG_AT(r->diags, D_FILE_READ, place_of(r, mapping, key), path, str_from(strerrordesc_np(errno)));
    return path;
}

static struct str socket_path(struct reading *r, const char *key, struct str otherwise)
{
    struct str path = path_of(r, r->top, key, otherwise);
    size_t max = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;
    if (path.n > max)
        DIAG_AT(r->diags, D_CONFIG_SOCKET, place_of(r, r->top, key), str_from(key),
                arena_printf(r->arena, "%zu", max));
    return path;
}

/* ---- addresses ---- */

static bool is_host_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static bool is_host(struct str host)
{
    bool bracketed = host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
    if (host.n == 0 || host.n > 253 || host.p[0] == '-' || host.p[0] == '.')
        return false;
    for (size_t i = bracketed ? 1 : 0; i < host.n - (bracketed ? 1 : 0); i++)
        if (!is_host_character(host.p[i]) && !(bracketed && host.p[i] == ':'))
            return false;
    return true;
}

static bool is_port(struct str port)
{
    int64_t n;
    return port.n <= 5 && str_to_int64(port, &n) && n > 0 && n < 65536;
}

/* Cuts "host:port" of what stands behind a scheme; false when it has anything else. */
static bool split_host(struct str rest, struct str *host, struct str *port)
{
    ptrdiff_t bracket = str_find_char(rest, ']');
    ptrdiff_t colon = str_find_char(str_sub(rest, bracket < 0 ? 0 : (size_t)bracket, rest.n), ':');
    size_t end = colon < 0 ? rest.n : (size_t)colon + (bracket < 0 ? 0 : (size_t)bracket);
    *host = str_sub(rest, 0, end);
    *port = str_sub(rest, end + 1, rest.n);
    return is_host(*host) && (colon < 0 || is_port(*port));
}

static bool is_loopback(struct str host)
{
    return str_eq_nocase(host, STR("localhost")) || str_ends(host, STR(".localhost")) ||
           str_starts(host, STR("127.")) || str_eq(host, STR("[::1]"));
}

/* "https://host:port": the host, or nothing when it is wrong. */
static struct str read_base_url(struct reading *r, struct config *out)
{
    struct str url = text_of(r, r->top, "base_url", NULL);
    struct str scheme = STR("https://");
    struct str host = {0};
    struct str port;
    url = str_ends(url, STR("/")) ? str_sub(url, 0, url.n - 1) : url;
    out->base_url = arena_str(r->arena, url);
    out->secure = str_starts(url, scheme);
    if (!out->secure)
        scheme = STR("http://");
    if (yaml_get(r->top, "base_url") == NULL)
        return host;
    if (!str_starts(url, scheme) || !split_host(str_sub(url, scheme.n, url.n), &host, &port))
        DIAG_AT(r->diags, D_CONFIG_BASE_URL, place_of(r, r->top, "base_url"), url);
    else if (!out->secure && !is_loopback(host))
        DIAG_AT(r->diags, D_CONFIG_NOT_HTTPS, place_of(r, r->top, "base_url"), host);
    return host;
}

static struct str read_mail_server(struct reading *r, struct config *out)
{
    struct str url = text_of(r, r->mail, "url", NULL);
    struct str host = {0};
    struct str port;
    out->mail.url = url;
    if (url.n == 0)
        return host;
    struct str scheme = str_starts(url, STR("smtps://")) ? STR("smtps://") : STR("smtp://");
    if (!str_starts(url, scheme) || !split_host(str_sub(url, scheme.n, url.n), &host, &port))
        DIAG_AT(r->diags, D_CONFIG_MAIL_URL, place_of(r, r->mail, "url"), url);
    return host;
}

static void read_zone(struct reading *r, struct config *out)
{
    out->time_zone = text_of(r, r->top, "time_zone", "Europe/Paris");
    struct str zone = out->time_zone;
    bool plain = zone.n > 0 && zone.p[0] != '/' && str_find(zone, STR("..")) < 0;
    struct str path = arena_join(r->arena, STR("/usr/share/zoneinfo/"), zone);
    bool have_zones = file_exists("/usr/share/zoneinfo/UTC");
    if (!plain || (have_zones && !file_exists(path.p)))
        DIAG_AT(r->diags, D_CONFIG_ZONE, place_of(r, r->top, "time_zone"), zone);
}

/* ---- the whole ---- */

static void read_mail(struct reading *r, struct config *out, struct str host)
{
    struct str server = read_mail_server(r, out);
    out->mail.folder = path_of(r, r->mail, "folder", STR(""));
    out->mail.folder_at = place_of(r, r->mail, "folder");
    out->mail.helo = text_of(r, r->mail, "helo", arena_str(r->arena, host).p);
    out->mail.user = text_of(r, r->mail, "user", "");
    out->mail.password_file = existing_file(r, r->mail, "password_file");
    out->mail.ca_file = existing_file(r, r->mail, "ca_file");
    out->mail.from = text_of(r, r->mail, "from", arena_join(r->arena, STR("portillon@"), host).p);
    out->mail.from_name = text_of(r, r->mail, "from_name", "");
    out->mail.timeout = number_of(r, r->mail, "timeout", (struct yaml_range){1, 3600}, 300);
    out->mail_answers = true;
    yaml_bool(r->mail, "answers", &out->mail_answers, r->diags);
    yaml_bool(r->mail, "allow_plain", &out->mail.allow_plain, r->diags);
    struct place whole = {.source = r->source};
    if (out->mail.folder.n > 0 && out->mail.url.n > 0)
        DIAG_AT(r->diags, D_CONFIG_MAIL_BOTH, place_of(r, r->mail, "folder"));
    if (out->mail.folder.n == 0 && out->mail.url.n == 0)
        DIAG_AT(r->diags, D_CONFIG_MAIL_NONE, r->mail != NULL ? r->mail->key_at : whole);
    if (out->mail.allow_plain && !is_loopback(server))
        DIAG_AT(r->diags, D_CONFIG_MAIL_PLAIN, place_of(r, r->mail, "allow_plain"));
    if (yaml_get(r->mail, "from") != NULL && !mail_address_is_valid(out->mail.from))
        DIAG_AT(r->diags, D_CONFIG_ADDRESS, place_of(r, r->mail, "from"), out->mail.from);
    if (yaml_get(r->mail, "helo") != NULL && !is_host(out->mail.helo))
        DIAG_AT(r->diags, D_CONFIG_HELO, place_of(r, r->mail, "helo"), out->mail.helo);
    if (out->mail.user.n > 0 && out->mail.password_file.n == 0)
        DIAG_AT(r->diags, D_CONFIG_MAIL_PASSWORD, place_of(r, r->mail, "user"));
}

static void read_top(struct reading *r, struct config *out)
{
    required(r, "base_url");
    required(r, "site");
    struct str host = read_base_url(r, out);
    out->site = path_of(r, r->top, "site", STR(""));
    out->data = path_of(r, r->top, "data", STR("data"));
    out->socket = socket_path(r, "socket", arena_join(r->arena, out->data, STR("/portillon.sock")));
    out->control = socket_path(r, "control", arena_join(r->arena, out->data, STR("/control.sock")));
    out->log = path_of(r, r->top, "log", STR(""));
    out->threads = number_of(r, r->top, "threads", (struct yaml_range){1, 256}, 32);
    out->rate = number_of(r, r->top, "rate", (struct yaml_range){0, 1000000}, 120);
    yaml_texts(r->top, "invitation", r->arena, &out->invitation, r->diags);
    out->group = number_of(r, r->top, "group", (struct yaml_range){0, 1000}, 0);
    read_zone(r, out);
    read_mail(r, out, host.n > 0 ? host : STR("localhost"));
}

enum { MEGABYTE = 1000 * 1000 };

static void read_files(struct reading *r, struct config *out)
{
    const struct yaml_range megabytes = {1, 1000000};
    out->files.folder = path_of(r, r->files, "folder", arena_join(r->arena, out->data, STR("/files")));
    out->files.draft = (int64_t)number_of(r, r->files, "questionnaire_megabytes", megabytes, 100) * MEGABYTE;
    out->files.client = (int64_t)number_of(r, r->files, "client_megabytes", megabytes, 500) * MEGABYTE;
}

static struct str folder_of(struct str path)
{
    while (path.n > 0 && path.p[path.n - 1] != '/')
        path.n--;
    return path;
}

bool config_read(struct arena *a, const char *path, struct config *out, struct diags *diags)
{
    static const char *const keys[] = {"base_url",  "site",    "data",      "socket", "control",
                                       "time_zone", "threads", "log",       "rate",   "group",
                                       "files",     "mail",    "invitation"};
    static const char *const files_keys[] = {"folder", "questionnaire_megabytes", "client_megabytes"};
    static const char *const mail_keys[] = {"folder",        "url",     "helo",   "user",
                                            "password_file", "ca_file", "from",   "from_name",
                                            "allow_plain",   "timeout", "answers"};
    size_t errors = diags_errors(diags);
    *out = (struct config){0};
    struct reading r = {.arena = a, .diags = diags, .folder = folder_of(str_from(path))};
    r.source = source_read(a, path, str_from(path), CONFIG_MAX, diags);
    r.top = r.source == NULL ? NULL : yaml_read(a, r.source, 0, r.source->text.n, diags);
    if (r.top == NULL)
        return false;
    yaml_allow(r.top, keys, sizeof(keys) / sizeof(*keys), diags);
    r.mail = yaml_get(r.top, "mail");
    if (r.mail != NULL)
        yaml_allow(r.mail, mail_keys, sizeof(mail_keys) / sizeof(*mail_keys), diags);
    r.files = yaml_get(r.top, "files");
    if (r.files != NULL)
        yaml_allow(r.files, files_keys, sizeof(files_keys) / sizeof(*files_keys), diags);
    read_top(&r, out);
    read_files(&r, out);
    return diags_errors(diags) == errors;
}
