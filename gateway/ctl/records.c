#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "client/client.h"
#include "ctl/ctl.h"
#include "post/outbox.h"
#include "profile/profile.h"
#include "theme/format.h"
#include "upload/backup.h"

static struct str language_code(const struct ctl *c)
{
    return c->language == DIAG_FRENCH ? STR("fr") : STR("en");
}

static struct str date_time(const struct ctl *c, int64_t at)
{
    return format_date_time(c->arena, language_code(c), c->app->config->time_zone, at);
}

/* ---- history ---- */

/* "Profil investisseur : Équilibré", in the words that the definition has; ids when it is lost. */
static void add_level(struct ctl *c, const struct definition *definition, struct str result, struct str level)
{
    ptrdiff_t found = definition ? form_result_find(definition->form, result) : -1;
    if (found >= 0) {
        const struct wording *words = definition_wording(definition, language_code(c));
        const struct form_result *r = &definition->form->results[found];
        result = words->titles[r->line];
        for (size_t i = 0; i < r->n_levels; i++)
            if (str_eq(r->levels[i].code, level)) {
                level = words->titles[r->levels[i].line];
                break;
            }
    }
    CTL_SAY(c, TEXT_HISTORY_LEVEL, result, level);
}

static void add_levels(struct ctl *c, struct store_db *db, const struct profile *profile)
{
    struct definition_key key = {.id = profile->definition, .version = profile->version};
    const struct definition *definition = NULL;
    if (definition_find(db, c->arena, c->site, key, &definition) != STORE_OK)
        definition = NULL;
    struct str rest = profile->levels, result, level;
    while (profile_next_level(&rest, &result, &level))
        add_level(c, definition, result, level);
}

static void add_profile(struct ctl *c, struct store_db *db, const struct profile *profile)
{
    static const enum ctl_text origins[PROFILE_ORIGIN__MAX] = {
        [PROFILE_QUESTIONNAIRE] = TEXT_HISTORY_QUESTIONNAIRE,
        [PROFILE_MANUAL] = TEXT_HISTORY_MANUAL,
        [PROFILE_REMOTE] = TEXT_HISTORY_REMOTE,
    };
    buf_addf(&c->out, "%lld. " STR_FMT ", " STR_FMT ", " STR_FMT " " STR_FMT "\n", (long long)profile->number,
             STR_ARG(date_time(c, profile->at)), STR_ARG(ctl_word(c, origins[profile->origin])),
             STR_ARG(profile->definition), STR_ARG(str_sub(profile->version, 0, 12)));
    add_levels(c, db, profile);
    if (profile->reason.n)
        buf_addf(&c->out, "    " STR_FMT "\n", STR_ARG(profile->reason));
}

int ctl_history(struct ctl *c, int argc, char *const *argv)
{
    const char *who[1] = {NULL};
    const struct ctl_line line = {
        .argc = argc, .argv = argv, .operands = who, .min_operands = 1, .max_operands = 1};
    if (!ctl_options(c, &line, NULL, 0))
        return EXIT_USAGE;
    struct client client;
    enum store_status status = ctl_find_client(c, str_from(who[0]), &client);
    if (status != STORE_OK)
        return ctl_store_failure(c, status, str_from(who[0]));
    struct store_db *db = store_borrow(c->app->store);
    struct profiles profiles;
    status = profile_list(db, c->arena, client.id, &profiles);
    for (size_t i = 0; i < profiles.count; i++)
        add_profile(c, db, &profiles.items[i]);
    store_release(c->app->store, db);
    if (status != STORE_OK)
        return ctl_store_failure(c, status, str_from(who[0]));
    if (profiles.count == 0)
        CTL_SAY(c, TEXT_HISTORY_NONE, client_name(c->arena, &client));
    return EXIT_FINE;
}

/* ---- mails ---- */

struct mail_listing {
    struct ctl *c;
    size_t n;
};

static enum ctl_text mail_state(struct str state)
{
    if (str_eq(state, STR("sent")))
        return TEXT_MAIL_SENT;
    if (str_eq(state, STR("failed")))
        return TEXT_MAIL_FAILED;
    return str_eq(state, STR("sending")) ? TEXT_MAIL_SENDING : TEXT_MAIL_WAITING;
}

static void add_mail(void *context, const struct outbox_row *row)
{
    struct mail_listing *listing = context;
    struct ctl *c = listing->c;
    listing->n++;
    enum ctl_text state = mail_state(row->state);
    buf_addf(&c->out, STR_FMT "  " STR_FMT "  " STR_FMT "  " STR_FMT "  " STR_FMT, STR_ARG(row->id),
             STR_ARG(date_time(c, row->created_at)), STR_ARG(row->kind), STR_ARG(row->recipient),
             STR_ARG(ctl_word(c, state)));
    if (row->attempts > 0) {
        buf_add_z(&c->out, ", ");
        CTL_SAY(c, TEXT_MAIL_TRIES, arena_printf(c->arena, "%lld", (long long)row->attempts));
        c->out.n--; /* the line goes on */
    }
    if (state == TEXT_MAIL_WAITING && row->next_at > c->now) {
        buf_add_z(&c->out, ", ");
        CTL_SAY(c, TEXT_MAIL_NEXT, date_time(c, row->next_at));
        c->out.n--;
    }
    buf_addf(&c->out, "\n");
    if (row->last_error.n)
        buf_addf(&c->out, "    " STR_FMT "\n", STR_ARG(row->last_error));
}

int ctl_mail_list(struct ctl *c, int argc, char *const *argv)
{
    bool all = false;
    const struct option options[] = {{.name = "all", .given = &all}};
    if (!ctl_options(c, &(struct ctl_line){.argc = argc, .argv = argv}, options, 1))
        return EXIT_USAGE;
    struct mail_listing listing = {.c = c};
    struct store_db *db = store_borrow(c->app->store);
    enum store_status status = outbox_list(db, all, add_mail, &listing);
    store_release(c->app->store, db);
    if (status != STORE_OK)
        return ctl_store_failure(c, status, STR("outbox"));
    if (listing.n == 0)
        CTL_SAY(c, TEXT_MAIL_NONE);
    return EXIT_FINE;
}

struct retrying {
    struct str id;
    int64_t now;
};

static enum store_status retry(struct store_db *db, void *context)
{
    const struct retrying *retrying = context;
    return outbox_retry(db, retrying->id, retrying->now);
}

int ctl_mail_retry(struct ctl *c, int argc, char *const *argv)
{
    const char *id[1] = {NULL};
    const struct ctl_line line = {.argc = argc, .argv = argv, .operands = id, .max_operands = 1};
    if (!ctl_options(c, &line, NULL, 0))
        return EXIT_USAGE;
    struct retrying retrying = {.id = str_from(id[0]), .now = c->now};
    enum store_status status = store_write(c->app->store, retry, &retrying);
    if (status == STORE_NONE && !id[0]) {
        CTL_SAY(c, TEXT_MAIL_NONE);
        return EXIT_FINE;
    }
    if (status != STORE_OK)
        return ctl_store_failure(c, status, retrying.id);
    CTL_SAY(c, TEXT_MAIL_RETRIED);
    return EXIT_FINE;
}

/* ---- the store and the configuration ---- */

/* Can a file be made beside `path`? Otherwise says why not. */
static bool folder_takes_files(struct ctl *c, const char *path)
{
    struct str folder = str_from(path);
    while (folder.n > 0 && folder.p[folder.n - 1] != '/')
        folder.n--;
    const char *name = folder.n > 0 ? arena_str(c->arena, folder).p : ".";
    if (access(name, W_OK | X_OK) == 0)
        return true;
    DIAG_AT(c->diags, D_CTL_BACKUP, (struct place){0}, str_from(path), str_from(strerrordesc_np(errno)));
    return false;
}

int ctl_backup(struct ctl *c, int argc, char *const *argv)
{
    const char *path[1] = {NULL};
    const struct ctl_line line = {
        .argc = argc, .argv = argv, .operands = path, .min_operands = 1, .max_operands = 1};
    if (!ctl_options(c, &line, NULL, 0))
        return EXIT_USAGE;
    struct upload_backup files = {.path = ctl_path(c, path[0])};
    struct str folder = arena_printf(c->arena, "%s.files", files.path);
    files.folder = folder.p;
    enum store_status status = upload_backup(c->app, c->arena, &files, c->diags);
    if (status == STORE_CONFLICT || (status == STORE_BROKEN && !folder_takes_files(c, files.path)))
        return 1;
    if (status != STORE_OK)
        return ctl_store_failure(c, status, str_from(path[0]));
    CTL_SAY(c, TEXT_BACKUP_DONE, str_from(files.path));
    if (files.copied > 0)
        CTL_SAY(c, TEXT_BACKUP_FILES, arena_printf(c->arena, "%zu", files.copied), folder);
    return diags_errors(c->diags) == 0 ? EXIT_FINE : 1;
}

/* Opening the store and the key, which the caller has done, is what makes them. */
int ctl_init(struct ctl *c, int argc, char *const *argv)
{
    if (!ctl_options(c, &(struct ctl_line){.argc = argc, .argv = argv}, NULL, 0))
        return EXIT_USAGE;
    CTL_SAY(c, TEXT_INIT_DONE, c->app->config->data);
    return EXIT_FINE;
}

/* The folder itself, not a file of its name. */
static void check_mail_folder(struct ctl *c, const struct config *config)
{
    struct str folder = config->mail.folder;
    if (folder.n > 0 && access(arena_join(c->arena, folder, STR("/.")).p, W_OK | X_OK) != 0)
        DIAG_AT(c->diags, D_CONFIG_MAIL_FOLDER, config->mail.folder_at, folder,
                str_from(strerrordesc_np(errno)));
}

int ctl_config_check(struct ctl *c, int argc, char *const *argv)
{
    if (!ctl_options(c, &(struct ctl_line){.argc = argc, .argv = argv}, NULL, 0))
        return EXIT_USAGE;
    struct config config;
    if (!config_read(c->arena, c->config_path, &config, c->diags))
        return EXIT_CONTENT;
    check_mail_folder(c, &config);
    struct site_source *site = site_source_open(config.site.p, c->diags);
    if (site == NULL)
        return EXIT_CONTENT;
    site_source_close(site);
    CTL_SAY(c, TEXT_CONFIG_FINE, str_from(c->config_path));
    return EXIT_FINE;
}
