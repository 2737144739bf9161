import Foundation
import JSON
import ModelSpec

/// A model in a directory: its config.json and the headers of the weight files there.
struct DirectoryFetch {
  /// The directory.
  let path: String
  let options: FetchOptions

  /// Puts the snapshot together; it has neither a revision nor an endpoint.
  func run() throws(Failure) -> Snapshot {
    let name = modelName
    let files = LocalFiles(folder: path)
    let names = LocalFiles.names(in: path)
    let choice = WeightChoice(files: names.map { ModelInfo.File(path: $0, size: size($0)) })
    guard let info = ModelInfo(id: name, sha: nil, files: names) else {
      throw ModelReference.failure(path, reason: "its files cannot be listed")
    }
    let quantConfig = try files.document("hf_quant_config.json")
    guard let bytes = FileAccess.read(path + "/config.json", limit: RepositoryFetch.documentLimit) else {
      return try withoutConfig(name, info, choice, files)
    }
    guard let config = ParsedDocument.object(bytes) else {
      throw Failure(
        .badResponse, stage: .fetch, modelID: name, message: "'\(path)/config.json' is not a JSON object",
        hint: "get the file anew")
    }
    let counter = ParameterCounter(config: config.root, quantConfig: quantConfig?.root, info: info, choice: choice)
    let weights =
      counter.needsHeaders(always: false) ? try counter.summary(reading: files, jobs: 1) : counter.hubSummary
    return try snapshot(name, info, config, quantConfig, weights)
  }

  private func withoutConfig(
    _ name: String, _ info: ModelInfo, _ choice: WeightChoice, _ files: LocalFiles
  ) throws(Failure) -> Snapshot {
    guard choice.format == .gguf else {
      throw Failure(
        .missingConfig, stage: .fetch, modelID: name, message: "'\(path)' has neither a config.json nor a GGUF file",
        hint: "name the directory that the model's files are in")
    }
    let model = try GGUFModel(files: choice.files, files)
    return try snapshot(name, info, model.config, nil, model.summary(sizeBytes: choice.sizeBytes))
  }

  private func snapshot(
    _ name: String, _ info: ModelInfo, _ config: JSONDocument, _ quantConfig: JSONDocument?, _ weights: WeightsSummary
  ) throws(Failure) -> Snapshot {
    try Snapshot(
      modelID: name, revision: nil, endpoint: nil, info: info.document.root, config: config.root,
      quantConfig: quantConfig?.root, weights: weights)
  }

  /// The directory's own name; in a Hub cache, the repository's.
  private var modelName: String {
    let parts = URL(fileURLWithPath: path).standardizedFileURL.pathComponents
    if parts.count >= 3, parts[parts.count - 2] == "snapshots", parts[parts.count - 3].hasPrefix("models--") {
      return parts[parts.count - 3].dropFirst(8).split(separator: "--").joined(separator: "/")
    }
    return parts.last ?? path
  }

  private func size(_ name: String) -> Int? {
    var status = stat()
    return stat(path + "/" + name, &status) == 0 ? Int(status.st_size) : nil
  }
}
