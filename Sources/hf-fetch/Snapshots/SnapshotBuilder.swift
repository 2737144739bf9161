import CommandLineTool
import JSON
import ModelSpec

/// Builds the snapshot of one model from any location: reads `config.json` and, if they are needed,
/// `hf_quant_config.json` and the headers of the weight files.
struct SnapshotBuilder {
  let location: any ModelLocation
  /// The file that the user's URL points to, such as one GGUF file of several; nil if it names none.
  let namedFile: String?
  let options: FetchOptions
  let diagnostics: Diagnostics

  /// The maximum size in bytes of a config, a model info or a ``HeaderRecord``.
  static let maximumDocumentBytes = 10_000_000

  /// Builds the snapshot.
  ///
  /// - Throws: ``Failure``, which names the model.
  func build() throws(Failure) -> Snapshot {
    do throws(Failure) {
      return try snapshot()
    } catch {
      var failure = location.addingDetails(to: error)
      failure.modelID = failure.modelID ?? location.id.text
      throw failure
    }
  }

  private func snapshot() throws(Failure) -> Snapshot {
    let stated = try location.document(ConfigFile.model, limit: SnapshotBuilder.maximumDocumentBytes)
    let files = try weightFiles()
    // A config.json without numbers, such as `{"model_type": "llama"}`, describes nothing that the header does not.
    let describes = stated?.withRoot(SnapshotBuilder.hasNumber) ?? false
    let config = files.format == .gguf && !describes ? nil : stated
    // hf_quant_config.json is read only if config.json has no quantization config: then no other file says how the
    // weights are packed. vLLM reads it in the same case.
    let isQuantizationStated = config?.withRoot { root in
      (root["quantization_config"] ?? root["text_config"]?["quantization_config"])?.isObject
    }
    let hasQuantConfig = isQuantizationStated != true && (location.lists(ConfigFile.quantization) ?? false)
    let quantConfig =
      hasQuantConfig
      ? try location.document(ConfigFile.quantization, limit: SnapshotBuilder.maximumDocumentBytes) : nil
    guard config != nil || files.format == .gguf else { throw location.missingConfig }
    let weights = try weights(files, hasConfig: config != nil)
    return try Snapshot(location, config: config, quantConfig: quantConfig, weights: weights)
  }

  /// Whether a JSON value is a number or contains one.
  private static func hasNumber(_ value: JSONElement) -> Bool {
    switch value.kind {
    case .number: true
    case .object: value.members.contains { hasNumber($0.value) }
    case .array: value.elements.contains(where: hasNumber)
    default: false
    }
  }

  /// ``namedFile`` if it is a GGUF file; nil otherwise.
  private var namedGGUF: String? { namedFile.flatMap { WeightFileName.isGGUF($0) ? $0 : nil } }

  /// Checks that the GGUF file to which the user's URL points exists.
  ///
  /// - Throws: ``Failure`` with the code `not_found`, or `offline_miss` when only the files in the cache are known.
  private func requireNamedGGUF() throws(Failure) {
    guard let namedGGUF, location.lists(namedGGUF) == false else { return }
    if !location.listsAllFiles { _ = try location.weightFile(namedGGUF) }
    throw Failure(
      .notFound, stage: .fetch, message: "'\(location.id.text)' has no file '\(namedGGUF.escapingControlCharacters())'",
      hint: "give the URL of another GGUF file of the repository, or the model's id")
  }

  /// The model's weight files.
  ///
  /// - Throws: ``Failure`` with the code `incomplete_weights` when one is missing, or `not_found` when the user's URL
  ///   points to a GGUF file that does not exist.
  private func weightFiles() throws(Failure) -> WeightFileSet {
    try requireNamedGGUF()
    let choice = WeightFileChoice(all: location.info.files, namedFile: namedFile) { (path) throws(Failure) in
      try ShardIndex(path, at: location)?.files
    }
    do throws(Failure) { return try choice.choose() } catch {
      // If only the files in the cache are known, a missing file can be in the repository, so this is not a failure.
      guard error.code == .incompleteWeights, !location.listsAllFiles else { throw error }
      return WeightFileSet(format: .none, files: [])
    }
  }

  /// The `weights` member of the snapshot: the Hub's count, and the headers if they have to be read.
  ///
  /// If a weight file is damaged, or too large, or the cache lacks it, a note says so, and the weights are returned
  /// without headers.
  ///
  /// - Throws: ``Failure`` instead of the note if there is no config.json, the model is a directory, or the failure's
  ///   code is `incomplete_weights`; if `--exact` asks for a file that the cache lacks; also when the Hub did not
  ///   respond or refused the request. Another run would then describe the model differently.
  private func weights(
    _ files: WeightFileSet, hasConfig: Bool
  ) throws(Failure) -> SnapshotWeights {
    var weights = SnapshotWeights(files, location.info)
    guard needsHeaders(files, weights, hasConfig: hasConfig) else { return weights }
    let choices = files.ggufChoice?.all.map(\.files) ?? [files.files]
    let lists = choices.map { SnapshotWeights.listed($0.map(\.path)) }
    let isNamed = namedGGUF != nil
    if let bytes = location.cachedCommit?.headers, let record = HeaderRecord(bytes, ofOneOf: lists, isNamed: isNamed) {
      record.complete(&weights)
      return weights
    }
    do throws(Failure) {
      if let choice = files.ggufChoice {
        try readGGUF(choice, hasConfig: hasConfig, into: &weights)
      } else {
        let headers = try SafetensorsHeaders(files.files, at: location).read(jobs: options.jobs)
        weights.format = .safetensors
        weights.headers = headers.json
        weights.files = SnapshotWeights.listed(headers.files)
        weights.sizeBytes = weights.sizeBytes ?? headers.size
      }
      location.cachedCommit?.store(headers: HeaderRecord.bytes(weights, isNamed: isNamed))
      return weights
    } catch {
      let isLasting = error.concernsFile || error.code == .offlineMiss && !options.readsHeaders
      guard hasConfig, !location.isDirectory, isLasting, error.code != .incompleteWeights else { throw error }
      diagnostics.note(
        "the headers of the weight files of '\(location.id.text)' cannot be read: \(error.message); "
          + (weights.hub == nil ? "parameters are computed from the config" : "the Hub's count is used"),
        hint: error.hint)
      return weights
    }
  }

  /// Reads the headers of GGUF files. With a config.json, the preferred set of files is read. Without one, the headers
  /// decide which set is the model.
  private func readGGUF(
    _ choice: GGUFFileChoice, hasConfig: Bool, into weights: inout SnapshotWeights
  ) throws(Failure) {
    let model =
      if hasConfig, let preferred = choice.preferred {
        try GGUFHeaders(preferred, at: location, jobs: options.jobs)
      } else {
        try choice.headersOfModel(at: location, hubTotal: location.info.ggufTotal, jobs: options.jobs)
      }
    weights.files = SnapshotWeights.listed(model.files.map(\.path))
    weights.sizeBytes = WeightFileSet.size(of: model.files)
    weights.headers = model.headers
    weights.gguf = model.metadata
  }

  /// Whether to read the headers of the weight files: if the Hub has no count or counts other files, for a local
  /// directory, with `--exact`, and for a GGUF model without config.json. If the repository's files are not known, its
  /// safetensors files are looked for. PyTorch files have no headers.
  private func needsHeaders(_ files: WeightFileSet, _ weights: SnapshotWeights, hasConfig: Bool) -> Bool {
    let isCounted = weights.hub?.parameters != nil && files.isCountedByHub
    let isWanted = options.readsHeaders || location.isDirectory || !isCounted
    switch files.format {
    case .safetensors: return isWanted
    case .gguf: return isWanted || !hasConfig
    case .pytorch: return false
    case .none: return isWanted && location.info.files == nil
    }
  }
}
