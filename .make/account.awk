# Compares a stage's input and output. Prints a failure for each model that is missing in the output, is there more
# often than in the input, or was not in the input. Appends the models of the last two kinds to 'rejected': no document
# of them is merged.
#
#   awk -v stage=NAME -v status=N -v goes_on=1 -v rejected=FILE -f model-of.awk -f account.awk BEFORE AFTER
#
# Both files have the lines of models.awk: type, id and requested id. With an empty BEFORE, the input is unknown.
# 'status' is that of the stage. 'goes_on' says that the stage was asked to continue after a failure.

function failure(id, message, hint) {
  printf "{\"error\":{%s\"stage\":\"%s\",\"code\":\"stage_failed\",\"message\":\"%s\",\"hint\":\"%s\"}}\n", \
    id == "" ? "" : "\"model_id\":\"" id "\",", stage, message, hint
  reported++
}

BEGIN {
  FS = "\t"
  ended = status == 0 ? "" : "ended with status " status " and "
  read_messages = "read the stage's messages on stderr, and run the import again"
  print_each = "make the stage print one document for each that it reads"
}

{ key = model_of($2) }

# The failure of text that is not JSON does not count as a model.
$1 == "broken" { if (FILENAME != ARGV[1]) failures++; next }

FILENAME == ARGV[1] {
  countIn++
  if (key == "") { unnamed++; next }
  if (++timesIn[key] == 1) { models[++modelCount] = key; spelling[key] = $2; named[name_of(key)] = key }
  if ($1 == "entry") hasEntryID[key] = 1
  next
}

{
  countOut++
  if ($1 == "failure") failures++
  if (key == "") { unnamed--; next }
  given = key
  if (!(key in timesIn) && $3 != "" && model_of($3) in timesIn) key = model_of($3)
  # An entry's id is made of its model's name, and the model's id can be left out.
  if (!(key in timesIn) && name_of(key) in named && ($1 == "entry" || named[name_of(key)] in hasEntryID))
    key = named[name_of(key)]
  spellings[key] = spellings[key] given "\n"
  if (++timesOut[key] == 1 && !(key in timesIn)) { strangers[++strangerCount] = key; spelling[key] = $2 }
}

END {
  # hf-fetch stops at its first failure unless it is asked to go on: what it did not try is not lost.
  stopped = stage == "fetch" && status == 1 && failures > 0 && !goes_on
  if (countIn > 0 && !stopped) {
    lost = countIn - countOut
    # A document of the input that names no model can be any model in the output.
    surplus = strangerCount - (unnamed > 0 ? unnamed : 0)
    for (i = 1; i <= modelCount; i++) {
      key = models[i]
      if (timesOut[key] < timesIn[key]) missing[++missingCount] = key
      if (timesOut[key] > timesIn[key]) { repeated[++repeatedCount] = key; surplus++ }
    }
    for (i = 1; i <= missingCount && (lost > 0 || surplus > 0); i++) {
      key = missing[i]
      failure(spelling[key], "the " stage " stage " ended "printed nothing for '" spelling[key] "'", read_messages)
    }
    if (lost > 0 && !missingCount)
      failure("", "the " stage " stage " ended "printed " countOut + 0 " of " countIn " models", read_messages)
    for (i = 1; i <= repeatedCount; i++) {
      key = repeated[i]
      failure(spelling[key], "the " stage " stage printed '" spelling[key] "' " timesOut[key] " times", print_each)
      printf "%s", spellings[key] >>rejected
    }
    for (i = 1; i <= strangerCount && surplus > 0; i++) {
      key = strangers[i]
      failure(spelling[key], "the " stage " stage printed '" spelling[key] "', which it did not read", \
        print_each "; for a renamed model, 'requested' has the id that was read")
      printf "%s", spellings[key] >>rejected
    }
    if (lost < 0 && !reported)
      failure("", "the " stage " stage printed " countOut " documents for " countIn " models", print_each)
  }
  if (!reported && status != 0 && !(status == 1 && failures > 0)) {
    failure("", "the " stage " stage ended with status " status, \
      "read the stage's messages on stderr; its output may be incomplete")
  }
}
