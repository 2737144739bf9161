/// Normalization layers as wide as the residual stream: ``perLayer`` in each layer, and ``outside`` before or after the
/// layers.
struct Norms: Sendable {
  /// The parameters of a norm.
  enum Kind: Sendable {
    /// A weight per channel: RMS norm, or a layer norm without bias.
    case weight
    /// A weight and a bias per channel: layer norm.
    case weightAndBias
    /// Nothing.
    case nothing
  }

  /// The parameters of each norm.
  var kind: Kind
  /// The number of norms in each layer.
  var perLayer: Count
  /// The number of norms outside the layers.
  var outside: Count
  /// Whether each layer has one norm fewer, because attention and feed-forward run in parallel after the same norm.
  var isShared: ConfigFlag = .no
  /// Whether each layer has two more norms, after attention and feed-forward.
  var isSandwiched: ConfigFlag = .no

  /// RMS norms.
  static func rms(perLayer: Count = 2, outside: Count = 1) -> Norms {
    Norms(kind: .weight, perLayer: perLayer, outside: outside)
  }

  /// Layer norms with weight and bias.
  static func layerNorm(perLayer: Count = 2, outside: Count = 1) -> Norms {
    Norms(kind: .weightAndBias, perLayer: perLayer, outside: outside)
  }

  /// Norms without parameters, as in the first OLMo, or norms that the family counts as additional parameters.
  static let withoutParameters = Norms(kind: .nothing, perLayer: 0, outside: 0)

  /// Parameters of all norms.
  func parameters(_ model: Model) throws(ConfigError) -> Count {
    let each: Count = kind == .weight ? 1 : kind == .weightAndBias ? 2 : 0
    var inLayer = try isShared.isSet(in: model.config) ? perLayer - 1 : perLayer
    if try isSandwiched.isSet(in: model.config) { inLayer += 2 }
    return each * model.hidden * (inLayer * model.layers + outside)
  }

  /// These norms, with two more in each layer if a flag is true.
  func sandwiched(_ flag: ConfigFlag) -> Norms {
    var norms = self
    norms.isSandwiched = flag
    return norms
  }

  /// These norms, with one fewer in each layer if a flag is true.
  func sharedInParallel(_ flag: ConfigFlag) -> Norms {
    var norms = self
    norms.isShared = flag
    return norms
  }
}
