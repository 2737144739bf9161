import ModelSpec

/// How the weights of one module are packed.
struct ModuleSettings {
  /// Bits of a weight; nil when they are unknown.
  var bits: Double?
  /// Weights that share a scale; nil when they are unknown, or a row each.
  var groupSize: Int?
  /// The number of weights, where a config states the module's inputs and outputs.
  var weights: Count?

  /// Takes from others what is not stated here.
  func filled(from others: ModuleSettings) -> ModuleSettings {
    ModuleSettings(
      bits: bits ?? others.bits, groupSize: groupSize ?? others.groupSize, weights: weights ?? others.weights)
  }
}
