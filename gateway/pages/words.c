#include "pages/words.h"

#include "theme/format.h"

static struct countries countries_of(const struct site *site, struct str language)
{
    for (size_t i = 0; i < site->n_languages; i++)
        if (str_eq(site->languages[i], language))
            return site->countries[i];
    return site->countries[0];
}

struct words words_of(struct arena *a, const struct site *site, const struct definition *definition,
                      struct str language)
{
    return (struct words){
        .arena = a,
        .form = definition->form,
        .wording = definition_wording(definition, language),
        .texts = catalogues_find(site->catalogues, language),
        .language = language,
        .countries = countries_of(site, language),
    };
}

struct str words_title(const struct words *w, unsigned line)
{
    return line > 0 && line <= w->form->n_lines ? w->wording->titles[line] : (struct str){0};
}

struct html words_hint(const struct words *w, unsigned line)
{
    return line > 0 && line <= w->form->n_lines ? w->wording->hints[line] : (struct html){0};
}

struct str words_one_item(const struct words *w, const struct form_repeat *repeat)
{
    struct str called = w->wording->items[repeat->line];
    return called.n > 0 ? called : words_title(w, repeat->line);
}

struct str words_item(const struct words *w, const struct form_repeat *repeat, size_t item)
{
    bool is_called = w->wording->items[repeat->line].n > 0;
    struct value *arguments = value_map(w->arena);
    value_set_text(arguments, "title", words_one_item(w, repeat));
    value_set_int(arguments, "n", (int64_t)item + 1);
    return words_text(w, is_called ? "form.repeat.called" : "form.repeat.item", arguments);
}

/* "Vos enfants – 2 – Prénom" */
static struct str part_of(const struct words *w, struct str whole, struct str part)
{
    struct value *arguments = value_map(w->arena);
    value_set_text(arguments, "whole", whole);
    value_set_text(arguments, "part", part);
    return words_text(w, "form.part", arguments);
}

/* With the item that it is asked of in front. */
static struct str of_item(const struct words *w, const struct form_question *q, struct str title)
{
    return q->repeat < 0 ? title : part_of(w, words_item(w, &w->form->repeats[q->repeat], q->item), title);
}

struct str words_question(const struct words *w, size_t question)
{
    const struct form_question *q = &w->form->questions[question];
    struct str title = words_title(w, q->line);
    if (q->grid >= 0)
        title = part_of(w, words_title(w, w->form->grids[q->grid].line), title);
    return of_item(w, q, title);
}

struct str words_shown(const struct words *w, size_t question)
{
    const struct form_question *q = &w->form->questions[question];
    return of_item(w, q, words_title(w, q->grid >= 0 ? w->form->grids[q->grid].line : q->line));
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

struct str words_country(const struct words *w, struct str code)
{
    for (size_t i = 0; i < w->countries.n; i++)
        if (str_eq(w->countries.items[i].code, code))
            return w->countries.items[i].name;
    return code;
}

struct str words_text(const struct words *w, const char *key, const struct value *arguments)
{
    return catalogue_text(w->texts, w->arena, str_from(key), arguments);
}

static struct question_words of_questions(const struct words *w)
{
    return (struct question_words){w->arena, w->texts, w->language};
}

struct str words_number(const struct words *w, const struct form_question *q, struct number n)
{
    struct question_words words = of_questions(w);
    return question_number(&words, q, n);
}

struct str words_limits(const struct words *w, const struct form_question *q, int32_t today)
{
    struct question_words words = of_questions(w);
    return question_limits(&words, q, today);
}

struct str words_problem(const struct words *w, const struct form_question *q, enum form_problem problem,
                         int32_t today)
{
    struct question_words words = of_questions(w);
    return question_problem(&words, q, problem, today);
}

void words_file_arguments(const struct words *w, const struct form_question *q, struct value *arguments)
{
    struct question_words words = of_questions(w);
    question_file_arguments(&words, q, arguments);
}

struct str words_file_kind(const struct words *w, enum form_file_kind kind)
{
    struct question_words words = of_questions(w);
    return question_file_kind(&words, kind);
}

struct str words_bytes(const struct words *w, int64_t bytes)
{
    struct question_words words = of_questions(w);
    return question_bytes(&words, bytes);
}

struct str words_currency(const struct words *w, struct str code)
{
    return format_currency(w->arena, w->language, code);
}
