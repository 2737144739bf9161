import ModelSpec

/// Logical parameters, added up over the tensors of one or several headers.
struct HeaderTally: Sendable {
  /// By storage dtype, in the order of first appearance.
  private(set) var byDtype: [DtypeCount] = []
  /// The matrices that may be one: input embeddings and output projections.
  private var embeddings: [Embedding] = []

  private struct Embedding: Sendable {
    let isOutput: Bool
    let shape: [Int]
    let dtype: String
    let count: Int
  }

  /// Adds a tensor.
  ///
  /// - Parameters:
  ///   - tensor: the tensor.
  ///   - file: its file's name, for messages.
  ///   - quantisation: how weights are packed; nil when they are not.
  mutating func add(_ tensor: SafetensorsTensor, file: String, _ quantisation: Quantisation?) throws(Failure) {
    guard !StorageDtype.scaleOnly.contains(tensor.dtype), !StoredBuffers.holds(tensor) else { return }
    let density = quantisation?.density(of: tensor) ?? (weights: 1, elements: 1)
    let (product, overflow) = tensor.elementCount.multipliedReportingOverflow(by: density.weights)
    guard !overflow, density.elements > 0 else { throw HeaderTally.tooMany(file) }
    let count = product / density.elements + (product % density.elements * 2 >= density.elements ? 1 : 0)
    try add(count, tensor.dtype, file)
    note(tensor, count)
  }

  /// Adds another tally, of another file.
  mutating func merge(_ other: HeaderTally, file: String) throws(Failure) {
    for entry in other.byDtype { try add(entry.count, entry.dtype, file) }
    embeddings += other.embeddings
  }

  /// Takes the output projection off again where it is the input embedding, stored a second time.
  mutating func uniteTiedEmbeddings() {
    for output in embeddings where output.isOutput {
      let isStoredTwice = embeddings.contains { !$0.isOutput && $0.shape == output.shape }
      guard isStoredTwice, let index = byDtype.firstIndex(where: { $0.dtype == output.dtype }) else { continue }
      byDtype[index].count -= output.count
    }
    embeddings = []
  }

  /// The sum; nil when it is none or overflows.
  var total: Int? {
    var sum = 0
    for entry in byDtype {
      let (next, overflow) = sum.addingReportingOverflow(entry.count)
      if overflow { return nil }
      sum = next
    }
    return sum > 0 ? sum : nil
  }

  private mutating func add(_ count: Int, _ dtype: String, _ file: String) throws(Failure) {
    guard count > 0 else { return }
    guard let index = byDtype.firstIndex(where: { $0.dtype == dtype }) else {
      guard byDtype.count < 64 else { throw HeaderTally.tooMany(file) }
      return byDtype.append(DtypeCount(dtype: dtype, count: count))
    }
    let (sum, overflow) = byDtype[index].count.addingReportingOverflow(count)
    guard !overflow else { throw HeaderTally.tooMany(file) }
    byDtype[index].count = sum
  }

  private mutating func note(_ tensor: SafetensorsTensor, _ count: Int) {
    guard tensor.shape.count == 2, embeddings.count < 16 else { return }
    let isOutput = TiedEmbeddings.matches(tensor.name, TiedEmbeddings.outputs)
    guard isOutput || TiedEmbeddings.matches(tensor.name, TiedEmbeddings.inputs) else { return }
    embeddings.append(Embedding(isOutput: isOutput, shape: tensor.shape, dtype: tensor.dtype, count: count))
  }

  private static func tooMany(_ file: String) -> Failure {
    SafetensorsHeader.invalid(file, "its tensors have more elements than there can be")
  }
}
