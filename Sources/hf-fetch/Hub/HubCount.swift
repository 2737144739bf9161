import JSON
import ModelSpec

/// The number of elements that are stored in one dtype.
struct DtypeCount: Equatable, Sendable {
  /// The dtype in the file, such as `BF16`. Packed 4-bit weights count as elements of the integer type that contains
  /// them.
  let dtype: String
  /// The number of stored elements.
  var count: Int
}

/// The Hub's count of a model's parameters.
struct HubCount: Equatable, Sendable {
  /// The stored elements by dtype; empty if the count is not divided by dtype.
  let byDtype: [DtypeCount]
  /// The total that the Hub states, in parameters; nil if it states none.
  let total: Int?

  /// Makes a count that is not divided by dtype.
  init(total: Int) {
    self.total = total
    byDtype = []
  }

  /// Reads the `safetensors` member of a model info; nil if it has neither counts by dtype nor a total.
  init?(_ element: JSONElement) {
    guard element.isObject else { return nil }
    byDtype =
      element["parameters"]?.members.compactMap { key, value in
        guard let dtype = key.string, let count = value.int, count >= 0 else { return nil }
        return DtypeCount(dtype: dtype, count: count)
      } ?? []
    total = element["total"]?.int.flatMap { $0 > 0 ? $0 : nil }
    if byDtype.isEmpty, total == nil { return nil }
  }

  /// Writes the value of `weights.hub` in a snapshot.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.member(SnapshotKeys.parameters.text, total ?? parameters)
    if !byDtype.isEmpty {
      output.beginObject(SnapshotKeys.parametersByDtype.text)
      for entry in byDtype {
        output.key(entry.dtype)
        output.integer(entry.count)
      }
      output.endObject()
    }
    output.endObject()
  }

  /// The sum over the dtypes, or ``total`` if the count is not divided by dtype; nil when the sum is 0 or overflows.
  var parameters: Int? {
    guard !byDtype.isEmpty else { return total }
    return byDtype.map { Int?($0.count) }.sum.flatMap { $0 > 0 ? $0 : nil }
  }
}
