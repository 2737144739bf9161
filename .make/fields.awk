# Splits the value of SET into its settings, FIELD=JSON, and prints one per line. It is split only before a FIELD=,
# because values may contain blanks, and not inside a string.

{
  quoted = 0
  start = 1
  for (i = 1; i <= length($0); i++) {
    character = substr($0, i, 1)
    if (quoted && character == "\\") i++
    else if (character == "\"") quoted = !quoted
    else if (!quoted && character ~ /[ \t]/ && match(substr($0, i), /^[ \t]+[A-Za-z_][A-Za-z0-9_.]*=/)) {
      print substr($0, start, i - start)
      while (substr($0, i + 1, 1) ~ /[ \t]/) i++
      start = i + 1
    }
  }
  print substr($0, start)
}
