# Prints a line for each JSON document, of which there is one a line: 'failure' or 'item', a tab, and the id of the
# model that it is about, as the JSON has it. A quote inside a string has a backslash before it, so
# these patterns match keys alone.

{
  id = ""
  if (match($0, /"(model_id|hf_model_id|model)"[ \t]*:[ \t]*"([^"\\]|\\.)*"/) || match($0, /"id"[ \t]*:[ \t]*"([^"\\]|\\.)*"/)) {
    id = substr($0, RSTART, RLENGTH - 1)
    sub(/^"[a-z_]*"[ \t]*:[ \t]*"/, "", id)
  }
  print (/^\{[ \t]*"error"[ \t]*:[ \t]*\{/ ? "failure" : "item") "\t" id
}
