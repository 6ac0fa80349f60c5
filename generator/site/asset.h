/* Files that are published under a name with their content's hash in it, /assets/<name>.<hash>.<ext>:
 * browsers may keep them for ever. */
#ifndef PORTILLON_SITE_ASSET_H
#define PORTILLON_SITE_ASSET_H

#include "site/portal.h"

/* What was put below /assets/, by any thread. */
struct assets;
struct assets *assets_new(struct arena *a, struct output *output);
void assets_free(struct assets *assets);

/* Publishes a file of the content folder, once; its address is then in file->url. false when it cannot be
 * read (reported at `at`). May be called by any thread. */
bool asset_publish(struct portal *portal, struct attachment *file, struct place at);
/* Publishes content under this file name; its address. Likewise. */
struct str asset_add(struct portal *portal, struct str name, struct str content);

#endif
