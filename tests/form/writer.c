#include "form/writer.h"

static uint64_t state;

void writer_seed(uint64_t seed)
{
    state = seed;
}

unsigned writer_draw(unsigned below)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (unsigned)((state * UINT64_C(2685821657736338717) >> 20) % below);
}

/* --- Writing a questionnaire
 * --------------------------------------------------------------------------------------------- */

static void number(struct writer *w, unsigned depth);

/* Writes one of the questions of a kind; false when there is none. */
static bool question_of(struct writer *w, enum kind kind, const char *format)
{
    unsigned first = w->n_questions == 0 ? 0 : writer_draw(w->n_questions);
    for (unsigned i = 0; i < w->n_questions; i++) {
        unsigned q = (first + i) % w->n_questions;
        if (w->kinds[q] == kind) {
            struct buf name;
            buf_init(&name, 16);
            buf_addf(&name, "q%u", q);
            for (const char *c = format; *c != 0; c++) {
                if (*c == '@')
                    buf_add(&w->text, buf_str(&name));
                else
                    buf_add_char(&w->text, *c);
            }
            buf_release(&name);
            return true;
        }
    }
    return false;
}

/* Of the types that are only answered, compared or counted. */
static bool condition_of_others(struct writer *w)
{
    static const struct {
        enum kind kind;
        const char *format;
    } conditions[] = {
        {SCALE, "@ > 1"},
        {CONSENT, "@"},
        {CONSENT, "not @"},
        {COUNTRY, "@ in (be, fr)"},
        {COUNTRY, "@ = de"},
        {FILES, "count(@) > 1"},
        {FILES, "answered(@)"},
        {IBAN, "answered(@)"},
        {IBAN, "not answered(@)"},
        {SIGNATURE, "answered(@)"},
        {NATIONAL, "answered(@)"},
        {NATIONAL, "not answered(@)"},
        {DATE, "@ >= 2000-01-02"},
        {DATE, "@ = 2000-01-01"},
        {REPEAT, "count(@.g = b) > 1"},
        {REPEAT, "count(@.g.z = a) = 1"},
    };
    unsigned n = sizeof(conditions) / sizeof(*conditions);
    unsigned first = writer_draw(n);
    for (unsigned i = 0; i < n; i++)
        if (question_of(w, conditions[(first + i) % n].kind, conditions[(first + i) % n].format))
            return true;
    return false;
}

static void condition(struct writer *w, unsigned depth)
{
    static const char *const relations[] = {"<", "<=", ">", ">=", "=", "!="};
    if (writer_draw(4) == 0 && condition_of_others(w))
        return;
    switch (depth == 0 ? writer_draw(5) : writer_draw(11)) {
    case 9:
        if (question_of(w, GRID, writer_draw(2) == 0 ? "@.x = a" : "count(@ = b) > 0"))
            return;
        break;
    case 10:
        if (question_of(w, REPEAT, writer_draw(2) == 0 ? "count(@) > 1" : "count(@.m) = 1"))
            return;
        break;
    case 0:
        if (question_of(w, ONE, writer_draw(2) == 0 ? "@ = a" : "@ in (a, b)"))
            return;
        break;
    case 1:
        if (question_of(w, YESNO, writer_draw(2) == 0 ? "@" : "@ = no"))
            return;
        break;
    case 2:
        if (question_of(w, MANY, "a in @"))
            return;
        break;
    case 3:
        if (w->levels) {
            static const char *const levels[] = {"r0 = l1", "r0 >= l1", "r1 = m0", "r1 < m2"};
            buf_add_z(&w->text, levels[writer_draw(4)]);
            return;
        }
        break;
    case 4:
        if (w->n_questions > 0) {
            unsigned q = writer_draw(w->n_questions);
            buf_addf(&w->text, w->kinds[q] == GRID ? "answered(q%u.x)" : "answered(q%u)", q);
            return;
        }
        break;
    case 5:
        buf_add_z(&w->text, "not (");
        condition(w, depth - 1);
        buf_add_z(&w->text, ")");
        return;
    case 6:
        buf_add_z(&w->text, "(");
        condition(w, depth - 1);
        buf_add_z(&w->text, writer_draw(2) == 0 ? " and " : " or ");
        condition(w, depth - 1);
        buf_add_z(&w->text, ")");
        return;
    default:
        break;
    }
    buf_add_z(&w->text, "(");
    number(w, depth == 0 ? 0 : depth - 1);
    buf_addf(&w->text, ") %s %u", relations[writer_draw(6)],
             writer_draw(5) == 0 ? 30 * writer_draw(6) : writer_draw(5));
}

static void two(struct writer *w, const char *before, const char *between, unsigned depth)
{
    buf_add_z(&w->text, before);
    number(w, depth - 1);
    buf_add_z(&w->text, between);
    number(w, depth - 1);
    buf_add_z(&w->text, ")");
}

static void small_number(struct writer *w)
{
    static const char *const of_grids[] = {"sum(@)", "max(@, 1)", "count(@ = a)",
                                           "@.y",    "mean(@)",   "sum(@.v)"};
    static const char *const of_repeats[] = {
        "sum(@.k)",     "max(@.k)",   "count(@)",       "count(@.m)", "mean(@.k)",     "min(@.k, 1)",
        "sum(@.o * 2)", "count(@.o)", "count(@.k > 0)", "sum(@.g)",   "max(@.g.z, 1)", "sum(@.g * @.k)"};
    switch (writer_draw(10)) {
    case 8:
        if (question_of(w, SCALE, "@"))
            return;
        break;
    case 9:
        if (question_of(w, FILES, "count(@)"))
            return;
        break;
    case 6:
        if (question_of(w, GRID, of_grids[writer_draw(6)]))
            return;
        break;
    case 7:
        if (question_of(w, REPEAT, of_repeats[writer_draw(12)]))
            return;
        break;
    case 0:
        if (question_of(w, ONE, writer_draw(4) == 0 ? "@.v" : "@"))
            return;
        break;
    case 1:
        if (question_of(w, writer_draw(2) == 0 ? NUMBER : LARGE, "@"))
            return;
        break;
    case 2:
        if (question_of(w, MANY, writer_draw(2) == 0 ? "sum(@)" : "max(@, 1)"))
            return;
        break;
    case 3:
        if (question_of(w, MANY, writer_draw(2) == 0 ? "mean(@)" : "count(@)"))
            return;
        break;
    case 4:
        if (w->n_scores > 0) {
            buf_addf(&w->text, "s%u", writer_draw(w->n_scores));
            return;
        }
        break;
    default:
        break;
    }
    buf_addf(&w->text, "%u", writer_draw(6) == 0 ? 20 * writer_draw(9) : writer_draw(4));
}

static void number(struct writer *w, unsigned depth)
{
    switch (depth == 0 ? 99 : writer_draw(12)) {
    case 0:
        two(w, "(", " + ", depth);
        return;
    case 1:
        two(w, "(", " - ", depth);
        return;
    case 2:
        two(w, "(", " * ", depth);
        return;
    case 3:
        two(w, "(", " / ", depth);
        return;
    case 4:
        two(w, "min(", ", ", depth);
        return;
    case 5:
        two(w, "max(", ", ", depth);
        return;
    case 6:
        two(w, "coalesce(", ", ", depth);
        return;
    case 7:
        buf_add_z(&w->text, "if(");
        condition(w, depth - 1);
        two(w, ", ", ", ", depth);
        return;
    case 8:
        buf_add_z(&w->text, "step(");
        number(w, depth - 1);
        buf_add_z(&w->text, ", 1, 3)");
        return;
    case 9:
        buf_add_z(&w->text, "pick(");
        number(w, depth - 1);
        two(w, ", ", ", ", depth);
        return;
    case 10:
        buf_add_z(&w->text, "count(");
        condition(w, depth - 1);
        buf_add_z(&w->text, ", ");
        condition(w, depth - 1);
        buf_add_z(&w->text, ")");
        return;
    default:
        small_number(w);
    }
}

/* A point with a number, a yesno and what depends on it, for each of at most two items. */
static void write_repeat(struct writer *w)
{
    unsigned least = writer_draw(2);
    buf_addf(&w->text, "# q%u: repeat %u..2", w->n_questions, least);
    if (writer_draw(4) == 0 && w->n_questions > 0) {
        buf_add_z(&w->text, ", if ");
        condition(w, 1);
    }
    buf_add_z(&w->text,
              writer_draw(2) == 0 ? "\nk: number 0..2, whole\n" : "\nk: number 1..2, whole, optional\n");
    buf_add_z(&w->text, writer_draw(2) == 0 ? "m: yesno\n" : "m: yesno, if k = 2\n");
    static const char *const last[] = {"o: number 1..1, whole, if m\n#\n", "o: number 0..1, whole\n#\n",
                                       "g: grid\n  a = 0\n  b = 1\n  | z\n#\n",
                                       "g: grid, if m\n  a = 0\n  b = 2\n  | y\n  | z\n#\n"};
    buf_add_z(&w->text, last[writer_draw(4)]);
    w->kinds[w->n_questions++] = REPEAT;
}

/* `if` may name any question before, also one that is nested itself. */
static void begin_question(struct writer *w, enum kind kind)
{
    static const char *const types[KIND__MAX] = {
        [ONE] = "one",
        [YESNO] = "yesno",
        [MANY] = "many 0..2",
        [NUMBER] = "number 0..3, whole",
        [LARGE] = "number 0..150, whole",
        [GRID] = "grid",
        [SCALE] = "scale 0..3",
        [CONSENT] = "consent",
        [COUNTRY] = "country",
        [FILES] = "file 1..2 pdf",
        [IBAN] = "iban",
        [SIGNATURE] = "signature",
        [NATIONAL] = "national-number be",
        [DATE] = "date 2000-01-01..2000-01-03",
    };
    const char *type = kind == MANY && writer_draw(3) == 0 ? "many 2..2" : types[kind];
    buf_addf(&w->text, "q%u: %s", w->n_questions, type);
    if (writer_draw(4) == 0)
        buf_add_z(&w->text, ", optional");
    if (writer_draw(4) == 0 && w->n_questions > 0) {
        buf_add_z(&w->text, ", if ");
        condition(w, 1);
    }
    buf_add_z(&w->text, "\n");
    w->kinds[w->n_questions++] = kind;
}

/* A number, or a yesno, under the option written last. */
static void write_nested(struct writer *w)
{
    if (writer_draw(3) != 0 || w->nested == 2)
        return;
    w->nested++;
    buf_add_z(&w->text, "    ");
    begin_question(w, writer_draw(2) == 0 ? NUMBER : YESNO);
}

/* Of the option written last: on a question before its own. */
static void write_offer(struct writer *w)
{
    unsigned n = w->n_questions;
    if (!w->offers || n < 2)
        return;
    w->n_questions = n - 1 - w->nested;
    buf_add_z(&w->text, ", if ");
    if (w->n_questions == 0)
        buf_add_z(&w->text, "1 = 1");
    else
        condition(w, 1);
    w->n_questions = n;
}

/* A point that is asked under a condition, or one that is not. */
static void write_point(struct writer *w)
{
    if (w->n_questions == 0 || writer_draw(3) != 0)
        return;
    buf_addf(&w->text, "# p%u, if ", w->n_questions);
    condition(w, 1);
    buf_add_z(&w->text, "\n");
}

static void write_question(struct writer *w)
{
    enum kind kind = (enum kind)writer_draw(KIND__MAX);
    if (kind == REPEAT) {
        write_repeat(w);
        return;
    }
    if (kind == LARGE && w->n_questions != 1)
        kind = NUMBER;
    begin_question(w, kind);
    unsigned n = w->n_questions;
    if (kind == ONE) {
        buf_addf(&w->text, "  a = %u, v = 2, in%u = 0\n", writer_draw(4), n);
        write_nested(w);
        buf_addf(&w->text, "  b = %u, v = %u, in%u = 0\n", writer_draw(4), writer_draw(3), n);
        write_nested(w);
        buf_addf(&w->text, "  c = %u, v = 1, in%u = 0", writer_draw(9), n);
        write_offer(w);
        buf_add_z(&w->text, "\n");
    } else if (kind == GRID) {
        buf_addf(&w->text, "  a = %u, v = 2, in%u = 0\n  b = %u, v = %u, in%u = 0\n", writer_draw(4), n,
                 writer_draw(4), writer_draw(3), n);
        buf_addf(&w->text, "  c = %u, v = 1, in%u = 0\n  | x\n  | y\n", writer_draw(9), n);
    } else if (kind == MANY) {
        buf_addf(&w->text, "  a = %u, in%u = 0\n", writer_draw(4), n);
        write_nested(w);
        buf_addf(&w->text, "  b = %u, in%u = 0\n  c = %u, in%u = 0%s\n", writer_draw(4), n, writer_draw(4), n,
                 writer_draw(2) == 0 ? ", alone" : "");
    }
}

static void write_result(struct writer *w, unsigned index, unsigned depth)
{
    unsigned at = writer_draw(3);
    buf_addf(&w->text, "r%u: result ", index);
    number(w, depth);
    char code = index == 0 ? 'l' : 'm';
    buf_addf(&w->text, "\n  %c0 = ..%u\n", code, at);
    at += writer_draw(5) == 0 ? 2 : 1;
    buf_addf(&w->text, "  %c1 = %u..%u\n", code, at, at + 1);
    buf_addf(&w->text, "  %c2 = %u..\n", code, at + 2);
}

void writer_form(struct writer *w)
{
    static const char *const severities[] = {"block", "refer", "note"};
    unsigned n_questions = 1 + writer_draw(4);
    unsigned n_scores = writer_draw(3);
    w->offers = writer_draw(2) == 0;
    buf_add_z(&w->text, "#\n");
    while (w->n_questions < n_questions) {
        write_point(w);
        write_question(w);
    }
    for (unsigned i = 0; i < n_scores; i++) {
        buf_addf(&w->text, "= s%u = ", i);
        number(w, 2);
        buf_add_z(&w->text, "\n");
        w->n_scores++;
    }
    write_result(w, 0, 2);
    write_result(w, 1, 1);
    w->levels = true;
    for (unsigned i = writer_draw(3); i > 0; i--) {
        static const char *const rules[] = {"r0 <= l1", "r0 >= l1", "r1 <= m0", "r1 >= m1"};
        buf_addf(&w->text, "> %s if ", rules[writer_draw(4)]);
        condition(w, 1);
        buf_addf(&w->text, " and %u = %u\n", i, i);
    }
    for (unsigned i = writer_draw(3); i > 0; i--) {
        buf_addf(&w->text, "! %s ", severities[w->offers ? 1 + writer_draw(2) : writer_draw(3)]);
        condition(w, 1);
        buf_addf(&w->text, " and %u = %u\n", i, i);
    }
}
