#!/bin/bash
# What the shells offer behind a beginning of portillon's command line.
. tests/lib/tap.sh

unset LC_ALL
program=${PORTILLON_BUILD:-build}/portillon
PATH=$(cd "$(dirname "$program")" && pwd):$PATH
. <("$program" completion bash)

# Each prints what the shell offers for the words given, sorted, on one line.
in_bash() {
    COMP_WORDS=(portillon "$@")
    COMP_CWORD=$#
    _portillon portillon
    printf '%s\n' "${COMPREPLY[@]}"
}

# Its own functions for offering words write them instead.
in_zsh() {
    zsh -f -c '
        compdef() { : }
        _files() { print -r -- FILES "$@" }
        compadd() { print -rl -- ${argv:#--} }
        _describe() { print -rl -- ${${(P)argv[-1]}%%:*} }
        . =(portillon completion zsh)
        words=(portillon "$@") CURRENT=$(($# + 1))
        _portillon | grep -- "^$words[CURRENT]"' zsh "$@"
}

in_fish() {
    portillon completion fish >"$TMPDIR/portillon.fish"
    fish --no-config -c 'source $argv[1]; complete -C "portillon $argv[2]"' "$TMPDIR/portillon.fish" "$*" | cut -f 1
}

offered() {
    "$@" | LC_ALL=C sort -u | tr '\n' ' ' | sed 's/^ *//'
}

every=$(LC_ALL=en "$program" --help | sed -n 's/^  portillon \([a-z][a-z]*\) .*/\1/p' | LC_ALL=C sort | tr '\n' ' ')
for shell in bash zsh fish; do
    if ! command -v $shell >/dev/null; then
        skip "$shell is not here"
        continue
    fi
    is "$shell: commands by their beginning" "$(offered in_$shell b)" 'build '
    for LANG in en fr; do
        export LANG
        is "$shell: every command of the help is offered ($LANG)" "$(offered in_$shell '')" "--help --version $every"
        is "$shell: options of the command ($LANG)" "$(offered in_$shell build --com)" '--compress '
        is "$shell: an option that has a letter, too ($LANG)" "$(offered in_$shell build --ou)" '--output '
    done
    is "$shell: not those of another" "$(offered in_$shell check --com | grep -o -- --compress)" ''
    is "$shell: values of an option" "$(offered in_$shell check --format j)" 'json '
    is "$shell: what can be new" "$(offered in_$shell new q)" 'questionnaire '
    is "$shell: the shells" "$(offered in_$shell completion z)" 'zsh '
done
contains 'zsh: files where a file is wanted' "$(in_zsh check '')" 'FILES'
is 'another shell is refused' "$("$program" completion zhs >/dev/null 2>&1; echo $?)" 2
finish
