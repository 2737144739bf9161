/// The fields of an entry that the tools know, in the order in which they are written.
enum EntryFields {
  static let ordered = [
    "id", "name", "hf_model_id", "parameters_billions", "hidden_size", "num_layers", "num_heads",
    "default_context_length", "architecture", "modality", "num_kv_heads", "intermediate_size", "vocab_size",
    "num_experts", "experts_per_token", "head_dim", "num_shared_experts", "moe_intermediate_size",
    "active_parameters_billions", "attention", "kv_cache", "dtype", "quantization", "license", "hf_revision",
    "parameters_source",
  ]

  /// The place of each known field in the order.
  static let rank = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })

  /// The member that explains where the others came from; it is shown, and never written to a database.
  static let explanation = "explain"
}
