# Prints the models that a list names, one a line: 'item', a tab, and the id or address as a JSON string holds it.
# A line is an id, an address, or a request such as {"model": "org/name"}; '#' starts a comment.

/^[ \t]*[{"]/ {
  name = $0
  if (match(name, /"model"[ \t]*:[ \t]*"([^"\\]|\\.)*"/)) {
    name = substr(name, RSTART, RLENGTH)
    sub(/^"model"[ \t]*:[ \t]*"/, "", name)
  } else {
    sub(/^[ \t]*"?/, "", name)
  }
  sub(/".*$/, "", name)
  print "item\t" name
  next
}
{
  sub(/(^|[ \t])#.*$/, "")
  gsub(/\r/, "")
  if (NF == 0) next
  name = $1
  sub(/^[A-Za-z]+:\/\/[^\/]*\//, "", name)
  gsub(/\\/, "\\\\", name)
  gsub(/"/, "\\\"", name)
  print "item\t" name
}
