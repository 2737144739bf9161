import JSON

/// What hf-fetch has read from the headers of a commit's weight files, as a file in its cache.
///
/// The file is `{"version": 3, "weights": {…}}`, with the `weights` of the snapshot. A file of another version is not
/// read.
struct HeaderRecord {
  private let document: JSONDocument

  private static let version = 3

  /// Reads a record; nil if it is invalid, has another version, or describes files that are not one of the choices.
  ///
  /// - Parameter choices: the sets of files that can be the model, as lists of paths. An empty list matches any record:
  ///   the files are not known, or too many to be listed.
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

  /// Copies the content of the record to the weights of a snapshot.
  func complete(_ weights: inout SnapshotWeights) {
    document.withRoot { root in
      guard let recorded = root["weights"] else { return }
      weights.format = recorded["format"]?.string.flatMap(WeightFormat.init) ?? weights.format
      weights.sizeBytes = recorded["size_bytes"]?.int ?? weights.sizeBytes
      weights.files = recorded["files"]?.elements.compactMap(\.string) ?? []
      weights.headers = recorded["headers"].map { String(decoding: $0.source, as: UTF8.self) }
      weights.gguf = recorded["gguf"].map { String(decoding: $0.source, as: UTF8.self) }
    }
  }

  /// The content of the file for these weights.
  static func bytes(_ weights: SnapshotWeights) -> [UInt8] {
    let output = ByteBuffer()
    output.beginObject()
    output.member("version", version)
    output.key("weights")
    weights.write(to: output)
    output.endObject()
    output.endLine()
    return output.array
  }
}
