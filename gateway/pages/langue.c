/* /espace/langue and /cabinet/langue: the language of one's pages and mails, for good. */
#include "account/account.h"
#include "pages/page.h"

struct change {
    struct str account, language;
};

static enum store_status write_language(struct store_db *db, void *context)
{
    const struct change *c = context;
    return account_set_language(db, c->account, c->language);
}

static void set_language(struct request *r, struct response *out, const char *home)
{
    struct change change = {r->session->account, request_field(r, "langue")};
    struct str back = request_field(r, "retour");
    if (change.language.n == 0) {
        respond_refusal(r, out, REFUSAL_BAD_FIELD);
        return;
    }
    enum store_status status = store_write(r->app->store, write_language, &change);
    if (status == STORE_OK)
        respond_redirect(out, back.n > 0 ? back : str_from(home));
    else
        respond_store_failure(r, out, status);
}

void page_espace_langue_post(struct request *r, struct response *out)
{
    set_language(r, out, "/espace/");
}

void page_cabinet_langue_post(struct request *r, struct response *out)
{
    set_language(r, out, "/cabinet/");
}
