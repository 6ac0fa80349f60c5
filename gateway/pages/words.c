#include "pages/words.h"

#include "theme/format.h"

struct words words_of(struct arena *a, const struct site *site, const struct definition *definition,
                      struct str language)
{
    return (struct words){
        .arena = a,
        .form = definition->form,
        .wording = definition_wording(definition, language),
        .texts = catalogues_find(site->catalogues, language),
        .language = language,
    };
}

struct str words_title(const struct words *w, unsigned line)
{
    return line == 0 || line > w->form->n_lines ? (struct str){0} : w->wording->titles[line];
}

struct html words_hint(const struct words *w, unsigned line)
{
    return line == 0 || line > w->form->n_lines ? (struct html){0} : w->wording->hints[line];
}

struct str words_option(const struct words *w, const struct form_question *q, size_t option)
{
    struct str title = words_title(w, q->options[option].line);
    if (title.n > 0)
        return title;
    if (q->type != FORM_YESNO)
        return q->options[option].code;
    return words_text(w, option == 0 ? "form.answer_yes" : "form.answer_no", NULL);
}

struct str words_text(const struct words *w, const char *key, const struct value *arguments)
{
    return catalogue_text(w->texts, w->arena, str_from(key), arguments);
}

struct str words_number(const struct words *w, const struct form_question *q, struct number n)
{
    struct buf decimal;
    buf_init(&decimal, 64);
    number_print(n, &decimal);
    struct str currency = q->type == FORM_MONEY ? q->currency : (struct str){0};
    struct str text = format_decimal(w->arena, w->language, arena_str(w->arena, buf_str(&decimal)), currency);
    buf_release(&decimal);
    if (q->type != FORM_PERCENT)
        return text;
    struct value *arguments = value_map(w->arena);
    value_set_text(arguments, "number", text);
    return words_text(w, "answers.percent", arguments);
}

struct str words_currency(const struct words *w, struct str code)
{
    return format_currency(w->arena, w->language, code);
}
