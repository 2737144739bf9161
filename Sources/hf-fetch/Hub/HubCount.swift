import JSON

/// The number of elements that are stored in one dtype.
struct DtypeCount: Equatable, Sendable {
  /// The storage dtype, such as `BF16`; packed 4-bit weights are counted as elements of the integer type that holds
  /// them.
  let dtype: String
  /// The number of stored elements.
  var count: Int
}

/// The Hub's count of a model's parameters.
struct HubCount: Equatable, Sendable {
  /// Stored elements by storage dtype.
  let byDtype: [DtypeCount]
  /// The member `total`, in parameters; nil without one.
  let total: Int?

  /// Makes a count that is not divided by dtype.
  init(total: Int) {
    self.total = total
    byDtype = []
  }

  /// Reads the `safetensors` member of a model info.
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

  /// Writes the value of `hub` in a snapshot.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.member("parameters", total ?? parameters)
    if !byDtype.isEmpty {
      output.beginObject("parameters_by_dtype")
      for entry in byDtype {
        output.key(entry.dtype)
        output.integer(entry.count)
      }
      output.endObject()
    }
    output.endObject()
  }

  /// The sum over the dtypes, or the total if there are none; nil when it is 0, or the sum overflows.
  var parameters: Int? {
    guard !byDtype.isEmpty else { return total }
    return byDtype.map { Int?($0.count) }.sum.flatMap { $0 > 0 ? $0 : nil }
  }
}
