#!/usr/bin/env bash
# The corpus of every fuzzer, replayed: whatever was found once is content now, whichever compiler made it.
# test-timeout: 120
set -u
. tests/lib/tap.sh
build=${PORTILLON_BUILD:-$PWD/build}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for target in tests/fuzz/*.c; do
    name=$(basename "$target" .c)
    [ "$name" != replay ] || continue
    seeds=(tests/fuzz/seeds/"$name"/*)
    found=(build/fuzz/found/"$name"-*)
    [ -e "${seeds[0]}" ] || { not_ok "$name has a corpus"; continue; }
    [ -e "${found[0]}" ] || found=()
    if "$build/tests/fuzz/replay/$name" "${seeds[@]}" "${found[@]}" >"$log" 2>&1; then
        ok "$name is content with its ${#seeds[@]} seeds"
    else
        not_ok "$name is content with its corpus" "$(tail -n 20 "$log")"
    fi
done
finish
