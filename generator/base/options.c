#include "base/options.h"

#include <string.h>

/* Options of one command that are searched for a likely one. */
enum { OPTIONS_MOST = 32 };

struct reading {
    struct options *options;
    struct diags *diags;
    char *const *argv;
    int argc;
    int at;
};

static const struct place nowhere;

static const struct option *by_name(const struct options *o, struct str name)
{
    for (size_t i = 0; i < o->count; i++) {
        if (str_eq_z(name, o->items[i].name))
            return &o->items[i];
    }
    return NULL;
}

static const struct option *by_letter(const struct options *o, char letter)
{
    for (size_t i = 0; i < o->count; i++) {
        if (o->items[i].letter != 0 && o->items[i].letter == letter)
            return &o->items[i];
    }
    return NULL;
}

static void unknown(struct reading *r, struct str word, struct str name)
{
    struct str names[OPTIONS_MOST];
    size_t n = 0;
    for (; n < r->options->count && n < OPTIONS_MOST; n++)
        names[n] = str_from(r->options->items[n].name);
    DIAG_AT(r->diags, D_OPTION_UNKNOWN, nowhere, word, diag_nearest(name, names, n));
}

/* The value of an option written `word`: what was attached to it, else the next word. */
static bool take_value(struct reading *r, const struct option *option, struct str word, const char *attached)
{
    if (attached == NULL && r->at + 1 < r->argc)
        attached = r->argv[++r->at];
    if (attached == NULL) {
        DIAG_AT(r->diags, D_OPTION_VALUE, nowhere, word);
        return false;
    }
    *option->value = attached;
    return true;
}

static bool read_long(struct reading *r, const char *word)
{
    struct str rest = str_from(word + 2);
    struct str name = str_cut(&rest, '=');
    const char *attached = strchr(word, '=');
    struct str shown = {word, name.n + 2};
    const struct option *option = by_name(r->options, name);
    if (option == NULL) {
        unknown(r, shown, name);
        return false;
    }
    if (option->value != NULL)
        return take_value(r, option, shown, attached == NULL ? NULL : attached + 1);
    if (attached != NULL) {
        DIAG_AT(r->diags, D_OPTION_NO_VALUE, nowhere, shown);
        return false;
    }
    *option->given = true;
    return true;
}

static bool read_letters(struct reading *r, const char *word)
{
    for (const char *letter = word + 1; *letter != '\0'; letter++) {
        char shown[] = {'-', *letter, '\0'};
        const struct option *option = by_letter(r->options, *letter);
        if (option == NULL) {
            unknown(r, str_from(word), str_from(word + 1));
            return false;
        }
        if (option->value != NULL)
            return take_value(r, option, str_from(shown), letter[1] == '\0' ? NULL : letter + 1);
        *option->given = true;
    }
    return true;
}

static bool read_operand(struct reading *r, const char *word)
{
    struct options *o = r->options;
    if (o->n_operands == o->max_operands) {
        DIAG_AT(r->diags, D_OPERANDS, nowhere, str_from(word));
        return false;
    }
    o->operands[o->n_operands++] = word;
    return true;
}

bool options_parse(struct options *o, int argc, char *const *argv, struct diags *d)
{
    struct reading r = {.options = o, .diags = d, .argv = argv, .argc = argc};
    bool fine = true;
    bool options_end = false;
    o->n_operands = 0;
    for (r.at = 1; r.at < argc; r.at++) {
        const char *word = argv[r.at];
        if (options_end || word[0] != '-' || word[1] == '\0')
            fine = read_operand(&r, word) && fine;
        else if (strcmp(word, "--") == 0)
            options_end = true;
        else if (word[1] == '-')
            fine = read_long(&r, word) && fine;
        else
            fine = read_letters(&r, word) && fine;
    }
    return fine;
}
