import JSON

/// What the headers of a commit's weight files say, as it is kept beside the cache.
///
/// `{"version": 2, "weights": {…}}`, where `weights` is the snapshot's. A record of another version is not read.
struct HeaderRecord {
  private let document: JSONDocument
  /// The config made of a GGUF's metadata.
  let config: JSONDocument?

  private static let version = 2

  /// Reads a record; nil when it is not one, or is of other files than those that are the model.
  ///
  /// - Parameter files: the paths of the files, as a snapshot lists them; empty where they are not known.
  init?(_ bytes: [UInt8], of files: [String]) {
    guard let document = ParsedDocument.object(bytes) else { return nil }
    let isRecord = document.withRoot { root in
      guard root["version"]?.int == HeaderRecord.version, let weights = root["weights"], weights.isObject else {
        return false
      }
      return files.isEmpty || weights["files"]?.elements.map(\.string) == files
    }
    guard isRecord else { return nil }
    self.document = document
    config = document.withRoot { $0["config"].flatMap { ParsedDocument.object(Array($0.source)) } }
  }

  /// Adds what the headers say to what is known without them.
  func complete(_ weights: inout SnapshotWeights) {
    document.withRoot { root in
      guard let kept = root["weights"] else { return }
      weights.format = kept["format"]?.string.flatMap(WeightFormat.init) ?? weights.format
      weights.sizeBytes = weights.sizeBytes ?? kept["size_bytes"]?.int
      weights.files = kept["files"]?.elements.compactMap(\.string) ?? []
      weights.headers = kept["headers"].map { String(decoding: $0.source, as: UTF8.self) }
      weights.gguf = kept["gguf"].map { String(decoding: $0.source, as: UTF8.self) }
      weights.legacy = LegacyCount(kept: kept)
    }
  }

  /// The bytes of a record.
  static func bytes(_ weights: SnapshotWeights, config: JSONDocument?) -> [UInt8] {
    let output = ByteBuffer()
    output.beginObject()
    output.key("version")
    output.integer(version)
    output.key("weights")
    weights.write(to: output)
    if let config {
      output.key("config")
      config.withRoot { output.element($0) }
    }
    output.endObject()
    output.endLine()
    return output.array
  }
}
