# Compares a stage's input and output. Prints a failure for each model that is missing in the output, or is there more
# often than in the input.
#
#   awk -v stage=NAME -v status=N -f account.awk BEFORE AFTER
#
# Both files have lines of 'failure' or 'item', a tab, and an id. With an empty BEFORE, the input is unknown.

function failure(id, message, hint) {
  printf "{\"error\":{%s\"stage\":\"%s\",\"code\":\"stage_failed\",\"message\":\"%s\",\"hint\":\"%s\"}}\n", \
    id == "" ? "" : "\"model_id\":\"" id "\",", stage, message, hint
  reported++
}

BEGIN {
  FS = "\t"
  ended = status == 0 ? "" : "ended with status " status " and "
}

{ key = tolower($2) }
FILENAME == ARGV[1] { entered++; into[key]++; spelling[key] = $2; if (into[key] == 1) order[++ids] = key; next }
{ left++; outOf[key]++; spelling[key] = $2; if (outOf[key] == 2) twice[++doubles] = key; if ($1 == "failure") failures++ }

END {
  # hf-fetch stops at its first failure unless it is asked to go on: what it did not try is not lost.
  stopped = stage == "fetch" && status == 1 && failures > 0
  if (entered > 0 && !stopped) {
    lost = entered - left
    for (i = 1; i <= ids; i++) {
      key = order[i]
      if (key != "" && outOf[key] < into[key]) missing[++absent] = key
    }
    # An id may change on the way, by a rename or an override: then as many come out as went in.
    named = lost > 0 ? absent : 0
    for (i = 1; i <= named; i++) {
      failure(spelling[missing[i]], "the " stage " stage " ended "printed nothing for '" spelling[missing[i]] "'", \
        "read the stage's messages on stderr, and run the import again")
    }
    if (lost > 0 && named == 0) {
      failure("", "the " stage " stage " ended "printed " left + 0 " of " entered " models", \
        "read the stage's messages on stderr, and run the import again")
    }
    for (i = 1; i <= doubles; i++) {
      key = twice[i]
      if (key != "" && outOf[key] > into[key] && (stage != "fetch" || lost < 0)) {
        failure(spelling[key], "the " stage " stage printed '" spelling[key] "' " outOf[key] " times", \
          "make the stage print one document for each that it reads")
      }
    }
    if (lost < 0 && !reported) {
      failure("", "the " stage " stage printed " left " documents for " entered " models", \
        "make the stage print one document for each that it reads")
    }
  }
  if (!reported && status != 0 && !(status == 1 && failures > 0)) {
    failure("", "the " stage " stage ended with status " status, \
      "read the stage's messages on stderr; its output may be incomplete")
  }
}
