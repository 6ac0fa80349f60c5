/* /avis: "was this page useful?", asked at the foot of every help page. No cookie, nothing about who answers.
 */
#include "base/utf8.h"
#include "help/feedback.h"
#include "help/find.h"
#include "pages/page.h"
#include "store/id.h"

static struct str thanks_url(const struct request *r, struct str id)
{
    return arena_printf(r->arena, "/avis/merci?langue=" STR_FMT "&avis=" STR_FMT, STR_ARG(r->language),
                        STR_ARG(id));
}

static enum store_status write_feedback(struct store_db *db, void *context)
{
    return feedback_add(db, context);
}

void page_avis_post(struct request *r, struct response *out)
{
    struct str answer = request_field(r, "utile");
    struct feedback f = {
        .id = id_new(r->arena),
        .page = request_field(r, "article"),
        .language = request_field(r, "langue"),
        .version = request_field(r, "version"),
        .useful = str_eq_z(answer, "oui"),
        .at = r->now,
    };
    struct find_page page;
    if (f.language.n == 0 || f.version.n == 0 || (!f.useful && !str_eq_z(answer, "non"))) {
        respond_refusal(r, out, REFUSAL_BAD_FIELD);
        return;
    }
    enum store_status status = find_page(r->site, r->arena, f.language, f.page, &page);
    if (status == STORE_OK)
        status = store_write(r->app->store, write_feedback, &f);
    if (status == STORE_OK)
        respond_redirect(out, thanks_url(r, f.id));
    else
        respond_store_failure(r, out, status);
}

static void show_thanks(struct request *r, struct response *out, const struct feedback *f, struct str mistake)
{
    struct value *view = value_map(r->arena), *errors = value_list(r->arena);
    struct find_page page;
    if (mistake.n > 0)
        page_mistake(errors, STR("commentaire"), mistake);
    page_set_errors(view, errors);
    value_set_text(view, "action", page_url(r, "/avis/commentaire"));
    value_set_text(view, "id", f->id);
    value_set_bool(view, "is_useful", f->useful);
    value_set_bool(view, "is_commented", f->comment.n > 0 && mistake.n == 0);
    value_set_text(view, "comment", mistake.n > 0 ? f->comment : (struct str){0});
    value_set_text(view, "comment_error", mistake);
    if (find_page(r->site, r->arena, f->language, f->page, &page) == STORE_OK) {
        struct value *article = value_set_map(view, "article");
        value_set_text(article, "title", page.title);
        value_set_text(article, "url", page.url);
    }
    respond_page(r, out, mistake.n > 0 ? STATUS_WRONG : STATUS_OK, "site/avis", view);
}

void page_avis_merci_get(struct request *r, struct response *out)
{
    struct feedback f;
    enum store_status status = feedback_find(request_db(r), r->arena, request_field(r, "avis"), &f);
    if (status == STORE_OK)
        show_thanks(r, out, &f, (struct str){0});
    else
        respond_store_failure(r, out, status);
}

struct commenting {
    struct str id, comment;
    int64_t now;
};

static enum store_status write_comment(struct store_db *db, void *context)
{
    const struct commenting *c = context;
    return feedback_comment(db, c->id, c->comment, c->now);
}

void page_avis_commentaire_post(struct request *r, struct response *out)
{
    struct commenting c = {request_field(r, "avis"), str_trim(request_field(r, "commentaire")), r->now};
    struct feedback f;
    enum store_status status = feedback_find(request_db(r), r->arena, c.id, &f);
    if (status != STORE_OK) {
        respond_store_failure(r, out, status);
        return;
    }
    f.comment = c.comment;
    if (c.comment.n == 0) {
        show_thanks(r, out, &f, page_text(r, "feedback.comment_missing", NULL));
        return;
    }
    if (utf8_length(c.comment) > FEEDBACK_MAX_COMMENT) {
        show_thanks(r, out, &f, page_text(r, "feedback.comment_too_long", NULL));
        return;
    }
    request_db_renew(r);
    status = store_write(r->app->store, write_comment, &c);
    /* Sent twice, or an hour later: the page says what is kept. */
    if (status == STORE_OK || status == STORE_NONE)
        respond_redirect(out, thanks_url(r, c.id));
    else
        respond_store_failure(r, out, status);
}
