/* What templates are given: the fields of theme/shapes.def, filled for the static portal. */
#ifndef PORTILLON_SITE_VIEW_H
#define PORTILLON_SITE_VIEW_H

#include "site/definition.h"
#include "site/paging.h"
#include "site/portal.h"
#include "theme/value.h"

/* One page being made. */
struct view {
    struct portal *portal;
    const struct definitions *definitions;
    struct arena *arena; /* dies with the page */
    struct page *page;   /* NULL: of no page, in the reference language (404) */
    size_t language;
    const struct topic *topic; /* of a topic's page, else NULL */
    struct str url;            /* of what is made from no file; empty: the page's, or none (404) */
    struct picture picture;    /* the page's own; without an address: it has none */
    struct html data;          /* for search engines; empty when there is none */
};

/* The fields that every static page has (row "*" and SITE), and page.title and page.description. */
struct value *view_common(const struct view *v);
/* site/accueil, site/section, site/page: the body is the page's rendered Markdown. Of a section that is cut
 * into parts, the first says what the others do not: the body, what pages are about, what is not translated.
 */
struct value *view_home(const struct view *v, struct html body);
struct value *view_section(const struct view *v, struct html body, const struct paging *p);
struct value *view_help(const struct view *v, struct html body);
/* site/topic, site/topics, site/redirect. */
struct value *view_topic(const struct view *v, const struct paging *p);
struct value *view_topics(const struct view *v, enum topic_kind kind);
struct value *view_redirect(const struct view *v, const struct page *to);
/* site/questionnaire. */
struct value *view_questionnaire(const struct view *v, const struct definition *definition);

/* Sets `breadcrumb`: the pages above, home first. */
void view_breadcrumb(const struct view *v, struct value *map);
/* Sets `breadcrumb` to the home page alone and gives it, for more. */
struct value *view_home_crumb(const struct view *v, struct value *map);
/* Sets `edit`, where the page's file is edited. */
void view_edit(const struct view *v, struct value *map);
/* Adds a page to a list of cards. */
struct value *view_card(const struct view *v, struct value *list, const struct page *page);
/* Sets a list of topics: labels and addresses. */
void view_topic_list(const struct view *v, struct value *map, const char *key,
                     const struct topic_list *topics);
/* A title or description as people of the page's language print it. */
struct str view_words(const struct view *v, struct str text);

#endif
