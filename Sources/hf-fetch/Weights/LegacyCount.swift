import JSON

/// The count of a GGUF file as snapshots of 1.0.0 state it.
struct LegacyCount: Sendable {
  let source: String
  let parameters: Int?
  let byDtype: [DtypeCount]

  init(source: String, parameters: Int?, byDtype: [DtypeCount]) {
    self.source = source
    self.parameters = parameters
    self.byDtype = byDtype
  }

  /// Reads what ``write(to:)`` wrote.
  init?(kept element: JSONElement) {
    guard let source = element["source"]?.string else { return nil }
    self.init(
      source: source, parameters: element["parameters"]?.int,
      byDtype: element["parameters_by_dtype"]?.members.compactMap { key, value in
        guard let dtype = key.string, let count = value.int else { return nil }
        return DtypeCount(dtype: dtype, count: count)
      } ?? [])
  }

  func write(to output: ByteBuffer) {
    output.key("source")
    output.string(source)
    if let parameters {
      output.key("parameters")
      output.integer(parameters)
    }
    if !byDtype.isEmpty {
      output.key("parameters_by_dtype")
      output.beginObject()
      for entry in byDtype {
        output.key(entry.dtype)
        output.integer(entry.count)
      }
      output.endObject()
    }
  }
}
