#include "base/reason.h"

#include <errno.h>
#include <string.h>

struct str reason_in_french(struct str text)
{
    static const struct {
        const char *english; /* NULL: what the system says of `error` */
        int error;
        struct str french;
    } reasons[] = {
#define REASON(error, french) {NULL, error, STR_INIT(french)},
#define SAID(english, french) {english, 0, STR_INIT(french)},
#include "base/reasons.def"
#undef REASON
#undef SAID
    };
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        const char *english = reasons[i].english;
        if (str_eq_z(text, english != NULL ? english : strerrordesc_np(reasons[i].error)))
            return reasons[i].french;
    }
    return text;
}
