# Reads one JSON document per line. Prints a line for each: its type, the id of its model, and the requested id if the
# Hub has renamed the model, separated by tabs. Ids have the JSON escapes.
#
#   failure   a failure of a stage
#   broken    the failure of a stage for text that is not JSON: it has the key 'line'. The last column has the stage
#   entry     an entry without a model's id; the id that is printed is then its own
#   item      any other document
#
# A quote inside a string has a backslash before it, so these patterns match only keys.

function value_of(keys) {
  if (!match($0, "\"(" keys ")\"[ \t]*:[ \t]*\"([^\"\\\\]|\\\\.)*\"")) return ""
  value = substr($0, RSTART, RLENGTH - 1)
  sub(/^"[a-z_]*"[ \t]*:[ \t]*"/, "", value)
  return value
}

{
  type = "item"
  id = value_of("model_id|hf_model_id|model")
  if (/^\{[ \t]*"error"[ \t]*:[ \t]*\{/) type = /"code":"malformed_input"/ && /"line":/ ? "broken" : "failure"
  else if (id == "" && (id = value_of("id")) != "") type = "entry"
  # A user has overridden hf_model_id, so it may not be the id of the model that was read.
  else if (/"overrides"[ \t]*:[ \t]*\{[^}]*"hf_model_id"/) id = ""
  print type "\t" id "\t" value_of(type == "broken" ? "stage" : "requested")
}
