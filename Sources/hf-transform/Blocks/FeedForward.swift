import JSON

/// A dense feed-forward: an up and a down projection, and with ``isGated`` a gate projection, whose activated output
/// multiplies that of the up projection.
struct FeedForward: Sendable {
  /// Whether there is a gate projection.
  var isGated: Bool
  /// Whether the family's additional parameters count the feed-forwards.
  var isCountedElsewhere = false
  /// Whether the projections have biases.
  var bias: ConfigFlag
  /// The width between the projections; nil for the config's width.
  var width: LayerFormula?

  /// Gate, up and down projections, as in Llama (SwiGLU, GeGLU).
  static func gated(bias: ConfigFlag = .field(.feedForwardBias), width: LayerFormula? = nil) -> FeedForward {
    FeedForward(isGated: true, bias: bias, width: width)
  }

  /// Up and down projections, as in GPT-2. By default, the width is the config's, else four times the hidden size.
  static func plain(bias: ConfigFlag = .yes, width: LayerFormula? = FeedForward.fourfold) -> FeedForward {
    FeedForward(isGated: false, bias: bias, width: width)
  }

  /// A feed-forward that is counted in the family's additional parameters, because layers share it or differ in it.
  static func countedElsewhere(width: LayerFormula? = nil) -> FeedForward {
    FeedForward(isGated: true, isCountedElsewhere: true, bias: .no, width: width)
  }

  /// Two thirds of the stated width, times `block_ffn_dim_multiplier`, rounded up to a multiple of `block_multiple_of`
  /// (LFM2); the stated width if `block_auto_adjust_ff_dim` is false. The first Llama's code did this.
  static let adjusted: LayerFormula = { layer throws(ConfigError) in
    let stated = try layer.size(.intermediateSize)
    guard try layer.flag(.adjustFeedForward) ?? true else {
      layer.markAsRead([.feedForwardMultiplier, .feedForwardMultiple])
      return stated
    }
    let multiplier = layer.element(.feedForwardMultiplier).map { $0.double ?? 0 } ?? 1
    guard multiplier > 0, multiplier < 64 else { throw .invalid(layer.key(of: .feedForwardMultiplier)) }
    let width = Count(Int(saturating: multiplier * Double((stated * 2 / 3).value)))
    return try width.roundedUp(toMultipleOf: layer.size(.feedForwardMultiple, or: 256))
  }

  /// The hidden size times the layer's item of `ffn_multipliers`, rounded to a multiple of `ffn_dim_divisor` that is at
  /// least 90 % of it (OpenELM); four times the hidden size without the list.
  static let multiplied: LayerFormula = { layer throws(ConfigError) in
    guard let list = try layer.list(.feedForwardMultiplier) else { return 4 * layer.hidden }
    let index = layer.index ?? list.count - 1
    let multiplier = list[index]?.double ?? 0
    guard multiplier > 0, multiplier < 64 else { throw .invalid(layer.key(of: .feedForwardMultiplier)) }
    let exact = multiplier * Double(layer.hidden.value)
    let divisor = try layer.size(.feedForwardMultiple, or: 256)
    let rounded = max(Count(Int(saturating: exact + Double(divisor.value) / 2)) / divisor * divisor, divisor)
    return Double(rounded.value) < 0.9 * exact ? rounded + divisor : rounded
  }

  /// The width in a field, else the stated width.
  static func width(in field: ConfigField) -> LayerFormula {
    { layer throws(ConfigError) in try layer.size(field, or: layer.size(.intermediateSize)) }
  }

  /// The stated width, else four times the hidden size.
  static let fourfold: LayerFormula = { layer throws(ConfigError) in
    try layer.size(.intermediateSize, or: 4 * layer.hidden)
  }

  /// The width between the projections; 0 if neither the config nor the family states one.
  func innerWidth(_ layer: Layer) throws(ConfigError) -> Count {
    if let width { return try width(layer) }
    return try layer.size(.intermediateSize)
  }

  /// Parameters of one layer's feed-forward; 0 if it is counted elsewhere.
  func parameters(_ layer: Layer) throws(ConfigError) -> Count {
    if isCountedElsewhere { return 0 }
    let width = try innerWidth(layer)
    let inner: Count = isGated ? 2 : 1
    let biases = try (inner * width + layer.hidden).when(bias.isSet(in: layer))
    return (inner + 1) * layer.hidden * width + biases
  }
}
