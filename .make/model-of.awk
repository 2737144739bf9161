# The repository that an id or a URL names, in lower case, because the Hub ignores case. Empty for a directory.
function model_of(id, parts) {
  gsub(/\\\//, "/", id)
  sub(/^[A-Za-z]+:\/\/[^\/]*\//, "", id)
  sub(/^(www\.huggingface\.co|huggingface\.co|hf\.co)\//, "", id)
  if (id ~ /^[.\/~]/) return ""
  if (split(id, parts, "/") > 1) id = parts[1] "/" parts[2]
  sub(/@.*$/, "", id)
  return tolower(id)
}

# The letters and digits of a model's name, without its organization. The default id of its entry has the same letters
# and digits. 'model' is in lower case.
function name_of(model) {
  sub(/^.*\//, "", model)
  gsub(/[^a-z0-9]/, "", model)
  return model
}
