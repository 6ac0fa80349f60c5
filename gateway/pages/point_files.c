#include "pages/point_files.h"

#include "store/id.h"
#include "store/lines.h"

/* ---- reading ---- */

static bool find_question(const struct form *form, struct str field, ptrdiff_t point, size_t *out)
{
    ptrdiff_t i = question_of_field(form, field);
    if (i < 0 || form->questions[i].type != FORM_FILE ||
        (point >= 0 && form->questions[i].point != (size_t)point))
        return false;
    *out = (size_t)i;
    return true;
}

static void note_change(struct point_files *files, size_t question)
{
    for (size_t i = 0; i < files->n_changes; i++)
        if (files->changes[i].question == question)
            return;
    files->changes[files->n_changes++].question = question;
}

static struct point_file judge(const struct point_files *files, const struct request_file *from,
                               size_t question)
{
    struct request *r = files->r;
    const struct form_question *q = &files->f->definition->form->questions[question];
    struct point_file file = {.question = question, .content = from->content};
    struct upload_policy policy = {.kinds = q->file_kinds, .max_bytes = q->file_bytes};
    file.upload = (struct upload){
        .id = id_new(r->arena),
        .client = files->f->assignment.client,
        .assignment = files->f->assignment.id,
        .question = q->id,
        .name = upload_name(r->arena, from->name),
        .size = incoming_size(from->content),
        .uploaded_at = r->now,
    };
    file.limits = (struct upload_limits){
        .max_files = (size_t)q->high.value.num,
        .max_draft = r->app->config->files.draft,
        .max_client = r->app->config->files.client,
    };
    form_file_kind_of(file.upload.name, &file.upload.kind);
    file.outcome.problem = upload_judge(&policy, file.upload.name, from->content);
    return file;
}

/* Taken away already, or never there: nothing is left to be done. */
static void read_removal(struct point_files *files)
{
    struct request *r = files->r;
    struct str id = request_field(r, "detacher");
    struct upload upload;
    if (id.n == 0 || upload_find(request_db(r), r->arena, id, &upload) != STORE_OK ||
        !str_eq(upload.assignment, files->f->assignment.id))
        return;
    ptrdiff_t question = form_question_find(files->f->definition->form, upload.question);
    if (question < 0 || upload.is_sent)
        return;
    files->removed = upload;
    note_change(files, (size_t)question);
}

bool point_files_read(struct request *r, const struct filling *f, ptrdiff_t point, struct point_files *out)
{
    *out = (struct point_files){
        .r = r,
        .f = f,
        .items = ARENA_ARRAY(r->arena, struct point_file, r->n_files),
        .changes = ARENA_ARRAY(r->arena, struct point_change, f->definition->form->n_questions),
    };
    read_removal(out);
    for (size_t i = 0; i < r->n_files; i++) {
        size_t question;
        if (!find_question(f->definition->form, r->files[i].field, point, &question))
            return false;
        out->items[out->n++] = judge(out, &r->files[i], question);
        note_change(out, question);
    }
    return true;
}

static const struct form_question *questions(const struct point_files *files)
{
    return files->f->definition->form->questions;
}

void point_files_follow(struct point_files *files, const struct repeat_change *change)
{
    const struct form_repeat *repeat = change->repeat;
    if (change->act != REPEAT_REMOVED && change->act != REPEAT_ADDED)
        return;
    files->list = *change;
    size_t end = repeat_first(repeat, change->act == REPEAT_ADDED ? change->item + 1 : repeat->most);
    for (size_t i = repeat_first(repeat, change->item); i < end; i++)
        if (questions(files)[i].type == FORM_FILE)
            note_change(files, i);
}

/* ---- keeping ---- */

static enum store_status keep(struct point_files *files, struct point_file *file)
{
    struct str hash;
    enum store_status status = incoming_finish(file->content, &hash);
    file->upload.hash = arena_str(files->r->arena, hash);
    if (status == STORE_OK)
        status =
            upload_check(request_db(files->r), files->r->arena, &file->upload, &file->limits, &file->outcome);
    if (status != STORE_OK || file->outcome.problem != UPLOAD_FINE)
        return status;
    return incoming_keep(file->content);
}

enum store_status point_files_keep(struct point_files *files)
{
    enum store_status status = STORE_OK;
    files_hold(files->r->app->files);
    files->held = true;
    for (size_t i = 0; i < files->n && status == STORE_OK; i++)
        if (files->items[i].outcome.problem == UPLOAD_FINE)
            status = keep(files, &files->items[i]);
    return status;
}

/* ---- writing ---- */

static struct upload files_of(const struct point_files *files, size_t question)
{
    const struct assignment *assignment = &files->f->assignment;
    return (struct upload){.client = assignment->client,
                           .assignment = assignment->id,
                           .question = questions(files)[question].id};
}

static enum store_status write_change(struct store_db *db, struct point_files *files,
                                      struct point_change *change)
{
    const struct filling *f = files->f;
    const struct form_question *q = &f->definition->form->questions[change->question];
    struct upload of = files_of(files, change->question);
    enum store_status status = upload_texts(db, files->r->arena, &of, &change->raw);
    struct draft_save save = {
        .assignment = f->assignment.id,
        .client = f->assignment.client,
        .definition = f->definition,
        .point = q->point,
        .questions = &change->question,
        .raw = &change->raw,
        .n = 1,
        .now = files->r->now,
    };
    return status == STORE_OK ? draft_save(db, &save) : status;
}

/* From the first item on: each is empty before the next one's move there. */
static enum store_status move_items(struct store_db *db, struct point_files *files)
{
    const struct form_repeat *repeat = files->list.repeat;
    enum store_status status = STORE_OK;
    struct arena *a = files->r->arena;
    if (repeat == NULL)
        return STORE_OK;
    for (size_t i = repeat_first(repeat, files->list.item);
         i < repeat_first(repeat, files->list.item + 1) && status == STORE_OK; i++) {
        struct upload of = files_of(files, i);
        if (questions(files)[i].type == FORM_FILE)
            status = upload_clear(db, a, &of, &files->gone);
    }
    if (files->list.act == REPEAT_ADDED)
        return status;
    for (size_t i = repeat_first(repeat, files->list.item + 1);
         i < repeat_first(repeat, repeat->most) && status == STORE_OK; i++) {
        struct upload of = files_of(files, i);
        if (questions(files)[i].type == FORM_FILE)
            status = upload_move(db, a, &of, questions(files)[i - repeat->n_each].id);
    }
    return status;
}

enum store_status point_files_write(struct store_db *db, struct point_files *files)
{
    enum store_status status = STORE_OK;
    const struct upload *removed = &files->removed;
    if (removed->id.n > 0)
        status = upload_remove(db, removed->id, removed->client, removed->assignment);
    if (status == STORE_NONE) /* by another window, meanwhile */
        status = STORE_OK;
    for (size_t i = 0; i < files->n && status == STORE_OK; i++) {
        struct point_file *file = &files->items[i];
        if (file->outcome.problem == UPLOAD_FINE)
            status = upload_add(db, files->r->arena, &file->upload, &file->limits, &file->outcome);
    }
    if (status == STORE_OK)
        status = move_items(db, files);
    for (size_t i = 0; i < files->n_changes && status == STORE_OK; i++)
        status = write_change(db, files, &files->changes[i]);
    return status;
}

void point_files_end(struct point_files *files)
{
    const struct app *app = files->r->app;
    if (!files->held)
        return;
    files_let_go(app->files);
    files->held = false;
    upload_forget(app, files->removed.hash);
    for (size_t i = 0; i < files->gone.count; i++)
        upload_forget(app, files->gone.items[i]);
    for (size_t i = 0; i < files->n; i++) {
        upload_forget(app, files->items[i].upload.hash);
        upload_forget(app, files->items[i].outcome.replaced);
    }
}

/* ---- what is said about it ---- */

bool point_files_are_refused(const struct point_files *files)
{
    for (size_t i = 0; i < files->n; i++)
        if (files->items[i].outcome.problem != UPLOAD_FINE)
            return true;
    return false;
}

/* A file that was not taken. */
struct refused {
    size_t question;
    enum upload_problem problem;
    struct str name;
};

static void add_note(const struct request *r, const struct filling *f, const struct refused *refused,
                     struct str *notes)
{
    const struct words *w = &f->words;
    const struct config *config = r->app->config;
    struct value *arguments = value_map(w->arena);
    enum form_file_kind kind;
    words_file_arguments(w, &w->form->questions[refused->question], arguments);
    value_set_text(arguments, "name", refused->name);
    value_set_text(arguments, "kind",
                   form_file_kind_of(refused->name, &kind) ? words_file_kind(w, kind) : (struct str){0});
    int64_t most = refused->problem == UPLOAD_CLIENT_FULL ? config->files.client : config->files.draft;
    value_set_text(arguments, "total", words_bytes(w, most));
    struct str key =
        arena_printf(w->arena, "form.file.problem." STR_FMT, STR_ARG(upload_problem_name(refused->problem)));
    struct str one = words_text(w, key.p, arguments), *note = &notes[refused->question];
    *note = note->n == 0 ? one : arena_printf(w->arena, STR_FMT ". " STR_FMT, STR_ARG(*note), STR_ARG(one));
}

static struct refused refusal_of(const struct point_file *file)
{
    return (struct refused){file->question, file->outcome.problem, file->upload.name};
}

const struct str *point_files_notes(const struct point_files *files)
{
    struct str *notes = ARENA_ARRAY(files->r->arena, struct str, files->f->definition->form->n_questions);
    for (size_t i = 0; i < files->n; i++) {
        struct refused refused = refusal_of(&files->items[i]);
        if (refused.problem != UPLOAD_FINE)
            add_note(files->r, files->f, &refused, notes);
    }
    return notes;
}

/* ---- on the way to the page that says it ---- */

#define REFUSED STR("refus")
enum { LINES_MAX = 64 * 1024 };

/* `refus=QUESTION PROBLEM NAME` */
struct str point_files_refused(const struct point_files *files)
{
    struct arena *a = files->r->arena;
    struct buf lines;
    buf_init(&lines, LINES_MAX);
    for (size_t i = 0; i < files->n; i++) {
        struct refused refused = refusal_of(&files->items[i]);
        if (refused.problem == UPLOAD_FINE)
            continue;
        struct str id = files->f->definition->form->questions[refused.question].id;
        struct str problem = upload_problem_name(refused.problem);
        lines_add_pair(&lines, REFUSED,
                       arena_printf(a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(id), STR_ARG(problem),
                                    STR_ARG(refused.name)));
    }
    struct str text = arena_str(a, buf_str(&lines));
    buf_release(&lines);
    return text;
}

void point_files_refused_line(const struct request *r, const struct filling *f, struct str name,
                              struct str text, struct str *notes)
{
    ptrdiff_t question =
        str_eq(name, REFUSED) ? form_question_find(f->definition->form, str_cut(&text, ' ')) : -1;
    struct str problem = str_cut(&text, ' ');
    for (int i = UPLOAD_FINE + 1; question >= 0 && i < UPLOAD_PROBLEM__MAX; i++)
        if (str_eq(upload_problem_name((enum upload_problem)i), problem))
            add_note(r, f, &(struct refused){(size_t)question, (enum upload_problem)i, text}, notes);
}
