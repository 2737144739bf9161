import JSON

/// The count as snapshots of 1.0.0 state it, for an hf-transform that does not read patterns yet.
struct LegacyCount: Sendable {
  let source: String
  let parameters: Int?
  let byDtype: [DtypeCount]

  init(source: String, parameters: Int?, byDtype: [DtypeCount]) {
    self.source = source
    self.parameters = parameters
    self.byDtype = byDtype
  }

  init(_ hub: HubCount?) {
    self.init(source: hub?.parameters == nil ? "none" : "hub", parameters: hub?.parameters, byDtype: hub?.byDtype ?? [])
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

extension LegacyCount {
  /// Whether stored elements hold other than one weight each.
  static func isPacked(_ config: JSONDocument, _ sidecar: JSONDocument?) -> Bool {
    Quantisation(config, sidecar)?.isPacked ?? false
  }

  /// Whether input and output embeddings are one matrix.
  static func tiesEmbeddings(_ config: JSONElement) -> Bool {
    let text = config["text_config"]
    if let tied = (config["tie_word_embeddings"]?.bool ?? text?["tie_word_embeddings"]?.bool) { return tied }
    let types = [config["model_type"]?.string, text?["model_type"]?.string]
    return types.contains { $0.map(TiedEmbeddings.tiedByDefault.contains) ?? false }
  }
}
