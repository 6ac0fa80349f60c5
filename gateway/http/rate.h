/* How often one address may ask, in memory: a bucket for each address and page that fills up evenly over a
 * minute. IPv6 addresses count by their /64, which is what one household or office has. The table is bounded:
 * when it is full, the bucket not used for longest among a few gives way, so a flood of addresses makes
 * limits weaker, never the memory larger. Thread-safe. */
#ifndef PORTILLON_HTTP_RATE_H
#define PORTILLON_HTTP_RATE_H

#include "http/seal.h"

struct rate;

struct rate *rate_new(const struct keys *keys);
void rate_free(struct rate *r);

struct rate_request {
    struct str address;
    uint32_t page;        /* pages are counted apart */
    unsigned times;       /* may come in one burst, and then evenly over the period; 0: no limit */
    unsigned period;      /* in seconds */
    int64_t milliseconds; /* of a clock that never goes back */
};
/* 0: go on. Else how many seconds to wait for the next. */
int rate_wait(struct rate *r, const struct rate_request *request);

#endif
