# bash completion for hf-transform, made by 'hf-transform --generate bash'

_hf_transform() {
  local IFS=$'\n' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  # bash splits --option=value into three words.
  [ "$current" = = ] && current=
  [ "$previous" = = ] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  COMPREPLY=()
  case $previous in
    --params) :; return ;;
    --context) :; return ;;
    --set) :; return ;;
    --jobs) :; return ;;
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W $'--params\n--context\n--set\n--text-only\n--strict-keys\n--explain\n--benchmarks\n--jobs\n--pretty\n--quiet\n--verbose\n--version\n--help' -- "$current")) ;;
    *) : ;;
  esac
}

complete -o filenames -F _hf_transform hf-transform
