# Reads one JSON document per line. Prints a line for each: 'failure' or 'item', a tab, and the id of its model, with
# the JSON escapes. A quote inside a string has a backslash before it, so these patterns match only keys.

{
  id = ""
  if (match($0, /"(model_id|hf_model_id|model)"[ \t]*:[ \t]*"([^"\\]|\\.)*"/) || match($0, /"id"[ \t]*:[ \t]*"([^"\\]|\\.)*"/)) {
    id = substr($0, RSTART, RLENGTH - 1)
    sub(/^"[a-z_]*"[ \t]*:[ \t]*"/, "", id)
  }
  print (/^\{[ \t]*"error"[ \t]*:[ \t]*\{/ ? "failure" : "item") "\t" id
}
