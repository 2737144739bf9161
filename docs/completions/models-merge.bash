# bash completion for models-merge, made by 'models-merge --generate bash'

_models_merge() {
  local IFS=$'\n' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  # bash splits --option=value into three words.
  [ "$current" = = ] && current=
  [ "$previous" = = ] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  COMPREPLY=()
  case $previous in
    --forget) :; return ;;
    --expect) :; return ;;
    --log) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --remove) :; return ;;
    --only) :; return ;;
    --where) :; return ;;
    --backup-dir) COMPREPLY=($(compgen -d -- "$current")); return ;;
    --keep-backups) :; return ;;
    --restore) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --save) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --not-over) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W $'--dry-run\n--force\n--yes\n--update\n--skip-existing\n--forget\n--no-add\n--record-revisions\n--keep-order\n--expect\n--continue-on-error\n--log\n--remove\n--list\n--entries\n--locked\n--compare\n--only\n--where\n--strict\n--backup-dir\n--keep-backups\n--undo\n--list-backups\n--restore\n--save\n--not-over\n--pretty\n--quiet\n--verbose\n--version\n--help' -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}

complete -o filenames -F _models_merge models-merge
