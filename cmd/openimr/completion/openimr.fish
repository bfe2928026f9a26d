# fish completion for openimr; print it anew with: openimr completion fish
function __openimr_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l found ($words[1] __complete $words[2..-1] 2>/dev/null)
    if test "$found[1]" = ":files"(printf '\t')
        __fish_complete_path (commandline -ct)
        return
    end
    for line in $found
        echo $line
    end
end
complete -c openimr -f -a '(__openimr_complete)'
