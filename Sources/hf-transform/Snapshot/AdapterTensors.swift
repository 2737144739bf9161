import JSON
import ModelSpec

/// Finds out whether tensors are an adapter's, by the names that PEFT and mlx-lm give them.
///
/// Trainers save an adapter under any file name, often beside the base model's config.json, so neither the file name
/// nor the config shows it.
enum AdapterTensors {
  /// What a dotted part of an adapter's tensor name is, or begins with up to its first or second `_`. Source: PEFT's
  /// tuners, their `prefix`, and the names that prompt learning, adaption prompts and X-LoRA store.
  private static let prefixes: Set<Substring> = [
    "adamss_", "adaption_", "beft_", "boft_", "bone_", "c3a_", "deft_", "delora_", "fourierft_", "frod_", "glora_",
    "gralora_", "hada_", "hira_", "hra_", "ia3_", "internal_xlora_", "lily_", "ln_tuning_", "lokr_", "lora_", "miss_",
    "oft_", "osf_", "peanut_", "poly_", "prefix_task_", "prompt_embeddings", "prompt_encoder", "psoft_", "pvera_",
    "randlora_", "road_", "shira_", "supertuning_", "tinylora_", "trainable_tokens_", "unilora_", "vblora_", "vera_",
    "waveft_",
  ]
  /// What the names of tensors that PEFT saves begin with, trained biases and heads included. Only those of prompt
  /// learning have no such prefix.
  private static let prefixOfSavedNames = "base_model.model."
  /// The fewest tensor patterns for matrices that a model has. There is one ``TensorPattern`` for the same matrix of
  /// all layers. With fewer, it lacks attention or a feed-forward network. An adapter can store a few whole matrices of
  /// the layers, such as routers, beside its own tensors.
  private static let fewestMatrixPatternsOfModel = 4

  /// Whether the tensors of a snapshot's headers are an adapter's: at least one has an adapter's name, and fewer than
  /// half as many are layer matrices with other names. A model that contains adapters also has all of its matrices.
  ///
  /// The search ends at the first ``fewestMatrixPatternsOfModel`` patterns of layer matrices.
  static func areMost(of tensors: JSONElement) -> Bool {
    var (ofAdapter, others) = (0, 0)
    for tensor in tensors.elements {
      guard let name = tensor[SnapshotKeys.name]?.string else { return false }
      let isMatrixOfLayer =
        tensor[SnapshotKeys.ranges] != nil && tensor[SnapshotKeys.shape].map { $0.count >= 2 } ?? false
      if isOfAdapter(name) || !isMatrixOfLayer && name.hasPrefix(prefixOfSavedNames) {
        ofAdapter += 1
      } else if isMatrixOfLayer {
        others += 1
        if others >= fewestMatrixPatternsOfModel { return false }
      }
    }
    return 2 * others < ofAdapter
  }

  private static func isOfAdapter(_ name: String) -> Bool {
    name.split(separator: ".").contains { part in
      guard let first = part.utf8.firstIndex(of: UInt8(ascii: "_")) else { return false }
      if prefixes.contains(part[...first]) || prefixes.contains(part) { return true }
      let rest = part[part.utf8.index(after: first)...]
      return rest.utf8.firstIndex(of: UInt8(ascii: "_")).map { prefixes.contains(part[...$0]) } ?? false
    }
  }
}
