/// A dense feed-forward: two projections, or three when a gate multiplies the first one's output.
struct FeedForward: Sendable {
  var isGated: Bool
  var bias: Flag
  /// Width of the inner layer; nil when the config's own is meant.
  var width: Formula?

  /// Gate, up and down projections, as in Llama (SwiGLU, GeGLU).
  static func gated(bias: Flag = .no, width: Formula? = nil) -> FeedForward {
    FeedForward(isGated: true, bias: bias, width: width)
  }

  /// Up and down projections, as in GPT-2; where the config states no width it is four times the hidden size.
  static func plain(bias: Flag = .yes, width: Formula? = FeedForward.fourfold) -> FeedForward {
    FeedForward(isGated: false, bias: bias, width: width)
  }

  /// The stated width, else four times the hidden size.
  static let fourfold: Formula = { model throws(ConfigFault) in
    try model.size(.intermediateSize, or: 4 * model.hidden)
  }

  /// Width of the inner layer; 0 when the config does not tell.
  func innerWidth(_ model: Model) throws(ConfigFault) -> Count {
    if let width { return try width(model) }
    return Count(try model.config.firstInt(.intermediateSize) ?? 0)
  }

  /// Parameters of one layer's feed-forward.
  func parameters(_ model: Model) throws(ConfigFault) -> Count {
    let width = try innerWidth(model)
    let inner: Count = isGated ? 2 : 1
    let biases = try (inner * width + model.hidden).when(bias.isSet(in: model))
    return (inner + 1) * model.hidden * width + biases
  }
}
