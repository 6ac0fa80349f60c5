/* /espace/fichier/UPLOAD: a file that the client has handed in. */
#include "pages/page.h"
#include "upload/upload.h"

void page_espace_fichier_get(struct request *r, struct response *out)
{
    struct upload upload;
    enum store_status status = upload_find(request_db(r), r->arena, r->params[0], &upload);
    if (status == STORE_OK && !str_eq(upload.client, r->session->subject))
        status = STORE_NONE;
    if (status == STORE_OK)
        respond_file(out, upload.hash, upload.name);
    else
        respond_store_failure(r, out, status);
}
