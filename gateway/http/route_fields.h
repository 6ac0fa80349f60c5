/* What the forms and queries of the route table may carry, and how large they may be: for routes.c alone. */
#ifndef PORTILLON_HTTP_ROUTE_FIELDS_H
#define PORTILLON_HTTP_ROUTE_FIELDS_H

#include "http/route.h"
#include "http/sequel.h"

enum { KIB = 1024, SMALL = 8 * KIB, FILES_BODY = 64 * KIB * KIB };

/* What a form before came to: http/sequel.h. */
#define SEQUEL                                                    \
    {                                                             \
        .name = "constat", .kind = FIELD_TOKEN, .max = SEQUEL_MAX \
    }

static const struct field_rule sequel[] = {
    SEQUEL,
};

static const struct field_rule mailed_link[] = {
    {.name = "jeton", .kind = FIELD_TOKEN, .max = 64},
    {.name = "langue", .kind = FIELD_LANGUAGE, .max = 16},
};

static const struct field_rule mailed_link_arrival[] = {
    SEQUEL,
    {.name = "jeton", .kind = FIELD_TOKEN, .max = 64},
    {.name = "langue", .kind = FIELD_LANGUAGE, .max = 16},
    {.name = "etat", .kind = FIELD_TOKEN, .max = 20},
};

/* The language was changed by a button of the form, so that what was typed goes along
 * (page_is_other_language). */
#define OTHER_LANGUAGE                                       \
    {                                                        \
        .name = "autre-langue", .kind = FIELD_FLAG, .max = 1 \
    }

/* `reprise` carries a sealed form of at most POINT_BODY bytes. */
static const struct field_rule sign_in[] = {
    {.name = "email", .kind = FIELD_EMAIL, .max = 254},
    {.name = "mot-de-passe", .kind = FIELD_PASSWORD, .max = 1024},
    {.name = "reprise", .kind = FIELD_TOKEN, .max = 96 * KIB},
    OTHER_LANGUAGE,
};

/* `etat` says why one is here: "deconnecte", "mot-de-passe", "bienvenue", "incomplet", "envoye". */
static const struct field_rule arrival[] = {
    SEQUEL,
    {.name = "etat", .kind = FIELD_TOKEN, .max = 20},
};

static const struct field_rule new_password[] = {
    {.name = "jeton", .kind = FIELD_TOKEN, .max = 64},
    {.name = "email", .kind = FIELD_EMAIL, .max = 254},
    {.name = "mot-de-passe", .kind = FIELD_PASSWORD, .max = 1024},
};

static const struct field_rule forgotten[] = {
    {.name = "email", .kind = FIELD_EMAIL, .max = 254},
};

static const struct field_rule language[] = {
    {.name = "langue", .kind = FIELD_LANGUAGE, .max = 16},
    {.name = "retour", .kind = FIELD_TEXT, .max = SEQUEL_MAX},
};

enum { POINT_BODY = 64 * KIB, ANSWER_MAX = 16 * KIB };
/* What a page of a point was made of, and what was changed on it (pages/untouched.h). */
#define PAGE_OF_POINT                                                  \
    {.name = "avant", .kind = FIELD_TOKEN, .max = 12 * KIB},           \
    {                                                                  \
        .name = "touche", .kind = FIELD_TEXT, .max = 200, .many = true \
    }
/* Buttons of a point that is repeated; their values are pages/repeat.h's. */
#define REPEAT_BUTTONS                                                                                      \
    {.name = "ajouter", .kind = FIELD_TEXT, .max = 80}, {.name = "retirer", .kind = FIELD_TEXT, .max = 80}, \
        {.name = "retrait", .kind = FIELD_TEXT, .max = 80},                                                 \
    {                                                                                                       \
        .name = "garder", .kind = FIELD_TEXT, .max = 80                                                     \
    }

static const struct field_rule point_arrival[] = {
    SEQUEL,
    {.name = "etat", .kind = FIELD_TOKEN, .max = 20},
    {.name = "retirer", .kind = FIELD_TEXT, .max = 80},
};

static const struct field_rule point[] = {
    REPEAT_BUTTONS,
    PAGE_OF_POINT,
    {.name = "version", .kind = FIELD_TOKEN, .max = 200},
    {.name = "suite", .kind = FIELD_TOKEN, .max = 20},
    {.name = "auto", .kind = FIELD_FLAG, .max = 1},
    {.name = "posee", .kind = FIELD_TOKEN, .max = 200, .many = true},
    {.name = NULL, .kind = FIELD_ANSWERS, .max = ANSWER_MAX, .many = true},
};

/* `detacher` is the id of an upload; `perdus` says that files were dropped at a closed door (http/upload.h).
 */
static const struct field_rule point_files[] = {
    PAGE_OF_POINT,
    {.name = "version", .kind = FIELD_TOKEN, .max = 200},
    {.name = "suite", .kind = FIELD_TOKEN, .max = 20},
    {.name = "auto", .kind = FIELD_FLAG, .max = 1},
    {.name = "detacher", .kind = FIELD_ID, .max = 26},
    {.name = "perdus", .kind = FIELD_FLAG, .max = 1},
    {.name = "posee", .kind = FIELD_TOKEN, .max = 200, .many = true},
    {.name = NULL, .kind = FIELD_ANSWERS, .max = ANSWER_MAX, .many = true},
};

static const struct field_rule review[] = {
    {.name = "version", .kind = FIELD_TOKEN, .max = 200},
};

static const struct field_rule public_form[] = {
    REPEAT_BUTTONS,
    {.name = "version", .kind = FIELD_TOKEN, .max = 200},
    {.name = "cle", .kind = FIELD_TOKEN, .max = 64},
    OTHER_LANGUAGE,
    {.name = "email", .kind = FIELD_EMAIL, .max = 254},
    {.name = "posee", .kind = FIELD_TOKEN, .max = 200, .many = true},
    {.name = NULL, .kind = FIELD_ANSWERS, .max = ANSWER_MAX, .many = true},
};

static const struct field_rule public_questions[] = {
    {.name = "version", .kind = FIELD_TOKEN, .max = 200},
    {.name = "cle", .kind = FIELD_TOKEN, .max = 64},
    {.name = "email", .kind = FIELD_EMAIL, .max = 254},
    {.name = "posee", .kind = FIELD_TOKEN, .max = 200, .many = true},
    {.name = "auto", .kind = FIELD_FLAG, .max = 1},
    {.name = NULL, .kind = FIELD_ANSWERS, .max = ANSWER_MAX, .many = true},
};

static const struct field_rule search[] = {
    {.name = "nom", .kind = FIELD_TEXT, .max = 200},
    {.name = "page", .kind = FIELD_TOKEN, .max = 4},
};

static const struct field_rule activate[] = {
    {.name = "email", .kind = FIELD_FLAG, .max = 1},
};

static const struct field_rule help_search[] = {
    {.name = "q", .kind = FIELD_TEXT, .max = 400},
    {.name = "rubrique", .kind = FIELD_TEXT, .max = 200},
    {.name = "role", .kind = FIELD_TEXT, .max = 200},
    {.name = "page", .kind = FIELD_TOKEN, .max = 4},
    {.name = "langue", .kind = FIELD_LANGUAGE, .max = 16},
    {.name = "auto", .kind = FIELD_FLAG, .max = 1},
};

static const struct field_rule opinion[] = {
    {.name = "article", .kind = FIELD_TEXT, .max = 400},
    {.name = "version", .kind = FIELD_TOKEN, .max = 64},
    {.name = "langue", .kind = FIELD_LANGUAGE, .max = 16},
    {.name = "utile", .kind = FIELD_TOKEN, .max = 3},
};

static const struct field_rule opinion_given[] = {
    {.name = "avis", .kind = FIELD_ID, .max = 26},
    {.name = "langue", .kind = FIELD_LANGUAGE, .max = 16},
};

static const struct field_rule comment[] = {
    {.name = "avis", .kind = FIELD_ID, .max = 26},
    {.name = "commentaire", .kind = FIELD_LONG_TEXT, .max = 12 * KIB},
};

#endif
