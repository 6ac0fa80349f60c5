/* /cabinet/client/ID: the record of a client: data, history of profiles, questionnaires, and the Webclient
 * panel, whose form …/activer takes. */
#include "account/account.h"
#include "assignment/assignment.h"
#include "form/identity.h"
#include "member/member.h"
#include "pages/cabinet.h"
#include "pages/submission_view.h"
#include "post/invite.h"
#include "profile/profile.h"
#include "submission/submission.h"
#include "theme/format.h"

static struct str name_of_member(struct request *r, struct str id)
{
    struct member member;
    return member_find(request_db(r), r->arena, id, &member) == STORE_OK ? member_name(r->arena, &member)
                                                                         : (struct str){0};
}

static void set_client(struct request *r, const struct client *c, enum client_state state, struct value *view)
{
    struct value *item = value_set_map(view, "client");
    value_set_text(item, "name", client_name(r->arena, c));
    value_set_bool(item, "is_person", !c->is_company);
    value_set_bool(item, "is_company", c->is_company);
    value_set_text(item, "company", c->company);
    if (c->is_company) {
        value_set_text(
            item, "contact",
            arena_printf(r->arena, STR_FMT " " STR_FMT, STR_ARG(c->first_name), STR_ARG(c->last_name)));
    } else {
        value_set_text(item, "first_name", c->first_name);
        value_set_text(item, "last_name", c->last_name);
    }
    value_set_text(item, "email", c->email);
    value_set_text(item, "phone", c->phone);
    value_set_text(item, "language", format_language(r->arena, c->language));
    value_set_text(item, "address", c->address);
    value_set_text(item, "national_number", form_national_number_text(r->arena, c->national_number));
    value_set_text(item, "partner_number", form_national_number_text(r->arena, c->partner_number));
    value_set_text(item, "label", c->label);
    value_set_text(item, "created_at", page_date(r, c->created_at));
    value_set_text(item, "adviser", name_of_member(r, c->adviser));
    cabinet_set_state(item, state);
}

/* ---- history ---- */

static void set_origin(struct value *item, enum profile_origin origin)
{
    static const char *const flags[PROFILE_ORIGIN__MAX] = {[PROFILE_QUESTIONNAIRE] = "is_questionnaire",
                                                           [PROFILE_MANUAL] = "is_manual",
                                                           [PROFILE_REMOTE] = "is_remote"};
    value_set_bool(item, flags[origin], true);
}

/* Its submission: in which version, how it came about, where to read it. */
static enum store_status add_submission(struct request *r, const struct profile *p, const struct words *words,
                                        struct value *item)
{
    struct submission s;
    struct definition_key key = {p->definition, p->version, {0}};
    if (p->submission.n == 0) {
        cabinet_version_view(r, key, item);
        value_set_list(item, "explanation");
        return STORE_OK;
    }
    enum store_status status = submission_find(request_db(r), r->arena, r->site, p->submission, &s);
    if (status != STORE_OK)
        return status;
    key.wording = s.definition->wording_hash;
    cabinet_version_view(r, key, item);
    explanation_view(words, s.scored, s.answers, EXPLANATION_WHOLE, item);
    value_set_text(item, "url", arena_printf(r->arena, "/cabinet/envoi/" STR_FMT, STR_ARG(p->submission)));
    return STORE_OK;
}

static enum store_status add_profile(struct request *r, const struct client *c, const struct profile *p,
                                     struct value *item)
{
    const struct definition *definition;
    struct definition_key key = {p->definition, p->version, {0}};
    enum store_status status = definition_find(request_db(r), r->arena, r->site, key, &definition);
    if (status != STORE_OK)
        return status;
    struct words words = words_of(r->arena, r->site, definition, r->language);
    value_set_text(item, "date", page_date_time(r, p->at));
    set_origin(item, p->origin);
    value_set_text(item, "author", p->author.n > 0 ? name_of_member(r, p->author) : client_name(r->arena, c));
    value_set_text(item, "questionnaire", words.wording->title);
    value_set_text(item, "reason", p->reason);
    struct value *levels = value_set_list(item, "levels");
    struct str rest = p->levels, result, level;
    while (profile_next_level(&rest, &result, &level))
        level_view(&words, result, level, levels);
    return add_submission(r, p, &words, item);
}

static enum store_status set_profiles(struct request *r, const struct client *c, struct value *view)
{
    struct profiles profiles;
    enum store_status status = profile_list(request_db(r), r->arena, c->id, &profiles);
    struct value *list = value_set_list(view, "profiles");
    for (size_t i = 0; i < profiles.count && status == STORE_OK; i++) {
        struct value *item = value_add_map(list);
        bool is_latest = true;
        for (size_t newer = 0; newer < i; newer++)
            is_latest = is_latest && !str_eq(profiles.items[newer].definition, profiles.items[i].definition);
        value_set_bool(item, "is_latest", is_latest);
        status = add_profile(r, c, &profiles.items[i], item);
    }
    value_set_bool(view, "has_profiles", profiles.count > 0);
    return status;
}

/* ---- questionnaires ---- */

static void add_assignment(struct request *r, const struct assignment *a, struct value *list)
{
    const struct definition *definition = assignment_definition(request_db(r), r->arena, r->site, a);
    if (definition == NULL)
        return;
    const struct form *f = definition->form;
    bool is_sent = a->state == ASSIGNMENT_SENT, is_started = a->state == ASSIGNMENT_IN_PROGRESS;
    int64_t complete = 0, total = (int64_t)f->n_points;
    if (is_started) {
        const struct draft *draft = draft_load(r->arena, a, f, page_day(r, r->now));
        for (size_t i = 0; i < f->n_points; i++) {
            complete += draft->points[i] == FORM_POINT_COMPLETE;
            total -= draft->points[i] == FORM_POINT_SKIPPED;
        }
    }
    struct value *item = value_add_map(list);
    value_set_text(item, "title", definition_wording(definition, r->language)->title);
    value_set_text(item, "date",
                   page_date(r, is_sent      ? a->sent_at
                                : is_started ? a->saved_at
                                             : a->created_at));
    value_set_bool(item, "is_todo", a->state == ASSIGNMENT_TODO);
    value_set_bool(item, "is_started", is_started);
    value_set_bool(item, "is_sent", is_sent);
    value_set_int(item, "points_total", total);
    value_set_int(item, "points_complete", complete);
    if (is_sent)
        value_set_text(item, "url", arena_printf(r->arena, "/cabinet/envoi/" STR_FMT, STR_ARG(a->id)));
}

static enum store_status set_assignments(struct request *r, const struct client *c, struct value *view)
{
    struct assignments all;
    enum store_status status = assignment_list(request_db(r), r->arena, c->id, &all);
    struct value *list = value_set_list(view, "assignments");
    for (size_t i = 0; i < all.count; i++)
        add_assignment(r, &all.items[i], list);
    value_set_bool(view, "has_assignments", value_count(list) > 0);
    return status;
}

/* ---- the Webclient panel ---- */

/* Where the client's space stands, since when. */
struct space {
    enum client_state state;
    int64_t since;
};

static void set_webclient(struct request *r, const struct client *c, const struct space *space,
                          struct str link, struct value *view)
{
    struct value *panel = value_set_map(view, "webclient");
    value_set_text(panel, "action",
                   arena_printf(r->arena, "/cabinet/client/" STR_FMT "/activer", STR_ARG(c->id)));
    value_set_bool(panel, "is_off", space->state == CLIENT_CREATED);
    value_set_bool(panel, "is_invited", space->state == CLIENT_INVITED);
    value_set_bool(panel, "is_active", space->state == CLIENT_ACTIVE);
    if (space->state != CLIENT_CREATED)
        value_set_text(panel, "since", page_date(r, space->since));
    value_set_bool(panel, "is_mailed", page_is_state(r, "envoye"));
    if (link.n == 0)
        return;
    value_set_text(panel, "link", link);
    value_set_text(panel, "expires_at", page_date_time(r, r->now + TOKEN_ACTIVATION_LIFE));
}

void cabinet_show_client(struct request *r, struct response *out, const struct client *client,
                         struct str link)
{
    struct value *view = value_map(r->arena);
    struct space space;
    enum store_status status = client_state(request_db(r), client->id, &space.state, &space.since);
    if (status == STORE_OK)
        status = set_profiles(r, client, view);
    if (status == STORE_OK)
        status = set_assignments(r, client, view);
    if (status != STORE_OK) {
        respond_store_failure(r, out, status);
        return;
    }
    set_client(r, client, space.state, view);
    set_webclient(r, client, &space, link, view);
    respond_page(r, out, STATUS_OK, "cabinet/client", view);
}

void page_cabinet_client_get(struct request *r, struct response *out)
{
    struct client client;
    enum store_status status = cabinet_find_client(r, r->params[0], &client);
    if (status == STORE_OK)
        cabinet_show_client(r, out, &client, (struct str){0});
    else
        respond_store_failure(r, out, status);
}
