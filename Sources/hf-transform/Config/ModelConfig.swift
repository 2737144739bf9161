import JSON

/// The values that a model's config.json or GGUF header has for each ``ConfigField``. One instance is reused for all
/// documents.
///
/// A value comes, in this order, from an override, the language model's own config, the config that contains it, and
/// the class defaults: the values that a config class of transformers has for absent keys. `null` counts as absent, and
/// then the class default is not used either: `"sliding_window": null` means no window.
final class ModelConfig: FieldReader {
  /// The ranks of the sources of a field's value. Of two values, the one with the lower rank is taken.
  private enum Precedence {
    static let override: UInt8 = 0
    /// The lowest rank of a value in the language model's own config. The ranks from here to ``outer`` are the position
    /// of the key among the field's keys in ``FieldAliases``, from 1.
    static let stated: UInt8 = 1
    /// Added to the rank of a value in the config that contains the language model's.
    static let outer: UInt8 = 64
    static let classDefault: UInt8 = 253
    /// Null; the class default is not used.
    static let null: UInt8 = 254
    static let absent: UInt8 = 255
  }

  /// By field: the rank of its value.
  private let ranks = ConfigFieldArray(repeating: Precedence.absent)
  /// The member that each field was read from. The key is nil for an override and for the architecture of a GGUF file;
  /// both are nil for a computed number.
  private let members = ConfigFieldArray<(value: JSONElement?, key: JSONElement?)>(repeating: (nil, nil))
  /// Numbers that no member holds: class defaults, and those computed from a GGUF header.
  private let impliedNumbers = ConfigFieldArray(repeating: 0)
  /// Which fields were asked for. The others are unread.
  private let reads = ConfigFieldArray(repeating: false)
  /// Keys that no family reads, with a value that can be a size; at most ``UnreadKeys/most``.
  private var unknownKeys: [(key: JSONElement, value: JSONElement)] = []
  private let ranges = FieldAliases.ranges
  private let meanings = KeyMeanings.shared

  deinit {
    reads.deallocate()
    ranks.deallocate()
    members.deallocate()
    impliedNumbers.deallocate()
  }

  /// The file that the values are from.
  private(set) var sizesFile = SizesFile.configFile
  /// By field: the keys or tensors from which a number was computed.
  private var origins: [Int: String] = [:]
  /// The metadata of the GGUF file that the values are from; unused for a config.json.
  private var metadata: GGUFMetadata?
  /// The `model_type` that corresponds to the architecture of a GGUF file; nil if the architecture is unknown, and for
  /// a config.json.
  var familyName: StaticString?
  /// The data type of most elements of a GGUF file; nil if they are quantized or it is unknown, and for a config.json.
  var dtypeName: StaticString?
  /// The per-layer properties of a GGUF file; nil for a config.json.
  var statedLayers: StatedLayers?

  /// Whether a list of two numbers has the one for text, then the one for images (ERNIE 4.5 VL).
  var listsTextAndImages = false

  /// The sizes that `per_layer_config` has for single layers.
  private var layerSizes = PerLayerConfig()

  /// The config of the language model: a nested config, or the whole one; nil for a GGUF file.
  private(set) var textConfig: JSONElement?
  /// Whether ``textConfig`` is nested in another config.
  private(set) var isNested = false
  /// The `model_type` of the outermost config; nil when it is absent.
  private(set) var outerModelType: JSONElement?
  /// The outermost config's value for tied embeddings; nil unless the language model's config is nested in it.
  private(set) var outerTying: JSONElement?
  /// The `architectures` of the outermost config; nil when they are absent.
  private(set) var outerArchitectures: JSONElement?

  /// Whether the outermost config is that of an encoder-decoder.
  private(set) var isEncoderDecoder = false
  /// Whether the config is an adapter's.
  private(set) var isAdapter = false
  /// The key that shows that the model is multimodal, if any.
  private(set) var otherModality: JSONElement?

  /// The configs of a multimodal model's encoders: the objects under the keys of ``MultimodalMarks``.
  private(set) var encoderConfigs: [JSONElement] = []

  /// The key and the value of a member that should be an object with members and is not.
  private var notAnObject: (key: JSONElement, value: JSONElement)?

  /// Reads a config; replaces the previous one.
  ///
  /// - Throws: ``ConfigError`` when a member that should be an object with members is not one, `per_layer_config` is
  ///   invalid, or the outermost `model_type` is not a string.
  func read(_ config: JSONElement) throws(ConfigError) {
    reset(to: .configFile)
    textConfig = config
    var backbone = walk(config, in: KeyMeanings.topLevel)
    outerModelType = try text(.modelType)
    outerArchitectures = element(.architectures)
    isEncoderDecoder = element(.isEncoderDecoder)?.bool == true
    isAdapter = element(.adapterType)?.isString == true
    var depth = 1
    outerTying = backbone == nil ? nil : element(.tiedEmbeddings) ?? element(.sharedEmbeddings)
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
    if let sizes = element(.layerSizes), !sizes.isNull {
      try layerSizes.read(sizes, of: key(of: .layerSizes), meanings)
    }
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

  /// Records a member that should be null or an object with members, and is not. When a key occurs twice, the last
  /// value counts.
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

  /// Fills absent fields with class defaults.
  func apply(_ classDefaults: [ClassDefault]) {
    for item in classDefaults where ranks[item.field] == Precedence.absent {
      // Converters write every value that a GGUF header can state. So a missing value means none, and not the default.
      if sizesFile == .gguf, GGUFKey.canBeStated[item.field.rawValue] { continue }
      ranks[item.field] = Precedence.classDefault
      impliedNumbers[item.field] = item.value
    }
  }

  /// Reads an object's members; returns the nested config of the language model, or nil.
  ///
  /// - Parameter scope: the scope in ``KeyMeanings`` that has the keys of this object.
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
        // Only the first keys of the list always have a config. `decoder`, for example, can also have another value.
        if rank < TextBackbones.unmistakableCount { requireObject(value, key) }
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

  /// The item of a list with one item, if the field can have a number for each layer: `"num_experts": [16]` applies to
  /// all layers. Nil for any other value.
  @inline(__always)
  private static func onlyItem(of value: JSONElement, _ field: ConfigField) -> JSONElement? {
    guard value.isArray, value.count == 1, FieldAliases.numbersOrLists.contains(field) else { return nil }
    return value.elements.first
  }

  /// Whether a value is one of the strings that hf-fetch writes for Python's bare `NaN` and `Infinity`. They count as
  /// null.
  @inline(__always)
  private func isNonFinite(_ value: JSONElement) -> Bool {
    value.isString && (value.equals("NaN") || value.equals("Infinity") || value.equals("-Infinity"))
  }

  /// Records a key that no family reads, if its value can be a size and it is not among ``IrrelevantKeys``.
  private func noteUnknown(_ key: JSONElement, _ value: JSONElement, in scope: Int) {
    guard UnreadKeys.couldBeSize(value), unknownKeys.count < UnreadKeys.most else { return }
    if scope != KeyMeanings.topLevel, case .irrelevant = meanings[KeyMeanings.topLevel].value(ofKey: key) { return }
    if !IrrelevantKeys.hasEnding(key) { unknownKeys.append((key, value)) }
  }

  /// Removes the values of the outer config, except those that it may state for the language model.
  private func keepInherited() {
    unknownKeys.removeAll(keepingCapacity: true)
    if outerTying != nil, outerClassReadsInnerTying {
      for field in TextBackbones.tying { ranks[field] = Precedence.absent }
    }
    let inherited = TextBackbones.inherited.map { (field: $0, rank: ranks[$0]) }
    ranks.fill(Precedence.absent)
    for (field, rank) in inherited where rank < Precedence.classDefault {
      // If configs are nested more than once, the rank of a value of the outermost one was already raised.
      ranks[field] = rank < Precedence.outer ? rank + Precedence.outer : rank
    }
  }
}

extension ModelConfig {
  /// Removes all values, and takes the metadata of a GGUF file: its architecture becomes the `model_type`.
  func clear(for metadata: GGUFMetadata) {
    reset(to: .gguf)
    self.metadata = metadata
    origins.removeAll(keepingCapacity: true)
    (textConfig, outerModelType, outerArchitectures, outerTying) = (nil, nil, nil, nil)
    (isEncoderDecoder, isAdapter) = (false, false)
    ranks[.modelType] = Precedence.stated
    members[.modelType] = (metadata.architecture, nil)
  }

  /// Sets a field to the value of a member of the metadata.
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

  /// Whether the config or an override states a field. Unlike ``has(_:)``, this does not count as reading it.
  func states(_ field: ConfigField) -> Bool { ranks[field] < Precedence.classDefault }

  /// Whether a key of a field is in the config, possibly with null, or has a class default.
  func mentions(_ field: ConfigField) -> Bool { ranks[field] != Precedence.absent }

  /// Whether a field's value is a class default.
  func isDefaulted(_ field: ConfigField) -> Bool { ranks[field] == Precedence.classDefault }

  /// Whether a field's value is an override.
  func isOverridden(_ field: ConfigField) -> Bool { ranks[field] == Precedence.override }

  func element(_ field: ConfigField) -> JSONElement? {
    reads[field] = true
    return ranks[field] < Precedence.classDefault ? members[field].value : nil
  }

  /// A field's value for a layer: that of `per_layer_config`, else the one for all layers; nil when it is null or
  /// absent.
  func element(_ field: ConfigField, in layer: Int?) -> JSONElement? {
    guard let layer, let own = layerSizes.value(of: field, in: layer) else { return element(field) }
    reads[field] = true
    return own.isNull ? nil : own
  }

  /// Whether `per_layer_config` has sizes of single layers.
  var hasLayerSizes: Bool { !layerSizes.isEmpty }

  func impliedNumber(_ field: ConfigField) -> Int? { has(field) ? impliedNumbers[field] : nil }

  /// ``impliedNumber(_:)``, but nil if `per_layer_config` has null for the layer.
  func impliedNumber(_ field: ConfigField, in layer: Int?) -> Int? {
    if let layer, layerSizes.value(of: field, in: layer) != nil { return nil }
    return impliedNumber(field)
  }

  func number(in list: JSONElement, of field: ConfigField) throws(ConfigError) -> Int? {
    if listsTextAndImages, list.count == 2 { return try firstInt(field) }
    let layers = try layerCount(of: list, field)
    var largest: Int?
    for element in list.elements.prefix(layers) { largest = max(try itemOfList(element, field), largest ?? 0) }
    return largest
  }

  /// The number of one layer in a list with a number for each layer; nil when the list has none for it.
  ///
  /// - Throws: ``ConfigError`` when the list has another length than there are layers, or the number is invalid.
  func number(in list: JSONElement, of field: ConfigField, for layer: Int) throws(ConfigError) -> Int? {
    _ = try layerCount(of: list, field)
    guard let own = list[layer] else { return nil }
    return try itemOfList(own, field)
  }

  /// The number of layers.
  ///
  /// - Throws: ``ConfigError`` when the list does not have a number for each.
  private func layerCount(of list: JSONElement, _ field: ConfigField) throws(ConfigError) -> Int {
    let layers = try int(.layers) ?? 0
    // A list in a GGUF header can also have numbers for multi-token-prediction layers.
    guard list.count > 0, list.count == layers || sizesFile == .gguf && list.count > layers else {
      throw .invalid(key: key(of: field), found: "a list of \(list.count)", expected: "a number, or one for each layer")
    }
    return layers
  }

  /// An element of a list with a number for each layer. In a GGUF header it may be 0: the layer has none.
  private func itemOfList(_ element: JSONElement, _ field: ConfigField) throws(ConfigError) -> Int {
    sizesFile == .gguf && element.int == 0 ? 0 : try integer(element, of: field)
  }

  /// Whether a field's value is a list.
  func isList(_ field: ConfigField) -> Bool { element(field)?.isArray == true }

  /// Whether sizes can differ from layer to layer: in `per_layer_config`, or in a list with a number for each layer.
  var variesByLayer: Bool {
    if hasLayerSizes || listsTextAndImages { return hasLayerSizes }
    return FieldAliases.numbersOrLists.contains {
      ranks[$0] < Precedence.classDefault && members[$0].value?.isArray == true
    }
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
  /// The keys that no family reads, and the keys of sizes that this model's family did not read.
  func unreadKeys() -> UnreadKeys {
    var keys = UnreadKeys(unknown: unknownKeys)
    for field in ConfigField.sizes
    where ranks[field] < Precedence.classDefault && !reads[field] && ranks[field] > Precedence.override {
      guard let value = members[field].value, let key = members[field].key, UnreadKeys.isMeant(value) else { continue }
      keys.ignored.append((key, value))
    }
    return keys
  }

  /// How many of ``ConfigField/sizes`` were read and have a class default as their value.
  var usedDefaultCount: Int { ConfigField.sizes.count { reads[$0] && ranks[$0] == Precedence.classDefault } }

  /// Removes class defaults, and forgets which fields were read, so that the config can be tried as another family's.
  func forgetFamily() {
    reads.fill(false)
    for field in ConfigField.allCases where ranks[field] == Precedence.classDefault { ranks[field] = Precedence.absent }
  }

  /// Marks fields as read, so that they are not reported as unread. Their values stay.
  func markAsRead(_ fields: [ConfigField]) {
    for field in fields { reads[field] = true }
  }
}
