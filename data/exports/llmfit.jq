# The database as llmfit's hf_models.json: a list of models with raw numbers.
# Source: data/hf_models.json of github.com/AlexsJones/llmfit, read 2026-11-27. Only what an entry says is given, so
# llmfit's own estimates of memory are left out.

# A count in billions as a whole number.
def raw: numbers | . * 1e9 | round;

# A count as people write it: 7.2B, 350M, 83K.
def written:
  numbers
  | if . >= 1 then "\(. * 10 | round / 10)B" elif . >= 0.001 then "\(. * 1e3 | round)M" else "\(. * 1e6 | round)K" end;

[
  .models[] | select(.id != "custom") | . as $entry
  | {
      name: ([.hf_model_id, .id, .name, "unnamed"] | map(strings) | first),
      provider: ([.hf_model_id | strings | split("/") | select(length > 1) | .[0]] | first // "unknown"),
      parameter_count: ([.parameters_billions | written] | first),
      parameters_raw: ([.parameters_billions | raw] | first),
      context_length: .default_context_length,
      quantization: ([.quantization | objects | .method] | first // $entry.dtype),
      is_moe: (.architecture == "moe"),
      num_experts: .num_experts,
      active_experts: .experts_per_token,
      active_parameters: ([.active_parameters_billions | raw] | first),
      num_hidden_layers: .num_layers,
      num_attention_heads: .num_heads,
      num_key_value_heads: .num_kv_heads,
      head_dim: .head_dim,
      license: .license
    }
  | with_entries(select(.value != null))
]
