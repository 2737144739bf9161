import JSON

/// The record of the headers of a commit's weight files, in hf-fetch's part of the cache.
///
/// `{"version": 3, "weights": {…}}`, where `weights` is the snapshot's. A record of another version is not read.
struct HeaderRecord {
  private let document: JSONDocument

  private static let version = 3

  /// Reads a record; nil when it is invalid, or about other files than the model's.
  ///
  /// - Parameter choices: the sets of files that may be the model, as lists of paths; an empty list means that the
  ///   files are unknown.
  init?(_ bytes: [UInt8], ofOneOf choices: [[String]]) {
    guard let document = LenientJSON.object(bytes) else { return nil }
    let isRecord = document.withRoot { root in
      guard root["version"]?.int == HeaderRecord.version, let weights = root["weights"], weights.isObject else {
        return false
      }
      let files = weights["files"]?.elements.compactMap(\.string) ?? []
      return choices.contains { $0.isEmpty || $0 == files }
    }
    guard isRecord else { return nil }
    self.document = document
  }

  /// Adds the facts of the headers to the weights.
  func complete(_ weights: inout SnapshotWeights) {
    document.withRoot { root in
      guard let kept = root["weights"] else { return }
      weights.format = kept["format"]?.string.flatMap(WeightFormat.init) ?? weights.format
      weights.sizeBytes = kept["size_bytes"]?.int ?? weights.sizeBytes
      weights.files = kept["files"]?.elements.compactMap(\.string) ?? []
      weights.headers = kept["headers"].map { String(decoding: $0.source, as: UTF8.self) }
      weights.gguf = kept["gguf"].map { String(decoding: $0.source, as: UTF8.self) }
    }
  }

  /// The bytes of a record.
  static func bytes(_ weights: SnapshotWeights) -> [UInt8] {
    let output = ByteBuffer()
    output.beginObject()
    output.key("version")
    output.integer(version)
    output.key("weights")
    weights.write(to: output)
    output.endObject()
    output.endLine()
    return output.array
  }
}
