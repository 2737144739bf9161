# Compares a stage's input and output. Prints a failure for each model that is missing in the output, is there more
# often than in the input, or is not in the input. Appends the models of the last two kinds to the file 'rejected', so
# that their entries are not merged.
#
#   awk -v stage=NAME -v status=N -v at_failure=WORD -v rejected=FILE -f model-of.awk -f account.awk BEFORE AFTER
#
# BEFORE and AFTER are the output of models.awk for the stage's input and output: type, id and requested id. An empty
# BEFORE means that the input is unknown. 'status' is the stage's exit status. 'at_failure' is what the stage does after
# a failure: it 'stops' or 'continues'. 'ends' means that it stops, and that its output has one document for each model
# from the start of the input, in order.

# The conditional expression is in parentheses because the awk of macOS cannot parse it otherwise.
function print_failure(code, id, message, hint) {
  printf "{\"error\":{%s\"stage\":\"%s\",\"code\":\"%s\",\"message\":\"%s\",\"hint\":\"%s\"}}\n", \
    (id == "" ? "" : "\"model_id\":\"" id "\","), stage, code, message, hint
}

# Prints a failure of the stage, and counts it.
function failure(id, message, hint) {
  print_failure("stage_failed", id, message, hint)
  reported++
}

# Prints the failure of a model that the stage did not reach.
function not_tried(id) {
  print_failure("not_tried", id, "an earlier failure ended the batch", "import it again when that failure is fixed")
}

# Text that is not JSON ends a stream, so what the stage printed after it is not read.
function nothing_for() {
  return is_broken ? "text that is not JSON, so nothing was read for" : "nothing for"
}

BEGIN {
  FS = "\t"
  ended = status == 0 ? "" : "ended with status " status " and "
  read_messages = "read the stage's messages on stderr, and run the import again"
  print_json = "make the stage print only JSON on stdout, and its messages on stderr"
  print_each = "make the stage print one document for each that it reads"
}

{ key = model_of($2) }

# The failure for text that is not JSON is not a model. make reads streams with hf-validate. So the text is the output
# of this stage if the failure is new and names the validate stage. A failure of another stage is about its input.
$1 == "broken" {
  if (FILENAME == ARGV[1]) was_broken = 1
  else { failures++; is_broken = $3 == "validate" && !was_broken }
  next
}

FILENAME == ARGV[1] {
  order[++countIn] = $2
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
  # An entry may lack the model's id. Then its own id is compared with the model's name, from which it is made.
  if (!(key in timesIn) && name_of(key) in named && ($1 == "entry" || named[name_of(key)] in hasEntryID))
    key = named[name_of(key)]
  keyOf[countOut] = key
  spellingOf[countOut] = given
  if (++timesOut[key] == 1 && !(key in timesIn)) { strangers[++strangerCount] = key; spelling[key] = $2 }
}

END {
  # A model that hf-fetch did not reach after a failure is not lost: it is a failure 'not_tried'.
  stopped = stage == "fetch" && status == 1 && failures > 0 && at_failure != "continues"
  if (stopped && at_failure == "ends")
    for (i = countOut + 1; i <= countIn; i++) not_tried(order[i])
  else if (stopped) {
    for (i = 1; i <= modelCount; i++)
      if (timesOut[models[i]] < timesIn[models[i]]) missing[++missingCount] = models[i]
    # A failure without an id is that of a model that was tried, although the model seems to be missing. So only the
    # last countIn - countOut missing models were not tried.
    for (i = missingCount - (countIn - countOut) + 1; i <= missingCount; i++) if (i > 0) not_tried(spelling[missing[i]])
  }
  if (countIn > 0 && !stopped && at_failure != "ends") {
    lost = countIn - countOut
    # A document of the input that names no model can be any model of the output.
    surplus = strangerCount - (unnamed > 0 ? unnamed : 0)
    for (i = 1; i <= modelCount; i++) {
      key = models[i]
      if (timesOut[key] < timesIn[key]) missing[++missingCount] = key
      if (timesOut[key] > timesIn[key]) { repeated[++repeatedCount] = key; surplus++ }
    }
    for (i = 1; i <= missingCount && (lost > 0 || surplus > 0); i++) {
      key = missing[i]
      failure(spelling[key], "the " stage " stage " ended "printed " nothing_for() " '" spelling[key] "'", \
        is_broken ? print_json : read_messages)
    }
    if (lost > 0 && !missingCount)
      failure("", "the " stage " stage " ended "printed " countOut + 0 " of " countIn " models", read_messages)
    for (i = 1; i <= repeatedCount; i++) {
      key = repeated[i]
      failure(spelling[key], "the " stage " stage printed '" spelling[key] "' " timesOut[key] " times", print_each)
      isRejected[key] = 1
    }
    for (i = 1; i <= strangerCount && surplus > 0; i++) {
      key = strangers[i]
      failure(spelling[key], "the " stage " stage printed '" spelling[key] "', which it did not read", \
        print_each "; if the Hub has renamed the model, print the id that was read as 'requested'")
      isRejected[key] = 1
    }
    for (i = 1; i <= countOut; i++) if (keyOf[i] in isRejected) print spellingOf[i] >>rejected
    if (lost < 0 && !reported)
      failure("", "the " stage " stage printed " countOut " documents for " countIn " models", print_each)
  }
  if (!reported && status != 0 && !(status == 1 && failures > 0)) {
    failure("", "the " stage " stage ended with status " status, \
      "read the stage's messages on stderr; its output may be incomplete")
  }
}
