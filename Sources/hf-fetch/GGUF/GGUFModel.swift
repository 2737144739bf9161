import JSON
import ModelSpec

/// A model in one GGUF file or several: its parameters, and the config that its metadata amount to.
struct GGUFModel {
  /// The equivalent of config.json; see ``GGUFConfig``.
  let config: JSONDocument
  private let byDtype: [DtypeCount]
  private let parameters: Int

  /// Reads the headers of the files; the first has the metadata, each has tensors of its own.
  ///
  /// - Throws: ``Failure`` when one of them cannot be had or is none.
  init(files: [ModelInfo.File], at location: any ModelLocation) throws(Failure) {
    var counts: [(type: Int, count: Int)] = []
    var first: GGUFHeader?
    for file in files.prefix(WeightFiles.mostFiles) {
      let header = try GGUFHeader(try location.weightFile(file.path))
      first = first ?? header
      for (type, count) in header.countByType { try GGUFModel.add(count, type, to: &counts, file.path) }
    }
    guard let first, let parameters = GGUFModel.total(counts) else {
      throw Failure(.badResponse, stage: .fetch, message: "the GGUF files hold no parameters")
    }
    let bytes = GGUFConfig(first).bytes(bitsPerWeight: GGUFModel.bitsPerWeight(counts))
    guard let config = ParsedDocument.object(bytes) else {
      throw Failure(.badResponse, stage: .fetch, message: "the GGUF file's metadata make no config")
    }
    self.config = config
    self.parameters = parameters
    byDtype = counts.map { entry in
      DtypeCount(
        dtype: GGMLType.numbered(entry.type)?.name.description ?? "type \(entry.type)", count: entry.count)
    }
  }

  /// The count.
  var count: LegacyCount { LegacyCount(source: "gguf", parameters: parameters, byDtype: byDtype) }

  private static func add(
    _ count: Int, _ type: Int, to counts: inout [(type: Int, count: Int)], _ file: String
  ) throws(Failure) {
    guard let index = counts.firstIndex(where: { $0.type == type }) else { return counts.append((type, count)) }
    let (sum, overflow) = counts[index].count.addingReportingOverflow(count)
    guard !overflow else {
      throw Failure(.badResponse, stage: .fetch, message: "'\(file)' has more parameters than there can be")
    }
    counts[index].count = sum
  }

  private static func total(_ counts: [(type: Int, count: Int)]) -> Int? {
    var sum = 0
    for (_, count) in counts {
      let (next, overflow) = sum.addingReportingOverflow(count)
      if overflow { return nil }
      sum = next
    }
    return sum > 0 ? sum : nil
  }

  private static func bitsPerWeight(_ counts: [(type: Int, count: Int)]) -> Double? {
    var bits = 0.0
    var weights = 0.0
    for (type, count) in counts {
      guard let tensorType = GGMLType.numbered(type) else { return nil }
      bits += Double(count) * tensorType.bitsPerWeight
      weights += Double(count)
    }
    return weights > 0 ? bits / weights : nil
  }
}
