# Compares a stage's input and output. Prints a failure for each model that is missing in the output, is there more
# often than in the input, or was not in the input.
#
#   awk -v stage=NAME -v status=N -v goes_on=1 -f account.awk BEFORE AFTER
#
# Both files have the lines of models.awk. With an empty BEFORE, the input is unknown. 'goes_on' says that the stage was
# asked to continue after a failure.

function failure(id, message, hint) {
  printf "{\"error\":{%s\"stage\":\"%s\",\"code\":\"stage_failed\",\"message\":\"%s\",\"hint\":\"%s\"}}\n", \
    id == "" ? "" : "\"model_id\":\"" id "\",", stage, message, hint
  reported++
}

# The repository that an id or a URL names, in lower case: the Hub ignores case. A directory names none.
function model_of(id, parts) {
  gsub(/\\\//, "/", id)
  sub(/^[A-Za-z]+:\/\/[^\/]*\//, "", id)
  if (id ~ /^[.\/~]/) return ""
  if (split(id, parts, "/") > 1) id = parts[1] "/" parts[2]
  sub(/@.*$/, "", id)
  return tolower(id)
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
  entered++
  if (key != "" && ++into[key] == 1) { order[++ids] = key; spelling[key] = $2; is_weak[key] = $1 == "entry" }
  next
}

{
  left++
  if ($1 == "failure") failures++
  if (!(key in into) && $3 != "" && model_of($3) in into) key = model_of($3)
  if (key == "" || ($1 == "entry" && !(key in into))) next
  if (++outOf[key] == 1 && !(key in into)) { strangers[++foreign] = key; spelling[key] = $2 }
}

END {
  # hf-fetch stops at its first failure unless it is asked to go on: what it did not try is not lost.
  stopped = stage == "fetch" && status == 1 && failures > 0 && !goes_on
  if (entered > 0 && !stopped) {
    lost = entered - left
    for (i = 1; i <= ids; i++) {
      key = order[i]
      if (outOf[key] < into[key]) { missing[++absent] = key; if (is_weak[key]) weak++ }
      if (outOf[key] > into[key]) { repeated[++doubles] = key; surplus += outOf[key] - into[key] }
    }
    # A document without the id of a model can stand for any model, so then only the numbers are compared.
    surplus += foreign - weak
    for (i = 1; i <= absent && (lost > 0 || surplus > 0); i++) {
      key = missing[i]
      if (lost > 0 || !is_weak[key])
        failure(spelling[key], "the " stage " stage " ended "printed nothing for '" spelling[key] "'", read_messages)
    }
    if (lost > 0 && !absent)
      failure("", "the " stage " stage " ended "printed " left + 0 " of " entered " models", read_messages)
    for (i = 1; i <= doubles; i++) {
      key = repeated[i]
      failure(spelling[key], "the " stage " stage printed '" spelling[key] "' " outOf[key] " times", print_each)
    }
    for (i = 1; i <= foreign && surplus > 0; i++) {
      key = strangers[i]
      failure(spelling[key], "the " stage " stage printed '" spelling[key] "', which it did not read", \
        print_each "; for a renamed model, 'requested' has the id that was read")
    }
    if (lost < 0 && !reported) failure("", "the " stage " stage printed " left " documents for " entered " models", print_each)
  }
  if (!reported && status != 0 && !(status == 1 && failures > 0)) {
    failure("", "the " stage " stage ended with status " status, \
      "read the stage's messages on stderr; its output may be incomplete")
  }
}
