import JSON
import ModelSpec
import Platform

/// The Hub's model info: the document, and the members that a fetch needs.
struct ModelInfo: @unchecked Sendable {
  /// The document; it is immutable.
  let document: JSONDocument

  /// Wraps a document; nil when it is not a JSON object.
  init?(_ document: JSONDocument) {
    guard document.withRoot({ $0.isObject }) else { return nil }
    self.document = document
  }

  /// The current name, which differs from the requested one after a rename.
  var id: String? { document.withRoot { $0["id"]?.string ?? $0["modelId"]?.string } }
  /// The commit of the requested revision.
  var commit: CommitHash? { document.withRoot { $0["sha"]?.string }.flatMap { CommitHash($0) } }
  /// Whether the Hub took the model down.
  var isDisabled: Bool { document.withRoot { $0["disabled"]?.bool } == true }
  /// How access to a gated model is granted, `auto` or `manual`; nil when it is not gated.
  var gate: String? { document.withRoot { $0["gated"]?.string ?? ($0["gated"]?.bool == true ? "auto" : nil) } }
  /// The license, from the model card or the tags.
  var license: String? {
    document.withRoot { root in
      root["cardData"]?["license"]?.string
        ?? root["tags"]?.elements.lazy.compactMap(\.string).first { $0.hasPrefix("license:") }.map {
          String($0.dropFirst(8))
        }
    }
  }

  /// One file of the repository.
  struct File: Hashable, Sendable {
    /// Its path, which stays inside the repository.
    let path: String
    /// Its size in bytes; nil when unknown.
    let size: Int?

    /// Checks a path; nil for one that leads out of the repository.
    init?(path: String, size: Int?) {
      guard RepositoryPath.isSafe(path) else { return nil }
      self.path = path
      self.size = size.flatMap { $0 >= 0 ? $0 : nil }
    }
  }

  /// The files; nil when the info has no list.
  var files: [File]? {
    document.withRoot { root in
      guard let siblings = root["siblings"], siblings.isArray else { return nil }
      return siblings.elements.compactMap { sibling in
        sibling["rfilename"]?.string.flatMap {
          File(path: $0, size: sibling["size"]?.int ?? sibling["lfs"]?["size"]?.int)
        }
      }
    }
  }

  /// Whether the model has evaluation results that are not in the info.
  var hasUnreadResults: Bool {
    document.withRoot { $0["evalResults"] == nil } && files?.contains { $0.path.hasPrefix(".eval_results/") } ?? false
  }

  /// The text of the info with one more member; nil when there is no value for it.
  func adding(_ key: StaticString, _ value: JSONElement?) -> [UInt8]? {
    guard let value else { return nil }
    let output = ByteBuffer(capacity: document.byteCount + value.source.count + 64)
    document.withRoot { root in
      output.beginObject()
      for (key, member) in root.members {
        output.key(key.string ?? "")
        output.element(member)
      }
      output.key(key)
      output.element(value)
      output.endObject()
    }
    return output.array
  }

  /// The Hub's own count of the safetensors' parameters.
  var safetensors: HubCount? { document.withRoot { $0["safetensors"].flatMap { HubCount($0) } } }

  /// The Hub's own count of one GGUF file's parameters.
  var ggufTotal: Int? { document.withRoot { $0["gguf"]?["total"]?.int.flatMap { $0 > 0 ? $0 : nil } } }
}

extension ModelInfo {
  /// The Hub's own count of weights in a format; nil when it has none.
  func hubCount(of format: WeightFormat) -> HubCount? {
    switch format {
    case .safetensors: safetensors
    case .gguf: ggufTotal.map { HubCount(total: $0) }
    case .pytorch, .none: nil
    }
  }
}

/// Parameters that are stored in one dtype.
struct DtypeCount: Equatable, Sendable {
  /// The storage dtype, such as `BF16`; packed 4-bit weights are counted under the integer type that contains them.
  let dtype: String
  /// The number of stored elements.
  var count: Int
}

/// The Hub's own count of parameters.
struct HubCount: Equatable, Sendable {
  /// Stored elements by storage dtype.
  let byDtype: [DtypeCount]
  /// The declared total.
  let total: Int?

  /// Makes a count without dtypes.
  init(total: Int) {
    self.total = total
    byDtype = []
  }

  /// Reads the `safetensors` member of a model info.
  init?(_ element: JSONElement) {
    guard element.isObject else { return nil }
    byDtype =
      element["parameters"]?.members.compactMap { key, value in
        guard let dtype = key.string, let count = value.int, count >= 0 else { return nil }
        return DtypeCount(dtype: dtype, count: count)
      } ?? []
    total = element["total"]?.int.flatMap { $0 > 0 ? $0 : nil }
    if byDtype.isEmpty, total == nil { return nil }
  }

  /// Writes the value of `hub` in a snapshot.
  func write(to output: ByteBuffer) {
    output.beginObject()
    if let parameters = total ?? parameters {
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
    output.endObject()
  }

  /// The sum over the dtypes, or the total without any; nil when it overflows.
  var parameters: Int? {
    guard !byDtype.isEmpty else { return total }
    var sum = 0
    for entry in byDtype {
      let (next, overflow) = sum.addingReportingOverflow(entry.count)
      if overflow { return nil }
      sum = next
    }
    return sum > 0 ? sum : nil
  }
}

extension ModelInfo {
  /// Makes an info without the Hub, from the name, the commit and the files.
  init?(id: ModelID, commit: CommitHash?, files: [File]) {
    let output = ByteBuffer()
    output.beginObject()
    output.key("id")
    output.string(id.text)
    if let commit {
      output.key("sha")
      output.string(commit.text)
    }
    output.key("siblings")
    output.beginArray()
    for file in files {
      output.beginObject()
      output.key("rfilename")
      output.string(file.path)
      if let size = file.size {
        output.key("size")
        output.integer(size)
      }
      output.endObject()
    }
    output.endArray()
    output.endObject()
    guard let document = LenientJSON.object(output.array) else { return nil }
    self.init(document)
  }
}
