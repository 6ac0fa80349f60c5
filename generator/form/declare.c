#include "form/declare.h"

#include "form/file.h"

struct reader {
    struct arena *arena;
    struct lexer lexer;
    struct declared *d;
    struct {
        struct form_named *items;
        size_t count, cap;
    } named;
};

/* What French, Dutch and English writers try first. */
struct synonym {
    struct str written, meant;
};

static struct str meant_by(struct str word, const struct synonym *synonyms, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(synonyms[i].written, word))
            return synonyms[i].meant;
    return (struct str){0};
}

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

static bool read_number(struct reader *r, struct number *out)
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

static bool read_bound(struct reader *r, bool dates, struct form_bound *out)
{
    struct lexer *l = &r->lexer;
    out->set = true;
    if (!dates)
        return read_number(r, &out->value);
    if (lex_take_word(l, STR("today"))) {
        out->today = true;
        return true;
    }
    if (l->token.kind != TOKEN_DATE)
        return lex_fail(l, D_FORM_EXPECTED_DATE, (struct str){0});
    out->value = l->token.number;
    lex_next(l);
    return true;
}

static bool at_bound(const struct lexer *l)
{
    return l->token.kind == TOKEN_NUMBER || l->token.kind == TOKEN_MINUS || l->token.kind == TOKEN_DATE ||
           lex_is_word(l, STR("today"));
}

static bool in_order(const struct declared *d)
{
    return !d->low.set || !d->high.set || d->low.today || d->high.today ||
           number_cmp(d->low.value, d->high.value) <= 0;
}

/* `a..b`, `a..`, `..b`; `a` alone where it can only mean `a..a` (RANGE_OR_NUMBER). */
enum range_kind { RANGE_OF_NUMBERS, RANGE_OF_DATES, RANGE_OR_NUMBER };

static bool read_range(struct reader *r, enum range_kind kind)
{
    struct lexer *l = &r->lexer;
    struct declared *d = r->d;
    size_t start = l->token.offset;
    bool dates = kind == RANGE_OF_DATES;
    if (l->token.kind != TOKEN_RANGE && !read_bound(r, dates, &d->low))
        return false;
    if (!lex_take(l, TOKEN_RANGE)) {
        if (kind != RANGE_OR_NUMBER)
            return lex_fail_at(l, D_FORM_EXPECTED_RANGE,
                               str_sub(l->text, start, l->last.offset + l->last.text.n),
                               str_sub(l->text, start, l->last.offset + l->last.text.n));
        d->high = d->low;
        return true;
    }
    if (at_bound(l) && !read_bound(r, dates, &d->high))
        return false;
    struct str range = str_sub(l->text, start, l->last.offset + l->last.text.n);
    if (!d->low.set && !d->high.set)
        return lex_fail_at(l, D_FORM_EMPTY_RANGE, range, (struct str){0});
    return in_order(d) || lex_fail_at(l, D_FORM_RANGE_BACKWARDS, range, (struct str){0});
}

static bool fail_type(struct reader *r)
{
    static const struct synonym synonyms[] = {
        {STR_INIT("choix"), STR_INIT("one")},        {STR_INIT("choice"), STR_INIT("one")},
        {STR_INIT("radio"), STR_INIT("one")},        {STR_INIT("select"), STR_INIT("one")},
        {STR_INIT("checkbox"), STR_INIT("many")},    {STR_INIT("multiple"), STR_INIT("many")},
        {STR_INIT("bool"), STR_INIT("yesno")},       {STR_INIT("boolean"), STR_INIT("yesno")},
        {STR_INIT("ouinon"), STR_INIT("yesno")},     {STR_INIT("janee"), STR_INIT("yesno")},
        {STR_INIT("nombre"), STR_INIT("number")},    {STR_INIT("entier"), STR_INIT("number")},
        {STR_INIT("integer"), STR_INIT("number")},   {STR_INIT("int"), STR_INIT("number")},
        {STR_INIT("getal"), STR_INIT("number")},     {STR_INIT("montant"), STR_INIT("money")},
        {STR_INIT("bedrag"), STR_INIT("money")},     {STR_INIT("amount"), STR_INIT("money")},
        {STR_INIT("pourcent"), STR_INIT("percent")}, {STR_INIT("pourcentage"), STR_INIT("percent")},
        {STR_INIT("texte"), STR_INIT("text")},       {STR_INIT("tekst"), STR_INIT("text")},
        {STR_INIT("string"), STR_INIT("text")},      {STR_INIT("mail"), STR_INIT("email")},
        {STR_INIT("courriel"), STR_INIT("email")},   {STR_INIT("telephone"), STR_INIT("phone")},
        {STR_INIT("tel"), STR_INIT("phone")},        {STR_INIT("telefoon"), STR_INIT("phone")},
        {STR_INIT("datum"), STR_INIT("date")},       {STR_INIT("jour"), STR_INIT("date")},
        {STR_INIT("grille"), STR_INIT("grid")},      {STR_INIT("tableau"), STR_INIT("grid")},
        {STR_INIT("matrix"), STR_INIT("grid")},      {STR_INIT("table"), STR_INIT("grid")},
        {STR_INIT("rooster"), STR_INIT("grid")},     {STR_INIT("fichier"), STR_INIT("file")},
        {STR_INIT("bestand"), STR_INIT("file")},     {STR_INIT("upload"), STR_INIT("file")},
        {STR_INIT("document"), STR_INIT("file")},
    };
    struct str names[FORM_TYPE__MAX];
    struct str word = r->lexer.token.text;
    struct str meant = meant_by(word, synonyms, sizeof(synonyms) / sizeof(*synonyms));
    for (enum form_type type = 0; type < FORM_TYPE__MAX; type++)
        names[type] = form_type_name(type);
    if (r->lexer.token.kind != TOKEN_NAME)
        return lex_fail(&r->lexer, D_FORM_EXPECTED_TYPE, r->d->id);
    return lex_fail(&r->lexer, D_FORM_UNKNOWN_TYPE,
                    meant.n > 0 ? meant : diag_nearest(word, names, FORM_TYPE__MAX));
}

static bool read_type(struct reader *r)
{
    struct lexer *l = &r->lexer;
    if (lex_is_word(l, form_type_name(FORM_REPEAT)))
        return lex_fail(l, D_FORM_REPEAT_PLACE, r->d->id);
    for (enum form_type type = 0; type < FORM_TYPE__MAX; type++) {
        if (lex_take_word(l, form_type_name(type))) {
            r->d->type = type;
            r->d->type_known = true;
            return !l->failed;
        }
    }
    return fail_type(r);
}

static bool read_currency(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct str code = l->token.text;
    if (l->token.kind != TOKEN_NAME || code.n != 3)
        return lex_fail(l, D_FORM_CURRENCY, (struct str){0});
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] < 'A' || code.p[i] > 'Z')
            return lex_fail(l, D_FORM_CURRENCY, (struct str){0});
    r->d->currency = code;
    lex_next(l);
    return true;
}

static bool is_count(struct number n, int64_t most)
{
    return n.den == 1 && n.num >= 0 && n.num <= most;
}

static bool read_counts(struct reader *r)
{
    struct lexer *l = &r->lexer;
    size_t start = l->token.offset;
    if (!read_range(r, RANGE_OR_NUMBER))
        return false;
    struct declared *d = r->d;
    struct str range = str_sub(l->text, start, l->last.offset + l->last.text.n);
    if ((d->low.set && !is_count(d->low.value, FORM_MAX_OPTIONS)) ||
        (d->high.set && !(is_count(d->high.value, FORM_MAX_OPTIONS) && d->high.value.num > 0)))
        return lex_fail_at(l, D_FORM_BAD_COUNT, range, (struct str){0});
    return true;
}

static bool read_length(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct str written = l->token.text;
    if (!read_number(r, &r->d->high.value))
        return false;
    r->d->high.set = true;
    if (l->token.kind == TOKEN_RANGE)
        return lex_fail(l, D_FORM_TEXT_LENGTH, (struct str){0});
    return (is_count(r->d->high.value, FORM_MAX_TEXT) && r->d->high.value.num > 0) ||
           lex_fail_at(l, D_FORM_TEXT_LENGTH, written, (struct str){0});
}

/* ---- files ---- */

static bool read_file_count(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct declared *d = r->d;
    size_t start = l->token.offset;
    if (!at_bound(l) && l->token.kind != TOKEN_RANGE)
        return !l->failed;
    if (!read_range(r, RANGE_OR_NUMBER))
        return false;
    struct str range = str_sub(l->text, start, l->last.offset + l->last.text.n);
    if ((d->low.set && !(is_count(d->low.value, FORM_MAX_FILES) && d->low.value.num > 0)) ||
        (d->high.set && !(is_count(d->high.value, FORM_MAX_FILES) && d->high.value.num > 0)))
        return lex_fail_at(l, D_FORM_FILE_COUNT, range, (struct str){0});
    return true;
}

static bool fail_file_kind(struct reader *r)
{
    static const struct synonym synonyms[] = {
        {STR_INIT("jpeg"), STR_INIT("jpg")},   {STR_INIT("photo"), STR_INIT("jpg")},
        {STR_INIT("image"), STR_INIT("jpg")},  {STR_INIT("heif"), STR_INIT("heic")},
        {STR_INIT("word"), STR_INIT("docx")},  {STR_INIT("doc"), STR_INIT("docx")},
        {STR_INIT("excel"), STR_INIT("xlsx")}, {STR_INIT("xls"), STR_INIT("xlsx")},
        {STR_INIT("texte"), STR_INIT("txt")},  {STR_INIT("text"), STR_INIT("txt")},
    };
    struct str names[FORM_FILE_KIND__MAX];
    struct str word = r->lexer.token.text;
    struct str meant = meant_by(word, synonyms, sizeof(synonyms) / sizeof(*synonyms));
    for (size_t i = 0; i < FORM_FILE_KIND__MAX; i++)
        names[i] = form_file_kind_name((enum form_file_kind)i);
    return lex_fail(&r->lexer, D_FORM_FILE_KIND,
                    meant.n > 0 ? meant : diag_nearest(word, names, FORM_FILE_KIND__MAX));
}

static bool read_file_kinds(struct reader *r)
{
    struct lexer *l = &r->lexer;
    while (l->token.kind == TOKEN_NAME) {
        enum form_file_kind kind;
        if (!form_file_kind_parse(l->token.text, &kind))
            return fail_file_kind(r);
        if (r->d->file_kinds >> kind & 1)
            return lex_fail(l, D_FORM_DUPLICATE_ATTRIBUTE, (struct str){0});
        r->d->file_kinds |= UINT32_C(1) << kind;
        lex_next(l);
    }
    return !l->failed && (r->d->file_kinds != 0 || lex_fail(l, D_FORM_FILE_KINDS, (struct str){0}));
}

/* Units are decimal, as on labels: 1 MB is a million bytes. */
static bool read_file_size(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct number bytes;
    r->d->file_bytes = FORM_FILE_BYTES;
    if (l->token.kind == TOKEN_NUMBER)
        return lex_fail(l, D_FORM_FILE_SIZE, (struct str){0});
    if (l->token.kind != TOKEN_SIZE)
        return !l->failed;
    bool is_mega = str_ends(l->token.text, STR("MB"));
    bool fits = (is_mega || str_ends(l->token.text, STR("KB"))) &&
                number_mul(l->token.number, number_of(is_mega ? 1000 : 1), &bytes) &&
                is_count(bytes, FORM_MAX_FILE_BYTES / 1000) && bytes.num > 0;
    if (!fits)
        return lex_fail(l, D_FORM_FILE_SIZE, (struct str){0});
    r->d->file_bytes = bytes.num * 1000;
    lex_next(l);
    return !l->failed;
}

static bool read_file(struct reader *r)
{
    return read_file_count(r) && read_file_kinds(r) && read_file_size(r);
}

static bool read_arguments(struct reader *r)
{
    struct lexer *l = &r->lexer;
    if (r->d->type == FORM_FILE)
        return read_file(r);
    if (r->d->type == FORM_MONEY && !read_currency(r))
        return false;
    if (l->token.kind == TOKEN_END || l->token.kind == TOKEN_COMMA)
        return !l->failed;
    switch (r->d->type) {
    case FORM_MANY:
        return read_counts(r);
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
        return read_range(r, RANGE_OF_NUMBERS);
    case FORM_DATE:
        return read_range(r, RANGE_OF_DATES);
    case FORM_TEXT:
        return read_length(r);
    case FORM_ONE:
    case FORM_YESNO:
    case FORM_EMAIL:
    case FORM_PHONE:
    case FORM_GRID:
    case FORM_REPEAT:
    case FORM_FILE:
    case FORM_TYPE__MAX:
        break;
    }
    return lex_fail(l, D_FORM_NO_ARGUMENTS, form_type_name(r->d->type));
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
    struct str meant = meant_by(word, synonyms, sizeof(synonyms) / sizeof(*synonyms));
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
    if (!at_bound(l) && l->token.kind != TOKEN_RANGE)
        return lex_fail(l, D_FORM_REPEAT_RANGE, d->id);
    if (!read_range(r, RANGE_OF_NUMBERS))
        return false;
    struct str range = str_sub(l->text, start, l->last.offset + l->last.text.n);
    if (!d->low.set || !d->high.set || !is_count(d->low.value, FORM_MAX_ITEMS) ||
        !is_count(d->high.value, FORM_MAX_ITEMS) || d->high.value.num == 0)
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

static bool read_point(struct reader *r)
{
    struct lexer *l = &r->lexer;
    if (l->token.kind == TOKEN_END)
        return !l->failed;
    if (!read_name(r, D_FORM_EXPECTED_ID, &r->d->id))
        return false;
    if (means_result(l))
        return lex_fail(l, D_FORM_EXPECTED_COLON, r->d->id);
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
    return read_name(r, D_FORM_EXPECTED_ID, &r->d->id) && read_colon(r) && read_type(r) &&
           read_arguments(r) && read_attributes(r);
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
        return lex_fail(l, D_FORM_EXPECTED_EQUAL, named.name);
    if (!read_number(r, &named.value))
        return false;
    for (size_t i = 0; i < r->named.count; i++)
        if (str_eq(r->named.items[i].name, named.name))
            return lex_fail_at(l, D_FORM_DUPLICATE_NAMED, named.name, r->d->id);
    if (r->named.count == FORM_MAX_NAMED)
        return lex_fail_at(l, D_FORM_TOO_MANY_NAMED, named.name, (struct str){0});
    *ARENA_PUSH(r->arena, &r->named) = named;
    return true;
}

static bool read_option(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct declared *d = r->d;
    if (!read_name(r, D_FORM_EXPECTED_CODE, &d->id))
        return false;
    if (lex_take(l, TOKEN_EQUAL)) {
        d->has_points = true;
        if (!read_number(r, &d->points))
            return false;
        if (l->token.kind == TOKEN_RANGE)
            return lex_fail(l, D_FORM_OPTION_RANGE, d->id);
    } else if (l->token.kind == TOKEN_NUMBER || l->token.kind == TOKEN_MINUS) {
        return lex_fail(l, D_FORM_EXPECTED_EQUAL, d->id);
    }
    while (lex_take(l, TOKEN_COMMA))
        if (!read_named(r))
            return false;
    d->named = r->named.items;
    d->n_named = r->named.count;
    return read_end(r);
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
    return read_range(r, RANGE_OR_NUMBER) && read_end(r);
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
    struct str meant = meant_by(l->token.text, synonyms, sizeof(synonyms) / sizeof(*synonyms));
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
