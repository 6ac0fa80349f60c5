#include "upload/upload.h"

#include <pthread.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "store/fixture.h"
#include "store/id.h"

/* ---- names ---- */

static void names_are_made_harmless(void **state)
{
    (void)state;
    static const struct {
        const char *given, *shown;
    } cases[] = {
        {"Avis d’imposition 2026.pdf", "Avis d’imposition 2026.pdf"},
        {"C:\\Users\\Ana\\avis.pdf", "avis.pdf"},
        {"../../etc/passwd", "passwd"},
        {"..\\..\\avis.pdf", "avis.pdf"},
        {"/absolute/avis.pdf", "avis.pdf"},
        {"", "document"},
        {"...", "document"},
        {"../", "document"},
        {".htaccess", "htaccess"},
        {" avis .pdf ", "avis .pdf"},
        {"a\nb\r\tc.pdf", "a_b__c.pdf"},
        {"a\xe2\x80\xaegnp.pdf", "a_gnp.pdf"},
        {"a\xff\xc0\x80.pdf", "a___.pdf"},
        {"<script>.pdf", "<script>.pdf"},
        {"CON", "CON"},
        {"-rf.pdf", "-rf.pdf"},
        {"e\xcc\x81.pdf", "e\xcc\x81.pdf"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_str(upload_name(a, str_from(cases[i].given)), cases[i].shown);
    struct buf name;
    buf_init(&name, 10000);
    buf_add_repeat(&name, 'x', 5000);
    buf_add_z(&name, ".pdf");
    struct str shown = upload_name(a, buf_str(&name));
    assert_int_equal(utf8_length(shown), FORM_MAX_FILE_NAME);
    assert_true(str_ends(shown, STR("x.pdf")));
    buf_release(&name);
    arena_free(a);
}

/* ---- kinds ---- */

/* As `zip` lays them out; sizes and check sums are nobody's business here. */
struct archive {
    struct buf bytes, directory;
    unsigned entries;
};

static void add_number(struct buf *out, uint32_t value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_add_char(out, (char)(value >> (8 * i) & 255));
}

static void add_member(struct archive *z, const char *name, const char *content)
{
    uint32_t offset = (uint32_t)z->bytes.n;
    struct buf *const to[] = {&z->bytes, &z->directory};
    for (size_t i = 0; i < 2; i++) {
        buf_add_z(to[i], i == 0 ? "PK\3\4" : "PK\1\2");
        add_number(to[i], i == 0 ? 20 : 20 << 16 | 20, i == 0 ? 2 : 4);
        buf_add_repeat(to[i], '\0', 12);
        add_number(to[i], (uint32_t)strlen(content), 4);
        add_number(to[i], (uint32_t)strlen(content), 4);
        add_number(to[i], (uint32_t)strlen(name), 2);
        add_number(to[i], 0, 2);
    }
    buf_add_repeat(&z->directory, '\0', 10);
    add_number(&z->directory, offset, 4);
    buf_add_z(&z->bytes, name);
    buf_add_z(&z->bytes, content);
    buf_add_z(&z->directory, name);
    z->entries++;
}

static struct str archive(struct arena *a, const char *const *members)
{
    struct archive z = {0};
    buf_init(&z.bytes, 100000);
    buf_init(&z.directory, 100000);
    for (; *members != NULL; members += 2)
        add_member(&z, members[0], members[1]);
    uint32_t offset = (uint32_t)z.bytes.n;
    buf_add(&z.bytes, buf_str(&z.directory));
    buf_add_z(&z.bytes, "PK\5\6");
    add_number(&z.bytes, 0, 4);
    add_number(&z.bytes, z.entries, 2);
    add_number(&z.bytes, z.entries, 2);
    add_number(&z.bytes, (uint32_t)z.directory.n, 4);
    add_number(&z.bytes, offset, 4);
    add_number(&z.bytes, 0, 2);
    struct str all = arena_str(a, buf_str(&z.bytes));
    buf_release(&z.bytes);
    buf_release(&z.directory);
    return all;
}

#define MEMBERS(...)      \
    (const char *const[]) \
    {                     \
        __VA_ARGS__, NULL \
    }
#define ODT "application/vnd.oasis.opendocument.text"
#define ODS "application/vnd.oasis.opendocument.spreadsheet"
#define TYPES "[Content_Types].xml", "<Types/>"

static enum upload_problem judge(struct fixture *f, const char *name, struct str content)
{
    enum store_status status;
    struct upload_policy policy = {.kinds = UINT32_MAX >> (32 - FORM_FILE_KIND__MAX), .max_bytes = 100000};
    struct incoming *in = incoming_new(f->app.files, &status);
    assert_non_null(in);
    assert_int_equal(incoming_add(in, content), STORE_OK);
    enum upload_problem problem = upload_judge(&policy, str_from(name), in);
    incoming_free(in);
    return problem;
}

struct judged {
    const char *name;
    struct str content;
    enum upload_problem problem;
};

static void assert_judged(struct fixture *f, const struct judged *cases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (judge(f, cases[i].name, cases[i].content) != cases[i].problem)
            fail_msg("case %zu: %s", i, cases[i].name);
}

#define PDF STR_INIT("%PDF-1.7\n")
#define JPG STR_INIT("\xff\xd8\xff\xe0\0\20JFIF")
#define PNG STR_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
#define HTML STR_INIT("<html><script>alert(1)</script>")

static void a_file_must_be_what_its_name_says(void **state)
{
    static const struct judged cases[] = {
        {"a.pdf", PDF, UPLOAD_FINE},
        {"A.PDF", PDF, UPLOAD_FINE},
        {"a.jpg", JPG, UPLOAD_FINE},
        {"a.php.jpeg", JPG, UPLOAD_FINE},
        {"a.png", PNG, UPLOAD_FINE},
        {"a.heic", STR_INIT("\0\0\0\30ftypheic\0\0\0\0mif1heic"), UPLOAD_FINE},
        {"a.csv", STR_INIT("nom;âge\r\nAna;40\r\n"), UPLOAD_FINE},
        {"a.txt", STR_INIT("\xe9t\xe9"), UPLOAD_FINE},
        {"a.pdf", JPG, UPLOAD_OTHER_KIND},
        {"a.pdf", HTML, UPLOAD_OTHER_KIND},
        {"a.pdf", STR_INIT(" %PDF-1.7"), UPLOAD_OTHER_KIND},
        {"a.jpg", HTML, UPLOAD_OTHER_KIND},
        {"a.jpg", STR_INIT("GIF89a"), UPLOAD_OTHER_KIND},
        {"a.jpg", STR_INIT("\xff\xd8"), UPLOAD_OTHER_KIND},
        {"a.png", JPG, UPLOAD_OTHER_KIND},
        {"a.heic", STR_INIT("\0\0\0\30ftypmp42"), UPLOAD_OTHER_KIND},
        {"a.txt", PNG, UPLOAD_OTHER_KIND},
        {"a.pdf", STR_INIT(""), UPLOAD_EMPTY},
        {"a.pdf.exe", PDF, UPLOAD_UNKNOWN_KIND},
        {"a.php", PDF, UPLOAD_UNKNOWN_KIND},
        {"a.svg", STR_INIT("<svg/>"), UPLOAD_UNKNOWN_KIND},
        {"a.html", HTML, UPLOAD_UNKNOWN_KIND},
        {"a.docm", STR_INIT("PK\3\4"), UPLOAD_UNKNOWN_KIND},
        {"pdf", PDF, UPLOAD_UNKNOWN_KIND},
        {".pdf", PDF, UPLOAD_UNKNOWN_KIND},
        {"a.pdf ", PDF, UPLOAD_UNKNOWN_KIND},
    };
    assert_judged(*state, cases, sizeof(cases) / sizeof(*cases));
}

static void an_archive_is_known_by_its_members(void **state)
{
    struct fixture *f = *state;
    struct arena *a = f->arena;
    struct str docx = archive(a, MEMBERS(TYPES, "word/document.xml", "<w/>"));
    struct str xlsx = archive(a, MEMBERS(TYPES, "xl/workbook.xml", "<x/>"));
    struct str odt = archive(a, MEMBERS("mimetype", ODT, "content.xml", "<o/>"));
    struct str ods = archive(a, MEMBERS("mimetype", ODS, "content.xml", "<o/>"));
    struct str late = archive(a, MEMBERS("content.xml", "", "mimetype", ODT));
    struct str jar = archive(a, MEMBERS("META-INF/MANIFEST.MF", "x"));
    struct str macro = archive(a, MEMBERS(TYPES, "word/document.xml", "", "word/vbaProject.bin", "x"));
    const struct judged cases[] = {
        {"a.docx", docx, UPLOAD_FINE},
        {"a.xlsx", xlsx, UPLOAD_FINE},
        {"a.odt", odt, UPLOAD_FINE},
        {"a.ods", ods, UPLOAD_FINE},
        {"a.docx", xlsx, UPLOAD_OTHER_KIND},
        {"a.docx", jar, UPLOAD_OTHER_KIND},
        {"a.docx", macro, UPLOAD_OTHER_KIND},
        {"a.docx", str_sub(docx, 0, docx.n - 1), UPLOAD_OTHER_KIND},
        {"a.docx", STR("PK\3\4"), UPLOAD_OTHER_KIND},
        {"a.odt", docx, UPLOAD_OTHER_KIND},
        {"a.odt", ods, UPLOAD_OTHER_KIND},
        {"a.odt", late, UPLOAD_OTHER_KIND},
        {"a.pdf", docx, UPLOAD_OTHER_KIND},
    };
    assert_judged(f, cases, sizeof(cases) / sizeof(*cases));
}

static void a_file_has_a_largest_size(void **state)
{
    struct buf large;
    buf_init(&large, 200000);
    buf_add_z(&large, "%PDF-");
    buf_add_repeat(&large, ' ', 100001 - large.n);
    assert_int_equal(judge(*state, "a.pdf", buf_str(&large)), UPLOAD_TOO_LARGE);
    assert_int_equal(judge(*state, "a.pdf", str_sub(buf_str(&large), 0, 100000)), UPLOAD_FINE);
    buf_release(&large);
}

/* ---- rows ---- */

struct scene {
    struct fixture *f;
    struct str client, assignment;
};

static struct assignment_order order;

static enum store_status write_assignment(struct store_db *db, void *context)
{
    struct scene *s = context;
    struct assignment made;
    enum store_status status = assignment_create(db, s->f->arena, &order, &made);
    s->assignment = made.id;
    return status;
}

static struct scene scene(struct fixture *f, const char *email)
{
    struct scene s = {.f = f};
    s.client = fixture_client(f, fixture_member(f, arena_printf(f->arena, "m-%s", email).p), email);
    order = (struct assignment_order){.client = s.client, .definition = STR("profil"), .now = FIXTURE_NOW};
    assert_int_equal(store_write(f->app.store, write_assignment, &s), STORE_OK);
    return s;
}

struct adding {
    struct upload upload;
    struct upload_limits limits;
    struct upload_outcome outcome;
    struct arena *arena;
};

static enum store_status write_upload(struct store_db *db, void *context)
{
    struct adding *adding = context;
    return upload_add(db, adding->arena, &adding->upload, &adding->limits, &adding->outcome);
}

static struct adding adding(const struct scene *s, const char *name, int64_t size)
{
    char hash[FILE_HASH_LENGTH + 1];
    memset(hash, name[0], FILE_HASH_LENGTH);
    return (struct adding){
        .upload = {.id = id_new(s->f->arena),
                   .client = s->client,
                   .assignment = s->assignment,
                   .question = STR("piece"),
                   .hash = arena_str(s->f->arena, (struct str){hash, FILE_HASH_LENGTH}),
                   .name = str_from(name),
                   .kind = FORM_FILE_PDF,
                   .size = size,
                   .uploaded_at = FIXTURE_NOW},
        .limits = {.max_files = 2, .max_draft = 100, .max_client = 150},
        .arena = s->f->arena,
    };
}

static enum upload_problem put(const struct scene *s, struct adding *adding)
{
    assert_int_equal(store_write(s->f->app.store, write_upload, adding), STORE_OK);
    return adding->outcome.problem;
}

static struct form_raw texts(const struct scene *s, const struct upload *of)
{
    struct form_raw raw;
    struct store_db *db = store_borrow(s->f->app.store);
    assert_int_equal(upload_texts(db, s->f->arena, of, &raw), STORE_OK);
    store_release(s->f->app.store, db);
    return raw;
}

static void files_are_counted_and_measured(void **state)
{
    struct scene s = scene(*state, "a@client.example"), other = scene(*state, "b@client.example");
    struct adding one = adding(&s, "a.pdf", 60), two = adding(&s, "b.pdf", 50),
                  three = adding(&s, "c.pdf", 40);
    assert_int_equal(put(&s, &one), UPLOAD_FINE);
    assert_int_equal(put(&s, &two), UPLOAD_DRAFT_FULL);
    assert_int_equal(put(&s, &three), UPLOAD_FINE);
    struct adding four = adding(&s, "d.pdf", 1);
    assert_int_equal(put(&s, &four), UPLOAD_TOO_MANY);
    four.upload.question = STR("autre");
    four.limits.max_draft = 1000;
    four.upload.size = 51;
    assert_int_equal(put(&s, &four), UPLOAD_CLIENT_FULL);
    four.upload.size = 50;
    assert_int_equal(put(&s, &four), UPLOAD_FINE);
    struct adding theirs = adding(&other, "a.pdf", 100);
    assert_int_equal(put(&other, &theirs), UPLOAD_FINE);

    struct form_raw raw = texts(&s, &one.upload);
    struct form_file file;
    assert_int_equal(raw.n, 2);
    assert_true(form_file_read(raw.texts[0], &file));
    assert_str(file.name, "a.pdf");
    assert_int_equal(file.size, 60);
    assert_true(str_eq(file.id, one.upload.id) && str_eq(file.hash, one.upload.hash));
    assert_true(form_file_read(raw.texts[1], &file));
    assert_str(file.name, "c.pdf");
}

static void the_same_file_twice_is_one(void **state)
{
    struct scene s = scene(*state, "a@client.example");
    struct adding one = adding(&s, "a.pdf", 60), again = adding(&s, "a.pdf", 60);
    assert_int_equal(put(&s, &one), UPLOAD_FINE);
    assert_int_equal(put(&s, &again), UPLOAD_FINE);
    assert_int_equal(texts(&s, &one.upload).n, 1);
}

static void where_one_is_asked_the_new_one_replaces_the_old(void **state)
{
    struct scene s = scene(*state, "a@client.example");
    struct adding one = adding(&s, "a.pdf", 60), two = adding(&s, "b.pdf", 100);
    one.limits.max_files = two.limits.max_files = 1;
    assert_int_equal(put(&s, &one), UPLOAD_FINE);
    assert_int_equal(put(&s, &two), UPLOAD_FINE);
    assert_true(str_eq(two.outcome.replaced, one.upload.hash));
    struct form_raw raw = texts(&s, &one.upload);
    assert_int_equal(raw.n, 1);
    assert_true(str_ends(raw.texts[0], STR("b.pdf")));
}

struct removal {
    struct str id, client, assignment;
};

static enum store_status write_removal(struct store_db *db, void *context)
{
    const struct removal *r = context;
    return upload_remove(db, r->id, r->client, r->assignment);
}

static void only_ones_own_is_taken_away(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene(f, "a@client.example"), other = scene(f, "b@client.example");
    struct adding one = adding(&s, "a.pdf", 60);
    assert_int_equal(put(&s, &one), UPLOAD_FINE);
    struct removal removal = {one.upload.id, other.client, s.assignment};
    assert_int_equal(store_write(f->app.store, write_removal, &removal), STORE_NONE);
    removal = (struct removal){one.upload.id, s.client, other.assignment};
    assert_int_equal(store_write(f->app.store, write_removal, &removal), STORE_NONE);
    removal.assignment = s.assignment;
    assert_int_equal(store_write(f->app.store, write_removal, &removal), STORE_OK);
    assert_int_equal(store_write(f->app.store, write_removal, &removal), STORE_NONE);
}

/* ---- sweeping ---- */

static void files_without_a_row_are_swept(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene(f, "a@client.example");
    enum store_status status;
    struct str hash;
    struct adding one = adding(&s, "a.pdf", 3);
    for (int i = 0; i < 2; i++) {
        struct incoming *in = incoming_new(f->app.files, &status);
        assert_int_equal(incoming_add(in, i == 0 ? STR("abc") : STR("left")), STORE_OK);
        assert_int_equal(incoming_finish(in, &hash), STORE_OK);
        assert_int_equal(incoming_keep(in), STORE_OK);
        if (i == 0)
            one.upload.hash = arena_str(f->arena, hash);
        else
            hash = arena_str(f->arena, hash);
        incoming_free(in);
    }
    assert_int_equal(put(&s, &one), UPLOAD_FINE);
    assert_int_equal(upload_sweep(&f->app, FIXTURE_NOW), 1);
    assert_int_equal(files_check(f->app.files, one.upload.hash), STORE_OK);
    assert_int_equal(files_check(f->app.files, hash), STORE_NONE);
    assert_int_equal(upload_sweep(&f->app, FIXTURE_NOW), 0);
}

struct naming {
    struct scene *scene;
    struct adding *one;
};

static void *name_it(void *context)
{
    const struct naming *n = context;
    assert_int_equal(put(n->scene, n->one), UPLOAD_FINE);
    return NULL;
}

/* Two clients hand in the same document at the same time, and the first one's request fails. */
static void what_another_request_has_named_meanwhile_stays(void **state)
{
    struct fixture *f = *state;
    struct scene s = scene(f, "a@client.example");
    enum store_status status;
    struct str hash;
    struct adding one = adding(&s, "a.pdf", 3);
    struct naming naming = {&s, &one};
    pthread_t other;
    struct incoming *in = incoming_new(f->app.files, &status);
    assert_int_equal(incoming_add(in, STR("abc")), STORE_OK);
    assert_int_equal(incoming_finish(in, &hash), STORE_OK);
    assert_int_equal(incoming_keep(in), STORE_OK);
    one.upload.hash = arena_str(f->arena, hash);
    incoming_free(in);
    struct store_db *db = store_borrow(f->app.store);
    struct assignment before;
    assert_int_equal(assignment_find(db, f->arena, s.assignment, &before), STORE_OK);
    assert_int_equal(pthread_create(&other, NULL, name_it, &naming), 0);
    assert_int_equal(pthread_join(other, NULL), 0);
    upload_forget(&f->app, one.upload.hash);
    store_release(f->app.store, db);
    assert_int_equal(files_check(f->app.files, one.upload.hash), STORE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_made_harmless),
        cmocka_unit_test_setup_teardown(a_file_must_be_what_its_name_says, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(an_archive_is_known_by_its_members, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(a_file_has_a_largest_size, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(files_are_counted_and_measured, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(the_same_file_twice_is_one, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(where_one_is_asked_the_new_one_replaces_the_old, fixture_open,
                                        fixture_close),
        cmocka_unit_test_setup_teardown(only_ones_own_is_taken_away, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(files_without_a_row_are_swept, fixture_open, fixture_close),
        cmocka_unit_test_setup_teardown(what_another_request_has_named_meanwhile_stays, fixture_open,
                                        fixture_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
