/// The quantization settings of one module.
struct ModuleSettings {
  /// Bits of a weight; nil when they are unknown.
  var bits: Double?
  /// How many weights of a row share a scale; nil when that is unknown, or when each row has one scale.
  var groupSize: Int?
  /// The number of the module's weights; nil unless the config states its inputs and outputs.
  var weights: Count?

  /// A copy in which missing values come from `others`.
  func filled(from others: ModuleSettings) -> ModuleSettings {
    ModuleSettings(
      bits: bits ?? others.bits, groupSize: groupSize ?? others.groupSize, weights: weights ?? others.weights)
  }
}
