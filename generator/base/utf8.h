/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef PORTILLON_BASE_UTF8_H
#define PORTILLON_BASE_UTF8_H

#include "base/str.h"

/* Offset of the first byte that does not belong to a valid sequence; s.n when all is valid. */
size_t utf8_valid_prefix(struct str s);
bool utf8_is_valid(struct str s);
/* Takes one code point off *s; -1 at the end or when the next bytes are not valid (then one byte is taken).
 */
int32_t utf8_next(struct str *s);
/* Number of code points; an invalid byte counts as one. */
size_t utf8_length(struct str s);
/* Valid, and no control characters (C0, DEL, C1) but, when `multiline`, TAB, LF and CR; no code point that is
 * never a character (U+xxFFFE, U+xxFFFF, U+FDD0–FDEF), no bidirectional overrides (U+202A–202E, U+2066–2069).
 * What a person may put in a form. */
bool utf8_is_plain(struct str s, bool multiline);
/* Columns a code point takes on a terminal: 0 combining, 2 East Asian wide and emoji, else 1. An
 * approximation for carets, by blocks and without a locale. */
int utf8_width(int32_t code_point);

#endif
