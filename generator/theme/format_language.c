#include "theme/format.h"

#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

struct str format_language(struct arena *a, struct str language)
{
    UChar wide[128];
    char narrow[sizeof(wide) * 2];
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    const char *code = arena_str(a, language).p;
    int32_t length = uloc_getDisplayName(code, code, wide, 128, &status);
    if (U_FAILURE(status) || length <= 0 || length >= 128)
        return language;
    wide[0] = (UChar)u_toupper(wide[0]);
    u_strToUTF8(narrow, (int32_t)sizeof(narrow), &n, wide, length, &status);
    return U_FAILURE(status) ? language : arena_str(a, (struct str){narrow, (size_t)n});
}
