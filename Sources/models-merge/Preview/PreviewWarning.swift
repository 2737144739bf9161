import JSON

/// What a user should know before saying yes to an entry.
enum PreviewWarning {
  /// The warnings about one entry.
  static func all(for entry: JSONElement) -> [String] {
    var warnings: [String] = []
    if entry["parameters_source"]?.equals("name") ?? false {
      warnings.append("the parameter count was read off the model's name; set it with --params if you know better")
    }
    if entry["kv_cache"] == nil {
      warnings.append("no kv_cache: the size of the KV cache cannot be known")
    }
    if entry["hf_model_id"] == nil {
      warnings.append("no hf_model_id: the same model under another id will not be recognized")
    }
    return warnings
  }
}
