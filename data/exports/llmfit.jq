# The database as llmfit's hf_models.json: a list of models with raw numbers.
# Source: the keys of that file, read 2026-11. Only what an entry says is given.

# A count in billions as a whole number.
def raw: . * 1e9 | round;

# A count as people write it: 7.2B, 350M.
def written: if . >= 1 then "\(. * 10 | round / 10)B" else "\(. * 1000 | round)M" end;

[
  .models[] | select(.id != "custom") | . as $entry
  | {
      name: (.hf_model_id // .id),
      provider: ((.hf_model_id // "") | split("/") | if length > 1 then .[0] else "unknown" end),
      parameter_count: (.parameters_billions | written),
      parameters_raw: (.parameters_billions | raw),
      context_length: .default_context_length,
      quantization: (.quantization.method // .dtype),
      is_moe: (.architecture == "moe"),
      num_experts: .num_experts,
      active_experts: .experts_per_token,
      active_parameters: (.active_parameters_billions | if . then raw else null end),
      num_hidden_layers: .num_layers,
      num_attention_heads: .num_heads,
      num_key_value_heads: .num_kv_heads,
      head_dim: .head_dim,
      license: .license
    }
  | with_entries(select(.value != null))
]
