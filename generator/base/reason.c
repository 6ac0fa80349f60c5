#include "base/reason.h"

#include <errno.h>
#include <string.h>

struct str reason_in_french(struct str text)
{
    static const struct {
        int error;
        struct str french;
    } reasons[] = {
#define REASON(error, french) {error, STR_INIT(french)},
#include "base/reasons.def"
#undef REASON
    };
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (str_eq_z(text, strerrordesc_np(reasons[i].error)))
            return reasons[i].french;
    }
    return text;
}
