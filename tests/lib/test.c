#include "lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/* For what lives until the program ends. */
static struct arena *lasting(void)
{
    static struct arena *arena;
    if (arena == NULL)
        arena = arena_new();
    return arena;
}

struct arena *test_arena;

int test_arena_begin(void **state)
{
    test_arena = arena_new();
    *state = test_arena;
    return 0;
}

int test_arena_end(void **state)
{
    (void)state;
    arena_free(test_arena);
    return 0;
}

void test_assert_str(struct str slice, const char *expected, const char *file, int line)
{
    if (str_eq_z(slice, expected))
        return;
    print_error("got:      «" STR_FMT "»\nexpected: «%s»\n", STR_ARG(slice), expected);
    _fail(file, line);
}

struct str test_read_file(const char *path)
{
    struct str content = {0};
    int error = file_read(lasting(), path, SIZE_MAX, &content);
    if (error != 0)
        fail_msg("%s: %s", path, strerrordesc_np(error));
    return content;
}

const char *test_tmp(const char *name)
{
    const char *folder = getenv("TMPDIR");
    return arena_printf(lasting(), "%s/%s", folder == NULL ? "/tmp" : folder, name).p;
}

struct str test_report(struct arena *a, struct diags *diags, enum diag_language language,
                       enum diag_format format)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    diags_report(diags, language, format, to);
    (void)fclose(to);
    struct str copy = arena_str(a, (struct str){text, size});
    free(text);
    return copy;
}
