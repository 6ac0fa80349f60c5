/* A form with files: whatever comes, no more is given than was read, names are text, and no content holds the
 * boundary that ends it. The first line of the input is the Content-Type. */
#include "http/multipart.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"

static size_t read_text(void *context, char *to, size_t max)
{
    struct str *rest = context;
    size_t n = max < rest->n ? max : rest->n;
    memcpy(to, rest->p, n);
    *rest = str_sub(*rest, n, rest->n);
    return n;
}

static size_t read_content(struct multipart *m, struct str boundary)
{
    struct buf content;
    struct str bytes;
    buf_init(&content, 1 << 24);
    while (multipart_content(m, &bytes) && bytes.n > 0)
        buf_add(&content, bytes);
    ptrdiff_t found = str_find(buf_str(&content), boundary);
    must(found < 4 || !str_ends(str_sub(buf_str(&content), 0, (size_t)found), STR("\r\n--")));
    size_t n = content.n;
    buf_release(&content);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct multipart m;
    struct str text = {(const char *)data, size};
    struct str line;
    struct str boundary;
    struct multipart_part part;
    enum multipart_step step;
    size_t total = 0;
    if (!str_line(&text, &line) || !multipart_boundary(line, &boundary))
        return 0;
    struct arena *a = arena_new();
    multipart_begin(&m, (struct multipart_source){read_text, &text}, boundary, (int64_t)text.n);
    while ((step = multipart_next(&m, a, &part)) == MULTIPART_PART) {
        must(part.name.n > 0 && (part.is_file || part.file_name.n == 0));
        must(memchr(part.name.p, 0, part.name.n) == NULL && utf8_is_valid(part.name));
        total += part.name.n + part.file_name.n + read_content(&m, boundary);
    }
    must(total <= size);
    must(step != MULTIPART_SHORT); /* all that was announced came */
    must(multipart_next(&m, a, &part) == step);
    arena_free(a);
    return 0;
}
