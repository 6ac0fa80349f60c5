#!/bin/bash
# Every C file is as `make format` leaves it.
. tests/lib/tap.sh

exits 'the tree is formatted' 0 make -s format-check

# The same check on a file that is not: the settings come from the copy beside it.
mkdir "$TMPDIR/generator"
cp .clang-format "$TMPDIR"
printf 'int  x ( void )\n{ return 1 ; }\n' >"$TMPDIR/generator/x.c"
exits 'a file that is not formatted is found' 1 clang-format --dry-run -Werror "$TMPDIR/generator/x.c"
contains 'and named' "$out" 'x.c:1:'
finish
