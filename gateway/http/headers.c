#include "http/headers.h"

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"},
    {303, "See Other"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {507, "Insufficient Storage"},
};

/* Referrer-Policy is same-origin because with no-referrer browsers send `Origin: null` with our own forms. */
static const char always[] =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
    "Cache-Control: no-store\r\n";

static const char *reason_of(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Status";
}

static bool is_clean(struct str value)
{
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < ' ' || value.p[i] == 0x7f)
            return false;
    return true;
}

/* Leaves out what would end the line; nothing that reaches here should. */
static void add_header(struct buf *head, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    buf_add_z(head, name);
    buf_add_z(head, ": ");
    if (is_clean(value))
        buf_add(head, value);
    for (size_t i = 0; i < value.n && !is_clean(value); i++)
        if (is_clean(str_sub(value, i, i + 1)))
            buf_add_char(head, value.p[i]);
    buf_add_z(head, "\r\n");
}

/* RFC 6266: the name in ASCII for whoever knows no better, and as it is by RFC 8187. */
static void add_disposition(struct buf *head, struct str name)
{
    buf_add_z(head, "Content-Disposition: attachment; filename=\"");
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '%';
        /* One sign for each character, not for each of its bytes. */
        if (plain || (c & 0xc0) != 0x80)
            buf_add_char(head, plain ? (char)c : '_');
    }
    buf_add_z(head, "\"; filename*=UTF-8''");
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '.' || c == '_';
        if (plain)
            buf_add_char(head, c);
        else
            buf_addf(head, "%%%02X", (unsigned char)c);
    }
    buf_add_z(head, "\r\n");
}

/* nginx takes the type, the disposition and Cache-Control from here; the rest it adds itself. */
static void add_file(struct buf *head, const struct response *response)
{
    struct str hash = response->file;
    if (hash.n == 0)
        return;
    buf_addf(head, "X-Accel-Redirect: /fichiers/%.2s/" STR_FMT "\r\n", hash.p, STR_ARG(hash));
    add_disposition(head, response->file_name);
}

void headers_write(struct buf *head, const struct response *response, const char *allow, bool secure)
{
    buf_add_z(head, "Status: ");
    buf_add_int(head, response->status);
    buf_add_char(head, ' ');
    buf_add_z(head, reason_of(response->status));
    buf_add_z(head, "\r\n");
    add_header(head, "Content-Type", response->content_type);
    add_header(head, "Location", response->location);
    add_header(head, "Set-Cookie", response->set_cookie);
    add_header(head, "Allow", str_from(allow));
    add_file(head, response);
    if (response->retry_after > 0)
        buf_addf(head, "Retry-After: %d\r\n", response->retry_after);
    /* The cache is left out: all our answers are no-store, and emptying it takes browsers seconds. */
    if (response->clear_site_data)
        buf_add_z(head, "Clear-Site-Data: \"cookies\", \"storage\"\r\n");
    buf_add(head, (struct str){always, sizeof always - 1});
    if (secure)
        buf_add_z(head, "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n");
    buf_add_z(head, "Content-Length: ");
    buf_add_int(head, (int64_t)response->body.n);
    buf_add_z(head, "\r\n\r\n");
}
