#!/bin/bash
# The test runner counts cases, shows failures, ends what hangs and leaves nothing running behind.
. tests/lib/tap.sh

top=$TMPDIR/top
mkdir -p "$top/tests/lib" "$top/build/tests/unit"
cp tests/run "$top/tests"
touch "$top/tests/unit_test.c"

program() { # path; text from standard input
    mkdir -p "$(dirname "$top/$1")"
    cat >"$top/$1"
    chmod +x "$top/$1"
}

runner() {
    env -u CAMPAIGN "$top/tests/run" "$@"
}

last() {
    printf '%s\n' "$out" | tail -n 1
}

exits 'a program that is not there fails' 1 runner --unit
contains 'and is named' "$out" 'there is no build/tests/unit_test'

program build/tests/unit_test <<'END'
#!/bin/sh
echo '[==========] Running 3 test(s).'
echo '[ RUN      ] one'
echo '[       OK ] one'
echo '[  SKIPPED ] two'
echo '[  FAILED  ] three'
echo '[  PASSED  ] 1 test(s).'
echo '[  FAILED  ] 1 test(s), listed below:'
echo '[  FAILED  ] three'
exit 1
END
exits 'a failing case fails the run' 1 runner --unit
is 'cmocka cases are counted one by one' "$(last)" '1 passed, 1 failed, 1 skipped'
contains 'a failure is shown with its name' "$out" 'not ok - three'

program build/tests/unit_test <<'END'
#!/bin/sh
echo '[       OK ] one'
END
exits 'one unit test' 0 runner --unit
is 'is counted' "$(last)" '1 passed, 0 failed, 0 skipped'
echo '/* test-slow: yes */' >"$top/tests/unit_test.c"
exits 'a slow one waits for the whole run' 0 runner --unit
is 'and is not counted' "$(last)" '0 passed, 0 failed, 0 skipped'
exits 'unless asked for' 0 runner --unit --only unit
is 'by its name' "$(last)" '1 passed, 0 failed, 0 skipped'

program tests/a/shell.test.sh <<'END'
echo 'ok 1 - first'
echo 'ok - second # SKIP no network'
echo 'skip - third'
END
program tests/a/python_test.py <<'END'
import os
print("ok - build is", os.environ["PORTILLON_BUILD"])
open(os.path.join(os.environ["TMPDIR"], "left"), "w").close()
END
program tests/a/node.test.mjs <<'END'
console.log("ok - node");
END
program tests/a/quiet.test.sh <<'END'
exit 0
END
program tests/a/unable.test.sh <<'END'
exit 77
END
exits 'all fine is exit status 0' 0 runner
is 'every kind of program is run' "$(last)" '5 passed, 0 failed, 3 skipped'
exits 'a pattern chooses' 0 runner --only python
is 'and nothing else is run' "$(last)" '1 passed, 0 failed, 0 skipped'
exits 'a pattern that chooses nothing fails' 1 runner --only no-such-test

program tests/a/quiet.test.sh <<'END'
echo 'ok - before'
kill -SEGV $$
END
exits 'a crash fails' 1 runner --only quiet
contains 'and is named' "$out" 'ended by signal 11'

program tests/a/quiet.test.sh <<'END'
echo 'not ok - wrong'
echo 'because of this'
END
exits 'a case that is not ok fails whatever the exit status' 1 runner --only quiet
contains 'what was said is shown' "$out" '| because of this'

program tests/a/quiet.test.sh <<END
# test-timeout: 1
tail -f /dev/null &
echo \$! >$TMPDIR/child
wait
END
exits 'a program that hangs fails' 1 runner --only quiet
contains 'and says so' "$out" 'not done after 1 seconds'
ended() { # a zombie that nobody waits for has ended too
    ! grep -q '^State:[[:space:]]*[RSDT]' "/proc/$1/status" 2>/dev/null
}
exits 'and what it started is ended' 0 wait_for 5 ended "$(cat "$TMPDIR/child")"

program tests/a/big.campaign.sh <<'END'
echo "ok - $CAMPAIGN"
END
exits 'campaigns are not in everyday runs' 1 runner --only big
exits 'they run when asked for' 0 env CAMPAIGN=1 "$top/tests/run" --only big
finish
