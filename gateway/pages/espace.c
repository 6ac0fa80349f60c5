/* /espace/: what is to do, in progress, sent, and what came of it. */
#include "assignment/assignment.h"
#include "client/client.h"
#include "pages/filling.h"
#include "pages/submission_view.h"
#include "profile/profile.h"
#include "submission/submission.h"
#include "theme/format.h"

struct lists {
    struct value *todo, *started, *sent, *results;
};

static void add_todo(struct request *r, const struct lists *lists, const struct filling *f)
{
    struct value *item = value_add_map(lists->todo);
    value_set_text(item, "title", f->words.wording->title);
    value_set_text(item, "description", f->words.wording->description);
    value_set_text(item, "url", filling_url(r, f, ""));
    value_set_int(item, "points_total", (int64_t)filling_total(f));
}

static void add_started(struct request *r, const struct lists *lists, const struct filling *f)
{
    struct value *item = value_add_map(lists->started);
    value_set_text(item, "title", f->words.wording->title);
    value_set_text(item, "url", filling_url(r, f, ""));
    value_set_int(item, "points_total", (int64_t)filling_total(f));
    value_set_int(item, "points_complete", (int64_t)filling_complete(f));
    value_set_text(item, "saved_at", page_date_time(r, f->assignment.saved_at));
    filling_version_view(f, item);
}

static enum store_status add_sent(struct request *r, const struct lists *lists,
                                  const struct assignment *assignment)
{
    struct submission_summary s = {0};
    const struct definition *definition;
    enum store_status status = submission_summary(request_db(r), r->arena, assignment->id, &s);
    struct definition_key key = {.id = s.definition, .version = s.version};
    if (status == STORE_OK)
        status = definition_find(request_db(r), r->arena, r->site, key, &definition);
    if (status != STORE_OK)
        return status;
    struct filling f = {.assignment = *assignment};
    struct value *item = value_add_map(lists->sent);
    value_set_text(item, "title", definition_wording(definition, r->language)->title);
    value_set_text(item, "url", filling_url(r, &f, "recu"));
    value_set_text(item, "sent_at", page_date_time(r, s.sent_at));
    value_set_text(item, "reference", s.reference);
    return STORE_OK;
}

/* An assignment whose questionnaire is published no more, and was never begun, is left out. */
static enum store_status add_assignment(struct request *r, const struct lists *lists,
                                        const struct assignment *assignment)
{
    if (assignment->state == ASSIGNMENT_SENT)
        return add_sent(r, lists, assignment);
    struct filling f;
    enum store_status status = filling_of(r, assignment, &f);
    if (status != STORE_OK)
        return status == STORE_NONE ? STORE_OK : status;
    if (f.assignment.state == ASSIGNMENT_TODO)
        add_todo(r, lists, &f);
    else
        add_started(r, lists, &f);
    return STORE_OK;
}

/* The same day so many months later; the last of the month where there is no such day. */
static int32_t add_months(int32_t day, int months)
{
    int year, month, of_month;
    int32_t result = day;
    form_day_to_civil(day, &year, &month, &of_month);
    int total = year * 12 + month - 1 + months;
    while (of_month > 28 && !form_day_from_civil(total / 12, total % 12 + 1, of_month, &result))
        of_month--;
    form_day_from_civil(total / 12, total % 12 + 1, of_month, &result);
    return result;
}

static enum store_status add_result(struct request *r, const struct lists *lists,
                                    const struct profile *profile)
{
    const struct definition *definition;
    struct submission_summary s = {0};
    struct definition_key key = {profile->definition, profile->version, {0}};
    enum store_status status = definition_find(request_db(r), r->arena, r->site, key, &definition);
    if (status == STORE_OK && profile->submission.n > 0)
        status = submission_summary(request_db(r), r->arena, profile->submission, &s);
    if (status != STORE_OK)
        return status;
    struct words words = words_of(r->arena, r->site, definition, r->language);
    struct value *item = value_add_map(lists->results);
    value_set_text(item, "title", words.wording->title);
    value_set_text(item, "date", page_date(r, profile->at));
    value_set_bool(item, "is_withheld", s.withheld);
    struct value *levels = value_set_list(item, "levels");
    struct str rest = profile->levels, result, level;
    while (!s.withheld && profile_next_level(&rest, &result, &level))
        level_view(&words, result, level, levels);
    if (definition->validity_months > 0 && !s.withheld)
        value_set_text(item, "valid_until",
                       format_day(r->arena, r->language,
                                  add_months(page_day(r, profile->at), definition->validity_months)));
    return STORE_OK;
}

/* The latest of every questionnaire. */
static enum store_status add_results(struct request *r, const struct lists *lists)
{
    struct profiles profiles;
    enum store_status status = profile_list(request_db(r), r->arena, r->session->subject, &profiles);
    for (size_t i = 0; i < profiles.count && status == STORE_OK; i++) {
        bool is_latest = true;
        for (size_t newer = 0; newer < i; newer++)
            is_latest = is_latest && !str_eq(profiles.items[newer].definition, profiles.items[i].definition);
        if (is_latest)
            status = add_result(r, lists, &profiles.items[i]);
    }
    return status;
}

static enum store_status add_people(struct request *r, struct value *view)
{
    struct client_people people;
    enum store_status status = client_people(request_db(r), r->arena, r->session->subject, &people);
    if (status != STORE_OK)
        return status;
    struct value *who = value_set_map(view, "client");
    value_set_text(who, "name", people.contact);
    value_set_text(who, "company", people.company);
    if (people.adviser_name.n == 0)
        return STORE_OK;
    struct value *item = value_set_map(view, "adviser");
    value_set_text(item, "name", people.adviser_name);
    value_set_text(item, "email", people.adviser_email);
    value_set_text(item, "phone", people.adviser_phone);
    return STORE_OK;
}

static void set_lists(struct value *view, const struct lists *lists)
{
    const struct {
        const char *name, *flag;
        struct value *list;
    } rows[] = {{"todo", "has_todo", lists->todo},
                {"started", "has_started", lists->started},
                {"sent", "has_sent", lists->sent},
                {"results", "has_results", lists->results}};
    bool is_empty = true;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool some = value_count(rows[i].list) > 0;
        value_set(view, rows[i].name, rows[i].list);
        value_set_bool(view, rows[i].flag, some);
        is_empty = is_empty && !some;
    }
    value_set_bool(view, "is_empty", is_empty);
}

/* Where a questionnaire stands among those of the site; behind all of them when it is published no more. */
static size_t position_of(const struct request *r, struct str definition)
{
    size_t i = 0;
    while (i < r->site->n_definitions && !str_eq(r->site->definitions[i].id, definition))
        i++;
    return i;
}

/* What is still to be sent in the order of the site, what was sent newest first. */
static enum store_status add_assignments(struct request *r, const struct lists *lists)
{
    struct assignments all;
    enum store_status status = assignment_list(request_db(r), r->arena, r->session->subject, &all);
    for (size_t position = 0; position <= r->site->n_definitions; position++)
        for (size_t i = 0; i < all.count && status == STORE_OK; i++)
            if (all.items[i].state != ASSIGNMENT_SENT && position_of(r, all.items[i].definition) == position)
                status = add_assignment(r, lists, &all.items[i]);
    for (size_t i = 0; i < all.count && status == STORE_OK; i++)
        if (all.items[i].state == ASSIGNMENT_SENT)
            status = add_assignment(r, lists, &all.items[i]);
    return status;
}

void page_espace_get(struct request *r, struct response *out)
{
    struct value *view = value_map(r->arena);
    struct lists lists = {value_list(r->arena), value_list(r->arena), value_list(r->arena),
                          value_list(r->arena)};
    enum store_status status = add_people(r, view);
    if (status == STORE_OK)
        status = add_assignments(r, &lists);
    if (status == STORE_OK)
        status = add_results(r, &lists);
    if (status != STORE_OK) {
        respond_store_failure(r, out, status);
        return;
    }
    set_lists(view, &lists);
    value_set_bool(view, "is_welcome", page_is_state(r, "bienvenue"));
    respond_page(r, out, STATUS_OK, "espace/accueil", view);
}
