/* One declaration as written: the grammar of AUTHORING.md's code spans and of the lines of `score`, `rules`
 * and `checks` blocks, with nothing looked up yet.
 *
 *     point       [ id [ ":" "repeat" number ".." number ] ] [ "," "if" expression ] | "if" expression
 *     question    id ":" type { "," attribute } [ "," "if" expression ]
 *     type        "one" | "many" [ range ] | "yesno" | "number" [ range ] | "money" CURRENCY [ range ]
 *               | "percent" [ range ] | "date" [ range ] | "text" [ number ] | "email" | "phone"
 *               | "scale" range | "country" | "national-number" "be" | "iban" | "consent" | "signature"
 *               | "grid" | "file" [ range ] kind { kind } [ size ]
 *     attribute   "optional" | "whole"
 *     option      code [ "=" number ] { "," ( name "=" number | "alone" ) }
 *                 [ "," "if" expression ] | number
 *     row         code
 *     score       name "=" expression
 *     result      id ":" "result" expression
 *     level       code "=" range
 *     rule        result ( "<=" | ">=" ) level "if" expression
 *     check       ( "block" | "refer" | "note" ) expression
 *     kind        "pdf" | "jpg" | "png" | "heic" | "docx" | "xlsx" | "odt" | "ods" | "txt" | "csv"
 *     size        number ( "KB" | "MB" )
 *     range       number ".." [ number ] | ".." number | number */
#ifndef PORTILLON_FORM_DECLARE_H
#define PORTILLON_FORM_DECLARE_H

#include "form/expr.h"
#include "form/form.h"

struct declared {
    enum form_kind kind;
    unsigned depth;
    struct place at;
    struct str text; /* as written */
    bool wrong;      /* a diagnostic was reported; the fields up to the mistake are filled */
    struct str id;   /* of a point, question, score, result; code of an option, row or level; result of
                      a rule */
    enum form_type type;
    bool type_known;
    bool optional, whole;
    struct form_bound low, high;
    struct str low_said, high_said; /* the bounds as written */
    struct str currency, country;
    uint32_t file_kinds; /* file: bit i: enum form_file_kind i */
    int64_t file_bytes;
    bool has_points;
    struct number points;
    bool is_label; /* option: of a scale, whose number `points` is */
    bool alone;    /* option */
    struct form_named *named;
    size_t n_named;
    struct form_expr *expr; /* condition or formula; NULL: none */
    bool lifts;             /* rule */
    struct str level;       /* rule */
    enum form_severity severity;
};

/* Reads d->text, which is of d->kind and stands at d->at. */
void form_declare(struct arena *a, struct diags *diags, struct declared *d);
/* The canonical text; d must not be wrong. */
void form_declared_print(const struct declared *d, struct buf *out);

#endif
