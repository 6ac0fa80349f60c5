#include "upload/signature.h"

enum {
    HEAD_BYTES = 256,
    TEXT_BYTES = 64 * 1024,
    /* Of a ZIP archive: its end is within the last 64 KiB and 22 bytes (a comment may follow it). */
    ZIP_END_BYTES = 65535 + 22,
    ZIP_END_SIZE = 22,
    ZIP_ENTRY_SIZE = 46,
    ZIP_DIRECTORY_MAX = 1024 * 1024,
    ZIP_ENTRIES_MAX = 10000
};

static bool begins(const struct incoming *content, int64_t offset, struct str expected)
{
    char bytes[HEAD_BYTES];
    size_t n = incoming_read(content, offset, bytes, expected.n);
    return str_eq((struct str){bytes, n}, expected);
}

/* The brand of what is in the container: a still picture coded by HEVC. */
static bool is_heic(const struct incoming *content)
{
    static const struct str brands[] = {STR_INIT("heic"), STR_INIT("heix"), STR_INIT("heim"),
                                        STR_INIT("heis"), STR_INIT("mif1"), STR_INIT("msf1"),
                                        STR_INIT("hevc"), STR_INIT("hevx")};
    if (!begins(content, 4, STR("ftyp")))
        return false;
    for (size_t i = 0; i < sizeof(brands) / sizeof(*brands); i++)
        if (begins(content, 8, brands[i]))
            return true;
    return false;
}

/* In whatever character set: programs of the office still write Windows-1252. */
static bool is_text(const struct incoming *content)
{
    char bytes[TEXT_BYTES];
    int64_t offset = 0;
    size_t n;
    do {
        n = incoming_read(content, offset, bytes, sizeof(bytes));
        for (size_t i = 0; i < n; i++)
            if ((unsigned char)bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t')
                return false;
        offset += (int64_t)n;
    } while (n == sizeof(bytes));
    return true;
}

/* ---- ZIP (APPNOTE 6.3) ---- */

static uint32_t little(const char *p, size_t n)
{
    uint32_t value = 0;
    for (size_t i = 0; i < n; i++)
        value |= (uint32_t)(unsigned char)p[i] << (8 * i);
    return value;
}

struct directory {
    int64_t offset;
    uint32_t size, entries;
};

static bool find_directory(const struct incoming *content, struct directory *out)
{
    static char nothing[1];
    int64_t size = incoming_size(content);
    size_t n = size < ZIP_END_BYTES ? (size_t)size : ZIP_END_BYTES;
    struct arena *a = arena_new();
    char *tail = n > 0 ? arena_alloc(a, n) : nothing;
    bool found = false;
    n = incoming_read(content, size - (int64_t)n, tail, n);
    for (size_t i = n < ZIP_END_SIZE ? 0 : n - ZIP_END_SIZE + 1; i > 0 && !found; i--) {
        const char *end = tail + i - 1;
        found = memcmp(end, "PK\5\6", 4) == 0 && i - 1 + ZIP_END_SIZE + little(end + 20, 2) == n;
        if (found)
            *out = (struct directory){little(end + 16, 4), little(end + 12, 4), little(end + 10, 2)};
    }
    arena_free(a);
    return found && out->size <= ZIP_DIRECTORY_MAX && out->entries <= ZIP_ENTRIES_MAX &&
           out->offset + (int64_t)out->size <= size;
}

/* What an archive of a kind must have, and must not. */
struct archive {
    struct str member, other; /* member: the one that it is about; other: that every one of the family has */
};

static bool is_macro(struct str name)
{
    return str_ends(name, STR("vbaProject.bin")) || str_starts(name, STR("Basic/"));
}

static bool read_members(struct str directory, uint32_t entries, const struct archive *wanted)
{
    bool has_member = false;
    bool has_other = false;
    for (uint32_t i = 0; i < entries; i++) {
        if (directory.n < ZIP_ENTRY_SIZE || !str_starts(directory, STR("PK\1\2")))
            return false;
        size_t name_length = little(directory.p + 28, 2);
        size_t length = name_length + little(directory.p + 30, 2) + little(directory.p + 32, 2);
        struct str name = str_sub(directory, ZIP_ENTRY_SIZE, ZIP_ENTRY_SIZE + name_length);
        if (directory.n < ZIP_ENTRY_SIZE + length || is_macro(name))
            return false;
        has_member = has_member || str_eq(name, wanted->member);
        has_other = has_other || str_eq(name, wanted->other);
        directory = str_sub(directory, ZIP_ENTRY_SIZE + length, directory.n);
    }
    return has_member && has_other && directory.n == 0;
}

static bool is_archive(const struct incoming *content, struct str member, struct str other)
{
    struct directory d;
    if (!begins(content, 0, STR("PK\3\4")) || !find_directory(content, &d))
        return false;
    struct arena *a = arena_new();
    char *bytes = arena_alloc(a, d.size + 1);
    size_t n = incoming_read(content, d.offset, bytes, d.size);
    bool fits = n == d.size && read_members((struct str){bytes, n}, d.entries,
                                            &(struct archive){.member = member, .other = other});
    arena_free(a);
    return fits;
}

/* ISO 26300-3 section 3.3: the member `mimetype` comes first, not compressed, without an extra field. */
static bool is_open_document(const struct incoming *content, struct str type)
{
    return begins(content, 30, STR("mimetype")) && begins(content, 38, type) &&
           is_archive(content, STR("content.xml"), STR("mimetype"));
}

bool signature_fits(const struct incoming *content, enum form_file_kind kind)
{
    static const struct str types = STR_INIT("[Content_Types].xml");
    switch (kind) {
    case FORM_FILE_PDF:
        return begins(content, 0, STR("%PDF-"));
    case FORM_FILE_JPG:
        return begins(content, 0, STR("\xff\xd8\xff"));
    case FORM_FILE_PNG:
        return begins(content, 0, STR("\x89PNG\r\n\x1a\n"));
    case FORM_FILE_HEIC:
        return is_heic(content);
    case FORM_FILE_DOCX:
        return is_archive(content, STR("word/document.xml"), types);
    case FORM_FILE_XLSX:
        return is_archive(content, STR("xl/workbook.xml"), types);
    case FORM_FILE_ODT:
        return is_open_document(content, STR("application/vnd.oasis.opendocument.text"));
    case FORM_FILE_ODS:
        return is_open_document(content, STR("application/vnd.oasis.opendocument.spreadsheet"));
    case FORM_FILE_TXT:
    case FORM_FILE_CSV:
        return is_text(content);
    case FORM_FILE_KIND__MAX:
        break;
    }
    return false;
}
