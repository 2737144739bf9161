import JSON

/// The format of weight files.
enum WeightFormat: String, Sendable {
  case safetensors, gguf, pytorch, none
}

/// The `weights` member of a snapshot.
struct SnapshotWeights: Sendable {
  /// The format of the weight files.
  var format: WeightFormat
  /// The size of the weight files in bytes; nil when unknown.
  var sizeBytes: Int?
  /// The paths of the files that are the model; empty when unknown.
  var files: [String]
  /// The Hub's own count.
  var hub: HubCount?
  /// The value of `headers`, as JSON.
  var headers: String?
  /// The value of `gguf`, as JSON: the metadata of a GGUF file under its own keys.
  var gguf: String?

  /// More files than this are not listed.
  private static let longestList = 500

  /// Makes the member from the facts that are known before any header is read.
  init(_ files: WeightFileSet, _ info: ModelInfo) {
    hub = files.format == .none ? nil : info.hubCount(of: files.format)
    format = files.format
    if format == .none, info.files == nil {
      // The files are not known, so the format is that of the Hub's count.
      if let count = info.safetensors { (format, hub) = (.safetensors, count) }
      if hub == nil, let count = info.hubCount(of: .gguf) { (format, hub) = (.gguf, count) }
    }
    sizeBytes = files.size
    self.files = SnapshotWeights.listed(files.files.map(\.path))
  }

  /// The paths that a snapshot lists.
  static func listed(_ paths: [String]) -> [String] { paths.count <= longestList ? paths : [] }

  /// Writes the member's value.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.key("format")
    output.string(format.rawValue)
    if let sizeBytes {
      output.key("size_bytes")
      output.integer(sizeBytes)
    }
    if !files.isEmpty {
      output.key("files")
      output.beginArray()
      for file in files { output.string(file) }
      output.endArray()
    }
    if let hub {
      output.key("hub")
      hub.write(to: output)
    }
    if let headers {
      output.key("headers")
      output.raw(headers)
    }
    if let gguf {
      output.key("gguf")
      output.raw(gguf)
    }
    output.endObject()
  }
}
