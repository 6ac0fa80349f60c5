#include "form/file.h"

static const struct {
    struct str name, endings;
} kinds[FORM_FILE_KIND__MAX] = {
    [FORM_FILE_PDF] = {STR_INIT("pdf"), STR_INIT(".pdf")},
    [FORM_FILE_JPG] = {STR_INIT("jpg"), STR_INIT(".jpg,.jpeg")},
    [FORM_FILE_PNG] = {STR_INIT("png"), STR_INIT(".png")},
    [FORM_FILE_HEIC] = {STR_INIT("heic"), STR_INIT(".heic,.heif")},
    [FORM_FILE_DOCX] = {STR_INIT("docx"), STR_INIT(".docx")},
    [FORM_FILE_XLSX] = {STR_INIT("xlsx"), STR_INIT(".xlsx")},
    [FORM_FILE_ODT] = {STR_INIT("odt"), STR_INIT(".odt")},
    [FORM_FILE_ODS] = {STR_INIT("ods"), STR_INIT(".ods")},
    [FORM_FILE_TXT] = {STR_INIT("txt"), STR_INIT(".txt")},
    [FORM_FILE_CSV] = {STR_INIT("csv"), STR_INIT(".csv")},
};

struct str form_file_kind_name(enum form_file_kind kind)
{
    return kinds[kind].name;
}

struct str form_file_kind_endings(enum form_file_kind kind)
{
    return kinds[kind].endings;
}

bool form_file_kind_parse(struct str name, enum form_file_kind *out)
{
    for (size_t i = 0; i < FORM_FILE_KIND__MAX; i++) {
        if (!str_eq(name, kinds[i].name))
            continue;
        *out = (enum form_file_kind)i;
        return true;
    }
    return false;
}

static bool ends_with(struct str name, struct str ending)
{
    return name.n > ending.n && str_eq_nocase(str_sub(name, name.n - ending.n, name.n), ending);
}

bool form_file_kind_of(struct str file_name, enum form_file_kind *out)
{
    for (size_t i = 0; i < FORM_FILE_KIND__MAX; i++) {
        for (struct str rest = kinds[i].endings; rest.n > 0;) {
            if (!ends_with(file_name, str_cut(&rest, ',')))
                continue;
            *out = (enum form_file_kind)i;
            return true;
        }
    }
    return false;
}

static bool is_made_of(struct str s, size_t length, const char *characters)
{
    for (size_t i = 0; i < s.n; i++)
        if (str_find_char(str_from(characters), s.p[i]) < 0)
            return false;
    return s.n == length;
}

bool form_file_read(struct str text, struct form_file *out)
{
    struct str rest = text;
    struct form_file file = {.id = str_cut(&rest, ' '), .hash = str_cut(&rest, ' ')};
    bool whole = is_made_of(file.id, FORM_FILE_ID, "0123456789abcdefghjkmnpqrstvwxyz") &&
                 is_made_of(file.hash, FORM_FILE_HASH, "0123456789abcdef") &&
                 str_to_int64(str_cut(&rest, ' '), &file.size) && file.size > 0;
    if (!whole) {
        file = (struct form_file){0};
        rest = text;
    }
    file.name = rest;
    *out = file;
    return form_file_kind_of(rest, &out->kind);
}

void form_file_print(const struct form_file *file, struct buf *out)
{
    if (file->hash.n > 0)
        buf_addf(out, STR_FMT " " STR_FMT " %lld ", STR_ARG(file->id), STR_ARG(file->hash),
                 (long long)file->size);
    buf_add(out, file->name);
}
