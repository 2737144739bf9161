import JSON
import ModelSpec
import Platform

/// A snapshot of one model, without the members that come from a request: `overrides` and `requested`.
struct Snapshot: Sendable {
  /// The model's id, as the Hub spells it.
  let modelID: ModelID
  /// The JSON text of the snapshot without its closing brace, so that a request's members can be appended.
  private let members: [UInt8]

  /// Composes a snapshot from parsed documents.
  ///
  /// - Parameters:
  ///   - config: `config.json`; nil without one.
  ///   - quantConfig: `hf_quant_config.json`; nil without one.
  /// - Throws: ``Failure`` when the documents are nested too deeply for the next stage.
  init(
    _ location: some ModelLocation, config: JSONDocument?, quantConfig: JSONDocument?, weights: SnapshotWeights
  ) throws(Failure) {
    let documents = [location.info.document, config, quantConfig].compactMap { $0 }
    // The snapshot adds one level.
    guard documents.allSatisfy({ $0.withRoot(Snapshot.depth) < JSONParser.maximumDepth }) else {
      throw Failure(
        .badResponse, stage: .fetch, modelID: location.id.text,
        message: "the documents of '\(location.id.text)' are nested deeper than \(JSONParser.maximumDepth - 1) levels",
        hint: location.isDirectory
          ? "correct the config.json of the directory" : Endpoint.hint)
    }
    let output = ByteBuffer(capacity: documents.reduce(1024) { $0 + $1.byteCount })
    output.beginObject()
    output.member(SnapshotKeys.modelID.text, location.id.text)
    output.member(SnapshotKeys.revision.text, location.commit?.text)
    output.member("endpoint", location.endpoint?.text)
    location.info.document.withRoot { output.member(SnapshotKeys.info.text, $0) }
    config?.withRoot { output.member(SnapshotKeys.config.text, $0) }
    quantConfig?.withRoot { output.member(SnapshotKeys.quantConfig.text, $0) }
    output.key(SnapshotKeys.weights.text)
    weights.write(to: output)
    modelID = location.id
    members = output.array
  }

  /// Reads a snapshot that an earlier run printed. The members that came from the request of that run, `overrides` and
  /// `requested`, are dropped.
  init(recorded document: JSONElement, of modelID: ModelID) {
    let output = ByteBuffer(capacity: 1 << 12)
    output.beginObject()
    output.members(
      document.members.filter { key, _ in
        !key.equals(SnapshotKeys.overrides.text) && !key.equals(SnapshotKeys.requested.text)
      })
    self.modelID = modelID
    members = output.array
  }

  /// The depth of the nested containers in a value.
  private static func depth(of value: JSONElement) -> Int {
    switch value.kind {
    case .object: 1 + (value.members.map { depth(of: $0.value) }.max() ?? 0)
    case .array: 1 + (value.elements.map(depth).max() ?? 0)
    default: 0
    }
  }

  /// The approximate size in memory, in bytes.
  var byteCount: Int { members.count }

  /// Writes the snapshot on one line, with the members that come from a request.
  ///
  /// - Parameters:
  ///   - requested: the requested id, which is written if the model has another id; nil for a directory.
  ///   - overrides: a JSON object as text; nil without overrides.
  func write(requested: ModelID?, overrides: String?, to output: ByteBuffer) {
    members.withUnsafeBufferPointer { output.append($0) }
    if let requested, !ModelID.isSame(requested.text, modelID.text) {
      output.member(SnapshotKeys.requested.text, requested.text)
    }
    output.member(SnapshotKeys.overrides.text, raw: overrides)
    output.endObject()
    output.endLine()
  }
}
