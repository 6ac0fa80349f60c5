/* /cabinet/fichier/UPLOAD: a file that a client has sent in. What stands in a draft is the client's alone. */
#include "pages/cabinet.h"
#include "upload/upload.h"

void page_cabinet_fichier_get(struct request *r, struct response *out)
{
    struct upload upload;
    struct client client;
    enum store_status status = upload_find(request_db(r), r->arena, r->params[0], &upload);
    if (status == STORE_OK)
        status = cabinet_find_client(r, upload.client, &client);
    if (status == STORE_OK && !upload.is_sent)
        status = STORE_NONE;
    if (status == STORE_OK)
        respond_file(out, upload.hash, upload.name);
    else
        respond_store_failure(r, out, status);
}
