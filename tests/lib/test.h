/* What every unit test includes: cmocka with what it needs before it, and assertions on slices. */
#ifndef PORTILLON_TESTS_LIB_TEST_H
#define PORTILLON_TESTS_LIB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"

/* Fails with both texts shown unless the slice says exactly the NUL-terminated text. */
#define assert_str(slice, expected) test_assert_str((slice), (expected), __FILE__, __LINE__)
void test_assert_str(struct str slice, const char *expected, const char *file, int line);

/* cmocka's set-up and tear-down for tests, or programs, that need an arena and nothing else: it is
 * test_arena, and *state. */
extern struct arena *test_arena;
int test_arena_begin(void **state);
int test_arena_end(void **state);

/* What diags_report writes, in the arena. */
struct str test_report(struct arena *a, struct diags *diags, enum diag_language language,
                       enum diag_format format);

/* The whole content of a file; fails when it cannot be read. Lives until the program ends. */
struct str test_read_file(const char *path);

/* A path of a file below this test run's own temporary folder; lives until the program ends. */
const char *test_tmp(const char *name);

#endif
