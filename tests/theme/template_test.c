#include "theme/template.h"

#include <pthread.h>
#include <stdlib.h>

#include "lib/test.h"
#include "theme/report.h"

struct fixture {
    struct arena *a;
    struct diags *diags;
    struct templates *set;
    struct catalogues *catalogues;
};

static const struct shape *page_shape;

static const struct shape *shape_of_page(struct str name)
{
    return str_eq_z(name, "page") ? page_shape : NULL;
}

static int setup(void **state)
{
    struct arena *a = arena_new();
    struct fixture *f = ARENA_NEW(a, struct fixture);
    *f = (struct fixture){a, diags_new(a, 100), templates_new(a), catalogues_new(a)};
    page_shape = NULL;
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    catalogues_free(f->catalogues);
    arena_free(f->a);
    return 0;
}

static void add_as(struct fixture *f, const char *name, const char *text, enum template_mode mode)
{
    templates_add(f->set, str_from(name), report_source(f->a, name, text), mode, f->diags);
}

static void add(struct fixture *f, const char *name, const char *text)
{
    add_as(f, name, text, TEMPLATE_STRICT);
}

static void add_text(struct fixture *f, const char *key, const char *text)
{
    struct catalogue_entry entry = {.key = str_from(key), .text = str_from(text)};
    assert_true(catalogues_add(f->catalogues, STR("fr"), &entry, f->diags));
}

static void link_with(struct fixture *f, const char *shape)
{
    page_shape = shape == NULL ? NULL : shape_parse(f->a, str_from(shape));
    assert_true(shape == NULL || page_shape != NULL);
    templates_link(f->set, shape_of_page);
}

/* What "page" becomes, in the arena. */
static struct str render(struct fixture *f, const struct value *data)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    bool done = templates_render(f->set, STR("page"), data, catalogues_find(f->catalogues, STR("fr")), &out);
    struct str result = done ? arena_str(f->a, buf_str(&out)) : STR("(failed)");
    buf_release(&out);
    return result;
}

/* Diagnostics of "page" with the shape, as "line:column CODE"s. */
static struct str check(struct fixture *f, const char *page, const char *shape)
{
    add(f, "page", page);
    link_with(f, shape);
    templates_check(f->set, STR("page"), page_shape, f->catalogues, f->diags);
    return report_codes(f->a, f->diags);
}

/* --- Escaping by place --- */

static const char attack[] = "\"'><script>alert(1)</script>&";

/* The template with {{x}} for the text `value`. */
static struct str with_x(struct fixture *f, const char *page, const char *value)
{
    struct value *data = value_map(f->a);
    value_set_text(data, "x", str_from(value));
    add(f, "page", page);
    templates_link(f->set, NULL);
    return render(f, data);
}

static void values_are_escaped_for_the_place_they_stand_in(void **state)
{
    static const struct {
        const char *page;
        const char *expected;
    } cases[] = {
        {"<p>{{x}}</p>", "<p>\"'&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</p>"},
        {"<p title=\"{{x}}\">", "<p title=\"&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;\">"},
        {"<p title='{{x}}'>", "<p title='&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;'>"},
        {"<title>{{x}}</title>", "<title>&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</title>"},
        {"<textarea>{{x}}</textarea><b>{{x}}</b>",
         "<textarea>&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</textarea>"
         "<b>\"'&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</b>"},
        {"<a href=\"/a/{{x}}\">", "<a href=\"/a/%22&#39;%3E%3Cscript%3Ealert(1)%3C/script%3E&amp;\">"},
        {"<a href=\"/a?b={{x}}&amp;c={{x}}#d\">",
         "<a href=\"/a?b=%22%27%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E%26&amp;c=%22%27%3E%3Cscript%3Ealert"
         "%281%29%3C%2Fscript%3E%26#d\">"},
        {"<script>var a = '<b>';</script><i>{{x}}</i>",
         "<script>var a = '<b>';</script><i>\"'&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</i>"},
        {"<!-- <a href=\" --><i>{{x}}</i>",
         "<!-- <a href=\" --><i>\"'&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</i>"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_str(with_x(*state, cases[i].page, attack), cases[i].expected);
}

static void addresses_from_values_cannot_run_scripts(void **state)
{
    static const struct {
        const char *page;
        const char *x;
        const char *expected;
    } cases[] = {
        {"<a href=\"{{x}}\">", "javascript:alert(1)", "<a href=\"#\">"},
        {"<a href=\"{{x}}\">", "/a?b=c&d", "<a href=\"/a?b=c&amp;d\">"},
        {"<form action='{{x}}'>", " JavaScript:alert(1)", "<form action='#'>"},
        {"<button formaction=\"{{x}}\">", "data:text/html,x", "<button formaction=\"#\">"},
        {"<img SRC=\"{{x}}\">", "//mechant.example/a.png", "<img SRC=\"#\">"},
        {"<use xlink:href=\"{{x}}\"/>", "javascript:1", "<use xlink:href=\"#\"/>"},
        {"<a href=\"{{x}}{{x}}\">", "javascript:1", "<a href=\"##\">"},
        {"<a href=\"https://exemple.fr/{{x}}\">", "javascript:1",
         "<a href=\"https://exemple.fr/javascript:1\">"},
        {"<a href=\"mailto:{{x}}\">", "a@b.fr?cc=c", "<a href=\"mailto:a@b.fr?cc=c\">"},
        {"<a data-href=\"{{x}}\">", "javascript:1", "<a data-href=\"javascript:1\">"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_str(with_x(*state, cases[i].page, cases[i].x), cases[i].expected);
}

static void values_where_nothing_is_safe_are_errors_and_show_nothing(void **state)
{
    static const struct {
        const char *page;
        const char *codes;
        const char *shown;
    } cases[] = {
        {"<script>{{x}}</script>", "1:11 TEMPLATE_IN_RAW", "<script></script>"},
        {"<style>{{x}}</style>", "1:10 TEMPLATE_IN_RAW", "<style></style>"},
        {"<!-- {{x}} -->", "1:8 TEMPLATE_IN_RAW", "<!--  -->"},
        {"<!DOCTYPE {{x}}>", "1:13 TEMPLATE_IN_RAW", "<!DOCTYPE >"},
        {"<{{x}}>", "1:4 TEMPLATE_IN_TAG", "<>"},
        {"<p {{x}}>", "1:6 TEMPLATE_IN_TAG", "<p >"},
        {"<p data-{{x}}=\"a\">", "1:11 TEMPLATE_IN_TAG", "<p data-=\"a\">"},
        {"<p title={{x}}>", "1:12 TEMPLATE_UNQUOTED", "<p title=>"},
        {"<p title=a{{x}}>", "1:13 TEMPLATE_UNQUOTED", "<p title=a>"},
        {"<p onclick=\"{{x}}\">", "1:15 TEMPLATE_IN_ATTRIBUTE", "<p onclick=\"\">"},
        {"<p STYLE=\"{{x}}\">", "1:13 TEMPLATE_IN_ATTRIBUTE", "<p STYLE=\"\">"},
        {"<img srcset=\"{{x}}\">", "1:16 TEMPLATE_IN_ATTRIBUTE", "<img srcset=\"\">"},
        {"<iframe srcdoc=\"{{x}}\"></iframe>", "1:19 TEMPLATE_IN_ATTRIBUTE", "<iframe srcdoc=\"\"></iframe>"},
        {"<a href=\"javascript:{{x}}\">", "1:23 TEMPLATE_IN_ADDRESS", "<a href=\"javascript:\">"},
        {"<a href=\"{{u}}:{{x}}\">", "1:18 TEMPLATE_IN_ADDRESS", "<a href=\"#:\">"},
        {"<a href=\"/a{{#x?}}?b{{/x?}}{{x}}\">", "1:30 TEMPLATE_IN_ADDRESS", "<a href=\"/a?b\">"},
        {"<p {{#x?}}on{{/x?}}click=\"{{x}}\">", "1:29 TEMPLATE_IN_ATTRIBUTE", "<p onclick=\"\">"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        void *fresh = NULL;
        (void)state;
        setup(&fresh);
        struct fixture *f = fresh;
        assert_str(check(f, cases[i].page, "x u:url"), cases[i].codes);
        struct value *data = value_map(f->a);
        value_set_text(data, "x", STR("alert(1)"));
        value_set_text(data, "u", STR("javascript:alert(1)"));
        assert_str(render(f, data), cases[i].shown);
        teardown(&fresh);
    }
}

static void only_html_values_between_tags_go_out_as_they_are(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    value_set_html(data, "h", html_trusted(STR("<b>\"ici\"</b>")));
    value_set_text(data, "x", STR("<b>"));
    add(f, "page", "<p title=\"{{h}}\">{{h}}{{x}}</p><title>{{h}}</title>");
    templates_link(f->set, NULL);
    assert_str(render(f, data), "<p title=\"&lt;b&gt;&quot;ici&quot;&lt;/b&gt;\"><b>\"ici\"</b>&lt;b&gt;</p>"
                                "<title>&lt;b&gt;&quot;ici&quot;&lt;/b&gt;</title>");
    assert_str(check(f, "<p title=\"{{h}}\">{{h}}</p><title>{{h}}</title>", "h:html"),
               "1:13 TEMPLATE_HTML 1:36 TEMPLATE_HTML");
}

static void the_place_is_known_through_sections_partials_and_parents(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    value_set_text(data, "x", STR("\"<"));
    value_set_text(data, "u", STR("javascript:1"));
    value_set_bool(data, "on", true);
    add(f, "layout",
        "<html class=\"{{$class}}{{/class}}\"><a href=\"{{$url}}{{/url}}\">{{$body}}{{/body}}</a>");
    add(f, "value", "{{x}}");
    add(f, "page",
        "{{<layout}}{{$class}}a {{#on}}{{>value}}{{/on}}{{/class}}{{$url}}{{#on}}{{u}}{{/on}}{{/url}}"
        "{{$body}}{{>value}}<input {{#on}}disabled{{/on}} {{^on}}value=\"{{x}}\"{{/on}} "
        "title=\"{{>value}}\">{{/body}}"
        "{{/layout}}");
    templates_link(f->set, NULL);
    assert_str(render(f, data),
               "<html class=\"a &quot;&lt;\"><a href=\"#\">\"&lt;<input disabled  title=\"&quot;"
               "&lt;\"></a>");
}

static void sections_must_end_where_they_begin(void **state)
{
    static const struct {
        const char *page;
        const char *codes;
    } cases[] = {
        {"{{#x?}}<a title=\"{{/x?}}b\">", "1:4 TEMPLATE_BRANCH"},
        {"<p title=\"{{#x?}}\"{{/x?}}>", "1:14 TEMPLATE_BRANCH 1:26 TEMPLATE_OPEN_TAG"},
        {"{{^x}}<script>{{/x}}", "1:4 TEMPLATE_BRANCH"},
        {"<p title=\"a", "1:1 TEMPLATE_OPEN_TAG"},
        {"<p {{#x?}}a{{/x?}} {{^x}}b=\"c\"{{/x}} c=\"d\">{{#x?}}<i>{{/x?}}", ""},
        {"<a href=\"{{#x?}}/b{{/x?}}{{^x}}?c{{/x}}\">", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        void *fresh = NULL;
        (void)state;
        setup(&fresh);
        assert_str(check(fresh, cases[i].page, "x"), cases[i].codes);
        teardown(&fresh);
    }
}

/* --- Contexts --- */

static void sections_make_objects_and_items_the_context(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    struct value *list = value_set_list(data, "items");
    value_set_text(value_add_map(list), "n", STR("un"));
    value_set_text(value_add_map(list), "n", STR("deux"));
    value_set_text(value_set_map(data, "person"), "n", STR("trois"));
    value_set_bool(data, "flag", true);
    value_set_text(data, "n", STR("zéro"));
    add(f, "page",
        "{{#items}}{{n}},{{/items}}{{#person}}{{n}}{{/person}};{{person.n}};{{#flag}}{{n}}{{/flag}};"
        "{{#items?}}une fois {{n}}{{/items?}};{{^none}}rien{{/none}};{{#n}}{{.}}{{/n}}");
    link_with(f, "items[].n person.n flag? n none[]");
    assert_str(render(f, data), "un,deux,trois;trois;zéro;une fois zéro;rien;zéro");
}

static void what_an_item_declares_is_never_its_namesake_further_out(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    struct value *list = value_set_list(data, "items");
    value_set_text(value_add_map(list), "title", STR("a"));
    value_set_text(data, "hint", STR("dehors"));
    add(f, "page", "{{#items}}{{title}}:{{hint}}{{#hint}}!{{/hint}}{{other}}{{/items}}");
    value_set_text(data, "other", STR("-"));
    link_with(f, "items[].title items[].hint? hint other");
    assert_str(render(f, data), "a:-");
    templates_link(f->set, NULL);
    assert_str(render(f, data), "a:dehors!-");
}

static void a_partial_may_contain_itself(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    struct value *node = data;
    value_set_text(data, "end", STR("."));
    for (int i = 0; i < 5; i++) {
        value_set_int(node, "n", i);
        node = value_add_map(value_set_list(node, "children"));
    }
    value_set_text(node, "n", STR("<"));
    add(f, "node", "<li>{{n}}{{#children}}{{>node}}{{/children}}{{end}}</li>");
    add(f, "page", "{{>node}}");
    link_with(f, "n end children[].n children[].children[]^children[]");
    templates_check(f->set, STR("page"), page_shape, NULL, f->diags);
    assert_str(report_text(f->a, f->diags), "");
    assert_str(render(f, data), "<li>0<li>1<li>2<li>3<li>4<li>&lt;.</li>.</li>.</li>.</li>.</li>.</li>");
}

static void names_are_found_in_every_context_a_recursive_partial_is_called_in(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    struct value *pet = value_add_map(value_set_list(data, "pets"));
    value_set_text(data, "label", STR("R"));
    value_set_text(pet, "label", STR("P"));
    add(f, "r", "{{#pets}}{{>r}}{{/pets}}{{#toys}}{{>r}}{{/toys}}{{label}};");
    add(f, "page", "{{>r}}");
    link_with(f, "label pets[].label pets[].pets[]^pets[] pets[].toys[].pets[]^pets[] "
                 "pets[].toys[].toys[]^pets[].toys[] toys[]^pets[].toys[]");
    struct value *toy = value_add_map(value_set_list(pet, "toys"));
    value_set_list(toy, "pets");
    value_set_list(toy, "toys");
    value_set_list(pet, "pets");
    value_set_list(data, "toys");
    assert_str(render(f, data), "P;P;R;");
}

static void endless_recursion_is_stopped(void **state)
{
    struct fixture *f = *state;
    add(f, "page", "a{{>page}}");
    templates_link(f->set, NULL);
    assert_str(render(f, value_map(f->a)), "(failed)");
}

static void recursion_that_no_section_can_end_is_an_error(void **state)
{
    struct fixture *f = *state;
    add(f, "p", "{{#a}}{{>p}}{{/a}}");
    add(f, "q", "{{#a}}x{{/a}}{{>r}}");
    add(f, "r", "{{>q}}");
    assert_str(check(f, "{{>p}}", "a[].a[]^a[]"), "");
    assert_str(check(f, "{{#a}}{{>page}}{{/a}}", "a[].a[]^a[]"), "");
    assert_str(check(f, "{{>q}}", "a[].a[]^a[]"), "1:4 TEMPLATE_CIRCLE");
}

static void partials_too_many_or_too_deep_are_errors(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 70; i++)
        add(f, arena_printf(f->a, "p%d", i).p, arena_printf(f->a, "{{>p%d}}", i + 1).p);
    add(f, "p70", "x");
    assert_str(check(f, "{{>p0}}", NULL), "1:4 TEMPLATE_DEEP");
    for (int i = 0; i < 30; i++)
        add(f, arena_printf(f->a, "q%d", i).p, arena_printf(f->a, "{{>q%d}}{{x}}{{>q%d}}", i + 1, i + 1).p);
    add(f, "q30", "x");
    add(f, "page", "{{>q0}}");
    templates_link(f->set, NULL);
    templates_check(f->set, STR("page"), NULL, NULL, f->diags);
    assert_true(diags_has(f->diags, D_TEMPLATE_LARGE));
}

static void too_much_output_is_a_failure(void **state)
{
    struct fixture *f = *state;
    struct buf out;
    buf_init(&out, 10);
    add(f, "page", "0123456789a");
    templates_link(f->set, NULL);
    assert_false(templates_render(f->set, STR("page"), value_map(f->a), NULL, &out));
    assert_false(templates_render(f->set, STR("none"), value_map(f->a), NULL, &out));
    buf_release(&out);
}

/* --- Texts --- */

static void texts_take_their_arguments_from_the_context(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    struct value *item = value_add_map(value_set_list(data, "items"));
    value_set_int(item, "count", 2);
    value_set_text(value_set_map(data, "client"), "name", STR("A & \"B\""));
    add_text(f, "list.points",
             "{count, plural, =0 {aucun point} one {# point} other {# points}} de {client.name}");
    add_text(f, "list.title", "L'été <ici>");
    add(f, "page",
        "{{#items}}<p title=\"{{t.list.points}}\">{{t.list.points}}</p>{{/items}}<h1>{{t.list.title}}</h1>");
    link_with(f, "items[].count:int client.name");
    templates_check(f->set, STR("page"), page_shape, f->catalogues, f->diags);
    assert_str(report_text(f->a, f->diags), "");
    assert_str(render(f, data), "<p title=\"2 points de A &amp; &quot;B&quot;\">2 points de A &amp; \"B\"</p>"
                                "<h1>L'été &lt;ici&gt;</h1>");
}

static void text_templates_know_no_html_and_keep_indentation(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    value_set_text(data, "x", STR("<a & 'b'>"));
    add_text(f, "t", "L'<été>");
    add(f, "liste.txt", "- {{> mot.txt}}\n- {{t.t}}\n");
    add(f, "mot.txt", "{{x}}");
    add(f, "ligne.txt", "{{x}}\n");
    add(f, "page.txt", "Bonjour {{x}}\n  {{> liste.txt}}\nFin <script>{{> ligne.txt}}\n");
    templates_link(f->set, NULL);
    templates_check(f->set, STR("page.txt"), shape_parse(f->a, STR("x")), f->catalogues, f->diags);
    assert_str(report_text(f->a, f->diags), "");
    struct buf out;
    buf_init(&out, 1000);
    assert_true(
        templates_render(f->set, STR("page.txt"), data, catalogues_find(f->catalogues, STR("fr")), &out));
    assert_str(buf_str(&out), "Bonjour <a & 'b'>\n  - <a & 'b'>\n  - L'<été>\nFin <script><a & 'b'>\n\n");
    buf_release(&out);
}

static void strict_templates_leave_the_inside_of_elements_alone(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    value_set_text(data, "x", STR("a\nb"));
    add(f, "field", "<textarea>\n{{x}}\n</textarea>\n");
    add(f, "page", "<form>\n    {{> field}}\n    {{! rien }}\n</form>\n");
    templates_link(f->set, NULL);
    assert_str(render(f, data), "<form>\n<textarea>\na\nb\n</textarea>\n</form>\n");
}

/* --- Mistakes --- */

static void mistakes_of_syntax_are_found_where_they_are(void **state)
{
    static const struct {
        const char *page;
        const char *codes;
    } cases[] = {
        {"a\n {{x", "2:2 TEMPLATE_TAG"},
        {"{{#x}}\n{{y}}", "1:4 TEMPLATE_UNCLOSED"},
        {"{{#x}}{{#y}}", "1:4 TEMPLATE_UNCLOSED 1:10 TEMPLATE_UNCLOSED"},
        {"{{#x}}\n{{/y}}", "2:1 TEMPLATE_CLOSE"},
        {"é{{/y}}", "1:2 TEMPLATE_CLOSE_ALONE"},
        {"{{{x}}}", "1:1 TEMPLATE_RAW"},
        {"{{&x}}", "1:1 TEMPLATE_RAW"},
        {"{{a b}}", "1:1 TEMPLATE_NAME"},
        {"{{}}", "1:1 TEMPLATE_NAME"},
        {"{{a..b}}", "1:1 TEMPLATE_NAME"},
        {"{{=x=}}", "1:1 TEMPLATE_DELIMITERS"},
        {"{{<l}}perdu{{$b}}{{/b}}{{x}}{{/l}}", "1:7 TEMPLATE_LOST 1:24 TEMPLATE_LOST"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        void *fresh = NULL;
        (void)state;
        setup(&fresh);
        struct fixture *f = fresh;
        const struct source *source = report_source(f->a, "page", cases[i].page);
        assert_false(templates_add(f->set, STR("page"), source, TEMPLATE_STRICT, f->diags));
        assert_str(report_codes(f->a, f->diags), cases[i].codes);
        teardown(&fresh);
    }
}

static void what_the_shape_does_not_have_is_an_error_with_the_nearest_name(void **state)
{
    struct fixture *f = *state;
    add_text(f, "list.points", "{count, plural, other {#}} {absent}");
    add(f, "page",
        "<p>{{client.nom}} {{items}} {{client}}\n"
        "{{#items}}{{titel}}{{#title}}{{.}}{{/title}}{{lang}}{{/items}}\n"
        "{{#itms}}{{rien}}{{/itms}} {{^unknown}}a{{/unknown}} {{#unknown?}}b{{/unknown?}}\n"
        "<a href=\"{{lang}}\">{{t.list.point}} {{t.list.points}}</a>{{> manque}}");
    link_with(f, "client.name items[].title lang count:int");
    templates_check(f->set, STR("page"), page_shape, f->catalogues, f->diags);
    struct str report = report_text(f->a, f->diags);
    assert_str(report_codes(f->a, f->diags),
               "1:6 TEMPLATE_FIELD 1:21 TEMPLATE_NOT_TEXT 1:31 TEMPLATE_NOT_TEXT 2:13 TEMPLATE_FIELD "
               "3:4 TEMPLATE_FIELD 3:31 TEMPLATE_FIELD 3:57 TEMPLATE_FIELD 4:12 TEMPLATE_ADDRESS "
               "4:22 TEMPLATE_MESSAGE 4:39 TEMPLATE_ARGUMENT 4:62 TEMPLATE_UNKNOWN");
    assert_true(str_find(report, STR("vouliez-vous dire « client.name » ?")) > 0);
    assert_true(str_find(report, STR("vouliez-vous dire « title » ?")) > 0);
    assert_true(str_find(report, STR("vouliez-vous dire « items » ?")) > 0);
    assert_true(str_find(report, STR("vouliez-vous dire « list.points » ?")) > 0);
    assert_true(str_find(report, STR("le texte « list.points » a besoin de « absent »")) > 0);
    assert_true(str_find(report, STR("page:2:13: erreur: ce gabarit ne reçoit aucun champ « titel » ici")) >
                0);
}

static void what_is_wrong_in_a_shared_partial_is_reported_once_at_its_place(void **state)
{
    struct fixture *f = *state;
    add(f, "shared", "a\n<p {{x}}>{{y}}");
    add(f, "one", "{{>shared}}");
    add(f, "two", "{{>shared}}{{>shared}}");
    templates_link(f->set, NULL);
    const struct shape *shape = shape_parse(f->a, STR("x"));
    templates_check(f->set, STR("one"), shape, NULL, f->diags);
    templates_check(f->set, STR("two"), shape, NULL, f->diags);
    assert_str(report_codes(f->a, f->diags), "2:6 TEMPLATE_IN_TAG 2:12 TEMPLATE_FIELD");
    assert_true(str_find(report_text(f->a, f->diags), STR("shared:2:6: erreur")) >= 0);
    templates_check(f->set, STR("three"), shape, NULL, f->diags);
    assert_true(diags_has(f->diags, D_TEMPLATE_MISSING));
}

static void a_template_added_again_replaces_the_first(void **state)
{
    struct fixture *f = *state;
    add(f, "part", "thème");
    add(f, "page", "{{>part}}");
    add(f, "part", "site");
    templates_link(f->set, NULL);
    assert_str(render(f, value_map(f->a)), "site");
    assert_true(templates_has(f->set, STR("part")));
    assert_false(templates_has(f->set, STR("parts")));
}

/* --- Threads --- */

struct rendering {
    struct fixture *f;
    const struct value *data;
    bool same;
};

static void *render_often(void *context)
{
    struct rendering *r = context;
    r->same = true;
    for (int i = 0; i < 300; i++) {
        struct buf out;
        buf_init(&out, 1000);
        templates_render(r->f->set, STR("page"), r->data, catalogues_find(r->f->catalogues, STR("fr")), &out);
        r->same = r->same && str_eq_z(buf_str(&out), "<p>1\u202f234 points</p>");
        buf_release(&out);
    }
    return NULL;
}

static void threads_render_the_same_set_at_once(void **state)
{
    struct fixture *f = *state;
    struct value *data = value_map(f->a);
    struct rendering renderings[4];
    pthread_t threads[4];
    value_set_int(data, "n", 1234);
    add_text(f, "points", "{n, plural, one {# point} other {# points}}");
    add(f, "page", "<p>{{t.points}}</p>");
    templates_link(f->set, NULL);
    for (size_t i = 0; i < 4; i++) {
        renderings[i] = (struct rendering){.f = f, .data = data};
        assert_int_equal(pthread_create(&threads[i], NULL, render_often, &renderings[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(renderings[i].same);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_are_escaped_for_the_place_they_stand_in),
        TEST(addresses_from_values_cannot_run_scripts),
        TEST(values_where_nothing_is_safe_are_errors_and_show_nothing),
        TEST(only_html_values_between_tags_go_out_as_they_are),
        TEST(the_place_is_known_through_sections_partials_and_parents),
        TEST(sections_must_end_where_they_begin),
        TEST(sections_make_objects_and_items_the_context),
        TEST(what_an_item_declares_is_never_its_namesake_further_out),
        TEST(a_partial_may_contain_itself),
        TEST(names_are_found_in_every_context_a_recursive_partial_is_called_in),
        TEST(endless_recursion_is_stopped),
        TEST(recursion_that_no_section_can_end_is_an_error),
        TEST(partials_too_many_or_too_deep_are_errors),
        TEST(too_much_output_is_a_failure),
        TEST(texts_take_their_arguments_from_the_context),
        TEST(text_templates_know_no_html_and_keep_indentation),
        TEST(strict_templates_leave_the_inside_of_elements_alone),
        TEST(mistakes_of_syntax_are_found_where_they_are),
        TEST(what_the_shape_does_not_have_is_an_error_with_the_nearest_name),
        TEST(what_is_wrong_in_a_shared_partial_is_reported_once_at_its_place),
        TEST(a_template_added_again_replaces_the_first),
        TEST(threads_render_the_same_set_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
