# For tests in shell: . tests/lib/tap.sh
# Each case ends in `ok NAME`, `not_ok NAME [WHY…]` or `skip NAME`; `finish` gives the exit status.

tap_failed=0

ok() {
    printf 'ok - %s\n' "$1"
}

not_ok() { # name, then what was seen
    tap_failed=1
    printf 'not ok - %s\n' "$1"
    shift
    [ $# = 0 ] || printf '%s\n' "$@"
}

skip() {
    printf 'skip - %s\n' "$1"
}

# is NAME GOT EXPECTED
is() {
    if [ "$2" = "$3" ]; then
        ok "$1"
    else
        not_ok "$1" "got:      $2" "expected: $3"
    fi
}

# contains NAME TEXT PART
contains() {
    case $2 in
    *"$3"*) ok "$1" ;;
    *) not_ok "$1" "not in it: $3" "text: $2" ;;
    esac
}

# lacks NAME TEXT PART
lacks() {
    case $2 in
    *"$3"*) not_ok "$1" "in it: $3" "text: $2" ;;
    *) ok "$1" ;;
    esac
}

# exits NAME STATUS COMMAND…: the command's output is left in $out
exits() {
    tap_name=$1
    tap_expected=$2
    shift 2
    tap_status=0
    out=$("$@" 2>&1) || tap_status=$?
    if [ "$tap_status" = "$tap_expected" ]; then
        ok "$tap_name"
    else
        not_ok "$tap_name" "exit status $tap_status, expected $tap_expected" "$out"
    fi
}

# wait_for SECONDS COMMAND…: tries until the command succeeds; fails when it has not in that time.
wait_for() {
    tap_end=$(($(date +%s) + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$tap_end" ] || return 1
        sleep 0.02
    done
}

finish() {
    exit $tap_failed
}
