#!/bin/bash
# Imports a long list of models in shards, several at a time, and merges once at the end.
#
#   .make/scaling/import-shards.sh LIST DATABASE [JOBS]
#
# JOBS is the number of shards at once, 2 by default. The environment variable LINES_PER_SHARD is the number of lines
# of a shard, 1000 by default. After an interruption, run the command again: complete shards are not fetched again.

set -euo pipefail

fail() { # STATUS MESSAGE HINT
  printf 'import-shards.sh: error: %s\n  %s\n' "$2" "$3" >&2
  exit "$1"
}

[ $# -ge 2 ] || fail 2 "a list and a database are needed" "usage: import-shards.sh LIST DATABASE [JOBS]"
list=$1 database=$2 jobs=${3:-2}
case $list in -*) list=./$list ;; esac
[ -f "$list" ] && [ -r "$list" ] || fail 3 "cannot read the list '$list'" "name a file with one id per line"
command -v parallel >/dev/null || fail 3 "GNU parallel is needed" "install it, from your system's packages"
work=$list.shards
lines_per_shard=${LINES_PER_SHARD:-1000}

import_shard() { # SHARD
  hf-fetch --quiet --continue-on-error --file "$1" | hf-transform --quiet --jobs 1 | hf-validate --quiet --jobs 1 \
    >"$1.part"
  local statuses="${PIPESTATUS[*]}" models lines
  # hf-fetch skips a byte order mark at the start, and a line ends with LF, CR LF or CR.
  models=$(LC_ALL=C sed $'1s/^\357\273\277//' "$1" | LC_ALL=C tr '\r' '\n' | LC_ALL=C grep -Ecv '^[[:space:]]*(#|$)')
  lines=$(grep -c '' "$1.part")
  # Status 1 means that a model failed; its line is a failure. If the Hub refuses the token, the status is 1 too, but
  # lines are missing.
  if [[ $statuses =~ ^[01]\ [01]\ [01]$ && $lines = "$models" ]]; then
    mv "$1.part" "$1.ndjson"
  else
    printf '%s\n' "import-shards.sh: error: '$1' is not complete: $lines lines for $models models;" \
      "  the stages exited with $statuses, expected 0 or 1; run the command again, which continues with this shard" >&2
    return 1
  fi
}
export -f import_shard

mkdir -p "$work"
[ -e "$work/complete" ] || { split -a 4 -l "$lines_per_shard" "$list" "$work/models." && touch "$work/complete"; }

cat "$work"/models.???? | cmp -s - "$list" ||
  fail 1 "'$list' has changed since its shards in '$work' were made" "remove that directory to import the new list"

# Shards sort by name in the order of the list, so the result is that of one pipeline over the whole list.
for shard in "$work"/models.????; do
  [ -e "$shard.ndjson" ] || printf '%s\n' "$shard"
done | parallel --will-cite --jobs "$jobs" --halt soon,fail=1 import_shard

cat "$work"/models.????.ndjson | models-merge "$database" --force --continue-on-error
