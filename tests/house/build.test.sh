#!/bin/bash
# The Makefile on a small tree of its own: finds sources, tracks headers, refuses what must not be built.
. tests/lib/tap.sh

tree=$TMPDIR/tree
mkdir -p "$tree/gateway/store/migrations" "$tree/generator/site" "$tree/tests/lib" "$tree/themes" "$tree/content"
cp -R Makefile .ci "$tree"
cp -R generator/base "$tree/generator"
cp gateway/store/statements.* "$tree/gateway/store"

put() { # path; text from standard input
    mkdir -p "$(dirname "$tree/$1")"
    cat >"$tree/$1"
}

build() {
    env -u MAKEFLAGS make -C "$tree" -s "$@"
}

put generator/main.c <<'END'
#include <stdio.h>

#include "base/config.h"
#include "form/answer.h"

int main(void)
{
    return printf("%s %d\n", PORTILLON_VERSION, ANSWER) < 0;
}
END
put generator/form/answer.h <<'END'
#define ANSWER 41
END
put CHANGELOG.md <<'END'
# Changes

## Unreleased

## 2.10 – 2025-01-01
END
exits 'programs whose main file is missing are left out' 0 build
exits 'the program is there' 0 "$tree/build/portillon"
is 'the version is the newest one in the change log' "$out" '2.10 41'
exits 'the daemon is not' 1 test -e "$tree/build/portillond"

echo '#define ANSWER 42' >"$tree/generator/form/answer.h"
build >/dev/null
is 'a changed header is compiled again' "$("$tree/build/portillon")" '2.10 42'
is 'nothing is done when nothing changed' "$(env -u MAKEFLAGS make -C "$tree" --no-print-directory)" \
    "make: Nothing to be done for 'all'."

put generator/form/more.c <<'END'
int more(void);

int more(void)
{
    return 1;
}
END
build >/dev/null
contains 'a new file is found' "$(ar t "$tree/build/libgenerator.a")" more.o
rm "$tree/generator/form/more.c"
build >/dev/null
lacks 'a removed file is forgotten' "$(ar t "$tree/build/libgenerator.a")" more.o

for call in 'strcpy(a, b)' 'sprintf(a, "x")' 'system(b)' 'gmtime(0)' 'strtok(a, b)' 'atoi(b)'; do
    put generator/form/bad.c <<END
#include <string.h>

int bad(char *a, const char *b);

int bad(char *a, const char *b)
{
    (void)a;
    (void)b;
    (void)$call;
    return 0;
}
END
    exits "${call%%(*} does not compile" 2 build
    contains 'and the message says why' "$out" "the_function_${call%%(*}_is_banned"
done
put generator/form/bad.c <<'END'
int bad(int a);

int bad(int a)
{
    unsigned b = a;
    return (int)b;
}
END
exits 'a warning is an error' 2 build
contains 'with its place' "$out" 'generator/form/bad.c:5:'
rm "$tree/generator/form/bad.c"

put gateway/store/migrations/0001_first.sql <<'END'
CREATE TABLE client (
    id TEXT PRIMARY KEY, -- random
    name TEXT NOT NULL   -- shown
);
END
put gateway/store/migrations/0002_second.sql <<'END'
ALTER TABLE client ADD COLUMN email TEXT;
END
put generator/site/site.sql <<'END'
CREATE TABLE site (
    key TEXT PRIMARY KEY, -- which
    value TEXT            -- what "it" says?
);
END
put gateway/store/site.sql <<'END'
-- name: site_value
SELECT value FROM site WHERE key = $1;
END
put gateway/store/client.sql <<'END'
-- name: client_insert
-- "all" of it
INSERT INTO client (id, name, email)
VALUES ($1, $2, $3);

-- name: client_name
SELECT name FROM client WHERE id = $1;
END
put gateway/main.c <<'END'
#include <stdio.h>

#include "site/site.sql.h"
#include "store/statements.h"

struct statement {
    const char *name;
    const char *file;
    int params;
    const char *text;
};
struct migration {
    int number;
    const char *name;
    const char *text;
};
static const struct statement statements[SQL__MAX] = {
#include "store/statements.inc"
};
static const struct migration migrations[] = {
#include "store/migrations.inc"
};

int main(void)
{
    for (int i = 0; i < SQL__MAX; i++)
        printf("%s %s %d %s\n", statements[i].file, statements[i].name, statements[i].params, statements[i].text);
    for (int i = 0; i < 2; i++)
        printf("%d %s %s", migrations[i].number, migrations[i].name, migrations[i].text);
    printf("%s%d\n", site_sql, statements[SQL_CLIENT_NAME].params);
    return 0;
}
END
exits 'statements, migrations and schemas are built in' 0 build
is 'word for word' "$("$tree/build/portillond")" 'client client_insert 3 INSERT INTO client (id, name, email)
VALUES ($1, $2, $3)
client client_name 1 SELECT name FROM client WHERE id = $1
site site_value 1 SELECT value FROM site WHERE key = $1
1 0001_first CREATE TABLE client (
    id TEXT PRIMARY KEY, -- random
    name TEXT NOT NULL   -- shown
);
2 0002_second ALTER TABLE client ADD COLUMN email TEXT;
CREATE TABLE site (
    key TEXT PRIMARY KEY, -- which
    value TEXT            -- what "it" says?
);
1'

refused() { # name, message; statement from standard input
    { echo; cat; } >"$tree/gateway/store/bad.sql"
    exits "$1" 2 build
    contains 'at its file and line' "$out" "gateway/store/bad.sql:$2"
}
refused 'a statement with an unknown column' '2: error: no such column: nam' <<'END'
-- name: bad
SELECT nam FROM client;
END
refused 'a statement against the other database' '2: error: no such table: site' <<'END'
-- name: bad
SELECT value FROM site;
END
refused 'two statements under one name' '2: error: statement bad is more than one statement' <<'END'
-- name: bad
SELECT 1; DELETE FROM client;
END
refused 'a statement without its end' '2: error: statement bad does not end with ;' <<'END'
-- name: bad
SELECT 1
END
refused 'a gap in the parameters' '2: error: statement bad uses $3 but not $2' <<'END'
-- name: bad
SELECT name FROM client WHERE id = $1 AND email = $3;
END
refused 'SQL without a name' '2: error: SQL before any' <<'END'
SELECT 1;
END
put gateway/store/bad.sql <<'END'
-- name: client_name
SELECT 1;
END
exits 'a name that is taken' 2 build
contains 'says by whom' "$out" 'statement client_name exists already: gateway/store/'
rm "$tree/gateway/store/bad.sql"
put gateway/store/migrations/0003_bad.sql <<'END'
CREATE TABLE other (id TEXT PRIMARY KEY);
ALTER TABLE nobody ADD COLUMN x TEXT;
END
exits 'a migration that does not apply' 2 build
contains 'is named with its line' "$out" 'gateway/store/migrations/0003_bad.sql:2: error:'
rm "$tree/gateway/store/migrations/0003_bad.sql"
put gateway/store/migrations/0002_another.sql <<'END'
CREATE TABLE other (id TEXT PRIMARY KEY);
END
exits 'two migrations of one number' 2 build
contains 'says which' "$out" 'gateway/store/migrations: error: two migrations have the number 0002'
rm "$tree/gateway/store/migrations/0002_another.sql"

put generator/form/form.5 <<'END'
.Dd $Mdocdate$
END
for shell in bash zsh fish; do
    put generator/command/completion.$shell <<<'complete portillon'
done
put gateway/portillond.service <<<'ExecStart=@SBIN@/portillond'
echo text >"$tree/themes/x"
echo text >"$tree/content/y"
exits 'installs where it is told' 0 build install DESTDIR="$TMPDIR/root" PREFIX=/usr
is 'everything has its place' "$(cd "$TMPDIR/root" && find . -type f | LC_ALL=C sort)" './usr/bin/portillon
./usr/lib/systemd/system/portillond.service
./usr/sbin/portillond
./usr/share/bash-completion/completions/portillon
./usr/share/fish/vendor_completions.d/portillon.fish
./usr/share/man/man5/form.5
./usr/share/portillon/content/y
./usr/share/portillon/themes/x
./usr/share/zsh/vendor-completions/_portillon'
is 'the unit names the installed program' "$(cat "$TMPDIR/root/usr/lib/systemd/system/portillond.service")" 'ExecStart=/usr/sbin/portillond'

echo 'run no-such-package-of-any-debian' >>"$tree/.ci/packages"
if [ "$(id -u)" = 0 ]; then
    chmod -R a+rX "$TMPDIR"
    exits 'without root missing packages are an error' 1 setpriv --reuid=65534 --clear-groups "$tree/.ci/deps" run
    contains 'that prints the command' "$out" \
        'apt-get install -y --no-install-recommends no-such-package-of-any-debian'
else
    skip 'without root missing packages are an error: needs root to become nobody'
fi
finish
