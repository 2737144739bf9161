import CommandLineTool
import JSON
import ModelSpec

/// The steps of fetching one model from any location: config, quantization sidecar, weights, snapshot.
struct SnapshotSteps {
  let location: any ModelLocation
  /// The file that a URL named, such as one GGUF file of many.
  let wanted: String?
  let options: FetchOptions
  let diagnostics: Diagnostics

  /// The maximum size of a config, an info or a record of headers, in bytes.
  static let documentLimit = 10_000_000

  /// Fetches the model.
  ///
  /// - Throws: ``Failure``, which names the model.
  func run() throws(Failure) -> Snapshot {
    do throws(Failure) {
      return try snapshot()
    } catch {
      var failure = location.addingDetails(to: error)
      failure.modelID = failure.modelID ?? location.id.text
      throw failure
    }
  }

  private func snapshot() throws(Failure) -> Snapshot {
    let config = try location.document("config.json", limit: SnapshotSteps.documentLimit)
    let hasSidecar = location.lists("hf_quant_config.json") ?? false
    let sidecar = hasSidecar ? try location.document("hf_quant_config.json", limit: SnapshotSteps.documentLimit) : nil
    let files = try weightFiles()
    guard config != nil || files.format == .gguf else { throw location.missingConfig }
    let weights = try weights(files, hasConfig: config != nil)
    return try Snapshot(location, config: config, sidecar: sidecar, weights: weights)
  }

  /// The files that are the model.
  private func weightFiles() throws(Failure) -> WeightFileSet {
    let choice = WeightFileChoice(all: location.info.files, wanted: wanted) { () throws(Failure) in
      try SafetensorsIndex(at: location)?.files
    }
    do throws(Failure) { return try choice.choose() } catch {
      // With an incomplete download, the other files are not missing from the model.
      guard error.code == .incompleteWeights, !location.listsAllFiles else { throw error }
      return WeightFileSet(format: .none, files: [])
    }
  }

  /// The weight files: the Hub's count, and the headers where they have to be read.
  private func weights(
    _ files: WeightFileSet, hasConfig: Bool
  ) throws(Failure) -> SnapshotWeights {
    var weights = SnapshotWeights(files, location.info)
    guard needsHeaders(files, weights, hasConfig: hasConfig) else { return weights }
    let choices = files.candidates?.all.map(\.files) ?? [files.files]
    let lists = choices.map { SnapshotWeights.listed($0.map(\.path)) }
    if let record = location.kept?.headers.flatMap({ HeaderRecord($0, ofOneOf: lists) }) {
      record.complete(&weights)
      return weights
    }
    do throws(Failure) {
      if let candidates = files.candidates {
        try readGGUF(candidates, hasConfig: hasConfig, into: &weights)
      } else {
        let headers = try SafetensorsHeaders(files.files, at: location).read(jobs: options.jobs)
        weights.format = .safetensors
        weights.headers = headers.json
        weights.files = SnapshotWeights.listed(headers.files)
        weights.sizeBytes = weights.sizeBytes ?? headers.size
      }
      location.kept?.keep(headers: HeaderRecord.bytes(weights))
      return weights
    } catch {
      guard hasConfig, !location.isLocal, error.code != .incompleteWeights else { throw error }
      diagnostics.note(
        "the headers of the weight files of '\(location.id.text)' cannot be read: \(error.message)",
        hint: weights.hub == nil ? "the count is left to be computed from the config" : "the Hub's own count is taken")
      return weights
    }
  }

  /// Reads the headers of GGUF files. With a config.json the preferred set is read; without it the headers decide which
  /// set is the model.
  private func readGGUF(
    _ candidates: GGUFCandidates, hasConfig: Bool, into weights: inout SnapshotWeights
  ) throws(Failure) {
    let model =
      if hasConfig, let preferred = candidates.preferred {
        try GGUFHeaders(preferred, at: location, jobs: options.jobs)
      } else {
        try GGUFHeaders(
          among: candidates, at: location, hubTotal: location.info.ggufTotal, jobs: options.jobs)
      }
    weights.files = SnapshotWeights.listed(model.files.map(\.path))
    weights.sizeBytes = WeightFileSet.size(of: model.files)
    weights.headers = model.headers
    weights.gguf = model.metadata
  }

  /// Whether the headers have to be read: the Hub has no count, `--exact` is given, or there is no config.json.
  private func needsHeaders(_ files: WeightFileSet, _ weights: SnapshotWeights, hasConfig: Bool) -> Bool {
    let isWanted = options.readsHeaders || location.isLocal || weights.hub?.parameters == nil
    switch files.format {
    case .safetensors: return isWanted
    case .gguf: return isWanted || !hasConfig
    case .pytorch: return false
    case .none: return isWanted && location.info.files == nil
    }
  }
}
