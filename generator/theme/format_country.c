#include "theme/format.h"

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "form/country.h"

static struct str name_of(struct arena *a, struct str language, struct str code)
{
    UChar wide[128];
    char narrow[sizeof(wide) * 2];
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    const char *locale = arena_printf(a, "und_" STR_FMT, STR_ARG(code)).p;
    int32_t length = uloc_getDisplayCountry(locale, arena_str(a, language).p, wide, 128, &status);
    if (U_FAILURE(status) || length <= 0 || length >= 128)
        return code;
    u_strToUTF8(narrow, (int32_t)sizeof(narrow), &n, wide, length, &status);
    return U_FAILURE(status) ? code : arena_str(a, (struct str){narrow, (size_t)n});
}

static int by_name(const void *x, const void *y, void *language)
{
    const struct country *one = x, *other = y;
    return format_compare(*(const struct str *)language, one->name, other->name);
}

struct countries format_countries(struct arena *a, struct str language)
{
    struct countries all = {.n = form_country_count()};
    struct country *items = ARENA_ARRAY(a, struct country, all.n);
    for (size_t i = 0; i < all.n; i++)
        items[i] = (struct country){form_country_code(i), name_of(a, language, form_country_code(i))};
    qsort_r(items, all.n, sizeof(*items), by_name, &language);
    all.items = items;
    return all;
}
