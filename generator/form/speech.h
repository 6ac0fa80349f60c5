/* How a reader is told of an evaluation: the explanation is written a second time, in words, by whoever knows
 * them. */
#ifndef PORTILLON_FORM_SPEECH_H
#define PORTILLON_FORM_SPEECH_H

#include "form/expr.h"
#include "form/form.h"

enum form_saying_kind {
    SAY_VALUE,    /* `value` of `type`, unset when missing; `question`: whose answer or unit it is, or NULL */
    SAY_OUTCOME,  /* the same, of a whole step */
    SAY_OPTION,   /* option `option` of `question`, among what else there is in a formula */
    SAY_QUESTION, /* what `question` asks, likewise */
    SAY_LEVEL,    /* `level`, likewise */
    SAY_REACHED,  /* `level`, as the outcome of a step */
    SAY_WITHIN    /* that the number `value` lies within `level` */
};

struct form_saying {
    enum form_saying_kind kind;
    enum form_value type;
    struct number value;
    const struct form_question *question;
    size_t option;
    const struct form_level *level;
};

struct form_speech {
    void (*say)(const void *context, const struct form_saying *saying, struct buf *out); /* appends */
    const void *context;
    struct form_notation notation;
};

#endif
