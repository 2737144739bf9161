import JSON

/// A schema compiled for evaluation: flat tables, children by index, keys by hash.
public final class SchemaProgram: @unchecked Sendable {
  /// The schemas; the first is the root.
  let nodes: Table<SchemaNode>
  /// What the schemas ask for, schema by schema.
  let instructions: Table<Instruction>
  /// Subschemas of keywords that hold several.
  let children: Table<Int32>
  let objects: Table<ObjectPlan>
  let patternChildren: Table<PatternChild>
  let arrays: Table<ArrayPlan>
  let containments: Table<ContainsPlan>
  let conditions: Table<Condition>
  let names: Table<Name>
  let dependencies: Table<Dependency>
  let bounds: Table<Bound>
  /// By resource and dynamic anchor: the schema that the anchor names there.
  let dynamicAnchors: Table<DynamicAnchor>
  private let text: Table<UInt8>

  /// The bounds' values without loss, by the index of the bound.
  let decimals: [ExactDecimal]
  /// The values of `enum` and `const`.
  let enumerations: [[JSONElement]]
  let patterns: [Pattern]
  /// By pattern: the automaton that decides it, where there is one.
  let automata: Table<ByteAutomaton?>
  /// Where each schema is: its resource's URI with a JSON Pointer.
  let locations: [String]
  /// Whether anything in the schema asks which members or elements have been evaluated.
  let tracksEvaluated: Bool
  /// Whether anything in the schema asks which resources evaluation has come through.
  let tracksScope: Bool
  /// The documents that the values above are views of.
  private let documents: [JSONDocument]

  init(_ builder: SchemaProgramBuilder, documents: [JSONDocument]) {
    nodes = Table(builder.nodes)
    instructions = Table(builder.instructions)
    children = Table(builder.children)
    objects = Table(builder.objects)
    patternChildren = Table(builder.patternChildren)
    arrays = Table(builder.arrays)
    containments = Table(builder.containments)
    conditions = Table(builder.conditions)
    names = Table(builder.names)
    dependencies = Table(builder.dependencies)
    bounds = Table(builder.bounds)
    dynamicAnchors = Table(builder.dynamicAnchors)
    text = Table(builder.text)
    decimals = builder.decimals
    enumerations = builder.enumerations
    patterns = builder.patterns
    automata = Table(builder.patterns.map(\.automaton))
    locations = builder.locations
    tracksEvaluated = builder.tracksEvaluated
    tracksScope = !builder.dynamicAnchors.isEmpty
    self.documents = documents
  }

  /// The text of a name.
  @inline(__always)
  func text(_ name: Name) -> UnsafeBufferPointer<UInt8> { text[name.text] }

  /// The text of a name, for messages.
  func string(_ name: Name) -> String { String(decoding: text(name), as: UTF8.self) }
}

/// A schema: the types it admits, then its instructions.
struct SchemaNode: BitwiseCopyable {
  var types: TypeSet
  var resource: Int32
  var instructions: IndexRange
}

/// One thing that a schema asks of a value.
enum Instruction: BitwiseCopyable {
  case never
  case reference(Int32)
  case dynamicReference(anchor: Int32, fallback: Int32)
  case stringEnumeration(IndexRange)
  case enumeration(Int32)
  case constant(Int32)
  case bounds(IndexRange)
  case multipleOf(Int32)
  case minLength(Int)
  case maxLength(Int)
  case pattern(Int32)
  case format(Format)
  case object(Int32)
  case minProperties(Int)
  case maxProperties(Int)
  case required(IndexRange)
  case dependentRequired(Keyword, IndexRange)
  case dependentSchemas(Keyword, IndexRange)
  case propertyNames(Int32)
  case array(Int32)
  case minItems(Int)
  case maxItems(Int)
  case uniqueItems
  case contains(Int32)
  case allOf(IndexRange)
  case anyOf(IndexRange)
  case oneOf(IndexRange)
  case not(Int32)
  case condition(Int32)
  case unevaluatedItems(Int32)
  case unevaluatedProperties(Int32)
}

/// The four ways to bound a number.
enum BoundKind: BitwiseCopyable {
  case minimum, maximum, exclusiveMinimum, exclusiveMaximum

  var keyword: Keyword {
    switch self {
    case .minimum: .minimum
    case .maximum: .maximum
    case .exclusiveMinimum: .exclusiveMinimum
    case .exclusiveMaximum: .exclusiveMaximum
    }
  }

  /// Whether a number is on the right side, by its order to the bound: -1 below, 0 equal, 1 above.
  @inline(__always)
  func admits(_ order: Int) -> Bool {
    switch self {
    case .minimum: order >= 0
    case .maximum: order <= 0
    case .exclusiveMinimum: order > 0
    case .exclusiveMaximum: order < 0
    }
  }
}

/// A number to compare with.
struct Bound: BitwiseCopyable {
  let kind: BoundKind
  /// Its value, where it is short enough to be compared without the exact decimal of the same index.
  let short: ShortDecimal?
}

/// A key or string, by hash and text.
struct Name: BitwiseCopyable {
  let hash: UInt32
  let text: IndexRange
}

/// `properties`, `patternProperties`, `additionalProperties` and `required` in one pass over the members.
struct ObjectPlan: BitwiseCopyable {
  /// The members that the schema names.
  var properties = KnownKeys<Property>([])
  var patterns = IndexRange.empty
  /// The schema for members that neither a name nor a pattern matches; negative where there is none.
  var additional: Int32 = -1
  /// The bits of the members that must be there.
  var required: UInt64 = 0
}

/// A member that a schema names.
struct Property: BitwiseCopyable {
  let name: Name
  /// Its schema; negative where the member is required but not described.
  let child: Int32
  /// Its bit in ``ObjectPlan/required``.
  let requiredBit: UInt64
}

/// A schema for the members whose keys match a pattern.
struct PatternChild: BitwiseCopyable {
  let pattern: Int32
  let child: Int32
}

/// `prefixItems` and `items`, or draft 7's `items` and `additionalItems`.
struct ArrayPlan: BitwiseCopyable {
  var prefix = IndexRange.empty
  var prefixKeyword = Keyword.prefixItems
  /// The schema of the elements after the prefix; negative where there is none.
  var rest: Int32 = -1
  var restKeyword = Keyword.items
}

/// `contains` with its bounds.
struct ContainsPlan: BitwiseCopyable {
  let child: Int32
  let minimum: Int
  let maximum: Int?
}

/// `if`, `then` and `else`; an absent one is negative.
struct Condition: BitwiseCopyable {
  let test: Int32
  let then: Int32
  let otherwise: Int32
}

/// What holds when an object has a member: a schema, or further names that must be there.
struct Dependency: BitwiseCopyable {
  let trigger: Name
  var child: Int32 = -1
  var required = IndexRange.empty
}

/// A schema that a `$dynamicAnchor` names in a resource.
struct DynamicAnchor: BitwiseCopyable {
  let resource: Int32
  /// The number that the compiler gave to the anchor's name.
  let anchor: Int32
  let node: Int32
}

/// The types of values.
struct TypeSet: OptionSet, BitwiseCopyable {
  let rawValue: UInt8

  static let object = TypeSet(rawValue: 1)
  static let array = TypeSet(rawValue: 2)
  static let string = TypeSet(rawValue: 4)
  static let number = TypeSet(rawValue: 8)
  static let boolean = TypeSet(rawValue: 16)
  static let null = TypeSet(rawValue: 32)
  static let integer = TypeSet(rawValue: 64)
  static let all: TypeSet = [.object, .array, .string, .number, .boolean, .null]

  /// The names that schemas use.
  static let names: [(name: String, type: TypeSet)] = [
    ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("boolean", .boolean),
    ("null", .null), ("integer", .integer),
  ]

  /// The names of the types in it.
  var names: [String] { TypeSet.names.filter { contains($0.type) }.map(\.name) }

  /// The type of a value; a number is not looked at closely.
  @inline(__always)
  init(of value: JSONElement) {
    switch value.kind {
    case .object: self = .object
    case .array: self = .array
    case .string: self = .string
    case .number: self = .number
    case .true, .false: self = .boolean
    case .null: self = .null
    case .nonFinite: self = []
    }
  }

  @inline(__always)
  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Whether a value is of one of the types.
  @inline(__always)
  func admits(_ value: JSONElement) -> Bool {
    if !isDisjoint(with: TypeSet(of: value)) { return true }
    guard contains(.integer), value.kind == .number else { return false }
    return value.hasIntegerSyntax || value.decimal?.isInteger == true
  }
}
