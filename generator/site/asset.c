#include "site/asset.h"

#include <errno.h>
#include <pthread.h>

#include "base/file.h"
#include "site/hash.h"
#include "site/image.h"
#include "site/link.h"

struct assets {
    pthread_mutex_t lock;
    struct arena *arena;
    struct output *output;
    struct map written; /* addresses */
};

struct assets *assets_new(struct arena *a, struct output *output)
{
    struct assets *assets = ARENA_NEW(a, struct assets);
    pthread_mutex_init(&assets->lock, NULL);
    assets->arena = a;
    assets->output = output;
    return assets;
}

void assets_free(struct assets *assets)
{
    if (assets)
        pthread_mutex_destroy(&assets->lock);
}

static struct str add(struct assets *assets, struct str name, struct str content)
{
    struct arena *a = assets->arena;
    size_t dot = name.n;
    while (dot > 0 && name.p[dot - 1] != '.')
        dot--;
    struct str stem = dot > 1 ? str_sub(name, 0, dot - 1) : name;
    struct str extension = dot > 1 ? str_sub(name, dot - 1, name.n) : (struct str){"", 0};
    struct str url = arena_printf(a, "/assets/" STR_FMT "." STR_FMT STR_FMT, STR_ARG(anchor_of(a, stem)),
                                  STR_ARG(hash_short(a, content)), STR_ARG(extension));
    if (!map_get(&assets->written, url)) {
        map_put(&assets->written, a, url, assets);
        output_file(assets->output, str_sub(url, 1, url.n), content);
    }
    return url;
}

struct str asset_add(struct portal *portal, struct str name, struct str content)
{
    pthread_mutex_lock(&portal->assets->lock);
    struct str url = add(portal->assets, name, content);
    pthread_mutex_unlock(&portal->assets->lock);
    return url;
}

/* Under the lock: 0, or an errno which stays with the file. */
static int publish(struct assets *assets, struct attachment *file, const char *path)
{
    struct str content;
    if (file->url.n > 0 || file->error)
        return file->error;
    struct arena *scratch = arena_new();
    file->error = file_read(scratch, path, CONTENT_MAX_ATTACHMENT, &content);
    if (!file->error) {
        struct image_size size;
        file->size = content.n;
        if (image_read_size(content, &size)) {
            file->width = size.width;
            file->height = size.height;
        }
        file->url = add(assets, path_name(file->path), content);
    }
    arena_free(scratch);
    return file->error;
}

bool asset_publish(struct portal *portal, struct attachment *file, struct place at)
{
    struct str name = portal_name(portal, file->path);
    pthread_mutex_lock(&portal->assets->lock);
    int error = publish(portal->assets, file, name.p);
    pthread_mutex_unlock(&portal->assets->lock);
    if (error == EFBIG)
        DIAG_AT(portal->diags, D_ATTACHMENT_TOO_LARGE, at, name);
    else if (error)
        DIAG_AT(portal->diags, D_FILE_READ, at, name, str_from(strerrordesc_np(error)));
    return error == 0;
}
