import JSON
import ModelSpec

/// The `weights` member of a snapshot.
struct SnapshotWeights: Sendable {
  /// The format of the weight files.
  var format: WeightFormat
  /// The size of the weight files in bytes; nil when unknown.
  var sizeBytes: Int?
  /// The paths of the model's weight files; empty when unknown, or when there are too many to list.
  var files: [String]
  /// The Hub's count of parameters; nil when the Hub has none.
  var hub: HubCount?
  /// The value of `headers`, as JSON; nil when no headers were read.
  var headers: String?
  /// The value of `gguf`, as JSON: the metadata of a GGUF file, with the keys of the file; nil when none was read.
  var gguf: String?

  /// The maximum number of files that are listed.
  private static let maximumListedFiles = 500

  /// Makes the value from the chosen files and the Hub's info, before any header is read.
  init(_ files: WeightFileSet, _ info: ModelInfo) {
    hub = files.format == .none ? nil : info.hubCount(of: files.format)
    format = files.format
    if format == .none, info.files == nil {
      // The files are not known. The Hub's count shows their format.
      if let count = info.safetensors { (format, hub) = (.safetensors, count) }
      if hub == nil, let count = info.hubCount(of: .gguf) { (format, hub) = (.gguf, count) }
    }
    sizeBytes = files.size
    self.files = SnapshotWeights.listed(files.files.map(\.path))
  }

  /// The paths, or an empty list if there are too many to list.
  static func listed(_ paths: [String]) -> [String] { paths.count <= maximumListedFiles ? paths : [] }

  /// Writes the value of `weights`.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.member(SnapshotKeys.format.text, format.rawValue)
    output.member(SnapshotKeys.sizeBytes.text, sizeBytes)
    if !files.isEmpty { output.member("files", files) }
    if let hub {
      output.key(SnapshotKeys.hub.text)
      hub.write(to: output)
    }
    output.member(SnapshotKeys.headers.text, raw: headers)
    output.member(SnapshotKeys.gguf.text, raw: gguf)
    output.endObject()
  }
}
