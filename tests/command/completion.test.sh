#!/bin/bash
# What the shell offers behind a beginning of portillon's command line.
. tests/lib/tap.sh
. generator/command/portillon.bash

program=${PORTILLON_BUILD:-build}/portillon
offered() {
    COMP_WORDS=(portillon "$@")
    COMP_CWORD=$#
    _portillon "$program"
    printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | tr '\n' ' '
}

is 'commands by their beginning' "$(offered b)" 'build '
is 'every command of the help is offered' "$(offered '' | tr ' ' '\n' | grep -c '^[a-z]')" "$(LC_ALL=en "$program" --help | grep -c '^  portillon [a-z]* ')"
is 'options of the command' "$(offered build --com)" '--compress '
is 'not those of another' "$(offered check --com)" ' '
is 'values of an option' "$(offered check --format j)" 'json '
is 'what can be new' "$(offered new q)" 'questionnaire '
finish
