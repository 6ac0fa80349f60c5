/* HTML is a type of its own: only a `struct html` goes out unescaped, and only this module and the Markdown renderer make
 * one. */
#ifndef PORTILLON_THEME_HTML_H
#define PORTILLON_THEME_HTML_H

#include "base/buf.h"
#include "base/str.h"

/* Markup that is safe to put where flow content is allowed. */
struct html {
    struct str markup;
};

/* For markup that came out of this program's own renderer (or of site.db, which it wrote). Never for what a person typed. */
struct html html_trusted(struct str markup);

/* Where a value stands in a template decides how it is escaped. */
enum html_place {
    HTML_TEXT,      /* between tags: & < > */
    HTML_ATTRIBUTE, /* inside double quotes: & < > " ' */
    HTML_URL,       /* inside the quotes of href, src, action, formaction: scheme checked (https, http, mailto, tel, or
                       relative; else "#"), then percent-encoded where needed, then as an attribute */
    HTML_PLAIN,     /* not HTML at all: a text mail; nothing is escaped */
    HTML_PLACE__MAX
};
void html_escape(struct buf *out, struct str text, enum html_place place);

#endif
