/* Front matter, configuration and catalogues: any bytes give a tree or diagnostics, and both can be walked.
 */
#include <stdio.h>

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "theme/yaml.h"

static size_t walk(const struct yaml *node, const struct source *source)
{
    size_t count = 1;
    must(node->at.source == NULL || node->at.offset <= source->text.n);
    must(utf8_is_valid(node->scalar));
    for (size_t i = 0; i < node->n_items; i++)
        count += walk(&node->items[i], source);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct diags *diags = diags_new(a, 20);
    struct source source = {STR("x.yaml"), {(const char *)data, size}};
    if (utf8_is_valid(source.text)) {
        const struct yaml *tree = yaml_read(a, &source, 0, size, diags);
        must(tree != NULL || diags_errors(diags) > 0);
        if (tree != NULL)
            must(tree->kind == YAML_MAPPING && walk(tree, &source) <= 20001);
        char *text = NULL;
        size_t length = 0;
        FILE *to = open_memstream(&text, &length);
        must(to != NULL);
        diags_report(diags, DIAG_FRENCH, size % 2 ? DIAG_JSON : DIAG_TEXT, to);
        fclose(to);
        must(utf8_is_valid((struct str){text, length}));
        free(text);
    }
    arena_free(a);
    return 0;
}
