/* Templates of a theme, behind a letter for the mode (a strict, b text, c lax). Whatever the template, a
 * hostile value must never reach the page as markup. */
#include <string.h>

#include "fuzz/fuzz.h"
#include "theme/template.h"

static const char evil[] = "<qjxz \"'`&>";

static struct value *some_data(struct arena *a)
{
    struct value *data = value_map(a);
    value_set_text(data, "a", str_from(evil));
    value_set_int(data, "n", 42);
    value_set_bool(data, "yes", true);
    struct value *list = value_set_list(data, "list");
    for (int i = 0; i < 3; i++)
        value_set_text(value_add_map(list), "a", str_from(evil));
    value_set_text(value_set_map(data, "map"), "a", str_from(evil));
    return data;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 4096)
        return 0;
    struct arena *a = arena_new();
    struct diags *diags = diags_new(a, 100);
    enum template_mode mode = (enum template_mode)(data[0] % TEMPLATE_MODE__MAX);
    struct source whole = {STR("page.html"), {(const char *)data + 1, size - 1}};
    struct templates *set = templates_new(a);
    struct buf out;
    buf_init(&out, 1 << 20);
    if (templates_add(set, STR("page"), &whole, mode, diags)) {
        templates_link(set, NULL);
        templates_check(set, STR("page"), NULL, NULL, diags);
        bool fine = diags_errors(diags) == 0;
        templates_render(set, STR("page"), some_data(a), NULL, &out);
        bool own = str_find(whole.text, STR("qjxz")) >= 0;
        must(!fine || mode != TEMPLATE_STRICT || own || str_find(buf_str(&out), STR("<qjxz")) < 0);
    }
    buf_release(&out);
    arena_free(a);
    return 0;
}
