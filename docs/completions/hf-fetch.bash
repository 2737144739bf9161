# bash completion for hf-fetch, made by 'hf-fetch --generate bash'

_hf_fetch() {
  local IFS=$'\n' current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  # bash splits --option=value into three words.
  [ "$current" = = ] && current=
  [ "$previous" = = ] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  COMPREPLY=()
  case $previous in
    --model | -m) :; return ;;
    --url | -u) :; return ;;
    --file) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --revision) :; return ;;
    --params) :; return ;;
    --context) :; return ;;
    --jobs) :; return ;;
    --endpoint) :; return ;;
    --timeout) :; return ;;
    --retries) :; return ;;
    --snapshots) COMPREPLY=($(compgen -f -- "$current")); return ;;
    --cache-dir) COMPREPLY=($(compgen -d -- "$current")); return ;;
    --discover) COMPREPLY=($(compgen -W $'trending\ndownloads\nlikes\nrecent' -- "$current")); return ;;
    --limit) :; return ;;
    --search) :; return ;;
    --author) :; return ;;
    --task) :; return ;;
    --parameters) :; return ;;
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W $'--model\n--url\n--file\n--revision\n--params\n--context\n--continue-on-error\n--jobs\n--benchmarks\n--exact\n--endpoint\n--timeout\n--retries\n--offline\n--snapshots\n--no-cache\n--cache-dir\n--discover\n--limit\n--search\n--author\n--task\n--parameters\n--with-info\n--mcp\n--pretty\n--quiet\n--verbose\n--version\n--help' -- "$current")) ;;
    *) COMPREPLY=($(compgen -d -- "$current")) ;;
  esac
}

complete -o filenames -F _hf_fetch hf-fetch
