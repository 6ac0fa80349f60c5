#include "app.h"

#include "account/password.h"
#include "http/seal.h"

static const char *arena_z(struct arena *a, struct str s)
{
    return arena_str(a, s).p;
}

static bool open_keys(struct app *app, struct arena *a, struct diags *diags)
{
    struct str error = {0};
    app->keys = keys_open(a, arena_z(a, app->config->data), &error);
    if (!app->keys)
        DIAG_AT(diags, D_APP_KEY, (struct place){0}, app->config->data, error);
    return app->keys != NULL;
}

bool app_open(struct app *out, const struct app_settings *settings, struct arena *a, struct diags *diags)
{
    const struct config *config = settings->config;
    *out = (struct app){
        .config = config, .system = &system_real, .log = settings->log, .waits = settings->waits};
    struct store_settings store = {.folder = arena_z(a, config->data),
                                   .readers = settings->readers,
                                   .group_max = config->group,
                                   .waits = settings->waits};
    out->store = store_open(&store, diags);
    if (out->store)
        out->files = files_open(arena_z(a, config->files.folder), diags);
    if (out->files && open_keys(out, a, diags)) {
        out->passwords = passwords_new(settings->waits);
        out->site = site_source_open(arena_z(a, config->site), diags);
        if (out->site)
            return true;
    }
    app_close(out);
    return false;
}

void app_close(struct app *app)
{
    if (app->site)
        site_source_close(app->site);
    if (app->passwords)
        passwords_free(app->passwords);
    files_close(app->files);
    if (app->store)
        store_close(app->store);
    *app = (struct app){0};
}
