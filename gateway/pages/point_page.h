/* The page of one point of a questionnaire, and what it says of the form that was posted from it before. */
#ifndef PORTILLON_PAGES_POINT_PAGE_H
#define PORTILLON_PAGES_POINT_PAGE_H

#include "pages/filling.h"
#include "pages/question_news.h"

struct point_page {
    size_t point;
    bool complains;       /* also says what is missing */
    bool is_stale;        /* what was posted came from an older page */
    bool is_list_changed; /* the page's list had other items */
    bool has_lost;        /* files that were posted at a closed door */
    struct str *notes;    /* what was not taken, by question */
    struct question_news news;
    int status;
};
struct point_page point_page_of(const struct filling *f, size_t point);
/* What the address says of the form that was posted: http/sequel.h. */
void point_page_read(const struct request *r, const struct filling *f, struct point_page *page);

void point_page_show(struct request *r, struct response *out, const struct filling *f,
                     const struct point_page *page);
/* The page in another address, so that Back and Reload send nothing again; `refused` are lines of files that
 * were not taken (pages/point_files.h), which page->notes says too. */
void point_page_leave(struct request *r, struct response *out, const struct filling *f,
                      const struct point_page *page, struct str refused);

/* Has the point anything to be corrected? */
bool point_has_mistakes(const struct request *r, const struct filling *f, const struct point_page *page);

/* Points complete, points to do: the arguments of point.tally. */
void point_set_tally(const struct filling *f, struct value *view);

#endif
