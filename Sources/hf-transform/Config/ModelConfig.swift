import JSON
import Platform

/// The values of a config by ``ConfigField``, read in one pass over its members. Reused for every document.
///
/// A value comes, in this order, from an override, the language model's own config, the config around it, and the
/// family's class defaults. `null` counts as absent, and the class default is not used either: `"sliding_window": null`
/// means no window.
final class ModelConfig: FieldReader {
  /// Where a field's value is from; of two values, the one with the lower rank counts.
  private enum Precedence {
    static let override: UInt8 = 0
    /// The first rank of a value that the language model's own config states. A rank below ``outer`` is the position of
    /// the key among the field's aliases, from 1.
    static let stated: UInt8 = 1
    /// Is added to the rank of a value that the config around it states.
    static let outer: UInt8 = 64
    static let classDefault: UInt8 = 253
    /// Null; the class default is not used.
    static let null: UInt8 = 254
    static let absent: UInt8 = 255
  }

  private let ranks = ConfigFieldArray(repeating: Precedence.absent)
  private let members = ConfigFieldArray<(value: JSONElement?, key: JSONElement?)>(repeating: (nil, nil))
  /// Numbers that no member holds: class defaults, and those computed from a GGUF header.
  private let impliedNumbers = ConfigFieldArray(repeating: 0)
  /// Which fields were read.
  private let reads = ConfigFieldArray(repeating: false)
  /// Keys with a number, a list or an object that no family reads, at most ``UnreadKeys/most``.
  private var unknownKeys: [(key: JSONElement, value: JSONElement)] = []
  private let ranges = FieldAliases.ranges
  private let meanings = KeyMeanings.shared

  deinit {
    reads.deallocate()
    ranks.deallocate()
    members.deallocate()
    impliedNumbers.deallocate()
  }

  private(set) var sizesFile = SizesFile.configFile
  /// By field: the keys or tensors from which a number was computed.
  private var origins: [Int: String] = [:]
  /// The GGUF metadata that the values are from, if any.
  private var metadata: GGUFMetadata?
  /// The `model_type` that corresponds to the architecture of a GGUF file; nil for a config.json.
  var familyName: StaticString?
  /// The data type of a GGUF file's elements, unless most are quantized; nil for a config.json.
  var dtypeName: StaticString?
  /// The per-layer properties of a GGUF file.
  var statedLayers: StatedLayers?

  /// Whether a list of two has the value for text, then the one for images (ERNIE 4.5 VL).
  var listsTextAndImages = false

  /// The sizes that `per_layer_config` has for single layers.
  private var layerSizes = PerLayerConfig()

  /// The config of the language model: nested, or the whole config.
  private(set) var textConfig: JSONElement?
  /// Whether ``textConfig`` is nested in another config.
  private(set) var isNested = false
  /// The `model_type` of the outermost config.
  private(set) var outerModelType: JSONElement?
  /// What the outermost config says of tied embeddings, where the language model's is nested.
  private(set) var outerTying: JSONElement?
  /// The `architectures` of the outermost config.
  private(set) var outerArchitectures: JSONElement?

  /// Whether the outermost config is that of an encoder-decoder.
  private(set) var isEncoderDecoder = false
  /// Whether the config is an adapter's.
  private(set) var isAdapter = false
  /// The key that shows that the model is multimodal, if any.
  private(set) var otherModality: JSONElement?

  /// The configs of encoders: the objects under keys that show that the model is multimodal.
  private(set) var encoderConfigs: [JSONElement] = []

  /// The key and the value of a member that should be an object with members and is not.
  private var notAnObject: (key: JSONElement, value: JSONElement)?

  /// Reads a config; replaces the previous one.
  ///
  /// - Throws: ``ConfigError`` when a member that should contain fields is not an object, or `model_type` is
  ///   not a string.
  func read(_ config: JSONElement) throws(ConfigError) {
    reset(to: .configFile)
    textConfig = config
    var backbone = walk(config, in: KeyMeanings.topLevel)
    outerModelType = try text(.modelType)
    outerArchitectures = element(.architectures)
    isEncoderDecoder = element(.isEncoderDecoder)?.bool == true
    isAdapter = element(.adapterType)?.isString == true
    var depth = 1
    outerTying = backbone == nil ? nil : element(.tiedEmbeddings)
    while let nested = backbone, depth <= TextBackbones.maximumDepth {
      keepInherited()
      textConfig = nested
      isNested = true
      backbone = walk(nested, in: KeyMeanings.topLevel)
      depth += 1
    }
    if let notAnObject {
      throw .invalid(notAnObject.key.string ?? "", notAnObject.value, expected: "an object with members")
    }
    try layerSizes.read(element(.layerSizes), meanings)
  }

  private func reset(to sizesFile: SizesFile) {
    self.sizesFile = sizesFile
    otherModality = nil
    encoderConfigs.removeAll(keepingCapacity: true)
    notAnObject = nil
    familyName = nil
    dtypeName = nil
    statedLayers = nil
    listsTextAndImages = false
    layerSizes.clear()
    isNested = false
    ranks.fill(Precedence.absent)
    reads.fill(false)
    unknownKeys.removeAll(keepingCapacity: true)
  }

  /// Notes a member that should be null or an object with members and is not. When a key occurs twice, the last one
  /// counts.
  private func requireObject(_ value: JSONElement, _ key: JSONElement) {
    let isFit = value.isNull || value.isObject && value.count > 0
    if !isFit {
      notAnObject = (key, value)
    } else if let notAnObject, notAnObject.key.string == key.string {
      self.notAnObject = nil
    }
  }

  /// Overrides a field's value.
  func override(_ field: ConfigField, with value: JSONElement) {
    ranks[field] = Precedence.override
    members[field] = (value, nil)
  }

  /// Fills fields that are absent with a family's class defaults.
  func apply(_ classDefaults: [ClassDefault]) {
    for item in classDefaults where ranks[item.field] == Precedence.absent {
      // Converters write every value that a GGUF header can state, so one that is missing is not the default.
      if sizesFile == .gguf, GGUFKey.canBeStated[item.field.rawValue] { continue }
      ranks[item.field] = Precedence.classDefault
      impliedNumbers[item.field] = item.value
    }
  }

  /// Reads an object's members; returns the nested config of the language model, if any.
  private func walk(_ object: JSONElement, in scope: Int) -> JSONElement? {
    let known = meanings[scope]
    var backbone: JSONElement?
    var backboneRank = UInt8.max
    for (key, value) in object.members {
      guard let meaning = known.value(ofKey: key) else {
        noteUnknown(key, value, in: scope)
        continue
      }
      switch meaning {
      case .irrelevant: continue
      case .field(let field, let rank): store(value, of: field, key: key, rank: rank)
      case .group(let inner):
        if !value.isObject || notAnObject != nil { requireObject(value, key) }
        if value.isObject { _ = walk(value, in: inner) }
      case .otherModality:
        guard MultimodalMarks.isMeant(key, value) else { continue }
        otherModality = key
        if value.isObject { encoderConfigs.append(value) }
      case .backbone(let rank):
        // Some of these keys have other meanings too; the first ones do not.
        if rank < TextBackbones.unmistakable { requireObject(value, key) }
        guard value.isObject, value.count > 0, rank <= backboneRank else { continue }
        backbone = value
        backboneRank = rank
      }
    }
    return backbone
  }

  @inline(__always)
  private func store(_ value: JSONElement, of field: ConfigField, key: JSONElement, rank: UInt8) {
    guard rank <= ranks[field] else { return }
    if value.isNull || isNonFinite(value) {
      if rank == ranks[field] || ranks[field] == Precedence.absent { ranks[field] = Precedence.null }
      return
    }
    ranks[field] = rank
    members[field] = (ModelConfig.onlyItem(of: value, field) ?? value, key)
  }

  /// The item of a list of one, where a list has a number for each layer: `"num_experts": [16]` holds for all layers.
  @inline(__always)
  private static func onlyItem(of value: JSONElement, _ field: ConfigField) -> JSONElement? {
    guard value.isArray, value.count == 1, FieldAliases.perLayer.contains(field) else { return nil }
    return value.elements.first { _ in true }
  }

  /// Python's bare `NaN` and `Infinity` arrive as these strings, and count as absent.
  @inline(__always)
  private func isNonFinite(_ value: JSONElement) -> Bool {
    value.isString && (value.equals("NaN") || value.equals("Infinity") || value.equals("-Infinity"))
  }

  /// Records a key that no family reads, if its value could be a size.
  private func noteUnknown(_ key: JSONElement, _ value: JSONElement, in scope: Int) {
    guard UnreadKeys.couldBeSize(value), unknownKeys.count < UnreadKeys.most else { return }
    if scope != KeyMeanings.topLevel, case .irrelevant = meanings[KeyMeanings.topLevel].value(ofKey: key) { return }
    if !IrrelevantKeys.contains(key) { unknownKeys.append((key, value)) }
  }

  /// Removes the values of the outer config, except the fields that it may state for the language model.
  private func keepInherited() {
    unknownKeys.removeAll(keepingCapacity: true)
    let inherited = TextBackbones.inherited.map { (field: $0, rank: ranks[$0]) }
    ranks.fill(Precedence.absent)
    for (field, rank) in inherited where rank < Precedence.classDefault {
      // A value of the outermost of three configs has this rank already.
      ranks[field] = rank < Precedence.outer ? rank + Precedence.outer : rank
    }
  }
}

extension ModelConfig {
  /// Removes all values, before reading the metadata of a GGUF file.
  func clear(for metadata: GGUFMetadata) {
    reset(to: .gguf)
    self.metadata = metadata
    origins.removeAll(keepingCapacity: true)
    (textConfig, outerModelType, outerArchitectures, outerTying) = (nil, nil, nil, nil)
    (isEncoderDecoder, isAdapter) = (false, false)
    ranks[.modelType] = Precedence.stated
    members[.modelType] = (metadata.architecture, nil)
  }

  /// Sets a field to a member of the metadata.
  func store(_ value: JSONElement, key: JSONElement, of field: ConfigField) {
    ranks[field] = Precedence.stated
    members[field] = (value, key)
  }

  /// Sets a field to a computed number.
  ///
  /// - Parameter origin: the keys or tensors from which it is computed, for messages.
  func store(_ number: Int, origin: String, of field: ConfigField) {
    ranks[field] = Precedence.stated
    members[field] = (nil, nil)
    impliedNumbers[field] = number
    origins[field.rawValue] = origin
  }

  func has(_ field: ConfigField) -> Bool {
    reads[field] = true
    return ranks[field] <= Precedence.classDefault
  }

  /// Whether the config states a field. Unlike ``has(_:)``, this does not count as reading it.
  func states(_ field: ConfigField) -> Bool { ranks[field] < Precedence.classDefault }

  /// Whether a field's value is a class default.
  func isDefaulted(_ field: ConfigField) -> Bool { ranks[field] == Precedence.classDefault }

  /// Whether a field's value is an override.
  func isOverridden(_ field: ConfigField) -> Bool { ranks[field] == Precedence.override }

  func element(_ field: ConfigField) -> JSONElement? {
    reads[field] = true
    return ranks[field] < Precedence.classDefault ? members[field].value : nil
  }

  /// A field's value; a layer's own comes first.
  func element(_ field: ConfigField, in layer: Int?) -> JSONElement? {
    guard let layer, let own = layerSizes.value(of: field, in: layer) else { return element(field) }
    reads[field] = true
    return own.isNull ? nil : own
  }

  /// Whether `per_layer_config` has sizes of single layers.
  var hasLayerSizes: Bool { !layerSizes.isEmpty }

  func impliedNumber(_ field: ConfigField) -> Int? { has(field) ? impliedNumbers[field] : nil }

  func number(in list: JSONElement, of field: ConfigField) throws(ConfigError) -> Int? {
    if listsTextAndImages, list.count == 2 { return try firstInt(field) }
    let layers = try layerCount(of: list, field)
    var largest: Int?
    for element in list.elements.prefix(layers) { largest = max(try itemOfList(element, field), largest ?? 0) }
    return largest
  }

  /// A layer's number in a list with a number for each.
  ///
  /// - Throws: ``ConfigError``.
  func number(in list: JSONElement, of field: ConfigField, for layer: Int) throws(ConfigError) -> Int? {
    _ = try layerCount(of: list, field)
    guard let own = list.elements.dropFirst(layer).first(where: { _ in true }) else { return nil }
    return try itemOfList(own, field)
  }

  /// How many layers there are, if a list has a number for each.
  private func layerCount(of list: JSONElement, _ field: ConfigField) throws(ConfigError) -> Int {
    let layers = try int(.layers) ?? 0
    // A GGUF header also has numbers for MTP layers.
    guard list.count > 0, list.count == layers || sizesFile == .gguf && list.count > layers else {
      throw .invalid(key: key(of: field), found: "a list of \(list.count)", expected: "a number, or one for each layer")
    }
    return layers
  }

  /// An element of a list with a number for each layer; in a GGUF header 0 means that the layer has none.
  private func itemOfList(_ element: JSONElement, _ field: ConfigField) throws(ConfigError) -> Int {
    sizesFile == .gguf && element.int == 0 ? 0 : try integer(element, of: field)
  }

  /// Whether a field has a list with a number for each layer.
  func isList(_ field: ConfigField) -> Bool { element(field)?.isArray == true }

  /// Whether some field has a number for each layer.
  var variesByLayer: Bool {
    if hasLayerSizes || listsTextAndImages { return hasLayerSizes }
    return FieldAliases.perLayer.contains { ranks[$0] < Precedence.classDefault && members[$0].value?.isArray == true }
  }

  func integer(_ element: JSONElement, of field: ConfigField) throws(ConfigError) -> Int {
    let range = ranges[field.rawValue]
    guard let value = element.int, range.contains(value) else {
      let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
      throw .invalid(key(of: field), element, expected: expected)
    }
    return value
  }

  func key(of field: ConfigField) -> String {
    if element(field) != nil, let key = members[field].key?.string { return key }
    if sizesFile == .gguf, let metadata {
      if has(field), let origin = origins[field.rawValue] { return origin }
      if let key = GGUFKey.key(of: field) { return metadata.name(of: key) }
    }
    return FieldAliases.table.first { $0.field == field }?.keys.first?.description ?? "\(field)"
  }
}

extension ModelConfig {
  /// The keys that no family reads, and those that were not read for this model.
  func unreadKeys() -> UnreadKeys {
    var keys = UnreadKeys(unknown: unknownKeys)
    for field in ConfigField.sizes
    where ranks[field] < Precedence.classDefault && !reads[field] && ranks[field] > Precedence.override {
      guard let value = members[field].value, let key = members[field].key, UnreadKeys.isMeant(value) else { continue }
      keys.ignored.append((key, value))
    }
    return keys
  }

  /// How many fields were read whose value is a class default.
  var usedDefaultCount: Int { ConfigField.sizes.count { reads[$0] && ranks[$0] == Precedence.classDefault } }

  /// Removes class defaults and the record of fields read, to try the config as another family's.
  func forgetFamily() {
    reads.fill(false)
    for field in ConfigField.allCases where ranks[field] == Precedence.classDefault { ranks[field] = Precedence.absent }
  }

  /// Marks fields as read, so that they are not reported as unread. Their values stay.
  func markAsRead(_ fields: [ConfigField]) {
    for field in fields { reads[field] = true }
  }
}
