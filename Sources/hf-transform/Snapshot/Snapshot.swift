import JSON
import ModelSpec

/// A view of a snapshot document.
struct Snapshot {
  private enum Member {
    case modelID, revision, info, config, quantConfig, weights, overrides, requestedID
  }

  private static let members = KnownKeys<Member>([
    ("model_id", .modelID), ("revision", .revision), ("info", .info), ("config", .config),
    ("hf_quant_config", .quantConfig), ("weights", .weights), ("overrides", .overrides), ("requested", .requestedID),
  ])
  private static let idKey = JSONKey("id")
  private static let cardDataKey = JSONKey("cardData")
  private static let licenseKey = JSONKey("license")
  private static let tagsKey = JSONKey("tags")
  private static let baseModelKey = JSONKey("base_model")
  private static let shaKey = JSONKey("sha")
  private static let libraryKey = JSONKey("library_name")
  private static let siblingsKey = JSONKey("siblings")
  private static let fileNameKey = JSONKey("rfilename")
  private static let ggufKey = JSONKey("gguf")

  /// The Hub's model info.
  private(set) var info: JSONElement?
  private(set) var config: JSONElement?
  /// The content of `hf_quant_config.json`.
  private(set) var quantConfig: JSONElement?
  private(set) var weights: JSONElement?
  /// The metadata of a GGUF file by its own keys.
  var gguf: JSONElement? { weights?[Snapshot.ggufKey].flatMap { $0.isObject ? $0 : nil } }
  private(set) var overrides: JSONElement?
  /// The id as the Hub spells it, after renames.
  private(set) var modelID: JSONElement?
  /// The id that was asked for, where the Hub calls the model by another one now.
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

  /// The commit.
  var revision: JSONElement? {
    if let statedRevision { return statedRevision }
    guard let sha = info?[Snapshot.shaKey], sha.isString else { return nil }
    return sha
  }

  /// The base model of an adapter, from the model card or the tags.
  var baseModel: String? {
    let stated = info?[Snapshot.cardDataKey]?[Snapshot.baseModelKey]
    if let name = stated?.string ?? stated?.elements.first(where: \.isString)?.string { return name }
    return tag(after: "base_model:adapter:") ?? tag(after: "base_model:")
  }

  /// Whether the only weights are those of an adapter. Trainers save the base model's config.json in the same
  /// directory.
  var hasOnlyAdapterWeights: Bool {
    if let tensors = weights?[WeightsKeys.headers]?[WeightsKeys.tensors], AdapterTensors.areMost(of: tensors) {
      return true
    }
    guard let format = weights?[WeightsKeys.format], info != nil else { return false }
    if format.equals("gguf") { return gguf?["general.type"]?.equals("adapter") ?? false }
    guard format.equals("none") else { return false }
    return isDeclaredAdapter || hasFile(where: AdapterFile.isNamed)
  }

  /// Whether the Hub's library or tags or an adapter's config say that it is an adapter. Models with a merged adapter
  /// can have them too.
  var isDeclaredAdapter: Bool {
    info?[Snapshot.libraryKey]?.equals("peft") ?? false || tag(after: "base_model:adapter:") != nil
      || hasFile { $0 == AdapterFile.config }
  }

  /// Whether the Hub lists a file with such a path.
  private func hasFile(where matches: (String) -> Bool) -> Bool {
    let files = info?[Snapshot.siblingsKey]?.elements.lazy.compactMap { $0[Snapshot.fileNameKey]?.string }
    return files?.contains(where: matches) ?? false
  }

  private func tag(after prefix: String) -> String? {
    guard let tags = info?[Snapshot.tagsKey]?.elements else { return nil }
    return tags.lazy.compactMap(\.string).first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// The license that the model card names, or the one among the tags, without its prefix.
  var license: UnsafeBufferPointer<UInt8>? {
    if let license = info?[Snapshot.cardDataKey]?[Snapshot.licenseKey] {
      if license.isString { return license.content }
      if let first = license.elements.first(where: \.isString) { return first.content }
    }
    guard let tags = info?[Snapshot.tagsKey]?.elements else { return nil }
    return tags.lazy.compactMap { $0.isString ? $0.content.text(after: "license:") : nil }.first
  }
}
