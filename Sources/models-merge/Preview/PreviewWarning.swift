import JSON
import ModelSpec

/// The warnings about an entry in the preview.
enum PreviewWarning {
  /// The warnings; empty when there are none.
  static func all(for entry: JSONElement) -> [String] {
    var warnings: [String] = []
    if entry[EntryField.parametersSource.name]?.equals("name") ?? false {
      warnings.append("parameters_billions was taken from the model's name; \(ImportHints.setParameters)")
    }
    if entry[EntryField.kvCache.name] == nil {
      warnings.append("no kv_cache: the size of the KV cache is unknown")
    }
    if entry[.hfModelID] == nil {
      warnings.append("no hf_model_id: a later import cannot recognize the same model under another id")
    }
    return warnings
  }
}
