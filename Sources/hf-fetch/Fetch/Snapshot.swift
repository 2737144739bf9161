import JSON
import ModelSpec
import Platform

/// What is known of a model's weights: the `weights` member of a snapshot.
struct WeightsSummary: Equatable, Sendable {
  /// Where the count is from.
  enum Source: String, Sendable {
    case safetensors, gguf, hub, none
  }

  /// What format the weights are in.
  enum Format: String, Sendable {
    case safetensors, gguf, pytorch, none
  }

  /// Where the count is from.
  var source = Source.none
  /// What format the weights are in.
  var format = Format.none
  /// Logical parameters: packed tensors unpacked, book-keeping left out.
  var parameters: Int?
  /// The same by storage dtype, in the order of the source.
  var byDtype: [DtypeCount] = []
  /// The size of the weight files in bytes.
  var sizeBytes: Int?
  /// The files that are the model, where they are known.
  var files: [String] = []
  /// The Hub's own count.
  var hub: HubCount?
  /// What the headers say, as JSON: the value of `headers`.
  var headers: String?

  /// More files than this are not listed.
  private static let longestList = 500

  /// Parameters stored in one dtype.
  struct DtypeCount: Equatable, Sendable {
    /// The storage dtype, such as `BF16`; packed 4-bit weights stand under the integer that holds them.
    let dtype: String
    /// Logical parameters.
    var count: Int
  }

  /// Writes the member's value.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.key("source")
    output.string(source.rawValue)
    output.key("format")
    output.string(format.rawValue)
    if let parameters {
      output.key("parameters")
      output.integer(parameters)
    }
    if !byDtype.isEmpty {
      output.key("parameters_by_dtype")
      output.beginObject()
      for entry in byDtype {
        output.key(entry.dtype)
        output.integer(entry.count)
      }
      output.endObject()
    }
    if let sizeBytes {
      output.key("size_bytes")
      output.integer(sizeBytes)
    }
    if (1...WeightsSummary.longestList).contains(files.count) {
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
    output.endObject()
  }
}

/// What hf-fetch prints for a model, but for the overrides, which differ from request to request.
struct Snapshot: Sendable {
  /// The name as the Hub spells it.
  let modelID: String
  /// The members up to `weights`, without the closing brace.
  private let members: [UInt8]

  /// Composes a snapshot of documents that are already parsed.
  ///
  /// - Throws: ``Failure`` when it is nested deeper than the next stage could read.
  init(
    modelID: String, revision: String?, endpoint: String?, info: JSONElement, config: JSONElement,
    quantConfig: JSONElement?, weights: WeightsSummary
  ) throws(Failure) {
    guard [info, config, quantConfig].allSatisfy({ $0.map(Snapshot.fits) ?? true }) else {
      throw Failure(
        .badResponse, stage: .fetch, modelID: modelID, message: "the documents of '\(modelID)' are nested too deep",
        hint: "this is no usual model; check that HF_ENDPOINT names a Hub")
    }
    let output = ByteBuffer(capacity: info.source.count + config.source.count + 1024)
    output.beginObject()
    output.key("model_id")
    output.string(modelID)
    if let revision {
      output.key("revision")
      output.string(revision)
    }
    if let endpoint {
      output.key("endpoint")
      output.string(endpoint)
    }
    output.key("info")
    output.element(info)
    output.key("config")
    output.element(config)
    if let quantConfig {
      output.key("hf_quant_config")
      output.element(quantConfig)
    }
    output.key("weights")
    weights.write(to: output)
    self.modelID = modelID
    members = output.array
  }

  /// Whether a document can stand inside another: parsers refuse what is nested deeper than their bound.
  private static func fits(_ document: JSONElement) -> Bool {
    var depth = 0
    var isInString = false
    var isEscaped = false
    for byte in document.source {
      if isInString {
        if byte == UInt8(ascii: "\""), !isEscaped { isInString = false }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: continue
      }
      if depth >= JSONParser.maximumDepth { return false }
    }
    return true
  }

  /// How much memory it takes, in bytes.
  var byteCount: Int { members.count }

  /// Writes the snapshot on one line, with a request's overrides.
  func write(overrides: String?, to output: ByteBuffer) {
    members.withUnsafeBufferPointer { output.append($0) }
    if let overrides {
      output.key("overrides")
      output.raw(overrides)
    }
    output.endObject()
    output.endLine()
  }
}
