/* THE table: every page of the gateway that exists, and all that is to be said about who may ask for it and
 * how. */
#include "http/health.h"
#include "http/refused.h"
#include "http/route_fields.h"
#include "pages/pages.h"

#define SPACE "/espace/connexion"
#define OFFICE "/cabinet/connexion"
#define FIELDS(table) .fields = (table), .n_fields = sizeof(table) / sizeof(table[0])

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
#define DOOR "/espace"
#define INSIDE ROLE_CLIENT
#define PAGE(name) page_espace_##name
#include "http/door.def"
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
        FIELDS(sequel),
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
    /* A point with files; what the client has handed in: upload. */
    {
        .path = "/espace/q/*/*/joindre",
        .method = METHOD_GET,
        .role = ROLE_CLIENT,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        FIELDS(point_arrival),
        .handler = page_espace_q_point_get,
        .door = SPACE,
    },
    {
        .path = "/espace/q/*/*/joindre",
        .method = METHOD_POST,
        .role = ROLE_CLIENT,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_WRITES,
        .body_limit = FILES_BODY,
        .form_limit = POINT_BODY,
        .rate = 60,
        FIELDS(point_files),
        .handler = page_espace_q_point_post,
        .door = SPACE,
    },
    {
        .path = "/espace/fichier/*",
        .method = METHOD_GET,
        .role = ROLE_CLIENT,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_espace_fichier_get,
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
    {
        .path = "/repondre/*/questions",
        .method = METHOD_POST,
        .role = ROLE_ANYONE,
        .csrf = CSRF_REQUIRED,
        .access = ACCESS_READS,
        .body_limit = 256 * KIB,
        .rate = 120,
        FIELDS(public_questions),
        .handler = page_repondre_questions_post,
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
#define DOOR "/cabinet"
#define INSIDE ROLE_ADVISER
#define PAGE(name) page_cabinet_##name
#include "http/door.def"
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
        .path = "/cabinet/fichier/*",
        .method = METHOD_GET,
        .role = ROLE_ADVISER,
        .csrf = CSRF_NOT_NEEDED,
        .access = ACCESS_READS,
        .handler = page_cabinet_fichier_get,
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
