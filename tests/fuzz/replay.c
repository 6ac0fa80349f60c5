/* usage: replay/TARGET FILE…
 * Gives a libFuzzer target each file once: what was found stays mended, with any compiler. A target that is
 * not content ends the program; the file's name is written before it is read. */
#include <stdio.h>

#include "base/file.h"
#include "fuzz/fuzz.h"

enum { MAX_INPUT = 16 << 20 };

int main(int argc, char **argv)
{
    struct arena *a = arena_new();
    for (int i = 1; i < argc; i++) {
        struct str input;
        printf("%s\n", argv[i]);
        fflush(stdout);
        if (file_read(a, argv[i], MAX_INPUT, &input) != 0) {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            return 2;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)input.p, input.n);
        arena_clear(a);
    }
    arena_free(a);
    return 0;
}
