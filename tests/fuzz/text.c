/* Text, numbers and days as people type them. */
#include <stdio.h>

#include "base/str.h"
#include "base/utf8.h"
#include "form/number.h"
#include "fuzz/fuzz.h"

static void numbers_survive_printing(struct str s)
{
    struct number n;
    struct number again;
    if (!number_parse(s, &n))
        return;
    struct buf printed;
    buf_init(&printed, 100);
    number_print(n, &printed);
    must(number_parse_plain(buf_str(&printed), &again));
    must(number_cmp(n, again) == 0);
    must(number_parse(buf_str(&printed), &again));
    must(number_cmp(n, again) == 0);
    buf_release(&printed);
}

static void distances_are_symmetric(struct str s)
{
    struct str right = s;
    struct str left = str_cut(&right, '|');
    must(str_distance(left, right, 1000) == str_distance(right, left, 1000));
    must((str_distance(left, right, 1000) == 0) == str_eq(left, right));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = {(const char *)data, size};
    size_t valid = utf8_valid_prefix(s);
    must(valid <= size && utf8_is_valid(str_sub(s, 0, valid)));
    must(utf8_length(s) <= size);
    must(!utf8_is_plain(s, true) || utf8_is_valid(s));
    numbers_survive_printing(s);
    distances_are_symmetric(s);
    return 0;
}
