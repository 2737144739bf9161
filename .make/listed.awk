# Prints the models that a list names, one per line: 'item', a tab, and the id or URL, escaped as in a JSON string.
# A line of the list is an id or URL, perhaps followed by id=ENTRY-ID, or a request such as {"model": "org/name"}. '#'
# starts a comment.
#
#   awk -v known=FILE -v requests=FILE -v list=FILE -v repeats=FILE -v bom=MARK -f model-of.awk -f listed.awk LIST
#
# 'known' has the requests that models-merge printed. Three files are written. 'requests' has each line as a request,
# for a command that replaces hf-fetch. 'list', for hf-fetch, has each line unchanged, unless 'known' has overrides of
# its model: then the line becomes a request with the overrides. A line that repeats an earlier one is empty in 'list',
# and 'repeats' has its number and model. 'bom' is the byte order mark that some editors put before the first line.

# The model of a request, still escaped: a JSON string, or the member 'model' of an object.
function model_in(json) {
  if (match(json, /"model"[ \t]*:[ \t]*"([^"\\]|\\.)*"/)) {
    json = substr(json, RSTART, RLENGTH)
    sub(/^"model"[ \t]*:[ \t]*"/, "", json)
  } else {
    sub(/^[ \t]*"?/, "", json)
  }
  sub(/".*$/, "", json)
  return json
}

# Escapes text for a JSON string. This is a loop and not gsub, because implementations of awk read backslashes in a
# replacement differently. A long text is escaped in halves, because appending a character copies the text before it.
function json_text(text, i, character, result) {
  if (text !~ /[\t"\\]/) return text
  i = int(length(text) / 2)
  if (i > 500) return json_text(substr(text, 1, i)) json_text(substr(text, i + 1))
  for (i = 1; i <= length(text); i++) {
    character = substr(text, i, 1)
    if (character == "\t") character = "\\t"
    else if (character == "\\" || character == "\"") character = "\\" character
    result = result character
  }
  return result
}

# A request with the overrides of its model's entry. A request that has overrides stays unchanged, except for the id of
# a line with id=ENTRY-ID.
function with_overrides(request, overrides) {
  if (overrides !~ /[{,]"id":/ && match(request, /,"overrides":\{"id":"[^"\\]*"\}\}$/)) {
    sub(/}$/, "", overrides)
    return substr(request, 1, RSTART - 1) ",\"overrides\":" overrides "," substr(request, RSTART + 14)
  }
  if (request ~ /"overrides"[ \t]*:/ || !match(request, /[ \t]*}[ \t]*$/)) return request
  return substr(request, 1, RSTART - 1) ",\"overrides\":" overrides "}"
}

# The request in a form that is equal for requests that differ only in case, a URL's host, or a slash at the end.
function comparison_key(request, key) {
  key = tolower(request)
  sub(/^\{"model":"[a-z]+:\/\/[^\/"]*\//, "{\"model\":\"", key)
  if (match(key, /^\{"model":"[^"]*\/"/)) key = substr(key, 1, RLENGTH - 2) substr(key, RLENGTH)
  return key
}

# Writes one line of the list to each output. 'name' is the model, escaped.
function put(name, request, line, key) {
  key = comparison_key(request)
  if (key in listed) {
    print "" >list
    if (repeats != "") print "line " NR ": '" name "' is in line " listed[key] >repeats
    return
  }
  listed[key] = NR
  print "item\t" name
  if (model_of(name) in stated) request = line = with_overrides(request, stated[model_of(name)])
  print request >requests
  print line >list
}

BEGIN {
  while (known != "" && (getline request <known) > 0) {
    model = model_of(model_in(request))
    # The value after the key, up to the brace that ends the request.
    if (match(request, /"overrides":/)) {
      stated[model] = substr(request, RSTART + RLENGTH, length(request) - RSTART - RLENGTH)
    }
  }
}

NR == 1 && index($0, bom) == 1 { $0 = substr($0, length(bom) + 1) }
/^[ \t]*[{"]/ {
  request = $0
  sub(/^[ \t]*/, "", request)
  if (request ~ /^"/) request = "{\"model\":" request "}"
  put(model_in($0), request, $0)
  next
}
{
  line = $0
  sub(/#.*$/, "")
  if (NF == 0) {
    print "" >list
    next
  }
  text = $0
  entry = ""
  if (NF > 1 && $NF ~ /^id=./) {
    entry = ",\"overrides\":{\"id\":\"" json_text(substr($NF, 4)) "\"}"
    sub(/[ \t]+id=[^ \t]*[ \t]*$/, "", text)
  }
  gsub(/^[ \t]+|[ \t]+$/, "", text)
  put(json_text(text), "{\"model\":\"" json_text(text) "\"" entry "}", line)
}
