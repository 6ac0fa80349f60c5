#include "site/asset.h"

#include <errno.h>

#include "base/file.h"
#include "site/hash.h"
#include "site/image.h"
#include "site/link.h"

struct str asset_add(struct portal *portal, struct str name, struct str content)
{
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.')
        dot--;
    struct str stem = dot > 1 ? str_sub(name, 0, dot - 1) : name;
    struct str extension = dot > 1 ? str_sub(name, dot - 1, name.n) : (struct str){"", 0};
    struct str plain = anchor_of(portal->arena, stem);
    struct str hash = hash_short(portal->arena, content);
    struct str url = arena_printf(portal->arena, "/assets/" STR_FMT "." STR_FMT STR_FMT, STR_ARG(plain),
                                  STR_ARG(hash), STR_ARG(extension));
    if (!map_get(&portal->assets, url)) {
        map_put(&portal->assets, portal->arena, url, portal);
        output_file(portal->output, str_sub(url, 1, url.n), content);
    }
    return url;
}

bool asset_publish(struct portal *portal, struct attachment *file, struct place at)
{
    struct str content;
    if (file->url.n > 0 || file->is_broken)
        return !file->is_broken;
    struct arena *scratch = arena_new();
    struct str name = portal_name(portal, file->path);
    int error = file_read(scratch, name.p, CONTENT_MAX_FILE, &content);
    file->is_broken = error != 0;
    if (error == EFBIG) {
        struct str max = arena_printf(portal->arena, "%d", CONTENT_MAX_FILE);
        DIAG_AT(portal->diags, D_FILE_TOO_LARGE, at, name, max);
    } else if (error) {
        DIAG_AT(portal->diags, D_FILE_READ, at, name, str_from(strerrordesc_np(error)));
    } else {
        struct image_size size;
        file->size = content.n;
        if (image_read_size(content, &size)) {
            file->width = size.width;
            file->height = size.height;
        }
        file->url = asset_add(portal, path_name(file->path), content);
    }
    arena_free(scratch);
    return error == 0;
}
