#include <stdlib.h>
#include <string.h>

#include "ctl/ctl.h"

static const struct ctl_command commands[] = {
    {.name = "init",
     .summary = TEXT_INIT_SUMMARY,
     .usage = TEXT_INIT_USAGE,
     .run = ctl_init,
     .offline = true},
    {.name = "admin create",
     .summary = TEXT_ADMIN_SUMMARY,
     .usage = TEXT_ADMIN_USAGE,
     .run = ctl_admin_create},
    {.name = "adviser create",
     .summary = TEXT_ADVISER_SUMMARY,
     .usage = TEXT_ADVISER_USAGE,
     .run = ctl_adviser_create},
    {.name = "client create",
     .summary = TEXT_CLIENT_CREATE_SUMMARY,
     .usage = TEXT_CLIENT_CREATE_USAGE,
     .run = ctl_client_create},
    {.name = "client list",
     .summary = TEXT_CLIENT_LIST_SUMMARY,
     .usage = TEXT_CLIENT_LIST_USAGE,
     .run = ctl_client_list},
    {.name = "invite", .summary = TEXT_INVITE_SUMMARY, .usage = TEXT_INVITE_USAGE, .run = ctl_invite},
    {.name = "history", .summary = TEXT_HISTORY_SUMMARY, .usage = TEXT_HISTORY_USAGE, .run = ctl_history},
    {.name = "mail list",
     .summary = TEXT_MAIL_LIST_SUMMARY,
     .usage = TEXT_MAIL_LIST_USAGE,
     .run = ctl_mail_list},
    {.name = "mail retry",
     .summary = TEXT_MAIL_RETRY_SUMMARY,
     .usage = TEXT_MAIL_RETRY_USAGE,
     .run = ctl_mail_retry},
    {.name = "feedback", .summary = TEXT_FEEDBACK_SUMMARY, .usage = TEXT_FEEDBACK_USAGE, .run = ctl_feedback},
    {.name = "backup", .summary = TEXT_BACKUP_SUMMARY, .usage = TEXT_BACKUP_USAGE, .run = ctl_backup},
    {.name = "verify",
     .summary = TEXT_VERIFY_SUMMARY,
     .usage = TEXT_VERIFY_USAGE,
     .run = ctl_verify,
     .alone = true},
    {.name = "config check",
     .summary = TEXT_CONFIG_SUMMARY,
     .usage = TEXT_CONFIG_USAGE,
     .run = ctl_config_check,
     .alone = true},
    {.name = "populate",
     .summary = TEXT_POPULATE_SUMMARY,
     .usage = TEXT_POPULATE_USAGE,
     .run = ctl_populate,
     .offline = true},
};
enum { N_COMMANDS = sizeof(commands) / sizeof(*commands) };

static const char *const texts[CTL_TEXT__MAX][DIAG_LANGUAGE__MAX] = {
#define TEXT(name, fr, en) [TEXT_##name] = {[DIAG_FRENCH] = (fr), [DIAG_ENGLISH] = (en)},
#include "ctl/texts.def"
#undef TEXT
};

/* Does the command line begin with this command's words? Gives how many, or 0. */
static int match(const char *name, int argc, char *const *argv)
{
    struct str rest = str_from(name);
    int words = 0;
    while (rest.n > 0) {
        struct str word = str_cut(&rest, ' ');
        if (words >= argc || !str_eq_z(word, argv[words]))
            return 0;
        words++;
    }
    return words;
}

/* The command whose first word, or beginning, was meant by `typed`; empty: none. */
static struct str nearest_by_word(struct str typed)
{
    struct str words[N_COMMANDS];
    for (size_t i = 0; i < N_COMMANDS; i++) {
        struct str name = str_from(commands[i].name);
        if (typed.n >= 3 && str_starts(name, typed))
            return name;
        words[i] = str_cut(&name, ' ');
    }
    struct str word = diag_nearest(typed, words, N_COMMANDS);
    /* Of a group the command that shows what there is: "client list". */
    struct str nearest = {0};
    for (size_t i = 0; i < N_COMMANDS && word.n > 0; i++) {
        struct str name = str_from(commands[i].name);
        if (str_eq(words[i], word) && (nearest.n == 0 || str_ends(name, STR(" list"))))
            nearest = name;
    }
    return nearest;
}

static struct str nearest_command(int argc, char *const *argv)
{
    struct str names[N_COMMANDS];
    for (size_t i = 0; i < N_COMMANDS; i++)
        names[i] = str_from(commands[i].name);
    char typed[64] = "";
    snprintf(typed, sizeof(typed), "%s%s%s", argv[0], argc > 1 ? " " : "", argc > 1 ? argv[1] : "");
    struct str two = diag_nearest(str_from(typed), names, N_COMMANDS);
    return two.n ? two : nearest_by_word(str_from(argv[0]));
}

const struct ctl_command *ctl_find(int argc, char *const *argv, int *words, struct diags *diags)
{
    for (size_t i = 0; i < N_COMMANDS; i++) {
        *words = match(commands[i].name, argc, argv);
        if (*words > 0)
            return &commands[i];
    }
    DIAG_AT(diags, D_CTL_COMMAND, (struct place){0}, str_from(argv[0]), nearest_command(argc, argv));
    return NULL;
}

struct str ctl_word(const struct ctl *c, enum ctl_text text)
{
    return str_from(texts[text][c->language]);
}

struct str ctl_number(const struct ctl *c, int64_t n)
{
    return arena_printf(c->arena, "%lld", (long long)n);
}

struct str ctl_format(struct ctl *c, enum ctl_text text, const struct str *args, size_t n)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    for (struct str rest = ctl_word(c, text); rest.n > 0;) {
        bool is_argument = rest.n >= 3 && rest.p[0] == '{' && rest.p[2] == '}';
        size_t index = is_argument ? (size_t)(rest.p[1] - '0') : 0;
        if (is_argument && index < n)
            buf_add(&out, args[index]);
        else
            buf_add_char(&out, rest.p[0]);
        rest = str_sub(rest, is_argument ? 3 : 1, rest.n);
    }
    struct str formatted = arena_str(c->arena, buf_str(&out));
    buf_release(&out);
    return formatted;
}

void ctl_say(struct ctl *c, enum ctl_text text, const struct str *args, size_t n)
{
    buf_add(&c->out, ctl_format(c, text, args, n));
    buf_add_char(&c->out, '\n');
}

static void add_summary(struct ctl *c, const struct ctl_command *command)
{
    buf_addf(&c->out, "  %-16s", command->name);
    CTL_SAY(c, command->summary);
}

bool ctl_help_group(struct ctl *c, const char *word)
{
    struct str group = arena_printf(c->arena, "%s ", word);
    bool found = false;
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (!str_starts(str_from(commands[i].name), group))
            continue;
        if (!found)
            CTL_SAY(c, TEXT_HELP_GROUP, str_from(word));
        add_summary(c, &commands[i]);
        found = true;
    }
    return found;
}

void ctl_help(struct ctl *c, const struct ctl_command *command)
{
    if (command) {
        CTL_SAY(c, command->usage);
        return;
    }
    CTL_SAY(c, TEXT_HELP_HEAD);
    for (size_t i = 0; i < N_COMMANDS; i++)
        add_summary(c, &commands[i]);
    CTL_SAY(c, TEXT_HELP_FOOT);
}

bool ctl_options(struct ctl *c, const struct ctl_line *line, const struct option *items, size_t n)
{
    struct options options = {
        .items = items, .count = n, .operands = line->operands, .max_operands = line->max_operands};
    if (!options_parse(&options, line->argc, line->argv, c->diags))
        return false;
    if (options.n_operands < line->min_operands) {
        DIAG_AT(c->diags, D_CTL_OPERAND, (struct place){0}, str_from(line->argv[0]));
        return false;
    }
    return true;
}

const char *ctl_path(const struct ctl *c, const char *path)
{
    return path[0] == '/' ? path : arena_printf(c->arena, "%s/%s", c->folder, path).p;
}

int ctl_store_failure(struct ctl *c, enum store_status status, struct str what)
{
    static const enum diag_code codes[STORE_STATUS__MAX] = {
        [STORE_OK] = D_CTL_BROKEN, [STORE_NONE] = D_CTL_NONE, [STORE_CONFLICT] = D_CTL_CONFLICT,
        [STORE_BUSY] = D_CTL_BUSY, [STORE_FULL] = D_CTL_FULL, [STORE_BROKEN] = D_CTL_BROKEN,
    };
    DIAG_AT(c->diags, codes[status], (struct place){0}, what);
    return 1;
}
