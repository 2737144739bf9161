import JSON

/// What the headers of a commit's weight files told, as it is kept beside the cache.
///
/// `{"version": 2, "weights": {…}, "file": "model-Q4_K_M.gguf", "config": {…}}`: the last two for GGUF alone.
struct HeaderRecord {
  /// The version of the format; records of another one are not read.
  private static let version = 2

  /// The count.
  let weights: WeightsSummary
  /// The config made of a GGUF's metadata.
  let config: JSONDocument?

  /// Reads a record; nil when it is none, or is of another file than the one that is asked for.
  init?(_ bytes: [UInt8], file: String?) {
    guard let document = ParsedDocument.object(bytes), document.root["version"]?.int == HeaderRecord.version,
      let weights = document.root["weights"].flatMap(WeightsSummary.init)
    else { return nil }
    if let file, let kept = document.root["file"]?.string, kept != file { return nil }
    self.weights = weights
    config = document.root["config"].flatMap { ParsedDocument.object(Array($0.source)) }
  }

  /// The bytes of a record.
  static func bytes(weights: WeightsSummary, file: String? = nil, config: JSONElement? = nil) -> [UInt8] {
    let output = ByteBuffer()
    output.beginObject()
    output.key("version")
    output.integer(version)
    output.key("weights")
    weights.write(to: output)
    if let file {
      output.key("file")
      output.string(file)
    }
    if let config {
      output.key("config")
      output.element(config)
    }
    output.endObject()
    output.endLine()
    return output.array
  }
}

extension WeightsSummary {
  /// Reads what ``write(to:)`` wrote.
  init?(_ element: JSONElement) {
    guard let source = element["source"]?.string.flatMap(Source.init(rawValue:)),
      let format = element["format"]?.string.flatMap(Format.init(rawValue:))
    else { return nil }
    self.source = source
    self.format = format
    parameters = element["parameters"]?.int
    sizeBytes = element["size_bytes"]?.int
    files = element["files"]?.elements.compactMap(\.string) ?? []
    hub = element["hub"].flatMap { HubCount(kept: $0) }
    headers = element["headers"].map { String(decoding: $0.source, as: UTF8.self) }
    byDtype =
      element["parameters_by_dtype"]?.members.compactMap { key, value in
        guard let dtype = key.string, let count = value.int else { return nil }
        return DtypeCount(dtype: dtype, count: count)
      } ?? []
  }
}

extension HubCount {
  /// Reads what ``write(to:)`` wrote.
  init?(kept element: JSONElement) {
    guard let total = element["parameters"]?.int else { return nil }
    self.total = total
    byDtype =
      element["parameters_by_dtype"]?.members.compactMap { key, value in
        guard let dtype = key.string, let count = value.int else { return nil }
        return WeightsSummary.DtypeCount(dtype: dtype, count: count)
      } ?? []
  }
}
