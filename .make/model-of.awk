# The repository that an id or a URL names, in lower case: the Hub ignores case. A directory names none.
function model_of(id, parts) {
  gsub(/\\\//, "/", id)
  sub(/^[A-Za-z]+:\/\/[^\/]*\//, "", id)
  if (id ~ /^[.\/~]/) return ""
  if (split(id, parts, "/") > 1) id = parts[1] "/" parts[2]
  sub(/@.*$/, "", id)
  return tolower(id)
}

# The letters and digits of a model's name, without its organization: what an entry's id has of it.
function name_of(model) {
  sub(/^.*\//, "", model)
  gsub(/[^a-z0-9]/, "", model)
  return model
}
