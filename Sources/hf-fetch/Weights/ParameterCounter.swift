import Foundation
import Shared

/// Finds a model's parameter count from the best source there is, at the least cost.
struct ParameterCounter {
  private let quantisation: Quantisation?
  private let isTied: Bool
  private let info: ModelInfo
  private let choice: WeightChoice

  /// Looks at what is known without reading weight files.
  init(config: JSONElement, quantConfig: JSONElement?, info: ModelInfo, choice: WeightChoice) {
    quantisation = Quantisation(config: config, quantConfig: quantConfig)
    isTied = ParameterCounter.tiesEmbeddings(config)
    self.info = info
    self.choice = choice
  }

  /// Whether the headers of the weight files have to be read: when the Hub has no count, or one that cannot be trusted,
  /// or when the checkpoint is packed, so that the Hub may have counted containers.
  func needsHeaders(always: Bool) -> Bool {
    switch choice.format {
    case .pytorch: return false
    case .gguf: return always || info.ggufTotal == nil
    case .safetensors: return always || quantisation?.isPacked ?? false || !isHubCountPlausible
    case .none:
      return choice.isGuess
        && (always || quantisation?.isPacked ?? false || info.safetensors == nil && info.ggufTotal == nil)
    }
  }

  /// What the Hub says, with the files' size.
  var hubSummary: WeightsSummary {
    var summary = WeightsSummary()
    summary.format = choice.format
    summary.sizeBytes = choice.sizeBytes
    if choice.format != .gguf, let count = info.safetensors {
      summary.parameters = count.parameters
      summary.byDtype = count.byDtype.map { WeightsSummary.DtypeCount(dtype: $0.dtype, count: $0.count) }
      if choice.format == .none { summary.format = .safetensors }
    } else if let total = info.ggufTotal {
      summary.parameters = total
      if choice.format == .none { summary.format = .gguf }
    }
    summary.source = summary.parameters == nil ? .none : .hub
    return summary
  }

  /// Counts by the headers.
  ///
  /// - Parameters:
  ///   - source: where the files are.
  ///   - jobs: how many files to read at once.
  /// - Throws: ``Failure`` when a header cannot be had; the Hub's count is then the next best.
  func summary(reading source: some WeightFileSource, jobs: Int) throws(Failure) -> WeightsSummary {
    choice.format == .gguf ? try countGGUF(source) : try countSafetensors(source, jobs: jobs)
  }

  private func countSafetensors(_ source: some WeightFileSource, jobs: Int) throws(Failure) -> WeightsSummary {
    let names = try fileNames(source)
    let quantisation = quantisation
    let tallies = try parallelMap(names, jobs: jobs) { (name) throws(Failure) in
      let header = try SafetensorsHeader(try source.file(name))
      var tally = HeaderTally()
      try tally.add(header, file: name, quantisation)
      return (tally, header.fileSize)
    }
    var total = HeaderTally()
    var size: Int? = 0
    for (name, (tally, fileSize)) in zip(names, tallies) {
      try total.merge(tally, file: name)
      size = ParameterCounter.sum(size, fileSize)
    }
    if isTied { total.uniteTiedEmbeddings() }
    guard let parameters = total.total else {
      throw SafetensorsHeader.invalid(names.first ?? "", "it holds no parameters")
    }
    var summary = WeightsSummary(
      source: .safetensors, format: .safetensors, parameters: parameters, byDtype: total.byDtype)
    summary.sizeBytes = choice.sizeBytes ?? size
    return summary
  }

  private func countGGUF(_ source: some WeightFileSource) throws(Failure) -> WeightsSummary {
    let model = try GGUFModel(files: choice.files, source)
    return model.summary(sizeBytes: choice.sizeBytes)
  }

  /// The files by the list, else by the index, else by the usual names.
  private func fileNames(_ source: some WeightFileSource) throws(Failure) -> [String] {
    guard choice.files.isEmpty else { return choice.files.map(\.path) }
    let index = try source.document(choice.index ?? WeightChoice.safetensorsIndex)
    guard let map = index?.root["weight_map"] else { return [WeightChoice.singleSafetensors] }
    let names = Set(map.members.compactMap { $0.value.string })
    guard !names.isEmpty, names.count <= WeightChoice.largestShardCount, names.allSatisfy(ParameterCounter.isPlainPath)
    else {
      throw SafetensorsHeader.invalid(WeightChoice.safetensorsIndex, "its weight_map names no files beside it")
    }
    return names.sorted()
  }

  /// Whether a path from a repository stays below its folder.
  private static func isPlainPath(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.contains("://") && !path.contains("\\")
      && !path.split(separator: "/", omittingEmptySubsequences: false).contains {
        $0 == ".." || $0 == "." || $0.isEmpty
      }
      && path.unicodeScalars.allSatisfy { $0.value > 0x1F && $0.value != 0x7F }
  }

  /// Whether the Hub's count is there, adds up, and is about what the files' size allows.
  ///
  /// A repository can declare any total of its own: one with 7.6 billion parameters said 333,312.
  private var isHubCountPlausible: Bool {
    guard let count = info.safetensors, let parameters = count.parameters else { return false }
    if let total = count.total, total != parameters { return false }
    guard let size = choice.sizeBytes, !count.byDtype.isEmpty else { return true }
    var bits = 0.0
    for (dtype, number) in count.byDtype { bits += Double(number) * Double(StorageDtype.bits[dtype] ?? 16) }
    return (0.8...1.25).contains(bits / 8 / Double(size))
  }

  /// Whether input and output embeddings are one matrix.
  private static func tiesEmbeddings(_ config: JSONElement) -> Bool {
    let text = config["text_config"]
    if let tied = (config["tie_word_embeddings"]?.bool ?? text?["tie_word_embeddings"]?.bool) { return tied }
    let types = [config["model_type"]?.string, text?["model_type"]?.string]
    return types.contains { $0.map(TiedEmbeddings.tiedByDefault.contains) ?? false }
  }

  private static func sum(_ total: Int?, _ size: Int?) -> Int? {
    guard let total, let size, case let (sum, overflow) = total.addingReportingOverflow(size), !overflow else {
      return nil
    }
    return sum
  }
}
