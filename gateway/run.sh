#!/usr/bin/env bash
# usage: make run [RESET=1]
# A portal to try: the example site, people to sign in as, nginx and portillond, all below run/ and for this machine alone.
# What was done is kept for the next time; RESET=1 starts over. Stops with Ctrl-C.
#
# PORTILLON_BUILD: where the programs are (build). PORTILLON_RUN: the folder (run). PORT: the first port to try (8080).
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin

build=$(realpath "${PORTILLON_BUILD:-build}")
run=${PORTILLON_RUN:-run}
nginx_pid='' daemon_pid=''

# say FRENCH ENGLISH
say() {
    local language=${LC_ALL:-${LC_MESSAGES:-${LANG:-fr}}}
    case $language in
    fr* | C | C.* | POSIX) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$2" ;;
    esac
}

fail() {
    say "$@" >&2
    exit 1
}

stop() {
    trap - EXIT INT TERM
    for pid in $nginx_pid $daemon_pid; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
}

# Is somebody listening on this port?
taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

free_port() {
    local first=${PORT:-8080} port
    for ((port = first; port < first + 50; port++)); do
        if ! taken "$port"; then
            [ "$port" = "$first" ] || say "Le port $first est pris, ce sera $port." "Port $first is taken, it will be $port." >&2
            printf '%s' "$port"
            return
        fi
    done
    fail "Aucun port libre de $first à $port." "No free port from $first to $port."
}

# fill TEMPLATE TARGET: without comments, and every @MARK@ replaced.
fill() {
    local text mark
    text=$(grep -v '^#' "$1")
    for mark in "${!marks[@]}"; do
        text=${text//@$mark@/${marks[$mark]}}
    done
    printf '%s\n' "$text" >"$2"
}

write_configuration() {
    cat >"$run/portillon.yaml" <<END
# Made by make run.
base_url: $url
site: site/site.db
data: data
socket: $sockets/portillond.sock
control: $sockets/control.sock
log: portillond.log
invitation: [connaissance-client, profil-investisseur]
mail:
  folder: mail
END
    declare -A marks=(
        [LISTEN]=127.0.0.1:$port [SERVER_NAME]=127.0.0.1 [PUBLIC]=$run/site/public [SOCKET]=$sockets/portillond.sock [FILES]=$run/data/files
        [LOG]=$run/access.log [SIGN_IN_RATE]=10r/m [FOLDER]=$run [USER]=
    )
    [ "$(id -u)" != 0 ] || marks[USER]='user root;'
    fill gateway/nginx/portillon.conf "$run/portillon.conf"
    fill gateway/nginx/private.conf "$run/nginx.conf"
}

# People to sign in as; only into an empty store.
populate() {
    [ ! -s "$run/people.txt" ] || return 0
    "$build/portillonctl" --config "$run/portillon.yaml" populate gateway/demo.yaml >"$run/people.new"
    mv "$run/people.new" "$run/people.txt"
}

start() {
    "$build/portillond" --config "$run/portillon.yaml" &
    daemon_pid=$!
    nginx -p "$run" -c "$run/nginx.conf" -e "$run/nginx-error.log" &
    nginx_pid=$!
    local tries=0
    until curl -fs -o /dev/null "$url/readyz"; do
        alive || fail "Le démarrage a échoué : voyez $run/portillond.log et $run/nginx-error.log." \
            "It does not start: see $run/portillond.log and $run/nginx-error.log."
        ((tries++ < 300)) || fail "Pas de réponse de $url." "No answer from $url."
        pause 0.1
    done
}

alive() {
    kill -0 "$daemon_pid" 2>/dev/null && kill -0 "$nginx_pid" 2>/dev/null
}

# pause SECONDS: nobody ever writes into this pipe.
pause() {
    read -rt "$1" -u "$quiet" _ || true
}

# Says each mail as it comes.
watch_mails() {
    local file
    declare -A seen=()
    while alive; do
        for file in "$run"/mail/*.eml; do
            [ -e "$file" ] && [ -z "${seen[$file]:-}" ] || continue
            seen[$file]=1
            say "Message écrit : $file" "Mail written: $file"
        done
        pause 1
    done
    fail "Un programme s'est arrêté : voyez $run/portillond.log et $run/nginx-error.log." \
        "A program has ended: see $run/portillond.log and $run/nginx-error.log."
}

[ -z "${RESET:-}" ] || rm -rf "$run"
mkdir -p "$run"
chmod 700 "$run"
run=$(realpath "$run")
exec {lock}>"$run/lock" {quiet}<> <(:)
flock -n "$lock" || fail "Ce portail tourne déjà, dans $run." "This portal is running already, in $run."
mkdir -p "$run/data" "$run/mail" "$run/nginx"
trap stop EXIT
trap 'exit 0' INT TERM

port=$(free_port)
url=http://127.0.0.1:$port
# The path of a socket has at most 107 bytes.
sockets=$run
[ ${#run} -le 80 ] || sockets=$(mktemp -d)
"$build/portillon" build content -o "$run/site"
write_configuration
populate
start

say "
Le portail est ouvert : $url/
  espace des clients      $url/espace/
  espace des conseillers  $url/cabinet/
Pour entrer (adresse, mot de passe ou lien d'activation) :" "
The portal is open: $url/
  clients' space   $url/espace/
  advisers' space  $url/cabinet/
To come in (address, password or activation link):"
cat "$run/people.txt"
say "
Les messages sont écrits dans $run/mail/. Ctrl-C pour arrêter ; « make run RESET=1 » pour tout recommencer.
" "
Mails are written into $run/mail/. Ctrl-C to stop; 'make run RESET=1' to start over.
"
watch_mails
