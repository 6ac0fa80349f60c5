#include "theme/explanation_words.h"

#include "form/country.h"

static struct str text_of(const struct explanation_words *w, const char *key, const struct value *arguments)
{
    return catalogue_text(w->words.texts, w->words.arena, str_from(key), arguments);
}

static struct str title_of(const struct explanation_words *w, unsigned line)
{
    return line > 0 && line <= w->form->n_lines ? w->titles[line] : (struct str){0};
}

static struct str quoted(const struct explanation_words *w, struct str text)
{
    struct value *arguments = value_map(w->words.arena);
    value_set_text(arguments, "text", text);
    return text_of(w, "explanation.quoted", arguments);
}

/* ---- values ---- */

static struct str fraction(const struct explanation_words *w, struct number n)
{
    struct buf text;
    buf_init(&text, 128);
    format_integer(&text, w->words.language, n.num);
    buf_add_char(&text, '/');
    format_integer(&text, w->words.language, n.den);
    struct str kept = arena_str(w->words.arena, buf_str(&text));
    buf_release(&text);
    return kept;
}

static struct str decimal(const struct explanation_words *w, struct number n,
                          const struct form_question *unit)
{
    static const struct form_question bare = {.type = FORM_NUMBER};
    return question_number(&w->words, unit == NULL ? &bare : unit, n);
}

/* To two decimals, the half up. */
static bool rounded(struct number n, struct number *out)
{
    const struct number half = {1, 2};
    return number_mul(n, number_of(100), &n) && number_add(n, half, &n) &&
           number_fraction(number_floor(n), 100, out);
}

/* One that has no decimals is a fraction; an outcome says about how much that is. */
static struct str number(const struct explanation_words *w, const struct form_saying *s)
{
    struct number about;
    if (number_has_decimals(s->value, NUMBER_PRINT_DECIMALS))
        return decimal(w, s->value, s->question);
    struct str exact = fraction(w, s->value);
    if (s->kind != SAY_OUTCOME || !rounded(s->value, &about))
        return exact;
    struct value *arguments = value_map(w->words.arena);
    value_set_text(arguments, "fraction", exact);
    value_set_text(arguments, "number", decimal(w, about, s->question));
    return text_of(w, "explanation.about", arguments);
}

static struct str country(const struct explanation_words *w, struct str code)
{
    for (size_t i = 0; i < w->countries.n; i++)
        if (str_eq(w->countries.items[i].code, code))
            return w->countries.items[i].name;
    return code;
}

static struct str value(const struct explanation_words *w, const struct form_saying *s)
{
    if (s->value.den == 0)
        return text_of(w, s->question == NULL ? "explanation.no_value" : "explanation.missing", NULL);
    if (s->type == VALUE_TRUTH)
        return text_of(w, s->value.num != 0 ? "explanation.holds" : "explanation.fails", NULL);
    if (s->type == VALUE_DATE)
        return format_day(w->words.arena, w->words.language, (int32_t)s->value.num);
    if (s->type == VALUE_COUNTRY)
        return country(w, form_country_code((size_t)s->value.num));
    return number(w, s);
}

/* ---- what was chosen and reached ---- */

static struct str option(const struct explanation_words *w, const struct form_question *q, size_t i)
{
    struct str title = title_of(w, q->options[i].line);
    if (title.n == 0 && q->type == FORM_YESNO)
        title = text_of(w, i == 0 ? "form.answer_yes" : "form.answer_no", NULL);
    return title.n > 0 ? title : q->options[i].code;
}

static struct str level(const struct explanation_words *w, const struct form_level *l)
{
    struct str title = title_of(w, l->line);
    return title.n > 0 ? title : l->code;
}

/* "35 : entre 20 et 39" */
static struct str within(const struct explanation_words *w, const struct form_saying *s)
{
    const struct form_bound *low = &s->level->low, *high = &s->level->high;
    struct value *arguments = value_map(w->words.arena);
    struct form_saying score = {.kind = SAY_VALUE, .value = s->value, .question = s->question};
    value_set_text(arguments, "score", number(w, &score));
    if (low->set)
        value_set_text(arguments, "low", decimal(w, low->value, s->question));
    if (high->set)
        value_set_text(arguments, "high", decimal(w, high->value, s->question));
    const char *key = !low->set && !high->set                    ? "explanation.any"
                      : !high->set                               ? "explanation.from"
                      : !low->set                                ? "explanation.to"
                      : number_cmp(low->value, high->value) == 0 ? "explanation.exactly"
                                                                 : "explanation.between";
    return text_of(w, key, arguments);
}

static struct str words_of(const struct explanation_words *w, const struct form_saying *s)
{
    switch (s->kind) {
    case SAY_OPTION:
        return quoted(w, option(w, s->question, s->option));
    case SAY_QUESTION:
        return quoted(w, title_of(w, s->question->line));
    case SAY_LEVEL:
        return quoted(w, level(w, s->level));
    case SAY_REACHED:
        return level(w, s->level);
    case SAY_WITHIN:
        return within(w, s);
    case SAY_VALUE:
    case SAY_OUTCOME:
        break;
    }
    return value(w, s);
}

static void say(const void *context, const struct form_saying *saying, struct buf *out)
{
    buf_add(out, words_of(context, saying));
}

/* ---- operators and functions ---- */

struct form_speech explanation_speech(const struct explanation_words *w)
{
    struct form_speech speech = {say, w, {.separator = text_of(w, "explanation.separator", NULL)}};
    static const enum form_op worded[] = {OP_AND,  OP_OR,       OP_NOT,   OP_IN,   OP_IF,
                                          OP_MIN,  OP_MAX,      OP_SUM,   OP_MEAN, OP_COUNT,
                                          OP_STEP, OP_ANSWERED, OP_YEARS, OP_PICK, OP_COALESCE};
    for (size_t i = 0; i < sizeof(worded) / sizeof(*worded); i++) {
        struct str key = arena_join(w->words.arena, STR("explanation.word."), form_op_name(worded[i]));
        speech.notation.names[worded[i]] = catalogue_text(w->words.texts, w->words.arena, key, NULL);
    }
    speech.notation.names[OP_CONTAINS] = speech.notation.names[OP_IN];
    speech.notation.names[OP_UNEQUAL] = STR("≠");
    speech.notation.names[OP_AT_MOST] = STR("≤");
    speech.notation.names[OP_AT_LEAST] = STR("≥");
    speech.notation.names[OP_PRODUCT_OF] = STR("×");
    return speech;
}

/* ---- names of steps ---- */

static const struct form_rule *find_rule(const struct form *f, unsigned line)
{
    for (size_t i = 0; i < f->n_rules; i++)
        if (f->rules[i].line == line)
            return &f->rules[i];
    return NULL;
}

struct str explanation_rule(const struct explanation_words *w, const struct form_rule *rule)
{
    const struct form_result *result = &w->form->results[rule->result];
    struct value *arguments = value_map(w->words.arena);
    value_set_text(arguments, "result", title_of(w, result->line));
    value_set_text(arguments, "level", level(w, &result->levels[rule->level]));
    return text_of(w, rule->lifts ? "explanation.at_least" : "explanation.at_most", arguments);
}

bool explanation_is_level(const struct form *f, const struct form_step *step)
{
    return step->line > 0 && step->line <= f->n_lines && f->lines[step->line - 1].kind == FORM_LEVEL;
}

struct str explanation_name(const struct explanation_words *w, const struct form_step *step)
{
    if (explanation_is_level(w->form, step)) {
        ptrdiff_t i = form_result_find(w->form, step->name);
        return i < 0 ? step->name : title_of(w, w->form->results[i].line);
    }
    if (step->depth > 0 || step->kind == FORM_SCORE)
        return step->name;
    const struct form_rule *rule = step->kind == FORM_RULE ? find_rule(w->form, step->line) : NULL;
    struct str title = rule != NULL ? explanation_rule(w, rule) : title_of(w, step->line);
    return title.n > 0 ? title : step->name;
}
