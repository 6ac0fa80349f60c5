#include "post/message.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

#include "base/utf8.h"

static pthread_once_t gmime_ready = PTHREAD_ONCE_INIT;

static void start_gmime(void)
{
    g_mime_init();
}

static bool is_dot_string_char(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || (c != '\0' && strchr("!#$%&'*+/=?^_`{|}~-.", c));
}

static bool is_domain_char(char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* No empty part between dots, no dot at either end. */
static bool dots_are_single(struct str s)
{
    return s.n > 0 && s.p[0] != '.' && s.p[s.n - 1] != '.' && str_find(s, STR("..")) < 0;
}

bool mail_address_is_valid(struct str address)
{
    if (address.n > 254)
        return false;
    struct str domain = address;
    struct str local = str_cut(&domain, '@');
    if (local.n > 64 || !dots_are_single(local) || !dots_are_single(domain))
        return false;
    for (size_t i = 0; i < local.n; i++)
        if (!is_dot_string_char(local.p[i]))
            return false;
    for (size_t i = 0; i < domain.n; i++)
        if (!is_domain_char(domain.p[i]))
            return false;
    return true;
}

static bool fields_are_safe(const struct mail *mail)
{
    bool is_answered = mail->reply_to.n == 0 || mail_address_is_valid(mail->reply_to);
    return mail_address_is_valid(mail->from) && mail_address_is_valid(mail->to) && is_answered &&
           mail_address_is_valid(mail->message_id) && utf8_is_plain(mail->reply_to_name, false) &&
           utf8_is_plain(mail->from_name, false) && utf8_is_plain(mail->to_name, false) &&
           utf8_is_plain(mail->subject, false) && utf8_is_plain(mail->language, false) &&
           utf8_is_valid(mail->text) && utf8_is_valid(mail->html);
}

static char *copy_z(struct str s)
{
    return g_strndup(s.p ? s.p : "", s.n);
}

static void set_mailbox(GMimeMessage *message, GMimeAddressType type, struct str name, struct str address)
{
    char *name_z = copy_z(name), *address_z = copy_z(address);
    g_mime_message_add_mailbox(message, type, name.n ? name_z : NULL, address_z);
    g_free(name_z);
    g_free(address_z);
}

static void set_header(GMimeMessage *message, const char *name, struct str value)
{
    char *z = copy_z(value);
    g_mime_object_set_header(GMIME_OBJECT(message), name, z, "utf-8");
    g_free(z);
}

static void set_headers(GMimeMessage *message, const struct mail *mail)
{
    set_mailbox(message, GMIME_ADDRESS_TYPE_FROM, mail->from_name, mail->from);
    set_mailbox(message, GMIME_ADDRESS_TYPE_TO, mail->to_name, mail->to);
    if (mail->reply_to.n > 0)
        set_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, mail->reply_to_name, mail->reply_to);
    char *subject = copy_z(mail->subject), *id = copy_z(mail->message_id);
    g_mime_message_set_subject(message, subject, "utf-8");
    g_mime_message_set_message_id(message, id);
    g_free(subject);
    g_free(id);
    GDateTime *date = g_date_time_new_from_unix_utc(mail->date);
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
    if (mail->language.n)
        set_header(message, "Content-Language", mail->language);
    /* RFC 3834: automatic answers must not come back. */
    set_header(message, "Auto-Submitted", STR("auto-generated"));
}

/* Always UTF-8: GMime's own text parts choose the smallest charset that fits, which readers then guess
 * differently. */
static void add_part(GMimeMultipart *multipart, const char *subtype, struct str text)
{
    GMimePart *part = g_mime_part_new_with_type("text", subtype);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text.p ? text.p : "", text.n);
    GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_mime_multipart_add(multipart, GMIME_OBJECT(part));
    g_object_unref(content);
    g_object_unref(stream);
    g_object_unref(part);
}

/* What SMTP relays accept without touching: CRLF only, 7-bit, no NUL, no line over 998 bytes (RFC 5322
 * section 2.1.1). */
static bool is_clean(struct str mime)
{
    size_t line = 0;
    for (size_t i = 0; i < mime.n; i++) {
        unsigned char c = (unsigned char)mime.p[i];
        if (c == '\r' && i + 1 < mime.n && mime.p[i + 1] == '\n') {
            line = 0;
            i++;
            continue;
        }
        if (c == '\r' || c == '\n' || c == '\0' || c > 126 || ++line > 998)
            return false;
    }
    return str_ends(mime, STR("\r\n"));
}

static GMimeMessage *assemble(const struct mail *mail)
{
    GMimeMessage *message = g_mime_message_new(TRUE);
    set_headers(message, mail);
    GMimeMultipart *alternatives = g_mime_multipart_new_with_subtype("alternative");
    add_part(alternatives, "plain", mail->text);
    add_part(alternatives, "html", mail->html);
    g_mime_message_set_mime_part(message, GMIME_OBJECT(alternatives));
    g_object_unref(alternatives);
    return message;
}

/* Writes with CRLF line ends: what GMime's own format option leaves as LF inside encoded bodies goes through
 * its filter. */
static void write_crlf(GMimeMessage *message, GByteArray *bytes)
{
    GMimeStream *memory = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    GMimeStream *filtered = g_mime_stream_filter_new(memory);
    GMimeFilter *crlf = g_mime_filter_unix2dos_new(TRUE);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(filtered), crlf);
    g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, filtered);
    g_mime_stream_flush(filtered);
    g_object_unref(crlf);
    g_object_unref(filtered);
    g_object_unref(memory);
}

bool mail_build(const struct mail *mail, struct buf *out)
{
    if (!fields_are_safe(mail))
        return false;
    pthread_once(&gmime_ready, start_gmime);
    GMimeMessage *message = assemble(mail);
    GByteArray *bytes = g_byte_array_new();
    write_crlf(message, bytes);
    struct str mime = {(const char *)bytes->data, bytes->len};
    bool clean = is_clean(mime);
    if (clean)
        buf_add(out, mime);
    g_byte_array_free(bytes, TRUE);
    g_object_unref(message);
    return clean && !out->full;
}
