#include "theme/html_scan.h"

#include <string.h>

enum state {
    IN_TEXT,
    TAG_OPEN,      /* "<" was read */
    END_TAG_OPEN,  /* "</" */
    TAG_NAME,      /* in the name of a tag */
    IN_TAG,        /* between attributes */
    NAME,          /* in the name of an attribute */
    AFTER_NAME,    /* blanks behind it: "=" may follow */
    BEFORE_VALUE,  /* behind "=" */
    VALUE_DOUBLE,  /* between " and " */
    VALUE_SINGLE,  /* between ' and ' */
    VALUE_BARE,    /* a value without quotes */
    DECLARATION,   /* "<!" or "<?", to the next ">" */
    COMMENT,       /* "<!--", to "-->" */
    RAW,           /* in <script> and the like: to the end tag, no references */
    RAW_REFERENCES /* in <title> and <textarea>: to the end tag, with references */
};

enum element {
    PLAIN,
    SCRIPT,
    STYLE,
    XMP,
    IFRAME,
    NOEMBED,
    NOFRAMES,
    PLAINTEXT,
    TITLE,
    TEXTAREA,
    ELEMENT__MAX
};

static const struct str element_names[ELEMENT__MAX] = {
    [SCRIPT] = STR_INIT("script"),       [STYLE] = STR_INIT("style"),     [XMP] = STR_INIT("xmp"),
    [IFRAME] = STR_INIT("iframe"),       [NOEMBED] = STR_INIT("noembed"), [NOFRAMES] = STR_INIT("noframes"),
    [PLAINTEXT] = STR_INIT("plaintext"), [TITLE] = STR_INIT("title"),     [TEXTAREA] = STR_INIT("textarea"),
};

enum attribute { ANY_TEXT, ADDRESS, FORBIDDEN };

enum address {
    AT_START,      /* a scheme may still come */
    IN_PATH,       /* behind a safe scheme or the first "/" */
    IN_QUERY,      /* behind "?" or "#" */
    UNSAFE_SCHEME, /* behind a scheme that is not safe, or may not be */
    UNCERTAIN      /* in the path, or in the query */
};

/* Stands for a name that is not certain, for it is no letter of one. */
static const char uncertain = '?';

static struct str word(const struct html_scan *s)
{
    return (struct str){s->word, s->n};
}

static void forget_word(struct html_scan *s)
{
    s->n = 0;
    memset(s->word, 0, sizeof(s->word));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The names that matter fit; of longer ones the beginning is enough. */
static void add_to_word(struct html_scan *s, char c)
{
    if (s->n < sizeof(s->word))
        s->word[s->n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void go(struct html_scan *s, enum state state)
{
    s->state = (unsigned char)state;
    forget_word(s);
}

static bool is_one_of(struct str name, const struct str *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(name, names[i]))
            return true;
    return false;
}

static enum attribute attribute_called(struct str name)
{
    static const struct str addresses[] = {
        STR_INIT("href"),       STR_INIT("src"),    STR_INIT("action"), STR_INIT("formaction"),
        STR_INIT("cite"),       STR_INIT("poster"), STR_INIT("data"),   STR_INIT("background"),
        STR_INIT("xlink:href"), STR_INIT("ping"),
    };
    static const struct str forbidden[] = {STR_INIT("style"), STR_INIT("srcset"), STR_INIT("srcdoc"),
                                           STR_INIT("imagesrcset")};
    if (name.n == 0 || name.p[0] == uncertain || str_starts(name, STR("on")) ||
        is_one_of(name, forbidden, sizeof(forbidden) / sizeof(forbidden[0])))
        return FORBIDDEN;
    return is_one_of(name, addresses, sizeof(addresses) / sizeof(addresses[0])) ? ADDRESS : ANY_TEXT;
}

static enum element element_called(struct str name)
{
    for (unsigned e = PLAIN + 1; e < ELEMENT__MAX; e++)
        if (str_eq(name, element_names[e]))
            return (enum element)e;
    return PLAIN;
}

static void end_tag(struct html_scan *s)
{
    unsigned char element = s->closing ? PLAIN : s->element;
    memset(s, 0, sizeof(*s));
    s->element = element;
    if (element == TITLE || element == TEXTAREA)
        s->state = RAW_REFERENCES;
    else if (element != PLAIN)
        s->state = RAW;
}

/* Inside a tag, not in a value. */
static void read_in_tag(struct html_scan *s, char c)
{
    if (s->state == TAG_NAME && (is_blank(c) || c == '/' || c == '>')) {
        s->element = (unsigned char)element_called(word(s));
        go(s, IN_TAG);
    }
    if (c == '>') {
        end_tag(s);
    } else if (s->state == TAG_NAME) {
        add_to_word(s, c);
    } else if (c == '=' && s->state != IN_TAG) {
        s->attribute = (unsigned char)attribute_called(word(s));
        go(s, BEFORE_VALUE);
    } else if (is_blank(c)) {
        if (s->state == NAME)
            s->state = AFTER_NAME;
    } else if (c == '/') {
        go(s, IN_TAG);
    } else {
        if (s->state != NAME)
            go(s, NAME);
        add_to_word(s, c);
    }
}

static void read_address(struct html_scan *s, char c)
{
    if (c == '?' || c == '#') {
        forget_word(s);
        if (s->address != UNSAFE_SCHEME)
            s->address = IN_QUERY;
    } else if (s->address != AT_START) {
        return;
    } else if (c == '/') {
        forget_word(s);
        s->address = IN_PATH;
    } else if (c == ':') {
        s->address = html_scheme_is_safe(word(s)) ? IN_PATH : UNSAFE_SCHEME;
        forget_word(s);
    } else {
        add_to_word(s, c);
    }
}

static void end_value(struct html_scan *s)
{
    s->attribute = ANY_TEXT;
    s->address = AT_START;
    go(s, IN_TAG);
}

static void read_value(struct html_scan *s, char c)
{
    if ((s->state == VALUE_DOUBLE && c == '"') || (s->state == VALUE_SINGLE && c == '\''))
        end_value(s);
    else if (s->state == VALUE_BARE && is_blank(c))
        end_value(s);
    else if (s->state == VALUE_BARE && c == '>')
        end_tag(s);
    else if (s->attribute == ADDRESS)
        read_address(s, c);
}

static void read_before_value(struct html_scan *s, char c)
{
    if (is_blank(c))
        return;
    if (c == '"' || c == '\'') {
        go(s, c == '"' ? VALUE_DOUBLE : VALUE_SINGLE);
    } else {
        go(s, VALUE_BARE);
        read_value(s, c);
    }
}

/* "</name" is matched byte by byte; what follows decides whether it was the end tag. */
static void read_raw(struct html_scan *s, char c)
{
    struct str name = element_names[s->element];
    size_t whole = name.n + 2;
    char lower = is_letter(c) ? (char)(c | 0x20) : c;
    if (s->n == whole && (is_blank(c) || c == '/' || c == '>')) {
        s->closing = 1;
        go(s, IN_TAG);
        read_in_tag(s, c);
    } else if (c == '<') {
        s->n = 1;
    } else if ((s->n == 1 && c == '/') || (s->n >= 2 && s->n < whole && lower == name.p[s->n - 2])) {
        s->n++;
    } else {
        s->n = 0;
    }
}

static void read_comment(struct html_scan *s, char c)
{
    if (c == '>' && s->n >= 2)
        go(s, IN_TEXT);
    else if (c == '-')
        s->n = s->n < 2 ? s->n + 1 : 2;
    else
        s->n = 0;
}

/* Counts the dashes that make a declaration a comment; "<!-->" is one whole comment. */
static void read_declaration(struct html_scan *s, char c)
{
    enum { NO_COMMENT = 3 };
    if (c == '>') {
        go(s, IN_TEXT);
    } else if (c == '-' && s->n < 2) {
        s->n++;
        if (s->n == 2)
            s->state = COMMENT;
    } else {
        s->n = NO_COMMENT;
    }
}

static void read_tag_open(struct html_scan *s, char c)
{
    if (is_letter(c)) {
        go(s, TAG_NAME);
        add_to_word(s, c);
    } else if (s->state == END_TAG_OPEN) {
        s->closing = 0;
        go(s, c == '>' ? IN_TEXT : DECLARATION);
    } else if (c == '/') {
        s->closing = 1;
        go(s, END_TAG_OPEN);
    } else if (c == '!' || c == '?') {
        go(s, DECLARATION);
        s->n = c == '?' ? 3 : 0;
    } else if (c != '<') {
        go(s, IN_TEXT);
    }
}

static void scan_byte(struct html_scan *s, char c)
{
    switch ((enum state)s->state) {
    case IN_TEXT:
        if (c == '<')
            s->state = TAG_OPEN;
        break;
    case TAG_OPEN:
    case END_TAG_OPEN:
        read_tag_open(s, c);
        break;
    case TAG_NAME:
    case IN_TAG:
    case NAME:
    case AFTER_NAME:
        read_in_tag(s, c);
        break;
    case BEFORE_VALUE:
        read_before_value(s, c);
        break;
    case VALUE_DOUBLE:
    case VALUE_SINGLE:
    case VALUE_BARE:
        read_value(s, c);
        break;
    case DECLARATION:
        read_declaration(s, c);
        break;
    case COMMENT:
        read_comment(s, c);
        break;
    case RAW:
    case RAW_REFERENCES:
        read_raw(s, c);
        break;
    }
}

void html_scan_text(struct html_scan *s, struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        scan_byte(s, text.p[i]);
}

static enum html_refusal place_in_address(struct html_scan *s, enum html_place *place)
{
    switch ((enum address)s->address) {
    case AT_START:
        /* Nothing is known of a scheme that a value and a literal would make together. */
        forget_word(s);
        add_to_word(s, uncertain);
        *place = HTML_URL;
        return HTML_FINE;
    case IN_PATH:
        *place = HTML_URL_PATH;
        return HTML_FINE;
    case IN_QUERY:
        *place = HTML_URL_QUERY;
        return HTML_FINE;
    case UNSAFE_SCHEME:
    case UNCERTAIN:
        break;
    }
    return HTML_IN_ADDRESS;
}

enum html_refusal html_scan_value(struct html_scan *s, enum html_place *place)
{
    switch ((enum state)s->state) {
    case IN_TEXT:
        *place = HTML_TEXT;
        return HTML_FINE;
    case RAW_REFERENCES:
        s->n = 0;
        *place = HTML_ATTRIBUTE;
        return HTML_FINE;
    case VALUE_DOUBLE:
    case VALUE_SINGLE:
        *place = HTML_ATTRIBUTE;
        if (s->attribute == ADDRESS)
            return place_in_address(s, place);
        return s->attribute == FORBIDDEN ? HTML_IN_ATTRIBUTE : HTML_FINE;
    case BEFORE_VALUE:
    case VALUE_BARE:
        return HTML_UNQUOTED;
    case DECLARATION:
    case COMMENT:
    case RAW:
        return HTML_IN_RAW;
    case TAG_OPEN:
    case END_TAG_OPEN:
    case TAG_NAME:
    case IN_TAG:
    case NAME:
    case AFTER_NAME:
        break;
    }
    return HTML_IN_TAG;
}

static bool is_between_values(const struct html_scan *s)
{
    return s->state == IN_TAG || s->state == NAME || s->state == AFTER_NAME;
}

/* Of the beginning and the path, the beginning is the stricter; what follows "?" is encoded otherwise than
 * what precedes it, so there is no middle. */
static unsigned char join_addresses(unsigned char a, unsigned char b)
{
    if (a == b)
        return a;
    return (a == AT_START && b == IN_PATH) || (a == IN_PATH && b == AT_START) ? AT_START : UNCERTAIN;
}

bool html_scan_join(struct html_scan *s, const struct html_scan *other)
{
    struct html_scan a = *s;
    struct html_scan b = *other;
    if (html_scan_equal(&a, &b))
        return true;
    if (is_between_values(&a) && is_between_values(&b)) {
        go(&a, NAME);
        go(&b, NAME);
        add_to_word(&a, uncertain);
        add_to_word(&b, uncertain);
    } else if (a.attribute == ADDRESS && b.attribute == ADDRESS) {
        forget_word(&a);
        forget_word(&b);
        a.address = b.address = join_addresses(a.address, b.address);
        if (a.address == AT_START) {
            add_to_word(&a, uncertain);
            add_to_word(&b, uncertain);
        }
    }
    if (!html_scan_equal(&a, &b))
        return false;
    *s = a;
    return true;
}

bool html_scan_equal(const struct html_scan *s, const struct html_scan *other)
{
    return memcmp(s, other, sizeof(*s)) == 0;
}

bool html_scan_is_text(const struct html_scan *s)
{
    return s->state == IN_TEXT;
}
