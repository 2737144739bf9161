import JSONSchema
import ModelSpec

/// The number of parameters of the tensors in headers: packed weights are unpacked, and elements that are not
/// parameters of the language model are left out.
struct HeaderCount {
  /// Parameters of the language model.
  private(set) var parameters: Count = 0
  /// The elements that are left out, by cause.
  private(set) var surplus: [SurplusCause: Count] = [:]
  /// Whether all packed weights could be unpacked.
  private(set) var isUnpacked = true
  /// The mean bits of a GGUF file's weights; nil where they are not quantized.
  private(set) var ggufBits: Double?
  /// The method that the tensors' names show, if the config names none.
  private(set) var inferredMethod: QuantizationMethod?
  /// The elements of integers in matrices of weights that no method describes, by their width in bits.
  private var integers: [Double: Count] = [:]
  /// Expressions of the config that could not be read.
  private(set) var unreadable: [String] = []

  /// The facts about the model that counting needs.
  struct CountingInput {
    /// Layers of the language model; 0 when they are unknown.
    let layers: Int
    /// Whether input embeddings and output projection are one matrix.
    let isTied: Bool
    let isMultimodal: Bool
    /// The packing of weights in the config; nil without one.
    let scheme: QuantizationScheme?
    /// Whether the config names a method, known or not.
    let isQuantized: Bool
  }

  /// Counts the parameters of the tensors. Expressions that take too many steps are not evaluated.
  init(_ patterns: [TensorPattern], isGGUF: Bool, _ context: CountingInput) {
    if isGGUF {
      ggufBits = GGUFBits.mean(patterns.lazy.map { ($0.dtypeName, Double($0.total.value)) })
      let hasUpProjections = patterns.contains { $0.lastParts == ["attn_kv_b", "weight"] }
      for pattern in patterns {
        if pattern.isGGUFScale {
          leaveOut(pattern.total, as: .scales)
        } else if hasUpProjections, pattern.isSplitUpProjection {
          leaveOut(pattern.total, as: .splitUpProjections)
        } else {
          add(pattern, weights: pattern.total, context)
        }
      }
    } else {
      let scheme = context.scheme?.compiled()
      let reader = PackedTensors(patterns, scheme, isQuantized: context.isQuantized)
      inferredMethod = reader.inferredMethod
      unreadable = scheme?.rules.unreadable ?? []
      var steps = StepBudget()
      for pattern in patterns {
        switch reader.role(of: pattern, steps: &steps) {
        case .auxiliary: leaveOut(pattern.total, as: .scales)
        case .buffer: leaveOut(pattern.total, as: .buffers)
        case .weights(let count):
          add(pattern, weights: count, context)
          if !reader.isQuantized { noteIntegers(pattern) }
        case .unknown:
          isUnpacked = false
          add(pattern, weights: pattern.total, context)
        }
      }
    }
    if context.isTied { uniteTiedEmbeddings() }
  }

  /// The approximate number of weights when each integer that no method describes holds weights of `bits` bits; nil
  /// without such integers.
  func unpacked(bits: Double) -> Count? { StoredCount.unpacked(parameters, integers.map { ($0, $1) }, bits: bits) }

  private mutating func noteIntegers(_ pattern: TensorPattern) {
    guard let dtype = pattern.dtype, dtype.content == .integer, pattern.shape.count >= 2 else { return }
    integers[Double(dtype.bits), default: 0] += pattern.total
  }

  /// The elements that are left out, by cause, in words.
  var surplusText: String {
    SurplusCause.allCases.compactMap { cause in surplus[cause].map { "\($0.value) of \(cause.text)" } }
      .joined(separator: ", ")
  }

  /// The weights of input embeddings and output projections.
  private var embeddings: (inputs: [Count], outputs: [Count]) = ([], [])

  private mutating func leaveOut(_ count: Count, as cause: SurplusCause) {
    guard count > 0 else { return }
    surplus[cause, default: 0] += count
  }

  private mutating func add(_ pattern: TensorPattern, weights: Count, _ context: CountingInput) {
    if let cause = pattern.namedSurplus { return leaveOut(weights, as: cause) }
    if context.isMultimodal, pattern.isOfEncoder { return leaveOut(weights, as: .encoders) }
    let mtpCopies = context.layers > 0 ? pattern.copies(beyond: context.layers) : 0
    let mtpWeights = mtpCopies > 0 ? weights / pattern.copies * mtpCopies : 0
    leaveOut(mtpWeights, as: .mtpLayers)
    parameters += weights - mtpWeights
    guard pattern.ranges.isEmpty, let name = pattern.module.last else { return }
    if EmbeddingNames.inputs.contains(name) { embeddings.inputs.append(weights) }
    if EmbeddingNames.outputs.contains(name) { embeddings.outputs.append(weights) }
  }

  /// Removes the output projection from the count if it is a second copy of the input embedding.
  private mutating func uniteTiedEmbeddings() {
    for output in embeddings.outputs where embeddings.inputs.contains(output) {
      parameters = parameters - output
      leaveOut(output, as: .tiedCopy)
    }
  }
}
