#!/bin/bash
# Every manual page next to what it describes passes mandoc's lint, and every program and format has one.
. tests/lib/tap.sh

lint() {
    mandoc -T lint -W warning "$@" 2>&1
}

pages=$(find generator gateway -name '*.[158]' | sort)
for page in $pages; do
    exits "$page" 0 lint "$page"
done

# A page for every program whose main file is there.
for pair in generator/main.c:generator/portillon.1 gateway/main.c:gateway/portillond.8 gateway/ctl.c:gateway/portillonctl.8; do
    [ ! -f "${pair%%:*}" ] || exits "${pair##*:} exists" 0 test -f "${pair##*:}"
done

printf '.Dd today\n.Dt X 1\n.Os\n.Sh NAME\n.Nm x\n.Nd y\n.Bogus z\n' >"$TMPDIR/x.1"
exits 'a page with an unknown macro is refused' 3 lint "$TMPDIR/x.1"
finish
