# Reports unknown variables and targets on make's command line, and suggests similar names. The environment also has
# variables of other programs. So of these, only a name that differs in one letter from a known name of at least six
# letters is reported.
#
#   awk -f unknown-name.awk -- 'ON THE COMMAND LINE...' 'KNOWN...' 'IN THE ENVIRONMENT...' 'GOALS...' 'TARGETS...'
#
# The first list has only unknown names, because the Makefile overrides the variables that it knows. Nothing is printed
# when all names are known.

function least(a, b, c) {
  if (b < a) a = b
  return c < a ? c : a
}

# How many letters have to be added, removed, replaced or swapped with their neighbor to make one name of the other.
function distance(first, second, i, j, cost, table) {
  for (i = 0; i <= length(first); i++) table[i, 0] = i
  for (j = 0; j <= length(second); j++) table[0, j] = j
  for (i = 1; i <= length(first); i++)
    for (j = 1; j <= length(second); j++) {
      cost = substr(first, i, 1) != substr(second, j, 1)
      table[i, j] = least(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + cost)
      if (i > 1 && j > 1 && substr(first, i, 1) == substr(second, j - 1, 1) && substr(first, i - 1, 1) == substr(second, j, 1))
        table[i, j] = least(table[i, j], table[i - 2, j - 2] + 1, table[i, j])
    }
  return table[length(first), length(second)]
}

# A name in the form in which names are compared: in upper case, with '_' for '-'.
function compared(name) {
  name = toupper(name)
  gsub(/-/, "_", name)
  return name
}

# The known names that are nearest to a name, joined by 'or'; empty if none is near enough.
#
# 'shortest' is the minimum length of a known name. 'most' is how many letters may differ; 0 means a third of the name,
# but at least one.
function nearest(name, shortest, most, known, count, i, steps, best, names) {
  name = compared(name)
  best = length(name) + 1
  for (i = 1; i <= count; i++) {
    if (length(known[i]) < shortest || length(known[i]) - length(name) > 4 || length(name) - length(known[i]) > 4) continue
    steps = distance(name, compared(known[i]))
    if (most ? steps > most : steps > 1 && steps * 3 > length(name)) continue
    if (steps < best) { best = steps; names = known[i] } else if (steps == best) names = names " or " known[i]
  }
  return names
}

# The first target that begins with the name and a hyphen, else the nearest ones.
function nearest_target(name, targets, count, i) {
  for (i = 1; i <= count; i++) if (index(targets[i], tolower(name) "-") == 1) return targets[i]
  return nearest(name, 1, 0, targets, count)
}

function report(sentence) { message = message (message == "" ? "" : "; ") sentence }

BEGIN {
  count = split(ARGV[2], known, " ")
  for (i = 1; i <= count; i++) isKnown[known[i]] = 1
  total = split(ARGV[1], given, " ")
  for (i = 1; i <= total; i++) {
    if (given[i] ~ /^(HF|HUGGING_FACE)_|_(PROXY|proxy)$|^(NO_COLOR|TMPDIR|SSL_CERT_FILE)$/) {
      report("'" given[i] "' is a variable of the environment; write it before make, as in " given[i] "=... make import-model")
      continue
    }
    meant = nearest(given[i], 1, 0, known, count)
    report("there is no variable '" given[i] "'; " (meant ? "did you mean " meant "?" : "'make help' lists the variables"))
  }
  total = split(ARGV[3], given, " ")
  for (i = 1; i <= total; i++) {
    if (given[i] in isKnown || given[i] !~ /^[A-Za-z_]+$/) continue
    meant = nearest(given[i], 6, 1, known, count)
    if (meant)
      report("the environment variable '" given[i] "' looks like a mistyped '" meant "'; rename it, or unset it")
  }
  total = split(ARGV[4], given, " ")
  size = split(ARGV[5], targets, " ")
  for (i = 1; i <= size; i++) isTarget[targets[i]] = 1
  for (i = 1; i <= total; i++) {
    if (given[i] in isTarget) continue
    if (meant = nearest(given[i], 1, 0, known, count)) meant = "did you mean the variable " meant "=...?"
    else if (given[i] ~ /\.(txt|list|ndjson)$/) meant = "did you mean FILE=" given[i] "?"
    else if (given[i] ~ /\//) meant = "did you mean MODEL=" given[i] "?"
    else if (meant = nearest_target(given[i], targets, size)) meant = "did you mean " meant "?"
    else meant = "'make help' lists the targets"
    report("there is no target '" given[i] "'; " meant)
  }
  if (message != "") print message
}
