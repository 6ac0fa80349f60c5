/* The type of a question, and what stands behind it. */
#include "form/currency.h"
#include "form/declare_parts.h"
#include "form/file.h"

/* What French, Dutch and English writers call the types. */
static const struct synonym type_synonyms[] = {
    {STR_INIT("choix"), STR_INIT("one")},
    {STR_INIT("choice"), STR_INIT("one")},
    {STR_INIT("radio"), STR_INIT("one")},
    {STR_INIT("select"), STR_INIT("one")},
    {STR_INIT("checkbox"), STR_INIT("many")},
    {STR_INIT("multiple"), STR_INIT("many")},
    {STR_INIT("bool"), STR_INIT("yesno")},
    {STR_INIT("boolean"), STR_INIT("yesno")},
    {STR_INIT("ouinon"), STR_INIT("yesno")},
    {STR_INIT("janee"), STR_INIT("yesno")},
    {STR_INIT("nombre"), STR_INIT("number")},
    {STR_INIT("entier"), STR_INIT("number")},
    {STR_INIT("integer"), STR_INIT("number")},
    {STR_INIT("int"), STR_INIT("number")},
    {STR_INIT("getal"), STR_INIT("number")},
    {STR_INIT("montant"), STR_INIT("money")},
    {STR_INIT("bedrag"), STR_INIT("money")},
    {STR_INIT("amount"), STR_INIT("money")},
    {STR_INIT("pourcent"), STR_INIT("percent")},
    {STR_INIT("pourcentage"), STR_INIT("percent")},
    {STR_INIT("texte"), STR_INIT("text")},
    {STR_INIT("tekst"), STR_INIT("text")},
    {STR_INIT("string"), STR_INIT("text")},
    {STR_INIT("mail"), STR_INIT("email")},
    {STR_INIT("courriel"), STR_INIT("email")},
    {STR_INIT("telephone"), STR_INIT("phone")},
    {STR_INIT("tel"), STR_INIT("phone")},
    {STR_INIT("telefoon"), STR_INIT("phone")},
    {STR_INIT("grille"), STR_INIT("grid")},
    {STR_INIT("tableau"), STR_INIT("grid")},
    {STR_INIT("matrix"), STR_INIT("grid")},
    {STR_INIT("table"), STR_INIT("grid")},
    {STR_INIT("rooster"), STR_INIT("grid")},
    {STR_INIT("fichier"), STR_INIT("file")},
    {STR_INIT("bestand"), STR_INIT("file")},
    {STR_INIT("upload"), STR_INIT("file")},
    {STR_INIT("document"), STR_INIT("file")},
    {STR_INIT("datum"), STR_INIT("date")},
    {STR_INIT("jour"), STR_INIT("date")},
    {STR_INIT("echelle"), STR_INIT("scale")},
    {STR_INIT("likert"), STR_INIT("scale")},
    {STR_INIT("schaal"), STR_INIT("scale")},
    {STR_INIT("pays"), STR_INIT("country")},
    {STR_INIT("land"), STR_INIT("country")},
    {STR_INIT("compte"), STR_INIT("iban")},
    {STR_INIT("niss"), STR_INIT("national-number be")},
    {STR_INIT("nrn"), STR_INIT("national-number be")},
    {STR_INIT("rijksregisternummer"), STR_INIT("national-number be")},
    {STR_INIT("consentement"), STR_INIT("consent")},
    {STR_INIT("accord"), STR_INIT("consent")},
    {STR_INIT("toestemming"), STR_INIT("consent")},
    {STR_INIT("handtekening"), STR_INIT("signature")},
};

static bool fail_type(struct reader *r)
{
    struct str names[FORM_TYPE__MAX];
    struct str word = r->lexer.token.text;
    struct str meant = diag_meant(word, type_synonyms, sizeof(type_synonyms) / sizeof(*type_synonyms));
    for (enum form_type type = 0; type < FORM_TYPE__MAX; type++)
        names[type] = form_type_name(type);
    if (r->lexer.token.kind != TOKEN_NAME)
        return lex_fail(&r->lexer, D_FORM_EXPECTED_TYPE, r->d->id);
    return lex_fail(&r->lexer, D_FORM_UNKNOWN_TYPE,
                    meant.n > 0 ? meant : diag_nearest(word, names, FORM_TYPE__MAX));
}

/* A type's name may be of several tokens: "national-number". */
static bool take_type(struct lexer *l, struct str name)
{
    size_t end = l->token.offset + name.n;
    if (l->token.kind != TOKEN_NAME || !str_starts(str_sub(l->text, l->token.offset, l->text.n), name) ||
        (end < l->text.n && lex_is_name_char(l->text.p[end])))
        return false;
    while (l->token.kind != TOKEN_END && l->token.offset < end)
        lex_next(l);
    return true;
}

static bool read_type(struct reader *r)
{
    struct lexer *l = &r->lexer;
    if (lex_is_word(l, form_type_name(FORM_REPEAT)))
        return lex_fail(l, D_FORM_REPEAT_PLACE, r->d->id);
    for (enum form_type type = 0; type < FORM_TYPE__MAX; type++) {
        if (take_type(l, form_type_name(type))) {
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
    bool is_code = l->token.kind == TOKEN_NAME && code.n == 3;
    for (size_t i = 0; is_code && i < code.n; i++)
        is_code = code.p[i] >= 'A' && code.p[i] <= 'Z';
    if (!is_code)
        return lex_fail(l, D_FORM_CURRENCY,
                        l->token.kind == TOKEN_NAME ? form_currency_meant(code) : (struct str){0});
    r->d->currency = code;
    lex_next(l);
    return true;
}

/* The only country whose numbers are known. */
static bool read_country(struct reader *r)
{
    struct lexer *l = &r->lexer;
    r->d->country = l->token.text;
    return lex_take_word(l, STR("be")) || lex_fail(l, D_FORM_NATIONAL_COUNTRY, (struct str){0});
}

static bool read_counts(struct reader *r)
{
    struct lexer *l = &r->lexer;
    size_t start = l->token.offset;
    if (!declare_range(r, RANGE_OR_NUMBER))
        return false;
    struct declared *d = r->d;
    struct str range = str_sub(l->text, start, l->last.offset + l->last.text.n);
    if ((d->low.set && !declare_is_count(d->low.value, FORM_MAX_OPTIONS)) ||
        (d->high.set && !(declare_is_count(d->high.value, FORM_MAX_OPTIONS) && d->high.value.num > 0)))
        return lex_fail_at(l, D_FORM_BAD_COUNT, range, (struct str){0});
    return true;
}

static bool read_length(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct str written = l->token.text;
    if (!declare_number(r, &r->d->high.value))
        return false;
    r->d->high.set = true;
    if (l->token.kind == TOKEN_RANGE)
        return lex_fail(l, D_FORM_TEXT_LENGTH, (struct str){0});
    return (declare_is_count(r->d->high.value, FORM_MAX_TEXT) && r->d->high.value.num > 0) ||
           lex_fail_at(l, D_FORM_TEXT_LENGTH, written, (struct str){0});
}

/* Both ends, whole, and not so far apart that the numbers between them could not be shown. */
static bool read_scale(struct reader *r)
{
    struct lexer *l = &r->lexer;
    const struct form_bound *low = &r->d->low;
    const struct form_bound *high = &r->d->high;
    size_t start = l->token.offset;
    if (!declare_at_bound(l) && l->token.kind != TOKEN_RANGE)
        return lex_fail(l, D_FORM_SCALE_RANGE, (struct str){0});
    if (!declare_range(r, RANGE_OF_NUMBERS))
        return false;
    bool fits = low->set && high->set && number_is_whole(low->value) && number_is_whole(high->value) &&
                low->value.num < high->value.num && high->value.num - low->value.num < FORM_MAX_SCALE;
    struct str range = str_sub(l->text, start, l->last.offset + l->last.text.n);
    return fits || lex_fail_at(l, D_FORM_SCALE_RANGE, range, (struct str){0});
}

/* ---- files ---- */

static bool read_file_count(struct reader *r)
{
    struct lexer *l = &r->lexer;
    struct declared *d = r->d;
    size_t start = l->token.offset;
    if (!declare_at_bound(l) && l->token.kind != TOKEN_RANGE)
        return !l->failed;
    if (!declare_range(r, RANGE_OR_NUMBER))
        return false;
    struct str range = str_sub(l->text, start, l->last.offset + l->last.text.n);
    if ((d->low.set && !(declare_is_count(d->low.value, FORM_MAX_FILES) && d->low.value.num > 0)) ||
        (d->high.set && !(declare_is_count(d->high.value, FORM_MAX_FILES) && d->high.value.num > 0)))
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
    struct str meant = diag_meant(word, synonyms, sizeof(synonyms) / sizeof(*synonyms));
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
                declare_is_count(bytes, FORM_MAX_FILE_BYTES / 1000) && bytes.num > 0;
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
    if (r->d->type == FORM_SCALE)
        return read_scale(r);
    if (r->d->type == FORM_MONEY && !read_currency(r))
        return false;
    if (r->d->type == FORM_NATIONAL_NUMBER && !read_country(r))
        return false;
    if (l->token.kind == TOKEN_END || l->token.kind == TOKEN_COMMA)
        return !l->failed;
    switch (r->d->type) {
    case FORM_MANY:
        return read_counts(r);
    case FORM_NUMBER:
    case FORM_MONEY:
    case FORM_PERCENT:
        return declare_range(r, RANGE_OF_NUMBERS);
    case FORM_DATE:
        return declare_range(r, RANGE_OF_DATES);
    case FORM_TEXT:
        return read_length(r);
    case FORM_ONE:
    case FORM_YESNO:
    case FORM_EMAIL:
    case FORM_PHONE:
    case FORM_GRID:
    case FORM_REPEAT:
    case FORM_FILE:
    case FORM_SCALE:
    case FORM_COUNTRY:
    case FORM_NATIONAL_NUMBER:
    case FORM_IBAN:
    case FORM_CONSENT:
    case FORM_SIGNATURE:
    case FORM_TYPE__MAX:
        break;
    }
    return lex_fail(l, D_FORM_NO_ARGUMENTS, form_type_name(r->d->type));
}

bool declare_type(struct reader *r)
{
    return read_type(r) && read_arguments(r);
}
