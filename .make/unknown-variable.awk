# Says that a variable of make's command line is unknown, and which known one is meant if its name is near.
#
#   awk -f unknown-variable.awk -- 'UNKNOWN...' 'KNOWN...'

function least(a, b, c) {
  if (b < a) a = b
  return c < a ? c : a
}

# How many letters have to be added, removed or replaced to make one name of the other.
function distance(first, second, i, j, rows, above, left) {
  for (j = 0; j <= length(second); j++) rows[j] = j
  for (i = 1; i <= length(first); i++) {
    above = rows[0]
    rows[0] = i
    for (j = 1; j <= length(second); j++) {
      left = rows[j]
      rows[j] = least(rows[j] + 1, rows[j - 1] + 1, above + (substr(first, i, 1) != substr(second, j, 1)))
      above = left
    }
  }
  return rows[length(second)]
}

BEGIN {
  unknown = ARGV[1]
  sub(/ .*/, "", unknown)
  count = split(ARGV[2], known, " ")
  name = toupper(unknown)
  gsub(/-/, "_", name)
  best = length(unknown)
  for (i = 1; i <= count; i++) {
    steps = distance(name, known[i])
    if (steps < best) { best = steps; nearest = known[i] }
  }
  hint = best * 3 <= length(unknown) ? "did you mean " nearest "?" : "'make help' lists the variables"
  printf "there is no variable '%s'; %s\n", unknown, hint
}
