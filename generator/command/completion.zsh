#compdef portillon
# Completion of portillon's command line, for zsh. What it offers is read from the program's own help, so that it never
# lags behind.
_portillon() {
    local program=$words[1]
    local -a offered
    if (( CURRENT == 2 )); then
        offered=(${(f)"$($program --help | sed -n 's/^  portillon \([a-z]*\) .*   *\(.*\)$/\1:\2/p')"})
        _describe -t commands 'command' offered
        compadd -- --help --version
        return
    fi
    case $words[CURRENT-1] in
    --format) compadd -- text json ;;
    --lang) compadd -- fr en ;;
    --theme | --output | -o) _files -/ ;;
    new) compadd -- page questionnaire site ;;
    completion) compadd -- bash zsh fish ;;
    *)
        if [[ $words[CURRENT] == -* ]]; then
            offered=(${(f)"$($program $words[2] --help | sed -n 's/^ *\(-., \)\{0,1\}\(--[a-z-]*\)\( [^ ]*\)\{0,1\}   *\(.*\)$/\2:\4/p')"})
            _describe -o -t options 'option' offered
            compadd -- --help
        else
            _files
        fi
        ;;
    esac
}
if [[ $funcstack[1] == _portillon ]]; then
    _portillon "$@"
else
    compdef _portillon portillon
fi
