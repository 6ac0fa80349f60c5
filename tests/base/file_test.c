#include "base/file.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/test.h"

static struct arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return file_make_folders(test_tmp("file"), 0755);
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return file_remove_tree(test_tmp("file"));
}

static void put(const char *name, const char *content)
{
    const char *path = test_tmp(name);
    struct str folder = str_from(path);
    while (!str_ends(folder, STR("/")))
        folder.n--;
    assert_int_equal(file_make_folders(arena_str(arena, folder).p, 0755), 0);
    assert_int_equal(file_write_atomic(path, str_from(content), 0644), 0);
}

static unsigned mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

static void reads_what_was_written(void **state)
{
    (void)state;
    struct str got = {0};
    put("file/a", "été\n");
    assert_int_equal(file_read(arena, test_tmp("file/a"), 100, &got), 0);
    assert_string_equal(got.p, "été\n");
    assert_int_equal(got.n, 6);
    put("file/a", "");
    assert_int_equal(file_read(arena, test_tmp("file/a"), 0, &got), 0);
    assert_str(got, "");
}

static void reading_says_why_not(void **state)
{
    (void)state;
    struct str got = {0};
    put("file/five", "12345");
    assert_int_equal(file_read(arena, test_tmp("file/five"), 5, &got), 0);
    assert_int_equal(file_read(arena, test_tmp("file/five"), 4, &got), EFBIG);
    assert_int_equal(file_read(arena, test_tmp("file/none"), 5, &got), ENOENT);
    assert_int_equal(file_read(arena, test_tmp("file"), 5, &got), EISDIR);
    assert_int_equal(mkfifo(test_tmp("file/fifo"), 0600), 0);
    assert_int_equal(file_read(arena, test_tmp("file/fifo"), 5, &got), EINVAL);
}

static void writing_replaces_whole_files_with_the_mode_asked_for(void **state)
{
    (void)state;
    mode_t old = umask(077);
    put("file/m/target", "old");
    assert_int_equal(mode_of(test_tmp("file/m/target")), 0644);
    assert_int_equal(file_write_atomic(test_tmp("file/m/target"), STR("new"), 0600), 0);
    assert_int_equal(mode_of(test_tmp("file/m/target")), 0600);
    assert_str(test_read_file(test_tmp("file/m/target")), "new");
    umask(old);
}

static int count_entry(const struct file_entry *entry, void *context)
{
    (void)entry;
    ++*(int *)context;
    return 0;
}

static int entries_below(const char *folder)
{
    int count = 0;
    assert_int_equal(file_walk(folder, 100, count_entry, &count), 0);
    return count;
}

static void a_write_that_fails_leaves_no_trace(void **state)
{
    (void)state;
    put("file/w/folder/x", "x");
    assert_int_equal(file_write_atomic(test_tmp("file/w/folder"), STR("new"), 0644), EISDIR);
    assert_int_equal(file_write_atomic(test_tmp("file/none/x"), STR("new"), 0644), ENOENT);
    /* rmdir fails when a temporary file was left, whatever its name. */
    assert_int_equal(unlink(test_tmp("file/w/folder/x")), 0);
    assert_int_equal(rmdir(test_tmp("file/w/folder")), 0);
    assert_int_equal(rmdir(test_tmp("file/w")), 0);
}

static void a_name_without_a_folder_is_written_here(void **state)
{
    (void)state;
    char here[4096];
    assert_non_null(getcwd(here, sizeof(here)));
    assert_int_equal(chdir(test_tmp("file")), 0);
    int error = file_write_atomic("plain", STR("content"), 0644);
    assert_int_equal(chdir(here), 0);
    assert_int_equal(error, 0);
    assert_str(test_read_file(test_tmp("file/plain")), "content");
}

static void folders_are_made_as_needed(void **state)
{
    (void)state;
    assert_int_equal(file_make_folders(test_tmp("file/d/e/f"), 0755), 0);
    assert_int_equal(file_make_folders(test_tmp("file/d/e/f/"), 0755), 0);
    assert_true(file_exists(test_tmp("file/d/e/f")));
    put("file/d/g", "a file");
    assert_int_equal(file_make_folders(test_tmp("file/d/g"), 0755), ENOTDIR);
    assert_int_equal(file_make_folders(test_tmp("file/d/g/h"), 0755), ENOTDIR);
}

static int list_entry(const struct file_entry *entry, void *context)
{
    struct buf *list = context;
    buf_add(list, entry->path);
    buf_add_z(list, entry->is_link ? "@ " : " ");
    return str_eq_z(entry->path, "stop") ? 42 : 0;
}

static void walking_follows_the_order_of_whole_paths(void **state)
{
    (void)state;
    put("file/t/a/z", "");
    put("file/t/a-b", "");
    put("file/t/a/b/c", "");
    put("file/t/a0", "");
    put("file/t/.hidden", "");
    put("file/t/.git/x", "");
    assert_int_equal(symlink("a", test_tmp("file/t/link")), 0);
    assert_int_equal(mkfifo(test_tmp("file/t/fifo"), 0600), 0);
    struct buf list;
    buf_init(&list, 1000);
    assert_int_equal(file_walk(test_tmp("file/t"), 100, list_entry, &list), 0);
    assert_string_equal(buf_z(&list), "a-b a/b/c a/z a0 link@ ");
    buf_release(&list);
}

static void walking_stops_when_told(void **state)
{
    (void)state;
    struct buf list;
    buf_init(&list, 1000);
    put("file/s/first", "");
    put("file/s/stop", "");
    put("file/s/third", "");
    assert_int_equal(file_walk(test_tmp("file/s"), 100, list_entry, &list), 42);
    assert_string_equal(buf_z(&list), "first stop ");
    buf_release(&list);
}

static void walking_has_limits(void **state)
{
    (void)state;
    int count = 0;
    put("file/l/a", "");
    put("file/l/b", "");
    assert_int_equal(entries_below(test_tmp("file/l")), 2);
    assert_int_equal(file_walk(test_tmp("file/l"), 1, count_entry, &count), E2BIG);
    assert_int_equal(count, 0);
    assert_int_equal(file_walk(test_tmp("file/none"), 9, count_entry, &count), ENOENT);
    assert_int_equal(file_walk(test_tmp("file/l/a"), 9, count_entry, &count), ENOTDIR);
    struct buf deep;
    buf_init(&deep, 4000);
    buf_add_z(&deep, test_tmp("file/deep"));
    for (int i = 0; i < 64; i++)
        buf_add_z(&deep, "/d");
    assert_int_equal(file_make_folders(buf_z(&deep), 0755), 0);
    assert_int_equal(file_walk(test_tmp("file/deep"), 1000, count_entry, &count), ELOOP);
    buf_release(&deep);
}

static void removing_does_not_follow_links(void **state)
{
    (void)state;
    put("file/kept", "kept");
    put("file/r/x/y", "");
    assert_int_equal(symlink("../../file", test_tmp("file/r/link")), 0);
    assert_int_equal(file_remove_tree(test_tmp("file/r")), 0);
    assert_false(file_exists(test_tmp("file/r")));
    assert_true(file_exists(test_tmp("file/kept")));
    assert_int_equal(file_remove_tree(test_tmp("file/r")), ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_what_was_written, begin, end),
        cmocka_unit_test_setup_teardown(reading_says_why_not, begin, end),
        cmocka_unit_test_setup_teardown(writing_replaces_whole_files_with_the_mode_asked_for, begin, end),
        cmocka_unit_test_setup_teardown(a_write_that_fails_leaves_no_trace, begin, end),
        cmocka_unit_test_setup_teardown(a_name_without_a_folder_is_written_here, begin, end),
        cmocka_unit_test_setup_teardown(folders_are_made_as_needed, begin, end),
        cmocka_unit_test_setup_teardown(walking_follows_the_order_of_whole_paths, begin, end),
        cmocka_unit_test_setup_teardown(walking_stops_when_told, begin, end),
        cmocka_unit_test_setup_teardown(walking_has_limits, begin, end),
        cmocka_unit_test_setup_teardown(removing_does_not_follow_links, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
