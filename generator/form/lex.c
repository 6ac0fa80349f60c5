#include "form/lex.h"

#include "base/utf8.h"
#include "form/day.h"
#include "form/form.h"

/* Signs that people write from habit. */
static const struct synonym habits[] = {
    {STR_INIT("..."), STR_INIT("..")},
    {STR_INIT("=="), STR_INIT("=")},
    {STR_INIT("<>"), STR_INIT("!=")},
    {STR_INIT("=<"), STR_INIT("<=")},
    {STR_INIT("=>"), STR_INIT(">=")},
    {STR_INIT("&&"), STR_INIT("and")},
    {STR_INIT("||"), STR_INIT("or")},
    {STR_INIT("&"), STR_INIT("and")},
    {STR_INIT("|"), STR_INIT("or")},
    {STR_INIT(";"), STR_INIT(",")},
    {STR_INIT("["), STR_INIT("(")},
    {STR_INIT("]"), STR_INIT(")")},
    {STR_INIT("{"), STR_INIT("(")},
    {STR_INIT("}"), STR_INIT(")")},
    {STR_INIT("\xE2\x89\xA4"), STR_INIT("<=")}, /* ≤ */
    {STR_INIT("\xE2\x89\xA5"), STR_INIT(">=")}, /* ≥ */
    {STR_INIT("\xE2\x89\xA0"), STR_INIT("!=")}, /* ≠ */
    {STR_INIT("\xC3\x97"), STR_INIT("*")},      /* × */
    {STR_INIT("\xC3\xB7"), STR_INIT("/")},      /* ÷ */
    {STR_INIT("\xE2\x88\x92"), STR_INIT("-")},  /* − */
    {STR_INIT("\xE2\x80\x93"), STR_INIT("-")},  /* – */
    {STR_INIT("\xE2\x80\x94"), STR_INIT("-")},  /* — */
    {STR_INIT("\xE2\x80\xA6"), STR_INIT("..")}, /* … */
    {STR_INIT("!"), STR_INIT("not")},
    {STR_INIT("^"), STR_INIT("*")},
};

static const struct str quotes[] = {
    STR_INIT("\""),           STR_INIT("'"),
    STR_INIT("\xE2\x80\x98"), STR_INIT("\xE2\x80\x99"),
    STR_INIT("\xE2\x80\x9C"), STR_INIT("\xE2\x80\x9D"),
    STR_INIT("\xE2\x80\x9E"), STR_INIT("\xC2\xAB"),
    STR_INIT("\xC2\xBB"),
};

static const struct str odd_spaces[] = {
    STR_INIT("\xC2\xA0"),     STR_INIT("\xE2\x80\xAF"), STR_INIT("\xE2\x80\x89"),
    STR_INIT("\xE2\x80\x8B"), STR_INIT("\xEF\xBB\xBF"),
};

/* The letters of French, Dutch and their neighbours without their accents, to propose a name. */
static const struct synonym accents[] = {
    {STR_INIT("àâäáãå"), STR_INIT("a")}, {STR_INIT("éèêë"), STR_INIT("e")}, {STR_INIT("îïíì"), STR_INIT("i")},
    {STR_INIT("ôöóòõø"), STR_INIT("o")}, {STR_INIT("ùûüú"), STR_INIT("u")}, {STR_INIT("ç"), STR_INIT("c")},
    {STR_INIT("ñ"), STR_INIT("n")},      {STR_INIT("ÿý"), STR_INIT("y")},   {STR_INIT("œ"), STR_INIT("oe")},
    {STR_INIT("æ"), STR_INIT("ae")},     {STR_INIT("ÀÂÄÁ"), STR_INIT("A")}, {STR_INIT("ÉÈÊË"), STR_INIT("E")},
    {STR_INIT("ÎÏ"), STR_INIT("I")},     {STR_INIT("ÔÖ"), STR_INIT("O")},   {STR_INIT("ÙÛÜ"), STR_INIT("U")},
    {STR_INIT("Ç"), STR_INIT("C")},      {STR_INIT("Œ"), STR_INIT("OE")},
};

struct place lex_place(struct place at, size_t offset, size_t length)
{
    if (at.source == NULL)
        return at;
    return (struct place){at.source, at.offset + offset, length};
}

/* Nothing more is read of this declaration. */
static bool stop(struct lexer *l)
{
    l->failed = true;
    l->next = l->text.n;
    l->token = (struct token){
        .kind = TOKEN_END, .offset = l->text.n, .text = str_sub(l->text, l->text.n, l->text.n)};
    return false;
}

static bool fail_over(struct lexer *l, enum diag_code code, struct str over, struct str remedy)
{
    if (!l->failed)
        DIAG_AT(l->diags, code, lex_place(l->at, (size_t)(over.p - l->text.p), over.n), over, remedy);
    return stop(l);
}

bool lex_fail(struct lexer *l, enum diag_code code, struct str arg)
{
    if (!l->failed)
        DIAG_AT(l->diags, code, lex_place(l->at, l->token.offset, l->token.text.n), l->token.text, arg);
    return stop(l);
}

bool lex_fail_at(struct lexer *l, enum diag_code code, struct str over, struct str arg)
{
    return fail_over(l, code, over, arg);
}

bool lex_is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool lex_is_name_char(char c)
{
    return lex_is_name_start(c) || is_digit(c) || c == '_';
}

static size_t run(struct str s, bool (*belongs)(char))
{
    size_t n = 0;
    while (n < s.n && belongs(s.p[n]))
        n++;
    return n;
}

static const struct str *starts_with_one(struct str s, const struct str *of, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, of[i]))
            return &of[i];
    return NULL;
}

/* The accented letter at the start of s in plain letters; the empty slice when it is none we know. */
static struct str without_accent(struct str s, size_t *length)
{
    struct str rest = s;
    if (utf8_next(&rest) < 0x80)
        return (struct str){0};
    *length = s.n - rest.n;
    for (size_t i = 0; i < sizeof(accents) / sizeof(*accents); i++)
        if (str_find(accents[i].written, str_sub(s, 0, *length)) >= 0)
            return accents[i].meant;
    return (struct str){0};
}

/* Words of the language that have accents in French, where a word of it stands: behind a colon or before a
 * parenthesis; empty where it may be somebody's name. */
static struct str keyword(const struct lexer *l, struct str plain, struct str rest)
{
    static const struct synonym words[] = {
        {STR_INIT("telephone"), STR_INIT("phone")},  {STR_INIT("echelle"), STR_INIT("scale")},
        {STR_INIT("numero"), STR_INIT("number")},    {STR_INIT("decimal"), STR_INIT("number")},
        {STR_INIT("reel"), STR_INIT("number")},      {STR_INIT("piece"), STR_INIT("file")},
        {STR_INIT("pieces"), STR_INIT("file")},      {STR_INIT("repete"), STR_INIT("repeat")},
        {STR_INIT("repeter"), STR_INIT("repeat")},   {STR_INIT("resultat"), STR_INIT("result")},
        {STR_INIT("repondu"), STR_INIT("answered")}, {STR_INIT("annees"), STR_INIT("years")},
    };
    bool is_placed = l->last.kind == TOKEN_COLON || str_starts(rest, STR("("));
    return is_placed ? diag_meant(plain, words, sizeof(words) / sizeof(*words)) : (struct str){0};
}

/* A name with accents in it: says how to write it. */
static bool fail_accents(struct lexer *l, struct str rest)
{
    char plain[FORM_MAX_ID];
    size_t n_plain = 0;
    size_t used = 0;
    while (used < rest.n && n_plain + 2 < sizeof(plain)) {
        size_t length = 1;
        struct str letter = lex_is_name_char(rest.p[used])
                                ? str_sub(rest, used, used + 1)
                                : without_accent(str_sub(rest, used, rest.n), &length);
        if (letter.n == 0)
            break;
        memcpy(plain + n_plain, letter.p, letter.n);
        n_plain += letter.n;
        used += length;
    }
    struct str written = str_sub(rest, 0, used);
    struct str meant = keyword(l, (struct str){plain, n_plain}, str_sub(rest, used, rest.n));
    if (l->last.kind == TOKEN_NUMBER && str_eq_z(written, "à"))
        meant = STR("..");
    if (meant.n > 0)
        return fail_over(l, D_FORM_HABIT, written, meant);
    return fail_over(l, D_FORM_ACCENT, written, (struct str){plain, n_plain});
}

static bool fail_character(struct lexer *l, struct str rest)
{
    enum { N_QUOTES = sizeof(quotes) / sizeof(*quotes), N_SPACES = sizeof(odd_spaces) / sizeof(*odd_spaces) };
    const struct str *found = starts_with_one(rest, odd_spaces, N_SPACES);
    if (found != NULL)
        return fail_over(l, D_FORM_ODD_SPACE, str_sub(rest, 0, found->n), (struct str){0});
    found = starts_with_one(rest, quotes, N_QUOTES);
    if (found != NULL)
        return fail_over(l, D_FORM_QUOTE, str_sub(rest, 0, found->n), (struct str){0});
    for (size_t i = 0; i < sizeof(habits) / sizeof(*habits); i++)
        if (str_starts(rest, habits[i].written))
            return fail_over(l, D_FORM_HABIT, str_sub(rest, 0, habits[i].written.n), habits[i].meant);
    if (str_eq_z(l->last.text, "money") && str_starts(rest, STR("€")))
        return fail_over(l, D_FORM_HABIT, str_sub(rest, 0, sizeof("€") - 1), STR("EUR"));
    if (rest.p[0] == '%')
        return fail_over(l, D_FORM_PERCENT_SIGN, str_sub(rest, 0, 1), (struct str){0});
    struct str after = rest;
    utf8_next(&after);
    return fail_over(l, D_FORM_CHARACTER, str_sub(rest, 0, rest.n - after.n), (struct str){0});
}

static void take(struct lexer *l, enum token_kind kind, size_t length)
{
    l->token =
        (struct token){.kind = kind, .offset = l->next, .text = str_sub(l->text, l->next, l->next + length)};
    l->next += length;
}

static void lex_name(struct lexer *l, struct str rest)
{
    size_t n = run(rest, lex_is_name_char);
    size_t length;
    if (n < rest.n && without_accent(str_sub(rest, n, rest.n), &length).n > 0) {
        fail_accents(l, rest);
        return;
    }
    take(l, TOKEN_NAME, n);
    if (n > FORM_MAX_ID)
        fail_over(l, D_FORM_NAME_TOO_LONG, str_sub(rest, 0, n), (struct str){0});
}

static bool looks_like_date(struct str s)
{
    static const char shape[] = "dddd-dd-dd";
    if (s.n < sizeof(shape) - 1 || (s.n > sizeof(shape) - 1 && is_digit(s.p[sizeof(shape) - 1])))
        return false;
    for (size_t i = 0; i < sizeof(shape) - 1; i++)
        if (shape[i] == 'd' ? !is_digit(s.p[i]) : s.p[i] != shape[i])
            return false;
    return true;
}

static void lex_date(struct lexer *l)
{
    int32_t day;
    take(l, TOKEN_DATE, sizeof("2000-01-01") - 1);
    if (form_day_parse(l->token.text, &day))
        l->token.number = number_of(day);
    else
        fail_over(l, D_FORM_NO_SUCH_DAY, l->token.text, (struct str){0});
}

/* What stands between the thousands of a number where people write for people. */
static size_t length_of_gap(struct str s)
{
    static const struct str gaps[] = {
        STR_INIT("."),
        STR_INIT(" "),
        STR_INIT("'"),
        STR_INIT("\xE2\x80\x99"),
        STR_INIT("\xE2\x80\xAF"),
        STR_INIT("\xC2\xA0"),
        STR_INIT("\xE2\x80\x89"),
    };
    const struct str *gap = starts_with_one(s, gaps, sizeof(gaps) / sizeof(*gaps));
    return gap == NULL ? 0 : gap->n;
}

size_t lex_grouped(struct str s, size_t *groups)
{
    size_t n = run(s, is_digit);
    *groups = 0;
    if (n == 0 || n > 3 || s.p[0] == '0')
        return 0;
    for (size_t gap; (gap = length_of_gap(str_sub(s, n, s.n))) > 0; ++*groups) {
        if (run(str_sub(s, n + gap, s.n), is_digit) != 3)
            break;
        n += gap + 3;
    }
    return *groups == 0 || (n < s.n && lex_is_name_char(s.p[n])) ? 0 : n;
}

/* `100 000`, `1.000.000`; `1.000` alone has decimals. */
static bool fail_thousands(struct lexer *l, struct str rest)
{
    char plain[FORM_MAX_ID];
    size_t n_plain = 0;
    size_t groups;
    size_t length = lex_grouped(rest, &groups);
    if (length == 0 || (groups == 1 && str_find_char(str_sub(rest, 0, length), '.') >= 0))
        return false;
    for (size_t i = 0; i < length && n_plain < sizeof(plain); i++)
        if (is_digit(rest.p[i]))
            plain[n_plain++] = rest.p[i];
    fail_over(l, D_FORM_THOUSANDS, str_sub(rest, 0, length), (struct str){plain, n_plain});
    return true;
}

bool lex_fail_decimal_comma(struct lexer *l)
{
    char plain[FORM_MAX_ID];
    size_t start = l->last.offset;
    bool is_tight = l->last.kind == TOKEN_NUMBER && l->token.kind == TOKEN_COMMA &&
                    start + l->last.text.n == l->token.offset && l->next < l->text.n &&
                    is_digit(l->text.p[l->next]);
    if (!is_tight)
        return false;
    size_t end = l->next + run(str_sub(l->text, l->next, l->text.n), is_digit);
    struct str over = str_sub(l->text, start, end);
    size_t n = over.n < sizeof(plain) ? over.n : sizeof(plain);
    for (size_t i = 0; i < n; i++)
        plain[i] = over.p[i] == ',' ? '.' : over.p[i];
    fail_over(l, D_FORM_DECIMAL_COMMA, over, (struct str){plain, n});
    return true;
}

/* How long the unit of a size is that stands there: MB, kB, Mo … */
static size_t unit_of_size(struct str s)
{
    bool unit =
        s.n >= 2 && str_find_char(STR("kKmMgG"), s.p[0]) >= 0 && str_find_char(STR("bBoO"), s.p[1]) >= 0;
    return unit && (s.n == 2 || !lex_is_name_char(s.p[2])) ? 2 : 0;
}

static void lex_number(struct lexer *l, struct str rest)
{
    size_t n = run(rest, is_digit);
    if (fail_thousands(l, rest))
        return;
    if (n + 1 < rest.n && rest.p[n] == '.' && is_digit(rest.p[n + 1]))
        n += 1 + run(str_sub(rest, n + 1, rest.n), is_digit);
    size_t unit = unit_of_size(str_sub(rest, n, rest.n));
    take(l, unit > 0 ? TOKEN_SIZE : TOKEN_NUMBER, n + unit);
    n += unit;
    if (n < rest.n && lex_is_name_start(rest.p[n]))
        fail_over(l, D_FORM_NAME_STARTS_WITH_DIGIT,
                  str_sub(rest, 0, n + run(str_sub(rest, n, rest.n), lex_is_name_char)), (struct str){0});
    else if (!number_parse_plain(str_sub(rest, 0, n - unit), &l->token.number))
        fail_over(l, D_FORM_NUMBER_TOO_LONG, l->token.text, (struct str){0});
}

static enum token_kind sign_of_two(struct str s)
{
    static const struct {
        struct str sign;
        enum token_kind kind;
    } signs[] = {
        {STR_INIT(".."), TOKEN_RANGE},
        {STR_INIT("!="), TOKEN_UNEQUAL},
        {STR_INIT("<="), TOKEN_AT_MOST},
        {STR_INIT(">="), TOKEN_AT_LEAST},
    };
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
        if (str_starts(s, signs[i].sign))
            return signs[i].kind;
    return TOKEN_END;
}

static enum token_kind sign_of_one(char c)
{
    static const char signs[] = ",:.()+-*/=<>";
    static const enum token_kind kinds[] = {
        TOKEN_COMMA, TOKEN_COLON, TOKEN_POINT,  TOKEN_OPEN,  TOKEN_CLOSE, TOKEN_PLUS,
        TOKEN_MINUS, TOKEN_TIMES, TOKEN_DIVIDE, TOKEN_EQUAL, TOKEN_LESS,  TOKEN_MORE,
    };
    const char *found = c == 0 ? NULL : strchr(signs, c);
    return found == NULL ? TOKEN_END : kinds[found - signs];
}

/* Signs that begin like ours and are none: `...`, `==`, `=<`, `=>`, `<>`. */
static bool is_double_habit(struct str s)
{
    for (size_t i = 0; i < 5; i++)
        if (str_starts(s, habits[i].written))
            return true;
    return false;
}

static void lex_sign(struct lexer *l, struct str rest)
{
    enum token_kind kind = sign_of_two(rest);
    if (kind != TOKEN_END && !is_double_habit(rest)) {
        take(l, kind, 2);
        return;
    }
    kind = sign_of_one(rest.p[0]);
    if (kind != TOKEN_END && !is_double_habit(rest))
        take(l, kind, 1);
    else
        fail_character(l, rest);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void lex_next(struct lexer *l)
{
    if (l->failed)
        return;
    l->last = l->token;
    l->next += run(str_sub(l->text, l->next, l->text.n), is_blank);
    struct str rest = str_sub(l->text, l->next, l->text.n);
    size_t length;
    if (rest.n == 0)
        take(l, TOKEN_END, 0);
    else if (lex_is_name_start(rest.p[0]))
        lex_name(l, rest);
    else if (looks_like_date(rest))
        lex_date(l);
    else if (is_digit(rest.p[0]))
        lex_number(l, rest);
    else if (without_accent(rest, &length).n > 0)
        fail_accents(l, rest);
    else
        lex_sign(l, rest);
}

void lex_start(struct lexer *l, struct str text, struct place at, struct diags *diags)
{
    *l = (struct lexer){.text = text, .at = at, .diags = diags};
    lex_next(l);
}

bool lex_take(struct lexer *l, enum token_kind kind)
{
    if (l->failed || l->token.kind != kind)
        return false;
    lex_next(l);
    return true;
}

bool lex_is_word(const struct lexer *l, struct str word)
{
    return l->token.kind == TOKEN_NAME && str_eq(l->token.text, word);
}

bool lex_take_word(struct lexer *l, struct str word)
{
    if (!lex_is_word(l, word))
        return false;
    lex_next(l);
    return true;
}
