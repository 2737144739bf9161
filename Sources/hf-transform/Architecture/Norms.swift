/// Normalization layers on the residual stream: some in each layer, some outside (`outside`).
struct Norms: Sendable {
  /// What a norm learns.
  enum Kind: Sendable {
    /// A weight per channel: RMS norm, or a layer norm without bias.
    case weight
    /// A weight and a bias per channel: layer norm.
    case weightAndBias
    /// Nothing.
    case nothing
  }

  var kind: Kind
  /// How many each layer has.
  var perLayer: Count
  /// How many there are outside the layers.
  var outside: Count
  /// Whether each layer has one less, because attention and feed-forward run in parallel after the same norm.
  var isShared: Flag = .no
  /// Whether each layer has two more, after attention and feed-forward.
  var isSandwiched: Flag = .no

  /// RMS norms.
  static func rms(perLayer: Count = 2, outside: Count = 1) -> Norms {
    Norms(kind: .weight, perLayer: perLayer, outside: outside)
  }

  /// Layer norms with weight and bias.
  static func layerNorm(perLayer: Count = 2, outside: Count = 1) -> Norms {
    Norms(kind: .weightAndBias, perLayer: perLayer, outside: outside)
  }

  /// Norms without parameters, as in the first OLMo.
  static let withoutParameters = Norms(kind: .nothing, perLayer: 0, outside: 0)

  /// Parameters of all of them.
  func parameters(_ model: Model) throws(ConfigFault) -> Count {
    let each: Count = kind == .weight ? 1 : kind == .weightAndBias ? 2 : 0
    var inLayer = try isShared.isSet(in: model.config) ? perLayer - 1 : perLayer
    if try isSandwiched.isSet(in: model.config) { inLayer += 2 }
    return each * model.hidden * (inLayer * model.layers + outside)
  }

  /// These, and two more in each layer when a flag is set.
  func sandwiched(_ flag: Flag) -> Norms {
    var norms = self
    norms.isSandwiched = flag
    return norms
  }

  /// These, one less in each layer when a flag is set.
  func sharedInParallel(_ flag: Flag) -> Norms {
    var norms = self
    norms.isShared = flag
    return norms
  }
}
