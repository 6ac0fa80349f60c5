#include "base/arena.h"

#include <stdalign.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "lib/test.h"

static int begin(void **state)
{
    *state = arena_new();
    return 0;
}

static int end(void **state)
{
    arena_free(*state);
    return 0;
}

static bool is_zero(const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] != 0)
            return false;
    }
    return true;
}

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    struct arena *a = *state;
    unsigned char *before = NULL;
    size_t before_size = 0;
    for (int round = 0; round < 2; round++) {
        for (size_t size = 0; size < 3000; size += 37) {
            unsigned char *p = arena_alloc(a, size);
            assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
            assert_true(is_zero(p, size));
            memset(p, 0xff, size);
            assert_true(before == NULL || p >= before + before_size || p + size <= before);
            before = p;
            before_size = size;
        }
        arena_clear(a);
        before = NULL;
    }
}

static void large_pieces_do_not_waste_the_block(void **state)
{
    struct arena *a = *state;
    char *small = arena_alloc(a, 16);
    unsigned char *large = arena_alloc(a, 3000000);
    char *next = arena_alloc(a, 16);
    assert_true(is_zero(large, 3000000));
    assert_true(next > small && next - small <= 64);
}

static void a_piece_larger_than_the_next_block_has_room(void **state)
{
    (void)state;
    for (size_t size = 1000; size < 100000; size += 7000) {
        struct arena *a = arena_new();
        memset(arena_alloc(a, size), 'x', size);
        assert_true(is_zero(arena_alloc(a, 100), 100));
        arena_free(a);
    }
}

static void clearing_keeps_a_block_for_the_next_use(void **state)
{
    struct arena *a = *state;
    arena_alloc(a, 1000000);
    for (int i = 0; i < 100; i++)
        arena_alloc(a, 1000);
    arena_clear(a);
    char *before = arena_alloc(a, 100);
    arena_clear(a);
    assert_ptr_equal(arena_alloc(a, 100), before);
}

static void counts_what_was_taken(void **state)
{
    struct arena *a = *state;
    assert_int_equal(arena_used(a), 0);
    arena_alloc(a, 100);
    arena_str(a, STR("abc"));
    assert_int_equal(arena_used(a), 104);
    arena_alloc(a, 1000000);
    assert_int_equal(arena_used(a), 1000104);
    arena_clear(a);
    assert_int_equal(arena_used(a), 0);
}

static void texts_are_copied_and_terminated(void **state)
{
    struct arena *a = *state;
    char original[] = "bonjour";
    struct str copy = arena_str(a, (struct str){original, 3});
    original[0] = 'x';
    assert_string_equal(copy.p, "bon");
    assert_int_equal(copy.n, 3);
    assert_string_equal(arena_str(a, (struct str){0}).p, "");
    struct str joined = arena_join(a, STR("ab"), STR("cd"));
    assert_string_equal(joined.p, "abcd");
    assert_int_equal(joined.n, 4);
    struct str printed = arena_printf(a, "%s %d", "é", 42);
    assert_string_equal(printed.p, "é 42");
    assert_int_equal(printed.n, 5);
}

struct numbers {
    int *items;
    size_t count;
    size_t cap;
};

static void arrays_grow_and_keep_their_elements(void **state)
{
    struct arena *a = *state;
    struct numbers v = {0};
    struct numbers w = {0};
    for (int i = 0; i < 5000; i++) {
        int *p = ARENA_PUSH(a, &v);
        assert_int_equal(*p, 0);
        *p = i;
        if (i % 3 == 0)
            *ARENA_PUSH(a, &w) = -i;
    }
    assert_int_equal(v.count, 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(v.items[i], i);
    assert_int_equal(w.items[1000], -3000);
    v.count = 10;
    assert_int_equal(*ARENA_PUSH(a, &v), 0);
}

static void ask_for_too_much(void)
{
    struct numbers *many = ARENA_ARRAY(arena_new(), struct numbers, SIZE_MAX / 2);
    many->count = 1;
}

static void ask_for_more_than_there_is(void)
{
    free(memory_resize(NULL, SIZE_MAX / 4));
}

static void ask_for_an_endless_sum(void)
{
    memory_sum(SIZE_MAX, 1);
}

static int status_of(void (*what)(void))
{
    pid_t child = fork();
    if (child == 0) {
        close(STDERR_FILENO);
        what();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void running_out_of_memory_ends_the_process(void **state)
{
    (void)state;
    assert_int_equal(status_of(ask_for_too_much), 70);
    assert_int_equal(status_of(ask_for_an_endless_sum), 70);
#ifndef __SANITIZE_ADDRESS__
    assert_int_equal(status_of(ask_for_more_than_there_is), 70);
#else
    (void)ask_for_more_than_there_is;
#endif
}

/* The sanitizers tell when one is not freed, or twice. */
static void adopted_arenas_live_until_the_parent_is_cleared_or_freed(void **state)
{
    struct arena *a = *state;
    struct str texts[3];
    for (size_t i = 0; i < 3; i++) {
        struct arena *child = arena_new();
        texts[i] = arena_printf(child, "text %zu", i);
        arena_adopt(a, child);
    }
    assert_str(texts[0], "text 0");
    assert_str(texts[2], "text 2");
    arena_clear(a);
    arena_adopt(a, arena_new());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(memory_is_zeroed_aligned_and_apart, begin, end),
        cmocka_unit_test(a_piece_larger_than_the_next_block_has_room),
        cmocka_unit_test_setup_teardown(large_pieces_do_not_waste_the_block, begin, end),
        cmocka_unit_test_setup_teardown(clearing_keeps_a_block_for_the_next_use, begin, end),
        cmocka_unit_test_setup_teardown(counts_what_was_taken, begin, end),
        cmocka_unit_test_setup_teardown(texts_are_copied_and_terminated, begin, end),
        cmocka_unit_test_setup_teardown(arrays_grow_and_keep_their_elements, begin, end),
        cmocka_unit_test_setup_teardown(adopted_arenas_live_until_the_parent_is_cleared_or_freed, begin, end),
        cmocka_unit_test(running_out_of_memory_ends_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
