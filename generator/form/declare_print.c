/* The canonical text of declarations: single spaces, attributes in one order, numbers at their shortest. */
#include "form/day.h"
#include "form/declare.h"
#include "form/file.h"

static void print_bound(const struct form_bound *b, bool date, struct buf *out)
{
    if (b->today)
        buf_add(out, STR("today"));
    else if (b->set && date)
        form_day_print((int32_t)b->value.num, out);
    else if (b->set)
        number_print(b->value, out);
}

static void print_range(const struct declared *d, bool date, struct buf *out)
{
    print_bound(&d->low, date, out);
    buf_add(out, STR(".."));
    print_bound(&d->high, date, out);
}

static void print_file(const struct declared *d, struct buf *out)
{
    bool is_mega = d->file_bytes % 1000000 == 0;
    for (size_t i = 0; i < FORM_FILE_KIND__MAX; i++) {
        if ((d->file_kinds >> i & 1) == 0)
            continue;
        buf_add_char(out, ' ');
        buf_add(out, form_file_kind_name((enum form_file_kind)i));
    }
    buf_addf(out, " %lld%s", (long long)d->file_bytes / (is_mega ? 1000000 : 1000), is_mega ? "MB" : "KB");
}

static void print_bounds(const struct declared *d, struct buf *out)
{
    if (!d->low.set && !d->high.set)
        return;
    buf_add_char(out, ' ');
    if (d->type == FORM_TEXT)
        number_print(d->high.value, out);
    else
        print_range(d, d->type == FORM_DATE, out);
}

static void print_type(const struct declared *d, struct buf *out)
{
    buf_add(out, form_type_name(d->type));
    if (d->type == FORM_MONEY) {
        buf_add_char(out, ' ');
        buf_add(out, d->currency);
    }
    if (d->type == FORM_NATIONAL_NUMBER) {
        buf_add_char(out, ' ');
        buf_add(out, d->country);
    }
    print_bounds(d, out);
    if (d->type == FORM_FILE)
        print_file(d, out);
}

static void print_question(const struct declared *d, struct buf *out)
{
    print_type(d, out);
    if (d->optional)
        buf_add(out, STR(", optional"));
    if (d->whole)
        buf_add(out, STR(", whole"));
    if (d->expr != NULL) {
        buf_add(out, STR(", if "));
        form_expr_print(d->expr, out);
    }
}

static void print_point(const struct declared *d, struct buf *out)
{
    if (!d->type_known && d->expr != NULL) {
        buf_add(out, d->id.n > 0 ? STR(", if ") : STR("if "));
        form_expr_print(d->expr, out);
    }
    if (!d->type_known)
        return;
    buf_add(out, STR(": "));
    print_question(d, out);
}

static void print_option(const struct declared *d, struct buf *out)
{
    if (d->has_points) {
        buf_add(out, STR(" = "));
        number_print(d->points, out);
    }
    for (size_t i = 0; i < d->n_named; i++) {
        buf_add(out, STR(", "));
        buf_add(out, d->named[i].name);
        buf_add(out, STR(" = "));
        number_print(d->named[i].value, out);
    }
    if (d->alone)
        buf_add(out, STR(", alone"));
    if (d->expr != NULL) {
        buf_add(out, STR(", if "));
        form_expr_print(d->expr, out);
    }
}

static void print_rule(const struct declared *d, struct buf *out)
{
    buf_add(out, d->lifts ? STR(" >= ") : STR(" <= "));
    buf_add(out, d->level);
    buf_add(out, STR(" if "));
    form_expr_print(d->expr, out);
}

void form_declared_print(const struct declared *d, struct buf *out)
{
    if (d->is_label)
        number_print(d->points, out);
    else
        buf_add(out, d->kind == FORM_CHECK ? form_severity_name(d->severity) : d->id);
    switch (d->kind) {
    case FORM_POINT:
        print_point(d, out);
        break;
    case FORM_ROW:
    case FORM_KIND__MAX:
        break;
    case FORM_QUESTION:
        buf_add(out, STR(": "));
        print_question(d, out);
        break;
    case FORM_OPTION:
        print_option(d, out);
        break;
    case FORM_SCORE:
        buf_add(out, STR(" = "));
        form_expr_print(d->expr, out);
        break;
    case FORM_RESULT:
        buf_add(out, STR(": result "));
        form_expr_print(d->expr, out);
        break;
    case FORM_LEVEL:
        buf_add(out, STR(" = "));
        print_range(d, false, out);
        break;
    case FORM_RULE:
        print_rule(d, out);
        break;
    case FORM_CHECK:
        buf_add_char(out, ' ');
        form_expr_print(d->expr, out);
        break;
    }
}
