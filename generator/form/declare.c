#include "form/day.h"
#include "form/declare_parts.h"

static bool read_name(struct reader *r, enum diag_code missing, struct str *out)
{
    struct lexer *l = &r->lexer;
    if (l->token.kind != TOKEN_NAME)
        return lex_fail(l, missing, (struct str){0});
    *out = l->token.text;
    if (form_is_reserved(*out))
        return lex_fail(l, D_FORM_RESERVED, (struct str){0});
    lex_next(l);
    if (l->token.kind == TOKEN_MINUS && l->token.offset == l->last.offset + l->last.text.n)
        return lex_fail(l, D_FORM_ID_HYPHEN, *out);
    return !l->failed;
}

static bool read_end(struct reader *r)
{
    struct lexer *l = &r->lexer;
    return !l->failed && (l->token.kind == TOKEN_END || lex_fail(l, D_FORM_UNEXPECTED, (struct str){0}));
}

bool declare_number(struct reader *r, struct number *out)
{
    struct lexer *l = &r->lexer;
    bool negative = lex_take(l, TOKEN_MINUS);
    if (l->token.kind != TOKEN_NUMBER)
        return lex_fail(l, D_FORM_EXPECTED_NUMBER, (struct str){0});
    *out = negative ? number_neg(l->token.number) : l->token.number;
    lex_next(l);
    if (l->token.kind == TOKEN_COMMA && l->next < l->text.n && l->text.p[l->next] >= '0' &&
        l->text.p[l->next] <= '9')
        return lex_fail(l, D_FORM_DECIMAL_COMMA, (struct str){0});
    return !l->failed;
}

static bool read_expr(struct reader *r)
{
    r->d->expr = form_expr_parse(r->arena, &r->lexer);
    return r->d->expr != NULL;
}

/* `31/1/2000` or `31.01.2000` as the language writes it; empty when it is no day. */
static struct str meant_day(struct reader *r, struct str s, size_t *length)
{
    unsigned parts[3] = {0};
    size_t n = 0;
    int32_t day;
    for (size_t i = 0; i < 3; i++) {
        if (i > 0 && (n == s.n || str_find_char(STR("/.-"), s.p[n++]) < 0))
            return (struct str){0};
        size_t start = n;
        for (; n < s.n && n < start + 4 && s.p[n] >= '0' && s.p[n] <= '9'; n++)
            parts[i] = parts[i] * 10 + (unsigned)(s.p[n] - '0');
        if (n == start)
            return (struct str){0};
    }
    bool is_year_first = parts[0] > 31;
    struct str meant = arena_printf(r->arena, "%04u-%02u-%02u", parts[is_year_first ? 0 : 2], parts[1],
                                    parts[is_year_first ? 2 : 0]);
    *length = n;
    return form_day_parse(meant, &day) ? meant : (struct str){0};
}

static bool fail_day(struct reader *r)
{
    struct lexer *l = &r->lexer;
    size_t length = l->token.text.n;
    struct str rest = str_sub(l->text, l->token.offset, l->text.n);
    struct str meant = meant_day(r, rest, &length);
    if (str_eq_nocase(l->token.text, STR("today")))
        meant = STR("today");
    return lex_fail_at(l, D_FORM_EXPECTED_DATE, meant.n > 0 ? str_sub(rest, 0, length) : l->token.text,
                       meant);
}

static bool read_bound(struct reader *r, bool dates, struct form_bound *out)
{
    struct lexer *l = &r->lexer;
    size_t start = l->token.offset;
    out->set = true;
    if (!dates) {
        if (!declare_number(r, &out->value))
            return false;
        struct str said = str_sub(l->text, start, l->last.offset + l->last.text.n);
        *(out == &r->d->high ? &r->d->high_said : &r->d->low_said) = said;
        return true;
    }
    if (lex_take_word(l, STR("today"))) {
        out->today = true;
        return true;
    }
    if (l->token.kind != TOKEN_DATE)
        return fail_day(r);
    out->value = l->token.number;
    lex_next(l);
    return true;
}

bool declare_at_bound(const struct lexer *l)
{
    return l->token.kind == TOKEN_NUMBER || l->token.kind == TOKEN_MINUS || l->token.kind == TOKEN_DATE ||
           lex_is_word(l, STR("today"));
}

static bool in_order(const struct declared *d)
{
    return !d->low.set || !d->high.set || d->low.today || d->high.today ||
           number_cmp(d->low.value, d->high.value) <= 0;
}

/* `0-10`, `0 to 10`. */
static bool fail_habit_of_range(struct reader *r, size_t start)
{
    static const struct str words[] = {STR_INIT("to"), STR_INIT("tot"), STR_INIT("a"), STR_INIT("au")};
    struct lexer ahead = r->lexer;
    bool is_meant = ahead.token.kind == TOKEN_MINUS;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        is_meant = is_meant || lex_is_word(&ahead, words[i]);
    if (!is_meant || ahead.failed)
        return false;
    struct str low = str_sub(ahead.text, start, ahead.last.offset + ahead.last.text.n);
    lex_next(&ahead);
    if (!declare_at_bound(&ahead))
        return ahead.failed;
    struct str high = ahead.token.text;
    lex_fail_at(&r->lexer, D_FORM_HABIT, str_sub(ahead.text, start, ahead.token.offset + high.n),
                arena_printf(r->arena, STR_FMT ".." STR_FMT, STR_ARG(low), STR_ARG(high)));
    return true;
}

bool declare_range(struct reader *r, enum range_kind kind)
{
    struct lexer *l = &r->lexer;
    struct declared *d = r->d;
    size_t start = l->token.offset;
    bool dates = kind == RANGE_OF_DATES;
    if (l->token.kind != TOKEN_RANGE && !read_bound(r, dates, &d->low))
        return false;
    if (fail_habit_of_range(r, start))
        return false;
    if (!lex_take(l, TOKEN_RANGE)) {
        if (kind != RANGE_OR_NUMBER)
            return lex_fail_at(l, D_FORM_EXPECTED_RANGE,
                               str_sub(l->text, start, l->last.offset + l->last.text.n),
                               str_sub(l->text, start, l->last.offset + l->last.text.n));
        d->high = d->low;
        return true;
    }
    bool is_word = dates && l->token.kind == TOKEN_NAME && str_eq_nocase(l->token.text, STR("today"));
    if ((declare_at_bound(l) || is_word) && !read_bound(r, dates, &d->high))
        return false;
    struct str range = str_sub(l->text, start, l->last.offset + l->last.text.n);
    if (!d->low.set && !d->high.set)
        return lex_fail_at(l, D_FORM_EMPTY_RANGE, range, (struct str){0});
    return in_order(d) || lex_fail_at(l, D_FORM_RANGE_BACKWARDS, range, (struct str){0});
}

bool declare_is_count(struct number n, int64_t most)
{
    return n.den == 1 && n.num >= 0 && n.num <= most;
}

static bool fail_attribute(struct reader *r)
{
    static const struct synonym synonyms[] = {
        {STR_INIT("facultatif"), STR_INIT("optional")},
        {STR_INIT("optionnel"), STR_INIT("optional")},
        {STR_INIT("optioneel"), STR_INIT("optional")},
        {STR_INIT("entier"), STR_INIT("whole")},
        {STR_INIT("integer"), STR_INIT("whole")},
        {STR_INIT("geheel"), STR_INIT("whole")},
        {STR_INIT("si"), STR_INIT("if")},
        {STR_INIT("als"), STR_INIT("if")},
        {STR_INIT("when"), STR_INIT("if")},
    };
    static const struct str names[] = {STR_INIT("optional"), STR_INIT("whole"), STR_INIT("if")};
    struct str word = r->lexer.token.text;
    struct str meant = diag_meant(word, synonyms, sizeof(synonyms) / sizeof(*synonyms));
    if (str_eq_nocase(word, STR("required")) || str_eq_nocase(word, STR("obligatoire")))
        return lex_fail(&r->lexer, D_FORM_REQUIRED, (struct str){0});
    return lex_fail(&r->lexer, D_FORM_UNKNOWN_ATTRIBUTE,
                    meant.n > 0 ? meant : diag_nearest(word, names, sizeof(names) / sizeof(*names)));
}

static bool read_attribute(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct declared *d = r->d;
    bool *flag = lex_is_word(l, STR("optional")) ? &d->optional
                 : lex_is_word(l, STR("whole"))  ? &d->whole
                                                 : NULL;
    if (flag == NULL)
        return fail_attribute(r);
    if (*flag)
        return lex_fail(l, D_FORM_DUPLICATE_ATTRIBUTE, (struct str){0});
    if (flag == &d->whole && d->type != FORM_NUMBER && d->type != FORM_MONEY && d->type != FORM_PERCENT)
        return lex_fail(l, D_FORM_WHOLE, form_type_name(d->type));
    *flag = true;
    lex_next(l);
    return !l->failed;
}

static bool read_attributes(struct reader *r)
{
    struct lexer *l = &r->lexer;
    while (lex_take(l, TOKEN_COMMA)) {
        if (lex_take_word(l, STR("if")))
            return read_expr(r);
        if (!read_attribute(r))
            return false;
    }
    if (lex_is_word(l, STR("if")) || lex_is_word(l, STR("optional")) || lex_is_word(l, STR("whole")))
        return lex_fail(l, D_FORM_ATTRIBUTE_COMMA, (struct str){0});
    return read_end(r);
}

/* How many items: both ends are needed, since all of them are proven. */
static bool read_items(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct declared *d = r->d;
    size_t start = l->token.offset;
    if (!declare_at_bound(l) && l->token.kind != TOKEN_RANGE)
        return lex_fail(l, D_FORM_REPEAT_RANGE, d->id);
    if (!declare_range(r, RANGE_OF_NUMBERS))
        return false;
    struct str range = str_sub(l->text, start, l->last.offset + l->last.text.n);
    if (!d->low.set || !d->high.set || !declare_is_count(d->low.value, FORM_MAX_ITEMS) ||
        !declare_is_count(d->high.value, FORM_MAX_ITEMS) || d->high.value.num == 0)
        return lex_fail_at(l, D_FORM_REPEAT_RANGE, range, d->id);
    return true;
}

static bool read_repeat(struct reader *r)
{
    struct lexer *l = &r->lexer;
    r->d->type = FORM_REPEAT;
    r->d->type_known = true;
    if (!read_items(r))
        return false;
    if (!lex_take(l, TOKEN_COMMA))
        return read_end(r);
    if (!lex_take_word(l, STR("if")))
        return lex_fail(l, D_FORM_REPEAT_ATTRIBUTE, (struct str){0});
    return read_expr(r);
}

/* Is this word meant as `result`? */
static bool means_result(const struct lexer *l)
{
    static const struct str words[] = {STR_INIT("result"), STR_INIT("resultat"), STR_INIT("resultaat")};
    bool is_meant = false;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        is_meant = is_meant || str_eq_nocase(l->token.text, words[i]);
    return l->token.kind == TOKEN_NAME && (is_meant || diag_nearest(l->token.text, words, 1).n > 0);
}

/* A point knows no other attribute. */
static bool read_point_condition(struct reader *r)
{
    struct lexer *l = &r->lexer;
    static const struct synonym synonyms[] = {
        {STR_INIT("si"), STR_INIT("if")},
        {STR_INIT("als"), STR_INIT("if")},
        {STR_INIT("when"), STR_INIT("if")},
    };
    if (lex_take_word(l, STR("if")))
        return read_expr(r);
    return lex_fail(l, D_FORM_POINT_ATTRIBUTE,
                    diag_meant(l->token.text, synonyms, sizeof(synonyms) / sizeof(*synonyms)));
}

static bool read_point(struct reader *r)
{
    struct lexer *l = &r->lexer;
    if (l->token.kind == TOKEN_END)
        return !l->failed;
    if (lex_is_word(l, STR("if")))
        return read_point_condition(r);
    if (!read_name(r, D_FORM_EXPECTED_ID, &r->d->id))
        return false;
    if (means_result(l))
        return lex_fail(l, D_FORM_EXPECTED_COLON, r->d->id);
    if (lex_take(l, TOKEN_COMMA))
        return read_point_condition(r);
    if (lex_is_word(l, STR("if")))
        return lex_fail(l, D_FORM_ATTRIBUTE_COMMA, (struct str){0});
    if (l->token.kind != TOKEN_COLON)
        return read_end(r);
    struct lexer colon = *l;
    lex_next(l);
    if (l->failed)
        return false;
    if (lex_take_word(l, form_type_name(FORM_REPEAT)))
        return read_repeat(r);
    if (means_result(l))
        return lex_fail(l, D_FORM_EXPECTED_RESULT, r->d->id);
    *l = colon;
    return lex_fail(l, D_FORM_TYPED_POINT, r->d->id);
}

static bool read_colon(struct reader *r)
{
    return lex_take(&r->lexer, TOKEN_COLON) || lex_fail(&r->lexer, D_FORM_EXPECTED_COLON, r->d->id);
}

static bool read_question(struct reader *r)
{
    return read_name(r, D_FORM_EXPECTED_ID, &r->d->id) && read_colon(r) && declare_type(r) &&
           read_attributes(r);
}

static bool read_alone(struct reader *r, struct str word)
{
    static const struct synonym synonyms[] = {
        {STR_INIT("alone"), STR_INIT("alone")},     {STR_INIT("seul"), STR_INIT("alone")},
        {STR_INIT("seule"), STR_INIT("alone")},     {STR_INIT("exclusif"), STR_INIT("alone")},
        {STR_INIT("exclusive"), STR_INIT("alone")}, {STR_INIT("exclusief"), STR_INIT("alone")},
        {STR_INIT("alleen"), STR_INIT("alone")},
    };
    static const struct str names[] = {STR_INIT("alone"), STR_INIT("if")};
    struct str meant = diag_meant(word, synonyms, sizeof(synonyms) / sizeof(*synonyms));
    if (meant.n == 0)
        meant = diag_nearest(word, names, sizeof(names) / sizeof(*names));
    if (meant.n == 0)
        return lex_fail(&r->lexer, D_FORM_EXPECTED_EQUAL, word);
    if (!str_eq(word, meant))
        return lex_fail_at(&r->lexer, D_FORM_UNKNOWN_ATTRIBUTE, word, meant);
    if (r->d->alone)
        return lex_fail_at(&r->lexer, D_FORM_DUPLICATE_ATTRIBUTE, word, (struct str){0});
    r->d->alone = true;
    return true;
}

static bool read_named(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct form_named named = {0};
    if (l->token.kind == TOKEN_NUMBER)
        return lex_fail(l, D_FORM_DECIMAL_COMMA, (struct str){0});
    if (!read_name(r, D_FORM_EXPECTED_NAME, &named.name))
        return false;
    if (!lex_take(l, TOKEN_EQUAL))
        return read_alone(r, named.name);
    if (!declare_number(r, &named.value))
        return false;
    for (size_t i = 0; i < r->named.count; i++)
        if (str_eq(r->named.items[i].name, named.name))
            return lex_fail_at(l, D_FORM_DUPLICATE_NAMED, named.name, r->d->id);
    if (r->named.count == FORM_MAX_NAMED)
        return lex_fail_at(l, D_FORM_TOO_MANY_NAMED, named.name, (struct str){0});
    *ARENA_PUSH(r->arena, &r->named) = named;
    return true;
}

/* What stands on a scale has its number for a code. */
static bool read_label(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct declared *d = r->d;
    size_t start = l->token.offset;
    d->is_label = true;
    if (!declare_number(r, &d->points))
        return false;
    d->id = str_sub(l->text, start, l->last.offset + l->last.text.n);
    return !l->failed &&
           (l->token.kind == TOKEN_END || lex_fail_at(l, D_FORM_EXPECTED_CODE, d->id, (struct str){0}));
}

static bool read_option(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct declared *d = r->d;
    if (l->token.kind == TOKEN_NUMBER || l->token.kind == TOKEN_MINUS)
        return read_label(r);
    if (!read_name(r, D_FORM_EXPECTED_CODE, &d->id))
        return false;
    if (lex_take(l, TOKEN_EQUAL)) {
        d->has_points = true;
        if (!declare_number(r, &d->points))
            return false;
        if (l->token.kind == TOKEN_RANGE)
            return lex_fail(l, D_FORM_OPTION_RANGE, d->id);
    } else if (l->token.kind == TOKEN_COLON) {
        return lex_fail(l, D_FORM_HABIT, STR("="));
    } else if (l->token.kind == TOKEN_NUMBER || l->token.kind == TOKEN_MINUS) {
        return lex_fail(l, D_FORM_EXPECTED_EQUAL, d->id);
    }
    bool has_condition = false;
    while (!has_condition && lex_take(l, TOKEN_COMMA)) {
        has_condition = lex_take_word(l, STR("if"));
        if (!has_condition && !read_named(r))
            return false;
    }
    d->named = r->named.items;
    d->n_named = r->named.count;
    if (lex_is_word(l, STR("if")))
        return lex_fail(l, D_FORM_ATTRIBUTE_COMMA, (struct str){0});
    return has_condition ? read_expr(r) : read_end(r);
}

static bool read_row(struct reader *r)
{
    if (!read_name(r, D_FORM_EXPECTED_CODE, &r->d->id))
        return false;
    if (r->lexer.token.kind == TOKEN_EQUAL)
        return lex_fail(&r->lexer, D_FORM_ROW_POINTS, r->d->id);
    return read_end(r);
}

static bool read_score(struct reader *r)
{
    if (!read_name(r, D_FORM_EXPECTED_NAME, &r->d->id))
        return false;
    if (!lex_take(&r->lexer, TOKEN_EQUAL))
        return lex_fail(&r->lexer, D_FORM_EXPECTED_EQUAL, r->d->id);
    return read_expr(r);
}

static bool read_result(struct reader *r)
{
    if (!read_name(r, D_FORM_EXPECTED_ID, &r->d->id) || !read_colon(r))
        return false;
    if (!lex_take_word(&r->lexer, STR("result")))
        return lex_fail(&r->lexer, D_FORM_EXPECTED_RESULT, r->d->id);
    return read_expr(r);
}

static bool read_level(struct reader *r)
{
    struct lexer *l = &r->lexer;
    if (!read_name(r, D_FORM_EXPECTED_CODE, &r->d->id))
        return false;
    if (!lex_take(l, TOKEN_EQUAL))
        return lex_fail(l, D_FORM_LEVEL_RANGE, r->d->id);
    return declare_range(r, RANGE_OR_NUMBER) && read_end(r);
}

static bool read_rule(struct reader *r)
{
    struct lexer *l = &r->lexer;
    if (!read_name(r, D_FORM_EXPECTED_RULE, &r->d->id))
        return false;
    r->d->lifts = l->token.kind == TOKEN_AT_LEAST;
    if (!lex_take(l, TOKEN_AT_LEAST) && !lex_take(l, TOKEN_AT_MOST))
        return lex_fail(l, D_FORM_RULE_SIGN, r->d->id);
    if (lex_is_word(l, STR("if")))
        return lex_fail(l, D_FORM_RULE_LEVEL, (struct str){0});
    if (!read_name(r, D_FORM_RULE_LEVEL, &r->d->level))
        return false;
    if (!lex_take_word(l, STR("if")))
        return lex_fail(l, D_FORM_RULE_IF, (struct str){0});
    return read_expr(r);
}

static bool read_check(struct reader *r)
{
    static const struct synonym synonyms[] = {
        {STR_INIT("bloque"), STR_INIT("block")},  {STR_INIT("bloquer"), STR_INIT("block")},
        {STR_INIT("erreur"), STR_INIT("block")},  {STR_INIT("error"), STR_INIT("block")},
        {STR_INIT("renvoi"), STR_INIT("refer")},  {STR_INIT("alerte"), STR_INIT("refer")},
        {STR_INIT("warning"), STR_INIT("refer")}, {STR_INIT("info"), STR_INIT("note")},
        {STR_INIT("remarque"), STR_INIT("note")},
    };
    struct str names[FORM_SEVERITY__MAX];
    struct lexer *l = &r->lexer;
    for (enum form_severity s = 0; s < FORM_SEVERITY__MAX; s++) {
        names[s] = form_severity_name(s);
        if (lex_take_word(l, names[s])) {
            r->d->severity = s;
            return read_expr(r);
        }
    }
    struct str meant = diag_meant(l->token.text, synonyms, sizeof(synonyms) / sizeof(*synonyms));
    return lex_fail(l, D_FORM_SEVERITY,
                    meant.n > 0 ? meant : diag_nearest(l->token.text, names, FORM_SEVERITY__MAX));
}

void form_declare(struct arena *a, struct diags *diags, struct declared *d)
{
    static bool (*const read[FORM_KIND__MAX])(struct reader *) = {
        [FORM_POINT] = read_point, [FORM_QUESTION] = read_question, [FORM_OPTION] = read_option,
        [FORM_SCORE] = read_score, [FORM_RESULT] = read_result,     [FORM_LEVEL] = read_level,
        [FORM_RULE] = read_rule,   [FORM_CHECK] = read_check,       [FORM_ROW] = read_row,
    };
    struct reader r = {.arena = a, .d = d};
    lex_start(&r.lexer, d->text, d->at, diags);
    d->wrong = !read[d->kind](&r) || r.lexer.failed;
}
