#include "site/record.h"

#include "base/config.h"
#include "base/file.h"
#include "site/bytes.h"
#include "site/near.h"

enum { RECORD_MOST = 1 << 30, WRITTEN_AT_ONCE = 1 << 16, FORMAT = 2 };

static const struct str mark = STR_INIT("portillon record\n");

struct str record_key(struct arena *a, const char *content, const char *theme, const char *flags)
{
    struct stat program = {0};
    stat("/proc/self/exe", &program);
    return arena_printf(a, "%s %lu %lu %ld %ld.%09ld|%s|%s|%s", PORTILLON_VERSION,
                        (unsigned long)program.st_dev, (unsigned long)program.st_ino, (long)program.st_size,
                        (long)program.st_mtim.tv_sec, program.st_mtim.tv_nsec, content, theme, flags);
}

/* ---- writing ---- */

/* Goes out whenever enough is gathered: a large site's record is never in memory as a whole. */
struct writing {
    const struct output *output;
    int file;
    struct hashing *hashing;
    struct buf out;
    bool is_bad;
};

static void put_out(struct writing *w)
{
    hashing_add(w->hashing, buf_str(&w->out));
    w->is_bad = w->is_bad || w->out.full || !output_add_to_record(w->file, buf_str(&w->out));
    buf_clear(&w->out);
}

static void put_when_full(struct writing *w)
{
    if (w->out.n >= WRITTEN_AT_ONCE)
        put_out(w);
}

static void put_inputs(struct writing *w, const struct input_list *inputs)
{
    struct buf *out = &w->out;
    bytes_put_number(out, inputs->count);
    for (size_t i = 0; i < inputs->count; i++) {
        const struct input *input = &inputs->items[i];
        bytes_put_text(out, input->path);
        bytes_put_number(out, input->size);
        bytes_put_number(out, input->inode);
        bytes_put_number(out, (uint64_t)input->modified);
        bytes_put_number(out, (uint64_t)input->changed);
        bytes_put_number(out, (input->is_link ? 1U : 0) | (input->is_young ? 2U : 0));
        put_when_full(w);
    }
}

static void put_hash(struct buf *out, struct hash hash)
{
    char bytes[sizeof(hash)];
    memcpy(bytes, &hash, sizeof(hash));
    buf_add(out, (struct str){bytes, sizeof(bytes)});
}

static void put_published(struct writing *w, const struct published_list *list)
{
    struct buf *out = &w->out;
    bytes_put_number(out, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct published *file = &list->items[i];
        bytes_put_text(out, file->path);
        bytes_put_number(out, file->size);
        put_hash(out, file->hash);
        bytes_put_number(out, (file->has_gzip ? 1U : 0) | (file->has_brotli ? 2U : 0));
        put_when_full(w);
    }
}

static void put_recorded(struct writing *w, const struct record *record)
{
    const struct recorded_pages *pages = &record->pages;
    bytes_put_text(&w->out, record->outline);
    bytes_put_number(&w->out, pages->count);
    for (size_t i = 0; i < pages->count; i++) {
        bytes_put_text(&w->out, pages->items[i].path);
        bytes_put_text(&w->out, pages->items[i].face);
        bytes_put_text(&w->out, pages->items[i].anchors);
        bytes_put_text(&w->out, pages->items[i].kin);
        put_when_full(w);
    }
}

static void put_made(struct writing *w, const struct portal *portal)
{
    const struct page_list *made = &portal->pages;
    struct arena *scratch = arena_new();
    bytes_put_text(&w->out, near_outline(scratch, portal));
    bytes_put_number(&w->out, made->count);
    for (size_t i = 0; i < made->count; i++) {
        bytes_put_text(&w->out, made->items[i]->path);
        bytes_put_text(&w->out, record_face(scratch, made->items[i]));
        bytes_put_text(&w->out, made->items[i]->anchor_names);
        bytes_put_text(&w->out, near_kin(scratch, made->items[i]));
        arena_clear(scratch);
        put_when_full(w);
    }
    arena_free(scratch);
}

static void put_record(struct writing *w, const struct record *record)
{
    struct buf *out = &w->out;
    buf_add(out, mark);
    bytes_put_number(out, FORMAT);
    bytes_put_text(out, record->key);
    put_inputs(w, &record->content);
    bytes_put_number(out, record->n_layers);
    for (size_t i = 0; i < record->n_layers; i++) {
        bytes_put_text(out, record->layers[i].folder);
        put_inputs(w, &record->layers[i].inputs);
    }
    bytes_put_number(out, record->n_made);
    bytes_put_number(out, record->n_languages);
    for (size_t i = 0; i < DIAG_LANGUAGE__MAX * DIAG_FORMAT__MAX; i++)
        bytes_put_text(out, record->said[i / DIAG_FORMAT__MAX][i % DIAG_FORMAT__MAX]);
    bytes_put_number(out, record->public_device);
    bytes_put_number(out, record->public_inode);
    bytes_put_number(out, record->database_inode);
    bytes_put_number(out, record->database_size);
    bytes_put_number(out, (uint64_t)record->database_modified);
    if (record->made)
        put_made(w, record->made);
    else
        put_recorded(w, record);
    put_published(w, &record->published);
    put_out(w);
}

bool record_write(const struct record *record, const struct output *output)
{
    struct writing w = {.output = output, .file = output_begin_record(output), .hashing = hashing_new()};
    buf_init(&w.out, RECORD_MOST);
    put_record(&w, record);
    put_hash(&w.out, hashing_end(w.hashing));
    w.is_bad = w.is_bad || !output_add_to_record(w.file, buf_str(&w.out));
    buf_release(&w.out);
    return output_end_record(output, w.file, !w.is_bad);
}

/* ---- reading ---- */

static void take_inputs(struct arena *a, struct bytes *in, struct input_list *inputs)
{
    inputs->count = inputs->cap = bytes_count(in);
    inputs->items = ARENA_ARRAY(a, struct input, inputs->count + 1);
    for (size_t i = 0; i < inputs->count; i++) {
        struct input *input = &inputs->items[i];
        input->path = bytes_text(in);
        input->size = bytes_number(in);
        input->inode = bytes_number(in);
        input->modified = (int64_t)bytes_number(in);
        input->changed = (int64_t)bytes_number(in);
        uint64_t flags = bytes_number(in);
        input->is_link = flags & 1;
        input->is_young = flags & 2;
    }
}

static struct hash take_hash(struct bytes *in)
{
    struct hash hash = {0};
    in->is_bad = in->is_bad || in->rest.n < sizeof(hash);
    if (in->is_bad)
        return hash;
    memcpy(&hash, in->rest.p, sizeof(hash));
    in->rest = str_sub(in->rest, sizeof(hash), in->rest.n);
    return hash;
}

static void take_published(struct arena *a, struct bytes *in, struct published_list *list)
{
    list->count = list->cap = bytes_count(in);
    list->items = ARENA_ARRAY(a, struct published, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        struct published *file = &list->items[i];
        file->path = bytes_text(in);
        file->size = bytes_number(in);
        file->hash = take_hash(in);
        uint64_t flags = bytes_number(in);
        file->has_gzip = flags & 1;
        file->has_brotli = flags & 2;
    }
}

static void take_pages(struct arena *a, struct bytes *in, struct recorded_pages *pages)
{
    pages->count = pages->cap = bytes_count(in);
    pages->items = ARENA_ARRAY(a, struct recorded_page, pages->count + 1);
    for (size_t i = 0; i < pages->count; i++) {
        pages->items[i].path = bytes_text(in);
        pages->items[i].face = bytes_text(in);
        pages->items[i].anchors = bytes_text(in);
        pages->items[i].kin = bytes_text(in);
    }
}

static bool take_record(struct arena *a, struct bytes *in, struct record *record)
{
    take_inputs(a, in, &record->content);
    size_t n = bytes_count(in);
    in->is_bad = in->is_bad || n > THEME_MAX_LAYERS;
    for (size_t i = 0; i < n && !in->is_bad; i++) {
        struct recorded_layer *layer = &record->layers[record->n_layers++];
        layer->folder = arena_str(a, bytes_text(in));
        take_inputs(a, in, &layer->inputs);
    }
    record->n_made = (size_t)bytes_number(in);
    record->n_languages = (size_t)bytes_number(in);
    for (size_t i = 0; i < DIAG_LANGUAGE__MAX * DIAG_FORMAT__MAX; i++)
        record->said[i / DIAG_FORMAT__MAX][i % DIAG_FORMAT__MAX] = bytes_text(in);
    record->public_device = bytes_number(in);
    record->public_inode = bytes_number(in);
    record->database_inode = bytes_number(in);
    record->database_size = bytes_number(in);
    record->database_modified = (int64_t)bytes_number(in);
    record->outline = bytes_text(in);
    take_pages(a, in, &record->pages);
    take_published(a, in, &record->published);
    return !in->is_bad && in->rest.n == 0;
}

struct record *record_read(struct arena *a, const char *path, struct str key)
{
    struct record *record = ARENA_NEW(a, struct record);
    struct str content;
    if (file_read(a, path, RECORD_MOST, &content) != 0 || !str_starts(content, mark) ||
        content.n < sizeof(struct hash))
        return NULL;
    size_t end = content.n - sizeof(struct hash);
    struct bytes tail = {str_sub(content, end, content.n), false};
    if (!hash_equal(take_hash(&tail), hash_quick(str_sub(content, 0, end))))
        return NULL;
    struct bytes in = {str_sub(content, mark.n, end), false};
    if (bytes_number(&in) != FORMAT)
        return NULL;
    record->key = bytes_text(&in);
    return str_eq(record->key, key) && take_record(a, &in, record) ? record : NULL;
}
