/* A whole questionnaire in Markdown, front matter included: it is compiled, or refused with a diagnostic. */
#include "form/sheets.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *kept;
    if (size > 4096)
        return 0;
    if (kept == NULL) {
        kept = arena_new();
        sheets_open(kept);
    }
    struct arena *a = arena_new();
    struct diags *diags = diags_new(a, 100);
    struct sheet sheet = {.markdown = arena_str(a, (struct str){(const char *)data, size})};
    const struct questionnaire *q = sheet_compile(&sheet, a, diags);
    must(q->form != NULL || diags_errors(diags) > 0);
    arena_free(a);
    return 0;
}
