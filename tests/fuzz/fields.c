/* The body of a form: what is let through is valid text, and not more than was sent. */
#include <string.h>

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "http/fields.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct fields fields = {0};
    if (fields_decode(a, (struct str){(const char *)data, size}, &fields)) {
        size_t total = 0;
        must(fields.count <= FIELDS_MAX);
        for (size_t i = 0; i < fields.count; i++) {
            struct str name = fields.items[i].name;
            struct str value = fields.items[i].value;
            must(name.n > 0 && utf8_is_valid(name) && utf8_is_valid(value));
            must(memchr(name.p, 0, name.n) == NULL);
            must(value.n == 0 ||
                 (memchr(value.p, 0, value.n) == NULL && memchr(value.p, '\r', value.n) == NULL));
            total += name.n + value.n;
        }
        must(total <= size);
    }
    arena_free(a);
    return 0;
}
