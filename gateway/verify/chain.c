#include "verify/chain.h"

struct str chain_bytes(const unsigned char hash[static DIGEST_SIZE])
{
    return (struct str){(const char *)hash, DIGEST_SIZE};
}

struct chain_link chain_next(const struct chain_link *last)
{
    struct chain_link next = {.number = last->number + 1};
    memcpy(next.previous, last->hash, DIGEST_SIZE);
    return next;
}

static bool check_number(struct arena *a, const struct chain_link *link, const struct chain_row *row,
                         struct finding *finding)
{
    if (link->number == row->number)
        return true;
    finding->column = "number";
    finding->expected = arena_printf(a, "%lld", (long long)link->number);
    finding->found = arena_printf(a, "%lld", (long long)row->number);
    return false;
}

static bool check_hash(struct arena *a, const unsigned char wanted[static DIGEST_SIZE], struct str stored,
                       struct finding *finding)
{
    if (str_eq(chain_bytes(wanted), stored))
        return true;
    finding->expected = digest_hex(a, chain_bytes(wanted));
    finding->found = digest_hex(a, stored);
    return false;
}

bool chain_check(struct chain_link *link, const struct chain_row *row, struct findings *findings)
{
    struct arena *a = arena_new();
    struct finding finding = {
        .table = row->table, .id = row->id, .reference = row->reference, .changed = true};
    bool holds = check_number(a, link, row, &finding);
    if (holds) {
        finding.column = "previous";
        holds = check_hash(a, link->previous, row->previous, &finding);
    }
    if (holds) {
        finding.column = "hash";
        holds = check_hash(a, link->hash, row->hash, &finding);
    }
    if (!holds)
        findings_add(findings, &finding);
    arena_free(a);
    link->number = row->number;
    if (row->hash.n == DIGEST_SIZE)
        memcpy(link->hash, row->hash.p, DIGEST_SIZE);
    return holds;
}
