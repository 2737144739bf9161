#!/bin/bash
# Imports a long list of models in shards, several at a time, and merges once at the end.
#
#   .make/scaling/import-shards.sh LIST DATABASE [JOBS]
#
# Run it again after an interruption: shards that are complete are not fetched again.

set -euo pipefail

list=$1 database=$2 jobs=${3:-2}
work=$list.shards
models_per_shard=${MODELS_PER_SHARD:-1000}

import_shard() { # SHARD
  # Ends with 1 when the shard has a failure, and the loop goes on: the failures are in the stream.
  hf-fetch --quiet --continue-on-error --file "$1" | hf-transform --quiet --jobs 1 | hf-validate --quiet --jobs 1 \
    >"$1.part" || [ $? = 1 ] || return
  mv "$1.part" "$1.ndjson"
}
export -f import_shard

mkdir -p "$work"
[ -e "$work/complete" ] || { split -a 4 -l "$models_per_shard" "$list" "$work/models." && touch "$work/complete"; }

# Shards sort by name in the order of the list, so the result is that of one pipeline over all of it.
for shard in "$work"/models.????; do
  [ -e "$shard.ndjson" ] || printf '%s\n' "$shard"
done | parallel --will-cite --jobs "$jobs" --halt soon,fail=1 import_shard

cat "$work"/models.????.ndjson | models-merge "$database" --force --continue-on-error
