/* The handlers of all pages, named after their addresses: /espace/q/ID/verifier by GET is
 * page_espace_q_verifier_get, in pages/espace_q_verifier.c; what both doors have stands in one file,
 * pages/connexion.c. What each may be asked, by whom and with
 * which fields stands in its row of http/routes.c. */
#ifndef PORTILLON_PAGES_PAGES_H
#define PORTILLON_PAGES_PAGES_H

#include "http/response.h"

#define PAGE(name) void page_##name(struct request *r, struct response *out)

/* ---- the client's space ---- */

PAGE(espace_get);
PAGE(espace_connexion_get);
PAGE(espace_connexion_post);
PAGE(espace_deconnexion_post);
PAGE(espace_activation_get);
PAGE(espace_activation_post);
PAGE(espace_activation_renvoi_post);
PAGE(espace_oubli_get);
PAGE(espace_oubli_post);
PAGE(espace_mot_de_passe_get);
PAGE(espace_mot_de_passe_post);
PAGE(espace_langue_post);

/* A questionnaire: params[0] is the assignment, params[1] the point. */
PAGE(espace_q_get); /* leads to the first incomplete point */
PAGE(espace_q_point_get);
PAGE(espace_q_point_post); /* …/joindre too, which takes files */
PAGE(espace_q_verifier_get);
PAGE(espace_q_envoyer_post);
PAGE(espace_q_recu_get);
PAGE(espace_fichier_get); /* params[0] is the upload */

/* ---- questionnaires that anyone may fill in: params[0] is the definition ---- */

PAGE(repondre_get);
PAGE(repondre_post);
PAGE(repondre_questions_post);
PAGE(repondre_merci_get);
PAGE(repondre_confirmer_get);
PAGE(repondre_confirmer_post);

/* ---- the back office: params[0] is the client or submission ---- */

PAGE(cabinet_get);
PAGE(cabinet_connexion_get);
PAGE(cabinet_connexion_post);
PAGE(cabinet_deconnexion_post);
PAGE(cabinet_activation_get);
PAGE(cabinet_activation_post);
PAGE(cabinet_activation_renvoi_post);
PAGE(cabinet_oubli_get);
PAGE(cabinet_oubli_post);
PAGE(cabinet_mot_de_passe_get);
PAGE(cabinet_mot_de_passe_post);
PAGE(cabinet_langue_post);
PAGE(cabinet_client_get);
PAGE(cabinet_client_activer_post);
PAGE(cabinet_envoi_get);
PAGE(cabinet_fichier_get); /* params[0] is the upload */
PAGE(cabinet_avis_get);

/* ---- the help centre ---- */

PAGE(recherche_get);
PAGE(avis_post);
PAGE(avis_merci_get);
PAGE(avis_commentaire_post);

#undef PAGE

#endif
