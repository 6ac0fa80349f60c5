#include "site/field.h"

bool field_next(struct str *rest, struct str *before, struct field *field)
{
    ptrdiff_t open = str_find(*rest, STR("{{"));
    ptrdiff_t close = open < 0 ? -1 : str_find(str_sub(*rest, (size_t)open, rest->n), STR("}}"));
    if (close < 0) {
        *before = *rest;
        *rest = str_sub(*rest, rest->n, rest->n);
        return false;
    }
    size_t end = (size_t)open + (size_t)close + 2;
    *before = str_sub(*rest, 0, (size_t)open);
    *field = (struct field){.raw = str_sub(*rest, (size_t)open, end)};
    struct str inside = str_trim(str_sub(field->raw, 2, field->raw.n - 2));
    char sign = inside.n > 0 ? inside.p[0] : ' ';
    field->kind = sign == '#' || sign == '^' ? FIELD_OPEN
                  : sign == '/'              ? FIELD_CLOSE
                  : sign == '>'              ? FIELD_PARTIAL
                                             : FIELD_VALUE;
    field->name = field->kind == FIELD_VALUE ? inside : str_trim(str_sub(inside, 1, inside.n));
    if (str_ends(field->name, STR("?")))
        field->name.n--;
    *rest = str_sub(*rest, end, rest->n);
    return true;
}

bool field_alone(const struct node *paragraph, struct field *field)
{
    const struct node *text = paragraph->first;
    if (paragraph->kind != NODE_PARAGRAPH || !text || text->next || text->kind != NODE_TEXT)
        return false;
    struct str rest = str_trim(text->text), before;
    return field_next(&rest, &before, field) && before.n == 0 && rest.n == 0;
}
