/* Where in HTML one stands after some literal markup: enough of the HTML standard's tokenizer (13.2.5) to
 * know how a value written at that point has to be escaped, or that it cannot be. */
#ifndef PORTILLON_THEME_HTML_SCAN_H
#define PORTILLON_THEME_HTML_SCAN_H

#include "theme/html.h"

/* All bytes, so that two of them can be compared as they are; zero is between tags. */
struct html_scan {
    unsigned char state;     /* enum state */
    unsigned char element;   /* of the tag being read, or whose raw text this is; enum element */
    unsigned char closing;   /* the tag being read is an end tag */
    unsigned char attribute; /* what the attribute being read may hold; enum attribute */
    unsigned char address;   /* how far an address got; enum address */
    unsigned char n;         /* bytes of `word`, or of what is being matched */
    char word[12];           /* lower case: the name being read, or the address's first characters */
};

/* Reads literal markup. */
void html_scan_text(struct html_scan *s, struct str text);

/* Why a value cannot stand here. */
enum html_refusal {
    HTML_FINE,
    HTML_IN_TAG,       /* in the name of a tag or attribute, or between attributes */
    HTML_UNQUOTED,     /* an attribute's value without quotes */
    HTML_IN_RAW,       /* in <script>, <style> and the like, a comment or a declaration */
    HTML_IN_ATTRIBUTE, /* in on…, style, srcset, srcdoc, or an attribute whose name is not certain */
    HTML_IN_ADDRESS, /* behind a scheme that is not safe, or where it is not certain which part of an address
                        this is */
    HTML_REFUSAL__MAX
};

/* The place of a value that stands here, and what its presence changes. */
enum html_refusal html_scan_value(struct html_scan *s, enum html_place *place);

/* Both ways lead on from here: *s becomes what is true of either. False when they have nothing in common. */
bool html_scan_join(struct html_scan *s, const struct html_scan *other);

bool html_scan_equal(const struct html_scan *s, const struct html_scan *other);
/* Between tags, where any markup may follow. */
bool html_scan_is_text(const struct html_scan *s);

#endif
