import Shared

/// A view of a snapshot: what the Hub says of one model.
struct Snapshot {
  private static let modelIDKey = JSONKey("model_id")
  private static let revisionKey = JSONKey("revision")
  private static let infoKey = JSONKey("info")
  private static let configKey = JSONKey("config")
  private static let quantKey = JSONKey("hf_quant_config")
  private static let weightsKey = JSONKey("weights")
  private static let overridesKey = JSONKey("overrides")
  private static let idKey = JSONKey("id")
  private static let cardDataKey = JSONKey("cardData")
  private static let licenseKey = JSONKey("license")
  private static let tagsKey = JSONKey("tags")
  private static let baseModelKey = JSONKey("base_model")
  private static let shaKey = JSONKey("sha")

  private let document: JSONElement
  /// The Hub's model info.
  let info: JSONElement?

  init(_ document: JSONElement) {
    self.document = document
    info = document[Snapshot.infoKey].flatMap { $0.isObject ? $0 : nil }
  }

  /// The id as the Hub spells it, after renames.
  var modelID: JSONElement? {
    if let id = info?[Snapshot.idKey], id.isString { return id }
    guard let id = document[Snapshot.modelIDKey], id.isString else { return nil }
    return id
  }

  /// The commit.
  var revision: JSONElement? {
    if let revision = document[Snapshot.revisionKey], revision.isString { return revision }
    guard let sha = info?[Snapshot.shaKey], sha.isString else { return nil }
    return sha
  }

  var config: JSONElement? { document[Snapshot.configKey].flatMap { $0.isObject ? $0 : nil } }
  /// The content of `hf_quant_config.json`.
  var quantConfig: JSONElement? { document[Snapshot.quantKey].flatMap { $0.isObject ? $0 : nil } }
  var weights: JSONElement? { document[Snapshot.weightsKey].flatMap { $0.isObject ? $0 : nil } }
  var overrides: JSONElement? { document[Snapshot.overridesKey].flatMap { $0.isObject ? $0 : nil } }

  /// The model that an adapter was made for, by the model card or the tags.
  var baseModel: String? {
    let stated = info?[Snapshot.cardDataKey]?[Snapshot.baseModelKey]
    if let name = stated?.string ?? stated?.elements.first(where: \.isString)?.string { return name }
    return tag(after: "base_model:adapter:") ?? tag(after: "base_model:")
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
    let prefix: StaticString = "license:"
    for tag in info?[Snapshot.tagsKey].map(\.elements).map(Array.init) ?? [] where tag.isString {
      let text = tag.content
      guard text.count > prefix.utf8CodeUnitCount, let start = text.baseAddress else { continue }
      if memcmp(start, prefix.utf8Start, prefix.utf8CodeUnitCount) == 0 {
        return UnsafeBufferPointer(rebasing: text[prefix.utf8CodeUnitCount...])
      }
    }
    return nil
  }
}
