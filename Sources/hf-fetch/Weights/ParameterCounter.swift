import Foundation
import JSON
import ModelSpec

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
      summary.byDtype = count.byDtype
      if choice.format == .none { summary.format = .safetensors }
    } else if let total = info.ggufTotal {
      summary.parameters = total
      if choice.format == .none { summary.format = .gguf }
    }
    summary.source = summary.parameters == nil ? .none : .hub
    summary.files = choice.files.map(\.path)
    summary.hub = info.hubCount(of: summary.format)
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
    let headers = try parallelMap(Array(names.enumerated()), jobs: jobs) { (file) throws(Failure) in
      var header = FileHeader()
      header.fileSize = try SafetensorsHeader.forEachTensor(of: try source.file(file.element)) {
        (tensor) throws(Failure) in
        try header.tally.add(tensor, file: file.element, quantisation)
        do throws(TensorPatterns.TooLarge) {
          try header.tensors.add(tensor.name, dtype: tensor.dtype, shape: tensor.shape, file: file.offset)
        } catch {
          throw error.failure(file.element)
        }
      }
      return header
    }
    var tensors = TensorPatterns()
    var total = HeaderTally()
    var size: Int? = 0
    for (name, header) in zip(names, headers) {
      try total.merge(header.tally, file: name)
      size = ParameterCounter.sum(size, header.fileSize)
      do throws(TensorPatterns.TooLarge) { try tensors.merge(header.tensors) } catch { throw error.failure(name) }
    }
    if isTied { total.uniteTiedEmbeddings() }
    guard let parameters = total.total else {
      throw SafetensorsHeader.invalid(names.first ?? "", "it holds no parameters")
    }
    var summary = WeightsSummary(
      source: .safetensors, format: .safetensors, parameters: parameters, byDtype: total.byDtype)
    summary.sizeBytes = choice.sizeBytes ?? size
    summary.files = names
    summary.hub = info.hubCount(of: .safetensors)
    do throws(TensorPatterns.TooLarge) { summary.headers = try tensors.json() } catch {
      throw error.failure(names.first ?? "")
    }
    return summary
  }

  /// What the header of one file says.
  private struct FileHeader: Sendable {
    var tally = HeaderTally()
    var tensors = TensorPatterns()
    var fileSize: Int?
  }

  private func countGGUF(_ source: some WeightFileSource) throws(Failure) -> WeightsSummary {
    let model = try GGUFModel(files: choice.files, source)
    var summary = model.summary(sizeBytes: choice.sizeBytes)
    summary.files = choice.files.map(\.path)
    summary.hub = info.hubCount(of: .gguf)
    return summary
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
    for entry in count.byDtype { bits += Double(entry.count) * Double(StorageDtype.bits[entry.dtype] ?? 16) }
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
