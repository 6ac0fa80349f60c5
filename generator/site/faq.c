#include "site/faq.h"

#include "site/blocks.h"
#include "site/plain.h"

void faq_fold(struct portal *portal, const struct page *page, struct node *root)
{
    if (blocks_fold(portal->arena, root) == 0)
        DIAG_AT(portal->diags, D_FAQ_EMPTY, page->matter.type_at);
    for (const struct node *node = root->first; node; node = node->next) {
        if (node->kind == NODE_FOLD && node->first == node->last)
            DIAG_AT(portal->diags, D_FAQ_ANSWER, node_place(node->first, page->source));
    }
}

/* A JSON string that holds nothing an HTML parser looks for in a script. */
static void add_json(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if ((unsigned char)c < ' ' || c == '<' || c == '>' || c == '&')
            buf_addf(out, "\\u%04x", (unsigned)c);
        else if (c == '"' || c == '\\')
            buf_addf(out, "\\%c", c);
        else
            buf_add_char(out, c);
    }
    buf_add_char(out, '"');
}

static void add_question(struct buf *out, const struct node *fold, struct arena *a)
{
    struct node answer = {.kind = NODE_DOCUMENT, .first = fold->first->next};
    struct buf text;
    buf_init(&text, 1 << 20);
    plain_words(&text, &answer);
    buf_add_z(out, "{\"@type\":\"Question\",\"name\":");
    add_json(out, node_title(fold->first, a));
    buf_add_z(out, ",\"acceptedAnswer\":{\"@type\":\"Answer\",\"text\":");
    add_json(out, str_trim(buf_str(&text)));
    buf_add_z(out, "}}");
    buf_release(&text);
}

struct html faq_data(struct arena *a, struct str language, const struct node *root)
{
    struct buf out;
    buf_init(&out, (size_t)CONTENT_MAX_FILE * 8);
    buf_add_z(&out, "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\","
                    "\"@type\":\"FAQPage\",\"inLanguage\":");
    add_json(&out, language);
    buf_add_z(&out, ",\"mainEntity\":[");
    bool is_first = true;
    for (const struct node *node = root->first; node; node = node->next) {
        if (node->kind != NODE_FOLD)
            continue;
        buf_add_z(&out, is_first ? "" : ",");
        add_question(&out, node, a);
        is_first = false;
    }
    buf_add_z(&out, "]}</script>");
    struct html html = html_trusted(arena_str(a, buf_str(&out)));
    buf_release(&out);
    return html;
}
