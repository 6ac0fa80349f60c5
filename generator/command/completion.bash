# Completion of portillon's command line, for bash.
# What it offers is read from the program's own help, so that it never lags behind.
_portillon() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(LC_ALL=en "$1" --help | sed -n 's/^  portillon \([a-z]*\) .*/\1/p') --help --version" -- "$word")
        return
    fi
    case $before in
    --format) mapfile -t COMPREPLY < <(compgen -W 'text json' -- "$word") ;;
    --lang) mapfile -t COMPREPLY < <(compgen -W 'fr en' -- "$word") ;;
    --theme | --output | -o) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
    new) mapfile -t COMPREPLY < <(compgen -W 'page questionnaire site' -- "$word") ;;
    completion) mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' -- "$word") ;;
    *)
        if [[ $word == -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$(LC_ALL=en "$1" "$command" --help | grep -o -- '--[a-z][a-z-]*') --help" -- "$word")
        else
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
        fi
        ;;
    esac
}
complete -o filenames -F _portillon portillon
