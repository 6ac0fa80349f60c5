#include "site/image.h"

#include <string.h>

#include "lib/test.h"

#define BYTES(literal) ((struct str){literal, sizeof(literal) - 1})

static void assert_size(struct str file, int width, int height)
{
    struct image_size size = {0};
    assert_true(image_read_size(file, &size));
    assert_int_equal(size.width, width);
    assert_int_equal(size.height, height);
}

static void assert_unreadable(struct str file)
{
    struct image_size size;
    assert_false(image_read_size(file, &size));
}

static void pictures_say_their_size(void **state)
{
    (void)state;
    assert_size(BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\2\0\0\0\x10\x08\6"), 258, 16);
    assert_size(BYTES("GIF89a\x0a\0\x01\x01"), 10, 257);
    assert_size(BYTES("\xff\xd8\xff\xe0\0\4AB\xff\xff\xc0\0\x11\x08\0\x10\0\x20\x03\1\x22\0"), 32, 16);
    assert_size(BYTES("RIFF\x20\0\0\0WEBPVP8 \x10\0\0\0\0\0\0\x9d\x01\x2a\x20\0\x10\0"), 32, 16);
    assert_size(BYTES("RIFF\x20\0\0\0WEBPVP8L\x10\0\0\0\x2f\x1f\xc0\3\0\0\0\0\0\0"), 32, 16);
    assert_size(BYTES("RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x1f\0\0\x0f\0\0"), 32, 16);
}

static void drawings_say_their_size(void **state)
{
    (void)state;
    assert_size(STR("<?xml version=\"1.0\"?>\n<svg xmlns=\"x\" width=\"12.5\" height='40px'>"), 12, 40);
    assert_size(STR("<svg viewBox=\"0 0 320 90.5\" fill=\"none\">"), 320, 90);
    assert_size(STR("<svg width=\"100%\" height=\"2em\" viewBox='-5,-5, 20 ,10'>"), 20, 10);
    assert_size(STR("<svg stroke-width=\"3\" width = \"7\" height=\"8\">"), 7, 8);
}

static void what_is_no_picture_is_refused(void **state)
{
    (void)state;
    assert_unreadable(STR(""));
    assert_unreadable(STR("du texte"));
    assert_unreadable(STR("<svg>"));
    assert_unreadable(STR("<svg viewBox=\"0 0 0 5\">"));
    assert_unreadable(STR("<svg width=\"99999999999\" height=\"1\">"));
    assert_unreadable(BYTES("GIF89a\0\0\0\0"));
    assert_unreadable(BYTES("\xff\xd8\xff\xe0\xff\xff"));
    assert_unreadable(BYTES("\xff\xd8\xff\0\0\0\0\0\0\0\0\0"));
}

/* A file cut anywhere is refused or read, never read beyond. */
static void every_beginning_is_safe(void **state)
{
    (void)state;
    static const struct str files[] = {
        STR_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\2\0\0\0\x10\x08\6"),
        STR_INIT("\xff\xd8\xff\xe0\0\4AB\xff\xc0\0\x11\x08\0\x10\0\x20\x03\1\x22\0"),
        STR_INIT("RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x1f\0\0\x0f\0\0"),
        STR_INIT("<svg width=\"7\" height=\"8\" viewBox=\"0 0 1 1\">"),
    };
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        for (size_t n = 0; n <= files[i].n; n++) {
            char *copy = test_malloc(n + 1);
            memcpy(copy, files[i].p, n);
            struct image_size size;
            image_read_size((struct str){copy, n}, &size);
            test_free(copy);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_say_their_size),
        cmocka_unit_test(drawings_say_their_size),
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(every_beginning_is_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
