import JSON
import ModelSpec
import Platform

/// The Hub's model info: the JSON document, and the members that hf-fetch reads. A member is nil if the info does not
/// have it.
struct ModelInfo: @unchecked Sendable {
  // Safe to share: the document does not change.
  let document: JSONDocument

  /// Wraps a document; nil when it is not a JSON object.
  init?(_ document: JSONDocument) {
    guard document.withRoot({ $0.isObject }) else { return nil }
    self.document = document
  }

  /// The model's current id, which differs from the requested id after a rename.
  var id: String? { document.withRoot { $0["id"]?.string ?? $0["modelId"]?.string } }
  /// The commit of the requested revision.
  var commit: CommitHash? { document.withRoot { $0["sha"]?.string }.flatMap { CommitHash($0) } }
  /// Whether the Hub has disabled the model.
  var isDisabled: Bool { document.withRoot { $0["disabled"]?.bool } == true }
  /// How access to a gated model is granted, `auto` or `manual`; nil when it is not gated.
  var gatedAccess: String? { document.withRoot { $0["gated"]?.string ?? ($0["gated"]?.bool == true ? "auto" : nil) } }
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

    /// Makes a file; nil for a path that leads out of the repository.
    init?(path: String, size: Int?) {
      guard RepositoryPath.isSafe(path) else { return nil }
      self.path = path
      self.size = size.flatMap { $0 >= 0 ? $0 : nil }
    }
  }

  /// The files of the repository, without those whose path leads out of it; nil when the info has no list of files.
  var files: [File]? {
    document.withRoot { root in
      guard let siblings = root[SnapshotKeys.files], siblings.isArray else { return nil }
      return siblings.elements.compactMap { sibling in
        sibling[SnapshotKeys.filePath]?.string.flatMap {
          File(path: $0, size: sibling["size"]?.int ?? sibling["lfs"]?["size"]?.int)
        }
      }
    }
  }

  /// Whether the repository has files of evaluation results, but the info does not contain the results.
  var hasUnreadResults: Bool {
    document.withRoot { $0["evalResults"] == nil } && files?.contains { $0.path.hasPrefix(".eval_results/") } ?? false
  }

  /// The info as JSON text with one more member; nil if `value` is nil.
  func adding(_ key: StaticString, _ value: JSONElement?) -> [UInt8]? {
    guard let value else { return nil }
    let output = ByteBuffer(capacity: document.byteCount + value.source.count + 64)
    document.withRoot { root in
      output.beginObject()
      output.members(root.members)
      output.member(key, value)
      output.endObject()
    }
    return output.array
  }

  /// The Hub's count of the parameters in safetensors files.
  var safetensors: HubCount? { document.withRoot { $0["safetensors"].flatMap { HubCount($0) } } }

  /// The Hub's count of the parameters in one GGUF file.
  var ggufTotal: Int? { document.withRoot { $0["gguf"]?["total"]?.int.flatMap { $0 > 0 ? $0 : nil } } }
}

extension ModelInfo {
  /// The Hub's count of the parameters in files of a format; nil when it has none.
  func hubCount(of format: WeightFormat) -> HubCount? {
    switch format {
    case .safetensors: safetensors
    case .gguf: ggufTotal.map { HubCount(total: $0) }
    case .pytorch, .none: nil
    }
  }
}

extension ModelInfo {
  /// Makes a model info from what is known without the Hub: the id, the commit and the files.
  init?(id: ModelID, commit: CommitHash?, files: [File]) {
    let output = ByteBuffer()
    output.beginObject()
    output.member("id", id.text)
    output.member("sha", commit?.text)
    output.beginArray(SnapshotKeys.files.text)
    for file in files {
      output.beginObject()
      output.member(SnapshotKeys.filePath.text, file.path)
      output.member("size", file.size)
      output.endObject()
    }
    output.endArray()
    output.endObject()
    guard let document = LenientJSON.object(output.array) else { return nil }
    self.init(document)
  }
}
