/* Links that lead out of the portal, asked for over the network: on request only (`portillon check --links`).
 */
#ifndef PORTILLON_SITE_EXTERNAL_H
#define PORTILLON_SITE_EXTERNAL_H

#include "site/portal.h"

/* Asks once for every address that the pages kept (page->external): HEAD, then GET when the server will have
 * none of that; a few at a time, at most two of one host, each with a limit of time and of redirections. What
 * does not answer, or answers with an error, is a warning wherever it stands. */
void external_check(struct portal *portal);

#endif
