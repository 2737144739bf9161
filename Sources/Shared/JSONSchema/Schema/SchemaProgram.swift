import JSON

/// A schema compiled for evaluation: flat tables, children by index, keys by hash.
public final class SchemaProgram: @unchecked Sendable {
  /// The schemas; the first is the root.
  let nodes: ConstantArray<SchemaNode>
  /// The instructions, schema by schema.
  let instructions: ConstantArray<Instruction>
  /// Subschemas of keywords that have several.
  let children: ConstantArray<Int32>
  let objects: ConstantArray<ObjectKeywords>
  let patternChildren: ConstantArray<PatternProperty>
  /// For `patternProperties` with many patterns.
  let patternIndexes: [PatternPropertyIndex]
  let arrays: ConstantArray<ArrayKeywords>
  let containments: ConstantArray<ContainsKeyword>
  let conditions: ConstantArray<Condition>
  let names: ConstantArray<HashedString>
  let dependencies: ConstantArray<Dependency>
  /// The limits of numbers, and the divisors of `multipleOf`, whose comparison has no meaning.
  let bounds: ConstantArray<NumericLimit>
  /// By resource and dynamic anchor: the schema that the anchor names there.
  let dynamicAnchors: ConstantArray<DynamicAnchor>
  private let text: ConstantArray<UInt8>

  /// The exact values of ``bounds``, at the same indices.
  let decimals: [ExactDecimal]
  /// The values of `enum` and `const`.
  let enumerations: [[JSONElement]]
  let patterns: [Pattern]
  /// By pattern: its automaton, if it has one.
  let automata: ConstantArray<ByteAutomaton?>
  /// By node: where the schema is.
  private let origins: [NodeOrigin]
  /// Whether the schema has keywords that depend on evaluated members or elements.
  let tracksEvaluated: Bool
  /// Whether the schema has a `$dynamicRef` whose target depends on the path of evaluation.
  let tracksScope: Bool
  /// The documents that the values above are views of.
  private let documents: [JSONDocument]

  init(_ builder: SchemaProgramBuilder, documents: [JSONDocument]) {
    nodes = ConstantArray(builder.nodes)
    instructions = ConstantArray(builder.instructions)
    children = ConstantArray(builder.children)
    objects = ConstantArray(builder.objects)
    patternChildren = ConstantArray(builder.patternChildren)
    patternIndexes = builder.patternIndexes
    arrays = ConstantArray(builder.arrays)
    containments = ConstantArray(builder.containments)
    conditions = ConstantArray(builder.conditions)
    names = ConstantArray(builder.names)
    dependencies = ConstantArray(builder.dependencies)
    bounds = ConstantArray(builder.bounds)
    dynamicAnchors = ConstantArray(builder.dynamicAnchors)
    text = ConstantArray(builder.text)
    decimals = builder.decimals
    enumerations = builder.enumerations
    patterns = builder.patterns
    automata = ConstantArray(builder.patterns.map(\.automaton))
    origins = builder.origins
    tracksEvaluated = builder.tracksEvaluated
    tracksScope = !builder.dynamicAnchors.isEmpty
    self.documents = documents
  }

  /// Where a schema is: its resource's URI with a JSON Pointer.
  func location(_ node: Int32) -> String { origins[Int(node)].location }

  /// The text of a name.
  @inline(__always)
  func text(_ name: HashedString) -> UnsafeBufferPointer<UInt8> { text[name.text] }

  /// The text of a name, for messages.
  func string(_ name: HashedString) -> String { String(decoding: text(name), as: UTF8.self) }
}

/// A schema: its types, then its instructions.
struct SchemaNode: BitwiseCopyable {
  var types: TypeSet
  var resource: Int32
  var instructions: RowRange
}

/// One check of a value. An `Int32` is the index of a schema, or of the keyword's values, in a table of
/// ``SchemaProgram``; a range is one of rows in such a table.
enum Instruction: BitwiseCopyable {
  case never
  case reference(Int32)
  case dynamicReference(anchor: Int32, fallback: Int32)
  case stringEnumeration(RowRange)
  case enumeration(Int32)
  case constant(Int32)
  case bounds(RowRange)
  case multipleOf(Int32)
  case minLength(Int)
  case maxLength(Int)
  case pattern(Int32)
  case format(Format)
  case object(Int32)
  case minProperties(Int)
  case maxProperties(Int)
  /// The names of `required` after the first 64, which ``ObjectKeywords`` has.
  case required(RowRange)
  case dependentRequired(Keyword, RowRange)
  case dependentSchemas(Keyword, RowRange)
  case propertyNames(Int32)
  case array(Int32)
  case minItems(Int)
  case maxItems(Int)
  case uniqueItems
  case contains(Int32)
  case allOf(RowRange)
  case anyOf(RowRange)
  case oneOf(RowRange)
  case not(Int32)
  case condition(Int32)
  case unevaluatedItems(Int32)
  case unevaluatedProperties(Int32)
}

/// The four comparisons with a limit.
enum NumericComparison: BitwiseCopyable {
  case minimum, maximum, exclusiveMinimum, exclusiveMaximum

  var keyword: Keyword {
    switch self {
    case .minimum: .minimum
    case .maximum: .maximum
    case .exclusiveMinimum: .exclusiveMinimum
    case .exclusiveMaximum: .exclusiveMaximum
    }
  }

  /// Whether a number satisfies the limit, by its order: -1 below, 0 equal, 1 above.
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

/// A limit of a number, or a divisor.
struct NumericLimit: BitwiseCopyable {
  let kind: NumericComparison
  /// The value; nil when its digits do not fit. Then the exact decimal with the same index is compared.
  let short: ShortDecimal?

  /// Whether a short number satisfies the limit; nil when the comparison needs more digits.
  @inline(__always)
  func admits(_ number: ShortDecimal) -> Bool? {
    guard let short, let order = number.compared(to: short) else { return nil }
    return kind.admits(order)
  }
}

/// A key or string, by hash and text.
struct HashedString: BitwiseCopyable {
  let hash: UInt32
  /// Its bytes in the table of texts.
  let text: RowRange
}

/// `properties`, `patternProperties`, `additionalProperties` and the first 64 names of `required`, in one pass over the
/// members.
struct ObjectKeywords: BitwiseCopyable {
  /// The members named by the schema.
  var properties = KnownKeys<Property>([])
  var patterns = RowRange.empty
  /// The index of the patterns; negative when they are too few for one.
  var patternIndex: Int32 = -1
  /// The schema for members that match neither a name nor a pattern; negative without one.
  var additional: Int32 = -1
  /// The bits of the required members.
  var required: UInt64 = 0
}

/// A member that a schema names.
struct Property: BitwiseCopyable {
  let name: HashedString
  /// Its schema; negative for a member that is only required.
  let child: Int32
  /// Its bit in ``ObjectKeywords/required``.
  let requiredBit: UInt64
}

/// A schema for the members whose keys match a pattern.
struct PatternProperty: BitwiseCopyable {
  let pattern: Int32
  let child: Int32
}

/// `prefixItems` and `items`, or draft 7's `items` and `additionalItems`.
struct ArrayKeywords: BitwiseCopyable {
  var prefix = RowRange.empty
  var prefixKeyword = Keyword.prefixItems
  /// The schema of the elements after the prefix; negative without one.
  var rest: Int32 = -1
  var restKeyword = Keyword.items
}

/// `contains` with its limits.
struct ContainsKeyword: BitwiseCopyable {
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

/// A dependency on a member: a schema, or further required names.
struct Dependency: BitwiseCopyable {
  let trigger: HashedString
  var child: Int32 = -1
  var required = RowRange.empty
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

  /// The names in schemas.
  static let names: [(name: String, type: TypeSet)] = [
    ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("boolean", .boolean),
    ("null", .null), ("integer", .integer),
  ]

  /// The names of the types in it.
  var names: [String] { TypeSet.names.filter { contains($0.type) }.map(\.name) }

  /// The type of a value, without distinguishing integers from other numbers.
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
}
