/* THE table: every page of the gateway that exists, and all that is to be said about who may ask for it and
 * how. */
#include "http/health.h"
#include "http/refused.h"
#include "http/route.h"
#include "pages/pages.h"

enum { KIB = 1024, SMALL = 8 * KIB };

#define SPACE "/espace/connexion"
#define OFFICE "/cabinet/connexion"
#define FIELDS(table) .fields = (table), .n_fields = sizeof(table) / sizeof(table[0])

/* ---- fields ---- */

static const struct field_rule mailed_link[] = {
    {.name = "jeton", .kind = FIELD_TOKEN, .max = 64},
    {.name = "langue", .kind = FIELD_LANGUAGE, .max = 16},
};

/* `reprise` carries a sealed form of at most POINT_BODY bytes. */
static const struct field_rule sign_in[] = {
    {.name = "email", .kind = FIELD_EMAIL, .max = 254},
    {.name = "mot-de-passe", .kind = FIELD_PASSWORD, .max = 1024},
    {.name = "reprise", .kind = FIELD_TOKEN, .max = 96 * KIB},
};

/* `etat` says why one is here: "deconnecte", "mot-de-passe", "bienvenue", "incomplet", "envoye". */
static const struct field_rule arrival[] = {
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
    {.name = "retour", .kind = FIELD_TEXT, .max = 512},
};

enum { POINT_BODY = 64 * KIB, ANSWER_MAX = 16 * KIB };
/* Buttons of a point that is repeated; their values are pages/repeat.h's. */
#define REPEAT_BUTTONS                                                                                      \
    {.name = "ajouter", .kind = FIELD_TEXT, .max = 80}, {.name = "retirer", .kind = FIELD_TEXT, .max = 80}, \
        {.name = "retrait", .kind = FIELD_TEXT, .max = 80},                                                 \
    {                                                                                                       \
        .name = "garder", .kind = FIELD_TEXT, .max = 80                                                     \
    }

static const struct field_rule point_arrival[] = {
    {.name = "etat", .kind = FIELD_TOKEN, .max = 20},
    {.name = "retirer", .kind = FIELD_TEXT, .max = 80},
};

static const struct field_rule point[] = {
    REPEAT_BUTTONS,
    {.name = "version", .kind = FIELD_TOKEN, .max = 200},
    {.name = "suite", .kind = FIELD_TOKEN, .max = 20},
    {.name = "auto", .kind = FIELD_FLAG, .max = 1},
    {.name = NULL, .kind = FIELD_ANSWERS, .max = ANSWER_MAX, .many = true},
};

static const struct field_rule review[] = {
    {.name = "version", .kind = FIELD_TOKEN, .max = 200},
};

static const struct field_rule public_form[] = {
    REPEAT_BUTTONS,
    {.name = "version", .kind = FIELD_TOKEN, .max = 200},
    {.name = "cle", .kind = FIELD_TOKEN, .max = 64},
    {.name = "email", .kind = FIELD_EMAIL, .max = 254},
    {.name = NULL, .kind = FIELD_ANSWERS, .max = ANSWER_MAX, .many = true},
};

static const struct field_rule search[] = {
    {.name = "nom", .kind = FIELD_TEXT, .max = 200},
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

/* ---- rows ---- */

const struct route routes[] = {
    /* For monitoring. */
    {
        .path = "/healthz",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = health_alive,
    },
    {
        .path = "/readyz",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = health_ready,
    },
    /* For nginx, about what it has refused itself; it passes no client's request of this path on. */
    {
        .path = "/refus/*",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = refused_by_nginx,
    },
    /* The client's space. */
    {
        .path = "/espace/",
        .method = METHOD_GET,
        .role = ROLE_CLIENT,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(arrival),
        .handler = page_espace_get,
        .door = SPACE,
    },
    {
        .path = "/espace/connexion",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(arrival),
        .handler = page_espace_connexion_get,
    },
    {
        .path = "/espace/connexion",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = 128 * KIB,
        .rate = 30,
        FIELDS(sign_in),
        .handler = page_espace_connexion_post,
    },
    {
        .path = "/espace/deconnexion",
        .method = METHOD_POST,
        .role = ROLE_CLIENT,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .handler = page_espace_deconnexion_post,
        .door = SPACE,
    },
    {
        .path = "/espace/activation",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(mailed_link),
        .handler = page_espace_activation_get,
    },
    {
        .path = "/espace/activation",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .rate = 30,
        FIELDS(new_password),
        .handler = page_espace_activation_post,
    },
    {
        .path = "/espace/activation/renvoi",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .hourly = 10,
        FIELDS(mailed_link),
        .handler = page_espace_activation_renvoi_post,
    },
    {
        .path = "/espace/oubli",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_espace_oubli_get,
    },
    {
        .path = "/espace/oubli",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .hourly = 10,
        FIELDS(forgotten),
        .handler = page_espace_oubli_post,
    },
    {
        .path = "/espace/mot-de-passe",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(mailed_link),
        .handler = page_espace_mot_de_passe_get,
    },
    {
        .path = "/espace/mot-de-passe",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .rate = 30,
        FIELDS(new_password),
        .handler = page_espace_mot_de_passe_post,
    },
    {
        .path = "/espace/langue",
        .method = METHOD_POST,
        .role = ROLE_CLIENT,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        FIELDS(language),
        .handler = page_espace_langue_post,
        .door = SPACE,
    },
    /* A questionnaire: assignment, point. */
    {
        .path = "/espace/q/*/",
        .method = METHOD_GET,
        .role = ROLE_CLIENT,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_espace_q_get,
        .door = SPACE,
    },
    {
        .path = "/espace/q/*/verifier",
        .method = METHOD_GET,
        .role = ROLE_CLIENT,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_espace_q_verifier_get,
        .door = SPACE,
    },
    {
        .path = "/espace/q/*/envoyer",
        .method = METHOD_POST,
        .role = ROLE_CLIENT,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        FIELDS(review),
        .handler = page_espace_q_envoyer_post,
        .door = SPACE,
    },
    {
        .path = "/espace/q/*/recu",
        .method = METHOD_GET,
        .role = ROLE_CLIENT,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_espace_q_recu_get,
        .door = SPACE,
    },
    {
        .path = "/espace/q/*/*",
        .method = METHOD_GET,
        .role = ROLE_CLIENT,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(point_arrival),
        .handler = page_espace_q_point_get,
        .door = SPACE,
    },
    {
        .path = "/espace/q/*/*",
        .method = METHOD_POST,
        .role = ROLE_CLIENT,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = POINT_BODY,
        FIELDS(point),
        .handler = page_espace_q_point_post,
        .door = SPACE,
    },
    /* Questionnaires that anyone may fill in: definition. */
    {
        .path = "/repondre/confirmer",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(mailed_link),
        .handler = page_repondre_confirmer_get,
    },
    {
        .path = "/repondre/confirmer",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        FIELDS(mailed_link),
        .handler = page_repondre_confirmer_post,
    },
    {
        .path = "/repondre/*",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_repondre_get,
    },
    {
        .path = "/repondre/*",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = 256 * KIB,
        .rate = 20,
        FIELDS(public_form),
        .handler = page_repondre_post,
    },
    /* The help centre, for anybody and about nobody. */
    {
        .path = "/recherche",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NO_COOKIE,
        .access = ACCESS_READS,
        FIELDS(help_search),
        .handler = page_recherche_get,
    },
    {
        .path = "/avis",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NO_COOKIE,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .rate = 20,
        .hourly = 100,
        FIELDS(opinion),
        .handler = page_avis_post,
    },
    {
        .path = "/avis/merci",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NO_COOKIE,
        .access = ACCESS_READS,
        FIELDS(opinion_given),
        .handler = page_avis_merci_get,
    },
    {
        .path = "/avis/commentaire",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NO_COOKIE,
        .access = ACCESS_WRITES,
        .body_limit = 16 * KIB,
        .rate = 20,
        .hourly = 100,
        FIELDS(comment),
        .handler = page_avis_commentaire_post,
    },
    /* The back office. */
    {
        .path = "/cabinet/",
        .method = METHOD_GET,
        .role = ROLE_ADVISER,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(search),
        .handler = page_cabinet_get,
        .door = OFFICE,
    },
    {
        .path = "/cabinet/connexion",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(arrival),
        .handler = page_cabinet_connexion_get,
    },
    {
        .path = "/cabinet/connexion",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = 128 * KIB,
        .rate = 30,
        FIELDS(sign_in),
        .handler = page_cabinet_connexion_post,
    },
    {
        .path = "/cabinet/deconnexion",
        .method = METHOD_POST,
        .role = ROLE_ADVISER,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .handler = page_cabinet_deconnexion_post,
        .door = OFFICE,
    },
    {
        .path = "/cabinet/activation",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(mailed_link),
        .handler = page_cabinet_activation_get,
    },
    {
        .path = "/cabinet/activation",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .rate = 30,
        FIELDS(new_password),
        .handler = page_cabinet_activation_post,
    },
    {
        .path = "/cabinet/activation/renvoi",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .hourly = 10,
        FIELDS(mailed_link),
        .handler = page_cabinet_activation_renvoi_post,
    },
    {
        .path = "/cabinet/oubli",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_cabinet_oubli_get,
    },
    {
        .path = "/cabinet/oubli",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .hourly = 10,
        FIELDS(forgotten),
        .handler = page_cabinet_oubli_post,
    },
    {
        .path = "/cabinet/mot-de-passe",
        .method = METHOD_GET,
        .role = ROLE_ANYONE,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(mailed_link),
        .handler = page_cabinet_mot_de_passe_get,
    },
    {
        .path = "/cabinet/mot-de-passe",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        .rate = 30,
        FIELDS(new_password),
        .handler = page_cabinet_mot_de_passe_post,
    },
    {
        .path = "/cabinet/langue",
        .method = METHOD_POST,
        .role = ROLE_ADVISER,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        FIELDS(language),
        .handler = page_cabinet_langue_post,
        .door = OFFICE,
    },
    {
        .path = "/cabinet/client/*",
        .method = METHOD_GET,
        .role = ROLE_ADVISER,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(arrival),
        .handler = page_cabinet_client_get,
        .door = OFFICE,
    },
    {
        .path = "/cabinet/client/*/activer",
        .method = METHOD_POST,
        .role = ROLE_ADVISER,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = SMALL,
        FIELDS(activate),
        .handler = page_cabinet_client_activer_post,
        .door = OFFICE,
    },
    {
        .path = "/cabinet/envoi/*",
        .method = METHOD_GET,
        .role = ROLE_ADVISER,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_cabinet_envoi_get,
        .door = OFFICE,
    },
    {
        .path = "/cabinet/avis",
        .method = METHOD_GET,
        .role = ROLE_ADVISER,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_cabinet_avis_get,
        .door = OFFICE,
    },
};

const size_t n_routes = sizeof routes / sizeof routes[0];
