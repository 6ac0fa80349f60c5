/* Declarations and expressions, cut into tokens. Whatever does not belong there (a curly quote, a
 * non-breaking space, an accent in a name, a sign from another language) gets its own diagnostic, under its
 * very characters.
 *
 * One declaration gets one diagnostic: after the first, everything is TOKEN_END. */
#ifndef PORTILLON_FORM_LEX_H
#define PORTILLON_FORM_LEX_H

#include "base/diag.h"
#include "form/number.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,
    TOKEN_NUMBER, /* without sign */
    TOKEN_SIZE,   /* 10MB, and the like that people write; number: without the unit */
    TOKEN_DATE,   /* 2000-01-31; number: the day */
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_POINT,
    TOKEN_RANGE, /* .. */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_TIMES,
    TOKEN_DIVIDE,
    TOKEN_EQUAL,
    TOKEN_UNEQUAL,
    TOKEN_LESS,
    TOKEN_AT_MOST,
    TOKEN_MORE,
    TOKEN_AT_LEAST,
    TOKEN_KIND__MAX
};

struct token {
    enum token_kind kind;
    size_t offset; /* into the declaration */
    struct str text;
    struct number number;
};

struct lexer {
    struct str text;
    struct place at; /* where the text stands; a NULL source: nowhere */
    struct diags *diags;
    size_t next;        /* offset of what was not read yet */
    struct token token; /* the one being looked at */
    struct token last;  /* the one before it */
    bool failed;
};

/* Looks at the first token. */
void lex_start(struct lexer *l, struct str text, struct place at, struct diags *diags);
/* Goes on to the next token. */
void lex_next(struct lexer *l);
/* Goes on when the token is of this kind; else false. */
bool lex_take(struct lexer *l, enum token_kind kind);
/* Is the token this word? */
bool lex_is_word(const struct lexer *l, struct str word);
bool lex_take_word(struct lexer *l, struct str word);

/* The place of some bytes of the declaration. */
struct place lex_place(struct place at, size_t offset, size_t length);
/* Reports under the token and fails; always false. The sentence's {0} is the token, {1} is `arg`. */
bool lex_fail(struct lexer *l, enum diag_code code, struct str arg);
/* The same under `over`, a part of the declaration. */
bool lex_fail_at(struct lexer *l, enum diag_code code, struct str over, struct str arg);

/* Where a list goes on behind `0,5`, a decimal comma read as the one between two values: reports it and
 * fails. Whoever means two values writes a blank, as the printed form does. */
bool lex_fail_decimal_comma(struct lexer *l);
/* The length of a number at the start of s whose thousands are set apart (`100 000`, `1.000`), and how often;
 * 0 when it is none. */
size_t lex_grouped(struct str s, size_t *groups);

bool lex_is_name_start(char c);
bool lex_is_name_char(char c);

#endif
