# A mapping of ten fields, as a user writes it who needs only entries with the usual key names.
{
  id: (.model_id | split("/")[-1] | ascii_downcase),
  hf_model_id: .model_id,
  parameters_billions: ((.weights.parameters // 0) / 1e9),
  hidden_size: .config.hidden_size,
  num_layers: .config.num_hidden_layers,
  num_heads: .config.num_attention_heads,
  num_kv_heads: (.config.num_key_value_heads // .config.num_attention_heads),
  intermediate_size: .config.intermediate_size,
  vocab_size: .config.vocab_size,
  default_context_length: .config.max_position_embeddings
}
