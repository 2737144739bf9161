import JSON
import ModelSpec

/// A snapshot: views of the members of its document.
struct Snapshot {
  private enum Member {
    case modelID, revision, info, config, quantConfig, weights, overrides, requestedID
  }

  private static let members = KnownKeys<Member>([
    (SnapshotKeys.modelID.text, .modelID), (SnapshotKeys.revision.text, .revision), (SnapshotKeys.info.text, .info),
    (SnapshotKeys.config.text, .config), (SnapshotKeys.quantConfig.text, .quantConfig),
    (SnapshotKeys.weights.text, .weights), (SnapshotKeys.overrides.text, .overrides),
    (SnapshotKeys.requested.text, .requestedID),
  ])
  private static let idKey = JSONKey("id")
  private static let cardDataKey = JSONKey("cardData")
  private static let licenseKey = JSONKey("license")
  private static let tagsKey = JSONKey("tags")
  private static let baseModelKey = JSONKey("base_model")
  private static let shaKey = JSONKey("sha")
  private static let libraryKey = JSONKey("library_name")

  /// The Hub's model info.
  private(set) var info: JSONElement?
  /// The model's `config.json`.
  private(set) var config: JSONElement?
  /// The content of `hf_quant_config.json`.
  private(set) var quantConfig: JSONElement?
  /// The summary of the weight files.
  private(set) var weights: JSONElement?
  /// The metadata of a GGUF file by its own keys; nil if the snapshot has none.
  var gguf: JSONElement? { weights?[SnapshotKeys.gguf].flatMap { $0.isObject ? $0 : nil } }
  /// The overrides of the request.
  private(set) var overrides: JSONElement?
  /// The model's id as the Hub spells it, after renames; nil when it is unknown.
  private(set) var modelID: JSONElement?
  /// The id that was requested, if the Hub has renamed the model since; otherwise nil.
  private(set) var requestedID: JSONElement?
  private var statedRevision: JSONElement?

  /// Reads the members of a document; a member of another type counts as absent.
  init(_ document: JSONElement) {
    let known = Snapshot.members
    for (key, value) in document.members {
      let object = value.isObject ? value : nil
      let text = value.isString ? value : nil
      switch known.value(ofKey: key) {
      case .modelID: modelID = text
      case .revision: statedRevision = text
      case .info: info = object
      case .config: config = object
      case .quantConfig: quantConfig = object
      case .weights: weights = object
      case .overrides: overrides = object
      case .requestedID: requestedID = text
      case nil: break
      }
    }
    if let id = info?[Snapshot.idKey], id.isString { modelID = id }
  }

  /// The commit; nil when it is unknown.
  var revision: JSONElement? {
    if let statedRevision { return statedRevision }
    guard let sha = info?[Snapshot.shaKey], sha.isString else { return nil }
    return sha
  }

  /// The id of an adapter's base model, from the model card or the tags; nil when neither names it.
  var baseModel: String? {
    let stated = info?[Snapshot.cardDataKey]?[Snapshot.baseModelKey]
    if let name = stated?.string ?? stated?.elements.first(where: \.isString)?.string { return name }
    return tag(after: "base_model:adapter:") ?? tag(after: "base_model:")
  }

  /// Whether the only weights are those of an adapter. The config can be the base model's nevertheless: trainers save
  /// it in the same directory.
  var hasOnlyAdapterWeights: Bool {
    if let tensors = weights?[SnapshotKeys.headers]?[SnapshotKeys.tensors], AdapterTensors.areMost(of: tensors) {
      return true
    }
    guard let format = weights?[SnapshotKeys.format], info != nil else { return false }
    if format.equals("gguf") { return gguf?["general.type"]?.equals("adapter") ?? false }
    guard format.equals("none") else { return false }
    return isDeclaredAdapter || files.contains(where: AdapterFile.isNamed)
  }

  /// Whether the library or the tags on the Hub say that the model is an adapter, or the repository has an adapter's
  /// config. A model with a merged adapter can have these too.
  var isDeclaredAdapter: Bool {
    info?[Snapshot.libraryKey]?.equals("peft") ?? false || tag(after: "base_model:adapter:") != nil
      || files.contains(AdapterFile.config)
  }

  /// The paths of the repository's files; empty if the info does not list them.
  var files: [String] {
    info?[SnapshotKeys.files]?.elements.compactMap { $0[SnapshotKeys.filePath]?.string } ?? []
  }

  /// The rest of the first tag with a prefix; nil without such a tag.
  private func tag(after prefix: String) -> String? {
    guard let tags = info?[Snapshot.tagsKey]?.elements else { return nil }
    return tags.lazy.compactMap(\.string).first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// The license that the model card names, or the tag `license:…` without the prefix, with JSON escapes; nil without
  /// both.
  var license: UnsafeBufferPointer<UInt8>? {
    if let license = info?[Snapshot.cardDataKey]?[Snapshot.licenseKey] {
      if license.isString { return license.content }
      if let first = license.elements.first(where: \.isString) { return first.content }
    }
    guard let tags = info?[Snapshot.tagsKey]?.elements else { return nil }
    return tags.lazy.compactMap { $0.isString ? $0.content.text(after: "license:") : nil }.first
  }
}
