import JSON

/// A mixture of experts: a router, routed experts of which a few are active for a token, and shared experts, which are
/// always active.
final class Experts: Sendable {
  /// The shared experts and their total width.
  enum Shared: Sendable {
    case none
    /// The number in the config, each as wide as a routed expert; a key for their total width has precedence.
    case counted
    /// The number in the config, each as wide as a separate key says, else as wide as a routed expert.
    case countedWithOwnSize
    /// The number in the config, else one if a separate key for the total width is not 0. Without that key each is as
    /// wide as a routed expert.
    case stated
    /// The number in the config, at least one, with the total width of a separate key (0: none), else this total width.
    case one(absent: ConfigSize = .number(0))
  }

  /// With how many routed experts the layers of the family's class are dense. A larger number gives them experts. The
  /// raw value is that number, with -1 for null.
  enum DenseForm: Int, Sendable {
    case never = -2, ifNull, ifZero, ifOne
  }

  /// The layers with experts.
  let placement: ExpertPlacement
  /// With how many routed experts the layers are dense.
  let denseForm: DenseForm
  /// Width of a routed expert (0: unknown), if `moe_intermediate_size` and its aliases are absent.
  let width: ConfigSize
  let shared: Shared
  /// Whether experts have a gate projection besides the up and down projections.
  let isGated: Bool
  /// Whether the routed experts' projections have biases.
  let hasBias: Bool
  /// Whether the shared experts' projections have biases.
  let sharedBias: ConfigFlag
  /// Whether the router has a bias that is a parameter; one that only balances the load is a buffer, and not counted.
  let routerBias: ConfigFlag
  /// Whether the shared expert has a gate of one value per token (`shared_expert_gate`).
  let sharedGate: Bool
  /// Whether ``additionalParameters`` count the router too, because it is more than one matrix.
  let replacesRouter: Bool
  /// In a family where image tokens have a separate router and experts, the default width of such an expert; nil in
  /// other families. A config of the family can have lists of two numbers: for text, then for images.
  let imageExpertWidth: Count?
  /// Additional parameters of an expert layer, such as a dense feed-forward in parallel.
  let additionalParameters: LayerFormula?
  /// Parameters of an expert layer, outside its feed-forward, that are not active for a token (JetMoE).
  let extraIdle: LayerFormula?

  init(
    _ placement: ExpertPlacement = .all, dense: DenseForm = .never, width: ConfigSize = .field(.intermediateSize),
    shared: Shared = .none,
    isGated: Bool = true, hasBias: Bool = false, sharedBias: ConfigFlag = .no, routerBias: ConfigFlag = .no,
    sharedGate: Bool = false,
    replacesRouter: Bool = false, imageExpertWidth: Count? = nil,
    additionalParameters: LayerFormula? = nil, extraIdle: LayerFormula? = nil
  ) {
    self.placement = placement
    denseForm = dense
    self.width = width
    self.shared = shared
    self.isGated = isGated
    self.hasBias = hasBias
    self.sharedBias = sharedBias
    self.routerBias = routerBias
    self.sharedGate = sharedGate
    self.replacesRouter = replacesRouter
    self.imageExpertWidth = imageExpertWidth
    self.additionalParameters = additionalParameters
    self.extraIdle = extraIdle
  }

  /// Whether a config has experts: dense models can have expert keys that are 0, 1, null or switched off.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  static func exist(in config: ModelConfig) throws(ConfigError) -> Bool {
    guard try config.flag(.useExperts) ?? true else { return false }
    return try config.int(.experts) ?? 0 > 1
  }

  /// The text of a number of experts that is too small for a mixture, although some layer should have experts; nil for
  /// any other number, and if the config has no key for it, or a flag that switches experts off.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func doubtfulCount(in model: Model) throws(ConfigError) -> String? {
    let config = model.config
    guard config.mentions(.experts), !config.isDefaulted(.experts), try config.flag(.useExperts) ?? true else {
      return nil
    }
    let count = try config.int(.experts)
    let isDense = count ?? -1 <= denseForm.rawValue && model.layout.sparse == 0
    return count ?? 0 > 1 || isDense ? nil : count.map(String.init) ?? "null"
  }

  /// Width of one routed expert.
  func expertWidth(_ layer: Layer) throws(ConfigError) -> Count {
    if let stated = try layer.count(.expertSize) { return stated }
    return try width.resolved(in: layer)
  }

  /// The number of shared experts of a layer.
  func sharedCount(_ layer: Layer) throws(ConfigError) -> Count {
    switch shared {
    case .none: return 0
    case .counted, .countedWithOwnSize: return try layer.size(.sharedExperts)
    case .stated:
      if let count = try layer.count(.sharedExperts) { return count }
      return try layer.size(.sharedExpertSize) > 0 ? 1 : 0
    case .one:
      let count = try layer.int(.sharedExperts)
      return try sharedWidth(layer) > 0 ? Count(max(count ?? 1, 1)) : 0
    }
  }

  /// Width of all shared experts of a layer together.
  func sharedWidth(_ layer: Layer) throws(ConfigError) -> Count {
    switch shared {
    case .none: return 0
    case .countedWithOwnSize: return try sharedCount(layer) * layer.size(.sharedExpertSize, or: expertWidth(layer))
    case .counted, .stated:
      let count = try sharedCount(layer)
      if let stated = try layer.count(.sharedExpertSize) { return stated.when(count > 0) }
      return try count * expertWidth(layer)
    case .one(let absent):
      if let stated = try layer.count(.sharedExpertSize) { return stated }
      return try absent.resolved(in: layer)
    }
  }

  /// Parameters of one layer's mixture: router, routed and shared experts, and ``additionalParameters``.
  func parameters(_ layer: Layer) throws(ConfigError) -> Count {
    let count = try routed(layer)
    var total = try count * expertParameters(layer)
    total += try (layer.hidden * count).when(!replacesRouter) + count.when(routerBias.isSet(in: layer))
    let width = try sharedWidth(layer)
    total += (isGated ? 3 : 2) * layer.hidden * width
    total += try ((isGated ? 2 : 1) * width + layer.hidden).when(sharedBias.isSet(in: layer) && width > 0)
    total += layer.hidden.when(sharedGate && width > 0)
    if let latent = try layer.count(.expertLatentSize) {
      total += try 2 * layer.hidden * latent + latent.when(layer.flag(.latentNorm) ?? false)
    }
    if imageExpertWidth != nil {
      let count = try forImages(.experts, layer) ?? 0
      total += try imageExpertParameters(layer) + layer.hidden * count + count.when(routerBias.isSet(in: layer))
    }
    if let additionalParameters { total += try additionalParameters(layer) }
    // A dense feed-forward can run in parallel with the experts (Grok 2).
    if try layer.flag(.residualExperts) ?? false { total += try layer.family.feedForward.parameters(layer) }
    return total
  }

  /// Parameters of one layer's experts that are not active for a text token. All experts for images count.
  func idleParameters(_ layer: Layer) throws(ConfigError) -> Count {
    var idle = try (routed(layer) - layer.size(.expertsPerToken)) * expertParameters(layer)
    idle += try imageExpertParameters(layer)
    guard let extraIdle else { return idle }
    return try idle + extraIdle(layer)
  }

  private func imageExpertParameters(_ layer: Layer) throws(ConfigError) -> Count {
    guard var width = imageExpertWidth else { return 0 }
    if layer.element(.expertSize) != nil { width = try forImages(.expertSize, layer) ?? width }
    return try (forImages(.experts, layer) ?? 0) * (isGated ? 3 : 2) * layer.hidden * width
  }

  /// The number for images: the second of a list of two, else the same as for text; nil if the field is absent.
  private func forImages(_ field: ConfigField, _ layer: Layer) throws(ConfigError) -> Count? {
    guard let list = layer.element(field), list.isArray, let second = list[1] else { return try layer.count(field) }
    return Count(try layer.integer(second, of: field))
  }

  private func routed(_ layer: Layer) throws(ConfigError) -> Count { try layer.size(.experts) }

  private func expertParameters(_ layer: Layer) throws(ConfigError) -> Count {
    let width = try expertWidth(layer)
    // With a latent size, tokens are projected down before the experts and up after them.
    let outer = try layer.size(.expertLatentSize, or: layer.hidden)
    let matrices = (isGated ? 3 : 2) * outer * width
    return matrices + ((isGated ? 2 : 1) * width + outer).when(hasBias)
  }
}
