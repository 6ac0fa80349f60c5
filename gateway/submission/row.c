#include "submission/row.h"

void submission_row_digest(const struct submission_row *r, unsigned char out[static DIGEST_SIZE])
{
    struct digest d;
    const struct str texts[] = {r->id,           r->reference,     r->client,       r->email,
                                r->definition,   r->version,       r->wording,      r->language,
                                r->author,       r->texts.answers, r->texts.hidden, r->texts.levels,
                                r->texts.alerts, r->texts.steps};
    digest_begin(&d, "submission 1");
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        digest_text(&d, texts[i]);
    digest_int(&d, r->day);
    digest_int(&d, r->withheld);
    digest_int(&d, r->sent_at);
    digest_end(&d, out);
}

struct submission_row submission_row_read(struct arena *a, const struct store_rows *r)
{
    return (struct submission_row){.id = arena_str(a, store_text(r, 0)),
                                   .reference = arena_str(a, store_text(r, 1)),
                                   .client = arena_str(a, store_text(r, 2)),
                                   .email = arena_str(a, store_text(r, 3)),
                                   .definition = arena_str(a, store_text(r, 4)),
                                   .version = arena_str(a, store_text(r, 5)),
                                   .wording = arena_str(a, store_text(r, 6)),
                                   .language = arena_str(a, store_text(r, 7)),
                                   .day = store_int(r, 8),
                                   .texts = {.answers = arena_str(a, store_text(r, 9)),
                                             .hidden = arena_str(a, store_text(r, 10)),
                                             .levels = arena_str(a, store_text(r, 11)),
                                             .alerts = arena_str(a, store_text(r, 12)),
                                             .steps = arena_str(a, store_text(r, 13))},
                                   .withheld = store_int(r, 14),
                                   .author = arena_str(a, store_text(r, 15)),
                                   .sent_at = store_int(r, 16)};
}
