# bash completion for openimr; print it anew with: openimr completion bash
_openimr() {
    local line word
    local -a words
    COMPREPLY=()
    words=("${COMP_WORDS[@]:1:COMP_CWORD}")
    # bash takes "--to=pdf" apart at the "="; put it together again.
    if [[ ${#words[@]} -ge 2 && ${words[-1]} == "=" ]]; then
        words=("${words[@]:0:${#words[@]}-2}" "${words[-2]}=")
    elif [[ ${#words[@]} -ge 3 && ${words[-2]} == "=" ]]; then
        words=("${words[@]:0:${#words[@]}-3}" "${words[-3]}=${words[-1]}")
    fi
    while IFS= read -r line; do
        word=${line%%$'\t'*}
        if [[ $word == ":files" ]]; then
            compopt -o default 2>/dev/null
            COMPREPLY=()
            return
        fi
        # Only what follows the "=" is replaced.
        [[ $word == --*=* ]] && word=${word#*=}
        COMPREPLY+=("$word")
    done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
}
complete -F _openimr openimr
