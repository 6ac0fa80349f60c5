#!/bin/sh
# usage: gateway/store/statements.sh OUT
# Turns gateway/store/*.sql and migrations/*.sql into OUT/statements.h (enum sql), OUT/statements.inc (a row for each
# statement) and OUT/migrations.inc (a row for each migration). Every statement is prepared first: those of site*.sql
# against generator/site/site.sql, the others against the migrations, in order.
set -eu
out=$1
here=gateway/store
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

schema() { # database, schema files…
    db=$1
    shift
    for file in "$@"; do
        sqlite3 -batch "$db" <"$file" >"$work/said" 2>&1 || true
        sed "s|^[A-Za-z]* error near line \([0-9]*\): |$file:\1: error: |" "$work/said" >&2
        [ ! -s "$work/said" ] || return 1
    done
}

migrations=$(find $here/migrations -name '*.sql' 2>/dev/null | LC_ALL=C sort)
twice=$(printf '%s\n' "$migrations" | sed 's|.*/||; s|_.*||' | uniq -d)
if [ -n "$twice" ]; then
    echo "$here/migrations: error: two migrations have the number $twice" >&2
    exit 1
fi
# shellcheck disable=SC2086 # a list of files
schema "$work/store.db" $migrations
[ ! -f generator/site/site.sql ] || schema "$work/site.db" generator/site/site.sql

bad=0
for file in "$here"/*.sql; do
    case ${file##*/} in site*) db=site.db ;; *) db=store.db ;; esac
    awk -v mode=check -f $here/statements.awk "$file" >"$work/script" || bad=1
    sqlite3 -batch "$work/$db" <"$work/script" >/dev/null 2>"$work/said" || true
    if [ -s "$work/said" ]; then
        sed "s|^[A-Za-z]* error near line \([0-9]*\): |$file:\1: error: |" "$work/said" >&2
        bad=1
    fi
done
[ $bad = 0 ] || exit 1

{
    echo '/* Made from the .sql files of gateway/store. */'
    echo 'enum sql {'
    awk -v mode=enum -f $here/statements.awk "$here"/*.sql
    echo '    SQL__MAX'
    echo '};'
} >"$work/statements.h"
cmp -s "$work/statements.h" "$out/statements.h" || cp "$work/statements.h" "$out/statements.h"
awk -v mode=table -f $here/statements.awk "$here"/*.sql >"$out/statements.inc"

for file in $migrations; do
    name=$(basename "$file" .sql)
    printf '    {.number = %d, .name = "%s", .text =' "$(expr "${name%%_*}" + 0)" "$name"
    awk -f generator/base/embed.awk "$file" | sed '1d; s/;$//; $s/$/},/'
done >"$out/migrations.inc"
