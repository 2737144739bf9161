/// The known causes of a checkpoint with more elements than inference needs. Each has an exact number of elements or a
/// range, so that another difference (a reward head, an adapter, added tokens) is not taken for one.
///
/// The sizes of the causes are in elements.
struct SurplusExplanation {
  /// A second copy of tied embeddings; 0 if they are not known to be tied.
  private let tiedCopy: Int
  /// A second copy of all weights, in other files; 0 for an unknown family, whose count is not exact.
  private let secondCopy: Int
  /// The causal masks of all layers in old checkpoints: context x context in each layer (GPT-2, GPT-NeoX).
  private let masks: Int
  private let model: Model
  /// Scales of quantized weights; nil when there are none in the count.
  private let scales: ClosedRange<Int>?
  /// The load-balancing biases of the routers of all layers, one per expert.
  private let routerBuffers: Int
  private let layers: Int
  /// The maximum size of a layer's rotary table, the frequencies of RoPE (`inv_freq`): half the width of a head.
  private let rotary: Int
  /// Whether the family is unknown. Its formulas are then assumed, and may cause a small difference.
  private let isAssumed: Bool

  /// Computes the size of each possible cause; nil if the model has no layers, or its count is too large.
  ///
  /// - Parameters:
  ///   - model: the model, after ``Model/resolve(as:)``.
  ///   - quantization: the quantization if the count includes its scales, otherwise nil.
  ///   - computed: the parameters computed from the config.
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  init?(_ model: Model, _ quantization: Quantization?, _ computed: Count) throws(ConfigError) {
    tiedCopy = model.isKnownToBeTied ? try model.family.embeddings.tokens(model).value : 0
    masks = (model.layers * model.context * model.context).value
    self.model = model
    secondCopy = model.family.isAssumed ? 0 : computed.value
    scales = try quantization?.scales(in: model, computed)
    routerBuffers = (model.layout.sparse * (try model.size(.experts))).value
    layers = model.layers.value
    rotary = model.headDim.value / 2
    isAssumed = model.family.isAssumed
    if computed.isTooLarge || layers == 0 { return nil }
  }

  /// The causes that explain a surplus; nil without an explanation.
  ///
  /// - Throws: ``ConfigError`` when a value has the wrong type or is out of range.
  func explain(_ surplus: Count) throws(ConfigError) -> [SurplusCause]? {
    if surplus.value == secondCopy { return [.secondCopy] }
    if let causes = explain(surplus, with: nil) { return causes }
    for mtpLayers in try MultiTokenPredictionLayers.candidates(model) {
      if let causes = explain(surplus, with: mtpLayers) { return causes }
    }
    return nil
  }

  private func explain(_ surplus: Count, with mtpLayers: MultiTokenPredictionLayers?) -> [SurplusCause]? {
    for hasCopy in tiedCopy > 0 ? [false, true] : [false] {
      for hasMasks in mtpLayers == nil ? [false, true] : [false] {
        let rest = surplus.value - (mtpLayers?.parameters ?? 0) - (hasCopy ? tiedCopy : 0) - (hasMasks ? masks : 0)
        let isFound = mtpLayers != nil || hasCopy || hasMasks
        guard let others = causes(ofRest: rest, isFound: isFound, hasMasks, mtpLayers) else { continue }
        return (hasCopy ? [.tiedCopy] : []) + (hasMasks ? [.masks] : []) + (mtpLayers == nil ? [] : [.mtpLayers])
          + others
      }
    }
    return nil
  }

  /// The causes of the rest of a surplus: buffers or scales, or an empty list if it is 0 or within the tolerance of the
  /// causes that were found; nil without an explanation.
  private func causes(
    ofRest rest: Int, isFound: Bool, _ hasMasks: Bool, _ mtpLayers: MultiTokenPredictionLayers?
  ) -> [SurplusCause]? {
    if isFound, rest == 0 { return [] }
    if isBuffers(rest, besideMasks: hasMasks) { return [.buffers] }
    let tolerance = mtpLayers?.tolerance ?? 0
    // The range of scales is wide, so they are not combined with masks, or with multi-token-prediction layers that the
    // config does not state.
    if let scales, !hasMasks, mtpLayers?.isStated ?? true {
      let bounds = (scales.lowerBound - tolerance)...(scales.upperBound + routerBuffers + tolerance)
      if rest > 0, bounds.contains(rest) { return [.scales] }
    }
    return isFound && abs(rest) <= tolerance ? [] : nil
  }

  /// Whether a surplus can be buffers: the routers' biases, or one of the following, or both. In the whole model: one
  /// rotary table. In each layer: one rotary table; or one or two scales of a quantized KV cache; or, beside masks,
  /// `masked_bias` (one element) and a rotary table that can be shorter.
  private func isBuffers(_ rest: Int, besideMasks hasMasks: Bool) -> Bool {
    guard rest > 0, !isAssumed else { return false }
    return [0, routerBuffers].contains { routers in
      let tables = rest - routers
      if [0, rotary, layers * rotary, layers, layers * 2].contains(tables) { return true }
      return hasMasks && tables > 0 && tables % layers == 0 && tables / layers <= rotary + 1
    }
  }
}
