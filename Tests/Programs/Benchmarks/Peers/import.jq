# Inserts an entry and sorts as models.json is sorted: by parameters, 'custom' last.
.models += $entry | .models |= sort_by(.id == "custom", .parameters_billions)
