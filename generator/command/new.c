/* portillon new: files to begin with. Nothing that is there is ever replaced. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "command/command.h"
#include "command/home.en.txt.h"
#include "command/home.fr.txt.h"
#include "command/page.en.txt.h"
#include "command/page.fr.txt.h"
#include "command/questionnaire.en.txt.h"
#include "command/questionnaire.fr.txt.h"
#include "command/section.en.txt.h"
#include "command/section.fr.txt.h"
#include "command/site.en.txt.h"
#include "command/site.fr.txt.h"
#include "site/anchor.h"
#include "site/content.h"
#include "site/link.h"

/* A text in both languages, and where it goes in a new site; LANG stands for the language's folder. */
struct model {
    const char *text[DIAG_LANGUAGE__MAX];
    const char *path;
};

static const struct model page = {{page_fr_txt, page_en_txt}, "LANG/aide/premiere-page.md"};
static const struct model questionnaire = {{questionnaire_fr_txt, questionnaire_en_txt},
                                           "LANG/questionnaires/profil.md"};
static const struct model site[] = {
    {{site_fr_txt, site_en_txt}, "site.yaml"},
    {{home_fr_txt, home_en_txt}, "LANG/index.md"},
    {{section_fr_txt, section_en_txt}, "LANG/aide/index.md"},
};

static bool fail(struct call *call, const char *path, int error)
{
    enum diag_code code = error == EEXIST ? D_NEW_EXISTS : D_FILE_WRITE;
    DIAG_AT(call->diags, code, (struct place){0}, str_from(path), str_from(strerrordesc_np(error)));
    return false;
}

static bool write_file(struct call *call, const char *path, const char *text)
{
    struct str whole = str_from(path);
    size_t n = whole.n;
    while (n > 0 && path[n - 1] != '/')
        n--;
    int error = n > 1 ? file_make_folders(arena_str(call->arena, str_sub(whole, 0, n - 1)).p, 0755) : 0;
    int fd = error ? -1 : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0)
        return fail(call, path, error ? error : errno);
    size_t size = strlen(text);
    ssize_t written = write(fd, text, size);
    error = written == (ssize_t)size ? 0 : written < 0 ? errno : ENOSPC;
    if (close(fd) != 0 && !error)
        error = errno;
    if (error) {
        unlink(path);
        return fail(call, path, error);
    }
    puts(path);
    return true;
}

static bool write_model(struct call *call, const struct model *model, const char *folder,
                        enum diag_language language)
{
    struct str rest = str_from(model->path);
    const char *code = language == DIAG_FRENCH ? "fr" : "en";
    bool has_language = str_starts(rest, STR("LANG"));
    rest = has_language ? str_sub(rest, 4, rest.n) : rest;
    const char *path =
        arena_printf(call->arena, "%s/%s" STR_FMT, folder, has_language ? code : "", STR_ARG(rest)).p;
    return write_file(call, path, model->text[language]);
}

static bool make_site(struct call *call, const char *folder, enum diag_language language)
{
    const char *config = arena_printf(call->arena, "%s/site.yaml", folder).p;
    if (file_exists(config))
        return fail(call, config, EEXIST);
    bool ok =
        write_model(call, &page, folder, language) && write_model(call, &questionnaire, folder, language);
    for (size_t i = 0; ok && i < sizeof(site) / sizeof(site[0]); i++)
        ok = write_model(call, &site[i], folder, language);
    return ok;
}

/* What --lang says, else the folder of a language in the path, else the person's. */
static bool find_language(struct call *call, const char *given, const char *path,
                          enum diag_language *language)
{
    const char *code = given;
    if (!code)
        code = strstr(path, "/fr/") || strncmp(path, "fr/", 3) == 0   ? "fr"
               : strstr(path, "/en/") || strncmp(path, "en/", 3) == 0 ? "en"
               : call->language == DIAG_FRENCH                        ? "fr"
                                                                      : "en";
    *language = strcmp(code, "fr") == 0 ? DIAG_FRENCH : DIAG_ENGLISH;
    if (strcmp(code, "fr") == 0 || strcmp(code, "en") == 0)
        return true;
    DIAG_AT(call->diags, D_NEW_LANGUAGE, (struct place){0}, str_from(code));
    return false;
}

static bool make(struct call *call, const char *kind, const char *name, enum diag_language language)
{
    if (strcmp(kind, "site") == 0)
        return make_site(call, name, language);
    if (!str_ends(str_from(name), STR(".md")))
        name = arena_printf(call->arena, "%s.md", name).p;
    struct str file = path_name(str_from(name));
    struct str plain = str_sub(file, 0, file.n - 3);
    if (!content_is_name(plain)) {
        DIAG_AT(call->diags, D_FILE_NAME, (struct place){0}, plain, anchor_of(call->arena, plain));
        return false;
    }
    const struct model *model = strcmp(kind, "page") == 0 ? &page : &questionnaire;
    return write_file(call, name, model->text[language]);
}

/* Were both operands given, and can the first be made? */
static bool check_operands(struct call *call, const char *const *operands)
{
    static const struct str kinds[] = {STR_INIT("page"), STR_INIT("questionnaire"), STR_INIT("site")};
    if (!operands[0] || !operands[1]) {
        DIAG_AT(call->diags, D_NEW_OPERANDS, (struct place){0});
        return false;
    }
    struct str kind = str_from(operands[0]);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        if (str_eq(kind, kinds[i]))
            return true;
    DIAG_AT(call->diags, D_NEW_KIND, (struct place){0}, kind,
            diag_nearest(kind, kinds, sizeof(kinds) / sizeof(*kinds)));
    return false;
}

int command_new(struct call *call)
{
    int status;
    const char *operands[2] = {0}, *given = NULL;
    enum diag_language language;
    const struct option rows[] = {{.name = "lang", .value = &given}};
    if (!command_read(call, &(struct options){rows, 1, operands, 2, 0}, &status))
        return status;
    status = EXIT_USAGE;
    if (check_operands(call, operands) && find_language(call, given, operands[1], &language))
        status = make(call, operands[0], operands[1], language) ? EXIT_FINE : EXIT_CONTENT;
    if (status != EXIT_FINE)
        command_report(call);
    return status;
}
