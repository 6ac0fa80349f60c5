/* HTML is a type of its own: only a `struct html` goes out unescaped, and only this module and the Markdown
 * renderer make one. */
#ifndef PORTILLON_THEME_HTML_H
#define PORTILLON_THEME_HTML_H

#include "base/buf.h"
#include "base/str.h"

/* Markup that is safe to put where flow content is allowed. */
struct html {
    struct str markup;
};

/* For markup that came out of this program's own renderer (or of site.db, which it wrote). Never for what a
 * person typed. */
struct html html_trusted(struct str markup);

/* Where a value stands in a template decides how it is escaped. */
enum html_place {
    HTML_TEXT,      /* between tags: & < > */
    HTML_ATTRIBUTE, /* inside quotes: & < > " ' */
    HTML_URL, /* at the beginning of href, src, action, formaction…: the scheme must be https, http, mailto or
                 tel, or the address relative (and not "//host"), else it becomes "#"; then percent-encoded
                 where needed, then as an attribute */
    HTML_URL_PATH,  /* further on in such an address, before "?" and "#": the same without the scheme's check
                     */
    HTML_URL_QUERY, /* behind "?" or "#": all but letters, digits and -._~ is percent-encoded */
    HTML_PLAIN,     /* not HTML at all: a text mail; nothing is escaped */
    HTML_PLACE__MAX
};
void html_escape(struct buf *out, struct str text, enum html_place place);
/* True when nothing of it is escaped in a text or an attribute. */
bool html_is_plain(struct str text);

/* True when an address may begin with this scheme ("https", without the colon; either case). */
bool html_scheme_is_safe(struct str scheme);

#endif
