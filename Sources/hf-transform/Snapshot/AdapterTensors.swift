import JSON

/// The names that PEFT and mlx-lm give the tensors of an adapter.
///
/// Trainers save an adapter under any file name, often beside the base model's config.json, so the names of the tensors
/// decide.
enum AdapterTensors {
  /// What a dotted part of such a name begins with, up to its first or second `_`. From PEFT's tuners: their `prefix`,
  /// and the names that prompt learning, adaption prompts and X-LoRA store.
  private static let prefixes: Set<Substring> = [
    "adamss_", "adaption_", "beft_", "boft_", "bone_", "c3a_", "deft_", "delora_", "fourierft_", "frod_", "glora_",
    "gralora_", "hada_", "hira_", "hra_", "ia3_", "internal_xlora_", "lily_", "ln_tuning_", "lokr_", "lora_", "miss_",
    "oft_", "osf_", "peanut_", "poly_", "prefix_task_", "prompt_embeddings", "prompt_encoder", "psoft_", "pvera_",
    "randlora_", "road_", "shira_", "supertuning_", "tinylora_", "trainable_tokens_", "unilora_", "vblora_", "vera_",
    "waveft_",
  ]
  /// What the names of all tensors begin with that PEFT saves: also those of biases and heads that it has trained.
  private static let nameOfBase = "base_model.model."
  /// An adapter can store few whole matrices of the layers, such as routers, beside its own. A model stores at least
  /// this many: without them, it lacks attention or a feed-forward network.
  private static let fewestMatricesOfModel = 4

  /// Whether the tensors of a snapshot's headers are an adapter's: they have an adapter's names, and the matrices of
  /// the layers with other names are fewer than half as many. A model that contains adapters has all of its matrices.
  ///
  /// The first patterns of a model end the search.
  static func areMost(of tensors: JSONElement) -> Bool {
    var (ofAdapter, others) = (0, 0)
    for tensor in tensors.elements {
      guard let name = tensor[WeightsKeys.name]?.string else { return false }
      let isMatrixOfLayer =
        tensor[WeightsKeys.ranges] != nil && tensor[WeightsKeys.shape].map { $0.count >= 2 } ?? false
      if isOfAdapter(name) || !isMatrixOfLayer && name.hasPrefix(nameOfBase) {
        ofAdapter += 1
      } else if isMatrixOfLayer {
        others += 1
        if others >= fewestMatricesOfModel { return false }
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
