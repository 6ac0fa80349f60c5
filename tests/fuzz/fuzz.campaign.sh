#!/usr/bin/env bash
# Every fuzzer for a minute (FUZZ_SECONDS), with clang's sanitizers: what is found is kept in build/fuzz/found.
# test-timeout: 3600
set -u
. tests/lib/tap.sh
if ! command -v clang >/dev/null; then
    skip 'the fuzzers find nothing (there is no clang)'
    finish
fi
if said=$(make --no-print-directory fuzz FUZZ_SECONDS="${FUZZ_SECONDS:-60}" 2>&1); then
    ok 'the fuzzers find nothing'
else
    not_ok 'the fuzzers find nothing' "$(tail -n 60 <<<"$said")"
fi
finish
