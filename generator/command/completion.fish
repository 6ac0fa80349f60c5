# Completion of portillon's command line, for fish. What it offers is read from the program's own help, so that it never
# lags behind.
function __portillon_commands
    portillon --help | string replace -rf '^  portillon ([a-z]+) .*  +(.*)$' '$1\t$2'
    printf '%s\n' --help --version
end

function __portillon_options
    set -l words (commandline -opc)
    portillon $words[2] --help | string replace -rf '^ *(?:-., )?(--[a-z-]+)(?: [^ ]+)?  +(.*)$' '$1\t$2'
    printf '%s\n' --help
end

function __portillon_behind
    set -l words (commandline -opc)
    contains -- $words[-1] $argv
end

function __portillon_wants_option
    not __fish_use_subcommand; and string match -q -- '-*' (commandline -ct)
end

complete -c portillon -f -n __fish_use_subcommand -a '(__portillon_commands)'
complete -c portillon -f -n '__portillon_behind new' -a 'page questionnaire site'
complete -c portillon -f -n '__portillon_behind completion' -a 'bash zsh fish'
complete -c portillon -f -n '__portillon_behind --format' -a 'text json'
complete -c portillon -f -n '__portillon_behind --lang' -a 'fr en'
complete -c portillon -f -n '__portillon_behind --theme --output -o' -a '(__fish_complete_directories (commandline -ct))'
complete -c portillon -n __portillon_wants_option -a '(__portillon_options)'
