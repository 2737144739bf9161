# bash completion for hf-validate, made by 'hf-validate --generate bash'

_hf_validate() {
  local IFS=$'\n' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  # bash splits --option=value into three words.
  [ "$current" = = ] && current=
  [ "$previous" = = ] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  COMPREPLY=()
  case $previous in
    --schema) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --output) COMPREPLY=($(compgen -W $'basic\ngithub' -- "$current")); return ;;
    --jobs) :; return ;;
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W $'--schema\n--check-failures\n--strict\n--whole\n--format-assertion\n--output\n--jobs\n--pretty\n--quiet\n--verbose\n--version\n--help' -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}

complete -o filenames -F _hf_validate hf-validate
