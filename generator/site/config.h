/* site.yaml: what concerns the whole site. */
#ifndef PORTILLON_SITE_CONFIG_H
#define PORTILLON_SITE_CONFIG_H

#include "base/diag.h"
#include "theme/yaml.h"

enum { CONFIG_MAX_LANGUAGES = 16 };

/* Does portillond answer behind the same web server? */
enum config_gateway { GATEWAY_UNSAID, GATEWAY_NO, GATEWAY_YES };

struct config {
    struct str name;
    struct str url;      /* without a slash at the end; empty when not given */
    struct str theme;    /* name or path of the theme; empty when not given */
    struct str edit_url; /* where pages are edited, "{path}" standing for the file; empty when not given */
    enum config_gateway gateway;
    struct place gateway_at;
    struct str contact_name, contact_email, contact_phone;
    struct str languages[CONFIG_MAX_LANGUAGES]; /* the first is the reference */
    struct place language_places[CONFIG_MAX_LANGUAGES];
    size_t n_languages;
    struct str taglines[CONFIG_MAX_LANGUAGES]; /* by language; empty when not given */
    const struct yaml *navigation;             /* a sequence of texts, or NULL */
};

/* Is it the address of a site: http or https, and no blank? */
bool config_is_url(struct str url);
/* Instead of the one that was read; without the slashes at its end. */
void config_set_url(struct config *config, struct str url);
/* false when diagnostics were added. */
bool config_read(struct arena *a, const struct source *source, struct config *out, struct diags *diags);

#endif
