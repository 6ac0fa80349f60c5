#include "http/health.h"

static void answer_plainly(struct response *out, int status, struct str text)
{
    buf_add(&out->body, text);
    out->status = status;
    out->content_type = STR("text/plain; charset=utf-8");
}

void health_alive(struct request *r, struct response *out)
{
    (void)r;
    answer_plainly(out, 200, STR("ok\n"));
}

void health_ready(struct request *r, struct response *out)
{
    bool ready = store_ready(r->reader);
    answer_plainly(out, ready ? 200 : 503, ready ? STR("ready\n") : STR("not ready\n"));
}
