/* Questions and options with a condition, as the page shows them when it comes to hold or not.
 *
 * A form posts `posee` for each of them that was on its page: the id of what it stands in. What has come to
 * apply since is no mistake of who filled in the page: the page is shown again, with "one question more". A
 * page's script is told which of them apply (question_asked), and shows and hides them as answers are
 * chosen. */
#ifndef PORTILLON_PAGES_QUESTION_NEWS_H
#define PORTILLON_PAGES_QUESTION_NEWS_H

#include "pages/question_view.h"

/* By question. */
struct question_news {
    bool *questions; /* it has come to be asked, and is not answered */
    bool *options;   /* it has an option more */
    size_t n;
};
struct question_news question_news_none(const struct words *w);
/* What applies of a point (-1: of all) and was not on the page that was posted. */
struct question_news question_news(const struct request *r, const struct words *w,
                                   const struct question_input *input, ptrdiff_t point);
/* As lines, for http/sequel.h, and back: questions that were answered since are news no more. */
void question_news_write(const struct form *f, const struct question_news *news, struct buf *out);
void question_news_line(const struct form *f, const struct question_input *input, struct str name,
                        struct str id, struct question_news *news);

/* Sets "more": what there is to answer. */
void question_news_view(const struct words *w, const struct question_news *news, struct value *view);

/* Appends the ids of all that has a condition and applies, of a point (-1: of all), to a list of texts. */
void question_asked(const struct words *w, const struct question_input *input, ptrdiff_t point,
                    struct value *ids);

#endif
