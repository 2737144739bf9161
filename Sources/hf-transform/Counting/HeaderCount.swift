import ModelSpec
import Patterns

/// The number of parameters of the tensors in headers: packed weights are unpacked, and elements that are not
/// parameters of the language model are left out.
struct HeaderCount {
  /// Parameters of the language model.
  private(set) var parameters: Count = 0
  /// The elements that are left out, by cause.
  private(set) var surplus: [SurplusCause: Count] = [:]
  /// Whether all packed weights could be unpacked.
  private(set) var isUnpacked = true
  /// The mean bits of a GGUF file's weights; nil if they are not quantized or have an unknown type, and for other
  /// files.
  private(set) var ggufBits: Double?
  /// Whether a tensor of a GGUF file has a type of an unknown size, or with a number that several programs use.
  private(set) var hasDoubtfulTypes = false
  /// The quantization method that the tensors' names show; nil if the config names one, or they show none.
  private(set) var inferredMethod: QuantizationMethod?
  /// The number of integers in matrices, by the width of an integer in bits, if no quantization method is known.
  private var integers: [Double: Count] = [:]
  /// The number of weights in unpacked tensors whose elements have fewer than 16 bits, by the name of their type.
  private var narrowWeights: [String: Count] = [:]
  /// Expressions for names of modules, from the quantization config, that could not be compiled.
  private(set) var unreadable: [String] = []

  /// The facts about the model that are needed to count its parameters.
  struct CountingInput {
    /// Layers of the language model; 0 when they are unknown.
    let layers: Int
    /// Whether input embeddings and output projection are known to be one matrix.
    let isTied: Bool
    let isMultimodal: Bool
    /// How the weights are packed, according to the config; nil if it does not say.
    let scheme: QuantizationScheme?
    /// Whether the config names a quantization method, even an unknown one.
    let isQuantized: Bool
  }

  /// Counts the parameters of the tensors. When expressions for names of modules have taken too many steps, the rest
  /// are not evaluated.
  init(_ patterns: [TensorPattern], isGGUF: Bool, _ input: CountingInput) {
    if isGGUF {
      ggufBits = GGUFBits.mean(patterns.lazy.map { ($0.dtypeName, Double($0.total.value)) })
      hasDoubtfulTypes = patterns.contains { GGMLType.named($0.dtypeName)?.hasAmbiguousNumber ?? true }
      let hasUpProjections = patterns.contains { $0.lastParts == ["attn_kv_b", "weight"] }
      for pattern in patterns {
        if pattern.isGGUFScale {
          leaveOut(pattern.total, as: .scales)
        } else if hasUpProjections, pattern.isSplitUpProjection {
          leaveOut(pattern.total, as: .splitUpProjections)
        } else {
          add(pattern, weights: pattern.total, input)
        }
      }
    } else {
      let scheme = input.scheme?.compiled()
      let reader = PackedTensors(patterns, scheme, isQuantized: input.isQuantized)
      inferredMethod = reader.inferredMethod
      unreadable = scheme?.rules.unreadable ?? []
      var steps = StepBudget()
      for pattern in patterns {
        switch reader.role(of: pattern, steps: &steps) {
        case .auxiliary: leaveOut(pattern.total, as: .scales)
        case .buffer: leaveOut(pattern.total, as: .buffers)
        case .weights(let count):
          add(pattern, weights: count, input)
          if !reader.isQuantized { noteIntegers(pattern) }
          if let dtype = pattern.dtype, dtype.bits < 16 { narrowWeights[dtype.name.description, default: 0] += count }
        case .unknown:
          isUnpacked = false
          add(pattern, weights: pattern.total, input)
        }
      }
    }
    if input.isTied { uniteTiedEmbeddings() }
  }

  /// The approximate number of parameters if the integers that no method describes hold weights of `bits` bits; nil if
  /// there are no such integers.
  func unpacked(bits: Double) -> Count? { StoredCount.unpacked(parameters, integers.map { ($0, $1) }, bits: bits) }

  /// The type of fewer than 16 bits that at least half of the language model's weights have; nil without one.
  var narrowType: TensorDtype? {
    narrowWeights.first { $0.value * 2 >= parameters }.flatMap { TensorDtype.named($0.key) }
  }

  private mutating func noteIntegers(_ pattern: TensorPattern) {
    guard let dtype = pattern.dtype, dtype.content == .integer, pattern.shape.count >= 2 else { return }
    integers[Double(dtype.bits), default: 0] += pattern.total
  }

  /// The number of all elements.
  var elements: Count { surplus.values.reduce(parameters, +) }

  /// The elements that are left out, by cause, as text; empty if there are none.
  var surplusText: String {
    SurplusCause.allCases.compactMap { cause in surplus[cause].map { "\($0.value) of \(cause.text)" } }
      .joined(separator: ", ")
  }

  /// The number of weights of each input embedding and each output projection.
  private var embeddings: (inputs: [Count], outputs: [Count]) = ([], [])

  private mutating func leaveOut(_ count: Count, as cause: SurplusCause) {
    guard count > 0 else { return }
    surplus[cause, default: 0] += count
  }

  private mutating func add(_ pattern: TensorPattern, weights: Count, _ input: CountingInput) {
    if let cause = pattern.namedSurplus { return leaveOut(weights, as: cause) }
    if input.isMultimodal, pattern.isOfEncoder { return leaveOut(weights, as: .encoders) }
    let mtpCopies = input.layers > 0 ? pattern.copies(beyond: input.layers) : 0
    let mtpWeights = mtpCopies > 0 ? weights / pattern.copies * mtpCopies : 0
    leaveOut(mtpWeights, as: .mtpLayers)
    parameters += weights - mtpWeights
    guard pattern.ranges.isEmpty, let name = pattern.module.last else { return }
    if EmbeddingNames.inputs.contains(name) { embeddings.inputs.append(weights) }
    if EmbeddingNames.outputs.contains(name) { embeddings.outputs.append(weights) }
  }

  /// Removes each output projection from the count that has as many weights as an input embedding: it is a second copy.
  private mutating func uniteTiedEmbeddings() {
    for output in embeddings.outputs where embeddings.inputs.contains(output) {
      parameters = parameters - output
      leaveOut(output, as: .tiedCopy)
    }
  }
}
