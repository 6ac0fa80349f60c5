#!/usr/bin/env bash
# portillond on the command line: what it says, what it refuses to begin with, systemd's socket.
set -u
. tests/lib/tap.sh
portillond=${PORTILLON_BUILD:-$PWD/build}/portillond
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
unset LC_ALL LC_MESSAGES
export LANG=en

exits 'help exits 0' 0 "$portillond" --help
contains 'help says how it is used' "$out" 'usage: portillond'
LANG=fr_FR.UTF-8 exits 'in French too' 0 "$portillond" -h
exits 'version exits 0' 0 "$portillond" --version
contains 'version names the program' "$out" 'portillond '
exits 'an unknown option is a mistake of usage' 2 "$portillond" --confg x
contains 'and the right one is suggested' "$out" 'did you mean --config?'
exits 'a configuration that is not there' 1 "$portillond" --config "$dir/none.yaml"
contains 'is named' "$out" "$dir/none.yaml"

printf 'base_url: http://portal.example\nsite: site.db\nthread: 3\n' >"$dir/bad.yaml"
exits 'a wrong configuration is refused' 1 "$portillond" --check --config "$dir/bad.yaml"
contains 'with the line of one mistake' "$out" 'bad.yaml:1:11'
contains 'and of the other' "$out" 'bad.yaml:3:1'

printf 'base_url: http://127.0.0.1:1\nsite: site.db\nsocket: s\ncontrol: c\nmail:\n  folder: mail\n' >"$dir/good.yaml"
exits 'without a site it does not begin' 1 timeout 20 "$portillond" --config "$dir/good.yaml"
contains 'and says why' "$out" '[SITE_OPEN]'
is 'nothing is left of its socket' "$(ls "$dir"/s 2>&1 | tail -c 26)" $'No such file or directory'
exits 'the check says so as well' 1 "$portillond" --check -c "$dir/good.yaml"

python3 tests/lib/stack.py --site "$dir/site.db"
exits 'with a site the check is content' 0 "$portillond" --check -c "$dir/good.yaml"
is 'and says nothing' "$out" ''
chmod 644 "$dir"/data/key 2>/dev/null
exits 'a key that others may read stops it' 1 timeout 20 "$portillond" --config "$dir/good.yaml"
contains 'with the reason' "$out" 'chmod 600'
chmod 600 "$dir"/data/key

# What it could be made to start, it can start nothing with: no shell, no program, no library.
for program in portillond portillonctl; do
    is "$program calls nothing that starts a program" \
        "$(nm -D --undefined-only "${portillond%d}${program#portillon}" |
            sed -n 's/.* \(system\|popen\|exec[lv][a-z]*\|execve[a-z]*\|posix_spawnp\?\|dlopen\)\(@.*\)\?$/\1/p')" ''
done

# systemd's unit: it can be read, and lets the service do little more than it must (0 is nothing, 10 everything).
if command -v systemd-analyze >/dev/null; then
    mkdir "$dir/units"
    sed "s,@SBIN@,${portillond%/*}," gateway/portillond.service >"$dir/units/portillond.service"
    exits 'the unit can be read' 0 systemd-analyze verify --man=no "$dir/units/portillond.service"
    is 'without a word against it' "$out" ''
    exits 'it is exposed to 1.5 at most' 0 systemd-analyze security --offline=yes --threshold=15 "$dir/units/portillond.service"
else
    skip 'the unit can be read: no systemd-analyze'
fi

# systemd passes an open socket as descriptor 3.
cat >"$dir/pass.py" <<'END'
import os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1])
s.listen(100)
os.dup2(s.fileno(), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
END
cat >"$dir/ask.py" <<'END'
import sys
sys.path.insert(0, "tests/lib")
import fastcgi
peer = fastcgi.Peer(sys.argv[1])
peer.send(fastcgi.request())
sys.exit(0 if peer.status() == 200 else 1)
END
python3 "$dir/pass.py" "$dir/systemd.sock" "$portillond" --config "$dir/good.yaml" 2>"$dir/log" &
pid=$!
wait_for 20 test -S "$dir/systemd.sock"
exits 'it serves the socket that systemd passes' 0 python3 "$dir/ask.py" "$dir/systemd.sock"
is 'and opens none of its own' "$(test -e "$dir/s" && echo there)" ''
kill -TERM $pid
wait $pid
is 'it stops when told' $? 0
is 'the socket stays, it is not ours' "$(test -S "$dir/systemd.sock" && echo there)" there
finish
