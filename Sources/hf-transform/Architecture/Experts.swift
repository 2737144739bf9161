import JSON

/// A mixture of experts: a router, routed experts of which a token visits a few, and shared ones that it always visits.
final class Experts: Sendable {
  /// Whether there are shared experts, and how wide they are together.
  enum Shared: Sendable {
    case none
    /// As many as the config counts, each as wide as a routed expert, or together as wide as their own key says.
    case counted
    /// As many as the config counts, each as wide as their own key says.
    case countedWithOwnSize
    /// As many as the config counts; where it counts none, one as wide as its key says.
    case stated
    /// One, as wide as its key says (0: none); where it has no key, as wide as this.
    case one(absent: Size = .number(0))
  }

  /// Which layers hold one.
  let placement: ExpertPlacement
  /// Width of a routed expert, where `moe_intermediate_size` and its aliases are absent.
  let width: Size
  let shared: Shared
  /// Whether experts have a gate beside the up and down projections.
  let isGated: Bool
  /// Whether the routed experts' projections have biases.
  let hasBias: Bool
  /// Whether the shared experts' projections have biases.
  let sharedBias: Flag
  /// Whether the router has a bias that is a parameter; one that only balances the load is a buffer, and not counted.
  let routerBias: Flag
  /// Whether the shared expert has a gate of one value a token (`shared_expert_gate`).
  let sharedGate: Bool
  /// Whether ``extras`` count the router too, because it is more than one matrix.
  let replacesRouter: Bool
  /// The usual width of an expert for images, where tokens of images have their own router and experts, which the
  /// second of a list of two describes; nil where they have none.
  let imageExpertWidth: Count?
  /// Parameters of an expert layer beside these, such as a dense feed-forward that runs in parallel.
  let extras: LayerFormula?
  /// Parameters of an expert layer that a token does not visit, beside the routed experts'.
  let extraIdle: LayerFormula?

  init(
    _ placement: ExpertPlacement = .all, width: Size = .field(.intermediateSize), shared: Shared = .none,
    isGated: Bool = true, hasBias: Bool = false, sharedBias: Flag = .no, routerBias: Flag = .no,
    sharedGate: Bool = false,
    replacesRouter: Bool = false, imageExpertWidth: Count? = nil,
    extras: LayerFormula? = nil, extraIdle: LayerFormula? = nil
  ) {
    self.placement = placement
    self.width = width
    self.shared = shared
    self.isGated = isGated
    self.hasBias = hasBias
    self.sharedBias = sharedBias
    self.routerBias = routerBias
    self.sharedGate = sharedGate
    self.replacesRouter = replacesRouter
    self.imageExpertWidth = imageExpertWidth
    self.extras = extras
    self.extraIdle = extraIdle
  }

  /// Whether a config asks for experts at all: dense models can carry expert keys that are 0, 1, null or switched off.
  ///
  /// - Throws: ``ConfigFault``.
  static func exist(in config: ModelConfig) throws(ConfigFault) -> Bool {
    guard try config.flag(.useExperts) ?? true else { return false }
    return try config.int(.experts) ?? 0 > 1
  }

  /// Width of one routed expert.
  func expertWidth(_ layer: Layer) throws(ConfigFault) -> Count {
    if let stated = try layer.count(.expertSize) { return stated }
    return try width.resolved(in: layer)
  }

  /// How many shared experts a layer has.
  func sharedCount(_ layer: Layer) throws(ConfigFault) -> Count {
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
  func sharedWidth(_ layer: Layer) throws(ConfigFault) -> Count {
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

  /// Parameters of one expert layer.
  func parameters(_ layer: Layer) throws(ConfigFault) -> Count {
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
    if let extras { total += try extras(layer) }
    // A dense feed-forward can run beside the experts (Grok 2).
    if try layer.flag(.residualExperts) ?? false { total += try layer.family.feedForward.parameters(layer) }
    return total
  }

  /// Parameters of the routed experts of one layer that a token does not visit.
  func idleParameters(_ layer: Layer) throws(ConfigFault) -> Count {
    var idle = try (routed(layer) - layer.size(.expertsPerToken)) * expertParameters(layer)
    idle += try imageExpertParameters(layer)
    guard let extraIdle else { return idle }
    return try idle + extraIdle(layer)
  }

  private func imageExpertParameters(_ layer: Layer) throws(ConfigFault) -> Count {
    guard var width = imageExpertWidth else { return 0 }
    if layer.element(.expertSize) != nil { width = try forImages(.expertSize, layer) ?? width }
    return try (forImages(.experts, layer) ?? 0) * (isGated ? 3 : 2) * layer.hidden * width
  }

  /// The number for images: the second of a list of two, else the same as for text.
  private func forImages(_ field: Field, _ layer: Layer) throws(ConfigFault) -> Count? {
    guard let list = layer.element(field), list.isArray,
      let second = list.elements.dropFirst(1).first(where: { _ in true })
    else { return try layer.count(field) }
    return Count(try layer.integer(second, of: field))
  }

  private func routed(_ layer: Layer) throws(ConfigFault) -> Count { try layer.size(.experts) }

  private func expertParameters(_ layer: Layer) throws(ConfigFault) -> Count {
    let width = try expertWidth(layer)
    // With a latent size, tokens are projected down before the experts and up after them.
    let outer = try layer.size(.expertLatentSize, or: layer.hidden)
    let matrices = (isGated ? 3 : 2) * outer * width
    return matrices + ((isGated ? 2 : 1) * width + outer).when(hasBias)
  }
}
