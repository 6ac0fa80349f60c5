#include "pages/untouched.h"

#include "store/digest.h"

/* 36 bits tell two answers to one question apart. */
enum { MARK = 6, MARKS_MAX = 12 * 1024 /* bytes: http/route_fields.h */ };

static bool is_blank(struct form_raw raw)
{
    for (size_t i = 0; i < raw.n; i++)
        if (raw.texts[i].n > 0)
            return false;
    return true;
}

static void mark(struct form_raw raw, char out[static MARK])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    struct digest d;
    unsigned char bytes[DIGEST_SIZE];
    digest_begin(&d, "answer as shown");
    for (size_t i = 0; i < raw.n && !is_blank(raw); i++)
        digest_text(&d, raw.texts[i]);
    digest_end(&d, bytes);
    for (size_t i = 0; i < MARK; i++)
        out[i] = digits[bytes[i] & 63];
}

struct str untouched_marks(struct arena *a, const struct form *f, size_t point, const struct form_raw *raw)
{
    const struct form_point *p = &f->points[point];
    size_t n = p->n_questions * MARK;
    if (n > MARKS_MAX)
        return (struct str){0};
    char *marks = arena_alloc(a, n + 1);
    for (size_t i = 0; i < p->n_questions; i++)
        mark(raw[p->first_question + i], marks + i * MARK);
    return (struct str){marks, n};
}

/* By question of the point. */
static bool *find_touched(const struct request *r, const struct form *f, size_t point)
{
    const struct form_point *p = &f->points[point];
    bool *touched = ARENA_ARRAY(r->arena, bool, p->n_questions);
    const struct str *names;
    size_t n = request_values(r, STR("touche"), &names);
    for (size_t i = 0; i < n; i++) {
        ptrdiff_t question = question_of_text(f, names[i]);
        if (question >= 0 && f->questions[question].point == point)
            touched[(size_t)question - p->first_question] = true;
    }
    return touched;
}

void untouched_leave(const struct request *r, const struct form *f, size_t point, struct question_post *post)
{
    const struct form_point *p = &f->points[point];
    struct str marks = request_field(r, "avant");
    if (marks.n != p->n_questions * MARK)
        return;
    const bool *touched = find_touched(r, f, point);
    for (size_t i = 0; i < p->n_questions; i++) {
        size_t question = p->first_question + i;
        char now[MARK];
        mark(post->raw[question], now);
        if (touched[i] || !post->posted[question] || memcmp(now, marks.p + i * MARK, MARK) != 0)
            continue;
        post->posted[question] = false;
        post->raw[question] = post->before[question];
    }
}
