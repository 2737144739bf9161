import JSON
import ModelSpec

/// What hf-fetch has read from the headers of a commit's weight files, as a file in its cache.
///
/// The file is `{"version": 4, "named": false, "weights": {…}}`, with the `weights` of the snapshot. `named` is true if
/// the user's URL pointed to the file. A file of another version is not read.
struct HeaderRecord {
  private let document: JSONDocument

  private static let version = 4

  /// Reads a record; nil if it is invalid, has another version, or describes files that are not one of the choices.
  ///
  /// - Parameters:
  ///   - choices: the sets of files that can be the model, as lists of paths. An empty list matches any record: the
  ///     files are not known, or too many to be listed.
  ///   - isNamed: whether the user's URL points to the file. If it does not, a record of a file that another user named
  ///     is not read: the headers of that file did not have to be compared with those of others.
  init?(_ bytes: [UInt8], ofOneOf choices: [[String]], isNamed: Bool) {
    guard let document = LenientJSON.object(bytes) else { return nil }
    let isRecord = document.withRoot { root in
      guard root["version"]?.int == HeaderRecord.version, let weights = root[SnapshotKeys.weights], weights.isObject,
        isNamed || root["named"]?.bool == false
      else { return false }
      let files = weights["files"]?.elements.compactMap(\.string) ?? []
      return choices.contains { $0.isEmpty || $0 == files }
    }
    guard isRecord else { return nil }
    self.document = document
  }

  /// Copies the content of the record to the weights of a snapshot.
  func complete(_ weights: inout SnapshotWeights) {
    document.withRoot { root in
      guard let recorded = root[SnapshotKeys.weights] else { return }
      weights.format = recorded[SnapshotKeys.format]?.string.flatMap(WeightFormat.init) ?? weights.format
      weights.sizeBytes = recorded[SnapshotKeys.sizeBytes]?.int ?? weights.sizeBytes
      weights.files = recorded["files"]?.elements.compactMap(\.string) ?? []
      weights.headers = recorded[SnapshotKeys.headers].map { String(decoding: $0.source, as: UTF8.self) }
      weights.gguf = recorded[SnapshotKeys.gguf].map { String(decoding: $0.source, as: UTF8.self) }
    }
  }

  /// The content of the file for these weights.
  ///
  /// - Parameter isNamed: whether the user's URL points to the file.
  static func bytes(_ weights: SnapshotWeights, isNamed: Bool) -> [UInt8] {
    let output = ByteBuffer()
    output.beginObject()
    output.member("version", version)
    output.member("named", isNamed)
    output.key(SnapshotKeys.weights.text)
    weights.write(to: output)
    output.endObject()
    output.endLine()
    return output.array
  }
}
