#include "http/upload.h"

#include "base/memory.h"
#include "http/multipart.h"
#include "store/files.h"

struct reading {
    struct request *r;
    struct exchange *exchange;
    struct multipart parts;
    struct buf text; /* of the fields */
    bool keep, dropped;
    struct {
        struct request_file *items;
        size_t count, cap;
    } files;
};

static size_t read_exchange(void *context, char *to, size_t max)
{
    return exchange_read(context, to, max);
}

/* As browsers encode forms: everything but letters, digits and a few signs. */
static void add_encoded(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '_' || c == '.';
        if (plain)
            buf_add_char(out, c);
        else
            buf_addf(out, "%%%02X", (unsigned char)c);
    }
}

static enum refusal read_field(struct reading *reading, const struct multipart_part *part)
{
    struct str bytes;
    if (reading->text.n > 0)
        buf_add_char(&reading->text, '&');
    add_encoded(&reading->text, part->name);
    buf_add_char(&reading->text, '=');
    while (multipart_content(&reading->parts, &bytes) && bytes.n > 0)
        add_encoded(&reading->text, bytes);
    return reading->text.full ? REFUSAL_BODY_TOO_LARGE : REFUSAL__MAX;
}

static enum refusal refusal_of(enum store_status status)
{
    return status == STORE_FULL ? REFUSAL_FULL : REFUSAL_BROKEN;
}

static enum refusal keep_bytes(struct reading *reading, struct incoming *content)
{
    struct str bytes;
    while (multipart_content(&reading->parts, &bytes) && bytes.n > 0) {
        int64_t room = UPLOAD_BYTES_MAX - incoming_size(content);
        if ((int64_t)bytes.n > room)
            bytes.n = (size_t)room;
        enum store_status status = incoming_add(content, bytes);
        if (status != STORE_OK)
            return refusal_of(status);
    }
    return REFUSAL__MAX;
}

static enum refusal read_file(struct reading *reading, const struct multipart_part *part)
{
    enum store_status status;
    if (part->file_name.n == 0) /* a control in which nothing was chosen */
        return REFUSAL__MAX;
    reading->dropped = reading->dropped || !reading->keep;
    if (!reading->keep)
        return REFUSAL__MAX;
    if (reading->files.count == UPLOAD_FILES_MAX)
        return REFUSAL_BODY_TOO_LARGE;
    struct incoming *content = incoming_new(reading->r->app->files, &status);
    if (content == NULL)
        return refusal_of(status);
    *ARENA_PUSH(reading->r->arena, &reading->files) =
        (struct request_file){.field = part->name, .name = part->file_name, .content = content};
    return keep_bytes(reading, content);
}

static enum refusal read_parts(struct reading *reading)
{
    static const enum refusal reasons[MULTIPART_STEP__MAX] = {
        [MULTIPART_PART] = REFUSAL_BAD_REQUEST,
        [MULTIPART_END] = REFUSAL__MAX,
        [MULTIPART_MALFORMED] = REFUSAL_BAD_REQUEST,
        [MULTIPART_SHORT] = REFUSAL_SHORT_BODY,
    };
    struct multipart_part part;
    enum multipart_step step;
    while ((step = multipart_next(&reading->parts, reading->r->arena, &part)) == MULTIPART_PART) {
        enum refusal why = part.is_file ? read_file(reading, &part) : read_field(reading, &part);
        if (why != REFUSAL__MAX)
            return why;
    }
    char more;
    if (step == MULTIPART_END && exchange_read(reading->exchange, &more, 1) != 0)
        return REFUSAL_SHORT_BODY;
    return reasons[step];
}

enum refusal upload_read(struct request *r, const struct route *route, struct exchange *e, bool keep,
                         struct str *text)
{
    struct str boundary;
    int64_t announced;
    if (!multipart_boundary(e->content_type, &boundary))
        return REFUSAL_CONTENT_TYPE;
    if (!str_to_int64(e->content_length, &announced) || announced < 0)
        return REFUSAL_BAD_REQUEST;
    if ((uint64_t)announced > route->body_limit)
        return REFUSAL_BODY_TOO_LARGE;
    struct reading *reading = memory_resize(NULL, sizeof(*reading));
    *reading = (struct reading){.r = r, .exchange = e, .keep = keep};
    buf_init(&reading->text, route->form_limit);
    multipart_begin(&reading->parts, (struct multipart_source){read_exchange, e}, boundary, announced);
    enum refusal why = read_parts(reading);
    if (reading->dropped)
        buf_add_z(&reading->text, "&perdus=1");
    *text = arena_str(r->arena, buf_str(&reading->text));
    r->files = reading->files.items;
    r->n_files = reading->files.count;
    buf_release(&reading->text);
    free(reading);
    return why;
}

void upload_end(struct request *r)
{
    for (size_t i = 0; i < r->n_files; i++)
        incoming_free(r->files[i].content);
    r->n_files = 0;
}
