/// The known causes of a checkpoint with more than the parameters that inference needs, in exact numbers or tight
/// bounds, so that nothing else (a value head, a merged adapter, added tokens) passes for one of them.
struct SurplusCauses {
  /// A second copy of tied embeddings; 0 when they are not tied.
  private let tiedCopy: Int
  /// A second copy of all weights, in files that nobody removed.
  private let secondCopy: Int
  /// The causal masks that old checkpoints keep in each layer: context x context (GPT-2, GPT-NeoX).
  private let masks: Int
  private let model: Model
  /// Scales of quantized weights; nil when there are none in the count.
  private let scales: ClosedRange<Int>?
  /// The biases by which routers balance their load, one an expert.
  private let routerBuffers: Int
  private let layers: Int
  /// The longest rotary table of a layer.
  private let rotary: Int
  /// Whether the formulas are assumed, so that a small difference may be theirs.
  private let isAssumed: Bool

  /// Works out what this model's checkpoint can hold; nil when the sizes are too large to say.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - quantization: how weights are quantized, where their scales are in the count.
  ///   - computed: the parameters that follow from the config.
  /// - Throws: ``ConfigFault``.
  init?(_ model: Model, _ quantization: Quantization?, _ computed: Count) throws(ConfigFault) {
    tiedCopy = model.isKnownToBeTied ? try model.family.embeddings.tokens(model).value : 0
    masks = (model.layers * model.context * model.context).value
    self.model = model
    secondCopy = model.family.isAssumed ? 0 : computed.value
    scales = try quantization?.scales(in: model, computed)
    routerBuffers = (model.plan.sparse * (try model.size(.experts))).value
    layers = model.layers.value
    rotary = model.headDim.value / 2
    isAssumed = model.family.isAssumed
    if computed.isTooLarge || layers == 0 { return nil }
  }

  /// What a surplus consists of; nil when nothing explains it.
  ///
  /// - Throws: ``ConfigFault``.
  func explain(_ surplus: Count) throws(ConfigFault) -> [StoredSurplus]? {
    if surplus.value == secondCopy { return [.secondCopy] }
    if let causes = explain(surplus, with: nil) { return causes }
    for next in try NextTokenLayers.candidates(model) {
      if let causes = explain(surplus, with: next) { return causes }
    }
    return nil
  }

  private func explain(_ surplus: Count, with next: NextTokenLayers?) -> [StoredSurplus]? {
    for hasCopy in tiedCopy > 0 ? [false, true] : [false] {
      for hasMasks in next == nil ? [false, true] : [false] {
        let rest = surplus.value - (next?.parameters ?? 0) - (hasCopy ? tiedCopy : 0) - (hasMasks ? masks : 0)
        let isFound = next != nil || hasCopy || hasMasks
        guard let small = remainder(rest, isFound: isFound, hasMasks, next) else { continue }
        return (hasCopy ? [.tiedCopy] : []) + (hasMasks ? [.masks] : []) + (next == nil ? [] : [.nextTokenLayers])
          + small
      }
    }
    return nil
  }

  /// What is left when the large parts are found: nothing, buffers, or scales; nil when it is not one of these.
  private func remainder(_ rest: Int, isFound: Bool, _ hasMasks: Bool, _ next: NextTokenLayers?) -> [StoredSurplus]? {
    if isFound, rest == 0 { return [] }
    if isBuffers(rest, besideMasks: hasMasks) { return [.buffers] }
    let tolerance = next?.tolerance ?? 0
    // Scales have wide bounds, so they go with nothing that is only likely.
    if let scales, !hasMasks, next?.isStated ?? true {
      let bounds = (scales.lowerBound - tolerance)...(scales.upperBound + routerBuffers + tolerance)
      if rest > 0, bounds.contains(rest) { return [.scales] }
    }
    return isFound && abs(rest) <= tolerance ? [] : nil
  }

  /// Whether a number is that of buffers: routers' biases, and the rotary table of each layer or of all together.
  /// Beside masks a layer also keeps the value that masks, and its table may be of a part of each head.
  private func isBuffers(_ rest: Int, besideMasks hasMasks: Bool) -> Bool {
    guard rest > 0, !isAssumed else { return false }
    return [0, routerBuffers].contains { routers in
      let tables = rest - routers
      if tables == 0 || tables == rotary || tables == layers * rotary { return true }
      return hasMasks && tables > 0 && tables % layers == 0 && tables / layers <= rotary + 1
    }
  }
}
