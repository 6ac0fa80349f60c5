/* Reads the content folder: site.yaml, and of every page its text and front matter. Whatever is wrong is in
 * portal->diags; reading goes on. */
#ifndef PORTILLON_SITE_CONTENT_H
#define PORTILLON_SITE_CONTENT_H

#include "site/inputs.h"
#include "site/portal.h"

/* Can it be part of an address? Unaccented small letters, digits, '-' and '_'. */
bool content_is_name(struct str name);
/* site.yaml. Without any language (portal->config.n_languages is 0) there is no portal to read. */
void content_read_config(struct portal *portal);
/* The whole folder: what the functions below do one after the other. */
void content_read_folder(struct portal *portal);
/* What the folder holds; false and a diagnostic when it cannot be said. That there is no folder is said of
 * site.yaml. */
bool content_scan(struct portal *portal, struct input_list *out);
/* Fills portal->pages, by_path and files from the names of the folder's files. */
void content_list(struct portal *portal, const struct input_list *inputs);
/* The same of what are no pages, when all pages are known from the last build; and one of these pages, not
 * yet among the portal's, NULL when it is in no language's folder. */
void content_list_attachments(struct portal *portal, const struct input_list *inputs);
struct page *content_outline(struct portal *portal, struct str path);
/* Reads these pages: text and front matter. */
void content_read(struct portal *portal, const struct page_list *pages);
/* Fills portal->by_url when the front matter of all pages is known: no two pages have one address. */
void content_claim(struct portal *portal);
/* Reads one page; its text stays. */
void content_read_page(struct portal *portal, struct page *page);

#endif
