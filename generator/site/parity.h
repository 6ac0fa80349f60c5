/* A translation of a questionnaire must declare what the reference declares, in the same order: only words
 * differ. */
#ifndef PORTILLON_SITE_PARITY_H
#define PORTILLON_SITE_PARITY_H

#include "site/questionnaire.h"

/* Compares two languages that compiled without errors; every difference is reported in the translation and
 * names the place in the reference. */
void parity_check(struct portal *portal, const struct questionnaire *reference,
                  const struct questionnaire *translation);

#endif
