import JSON
import Patterns

/// A compiled schema: tables whose rows refer to each other by index. It never changes, so threads can share it.
public final class SchemaProgram: @unchecked Sendable {
  /// The schemas; the first is the root.
  let nodes: ConstantArray<SchemaNode>
  /// The instructions, schema by schema.
  let instructions: ConstantArray<Instruction>
  /// The nodes of the schemas in `allOf`, `anyOf`, `oneOf` and the prefixes of arrays.
  let children: ConstantArray<Int32>
  let objects: ConstantArray<ObjectKeywords>
  let patternChildren: ConstantArray<PatternProperty>
  /// The indexes of `patternProperties` with many patterns.
  let patternIndexes: [PatternPropertyIndex]
  let arrays: ConstantArray<ArrayKeywords>
  let containments: ConstantArray<ContainsKeyword>
  let conditions: ConstantArray<Condition>
  /// The strings of `enum`, `dependentRequired`, `dependencies` and, after the first 64, `required`.
  let names: ConstantArray<HashedString>
  let dependencies: ConstantArray<Dependency>
  /// The limits of numbers, and the divisors of `multipleOf`.
  let bounds: ConstantArray<NumericLimit>
  /// The schemas that dynamic anchors name, in all resources.
  let dynamicAnchors: ConstantArray<DynamicAnchor>
  /// The bytes of each ``HashedString``.
  private let text: ConstantArray<UInt8>

  /// The exact values of ``bounds``, at the same indices.
  let decimals: [ExactDecimal]
  /// The values of each `const`, and of each `enum` that has not only strings.
  let enumerations: [[JSONElement]]
  let patterns: [Pattern]
  /// By pattern: its automaton, if it has one.
  let automata: ConstantArray<ByteAutomaton?>
  /// By node: the place of its schema.
  private let origins: [NodeOrigin]
  /// Whether the schema has `unevaluatedItems` or `unevaluatedProperties`.
  let tracksEvaluated: Bool
  /// Whether the schema has a `$dynamicRef` whose target depends on the path of evaluation.
  let tracksScope: Bool
  /// The documents, which are kept because ``enumerations`` are views of them.
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

  /// The location of a schema: the URI of its resource with a JSON Pointer as the fragment.
  func location(_ node: Int32) -> String { origins[Int(node)].location }

  /// The bytes of a name.
  @inline(__always)
  func text(_ name: HashedString) -> UnsafeBufferPointer<UInt8> { text[name.text] }

  /// The text of a name, for messages.
  func string(_ name: HashedString) -> String { String(decoding: text(name), as: UTF8.self) }
}

/// A schema: the types that it allows, and the other checks of a value.
struct SchemaNode: BitwiseCopyable {
  var types: TypeSet
  /// The number of the resource that has the schema.
  var resource: Int32
  /// The rows of its instructions.
  var instructions: RowRange
}

/// One check of a value.
///
/// An `Int32` is the index of a node, for a keyword whose value is a schema, or of a row in the keyword's table of
/// ``SchemaProgram``. A ``RowRange`` is several such rows. An `Int` is the keyword's value.
enum Instruction: BitwiseCopyable {
  /// The schema `false`.
  case never
  case reference(Int32)
  /// `anchor` is the number of the anchor's name. `fallback` is the node that applies if no resource in the dynamic
  /// scope has the anchor.
  case dynamicReference(anchor: Int32, fallback: Int32)
  /// An `enum` that has only strings.
  case stringEnumeration(RowRange)
  /// Another `enum`.
  case enumeration(Int32)
  case constant(Int32)
  /// `minimum`, `maximum`, `exclusiveMinimum` and `exclusiveMaximum`.
  case bounds(RowRange)
  case multipleOf(Int32)
  case minLength(Int)
  case maxLength(Int)
  case pattern(Int32)
  case format(Format)
  case object(Int32)
  case minProperties(Int)
  case maxProperties(Int)
  /// The names of `required` after the first 64; those are in ``ObjectKeywords``.
  case required(RowRange)
  /// The keyword is `dependentRequired`, or `dependencies` in draft 7.
  case dependentRequired(Keyword, RowRange)
  /// The keyword is `dependentSchemas`, or `dependencies` in draft 7.
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

/// The comparisons of a number with a limit.
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

  /// Whether a number satisfies a limit. `order` is -1, 0 or 1: the number is below, equal to or above the limit.
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

/// A limit of a number, or the divisor of `multipleOf`.
struct NumericLimit: BitwiseCopyable {
  /// How numbers are compared with the limit; not used for a divisor.
  let kind: NumericComparison
  /// The value; nil when it does not fit into a ``ShortDecimal``. ``SchemaProgram/decimals`` has each value exactly.
  let short: ShortDecimal?

  /// Whether a number satisfies the limit; nil when only exact decimals can be compared.
  @inline(__always)
  func admits(_ number: ShortDecimal) -> Bool? {
    guard let short, let order = number.compared(to: short) else { return nil }
    return kind.admits(order)
  }
}

/// A string, with the hash that keys of documents have (``keyHash(of:)``).
struct HashedString: BitwiseCopyable {
  let hash: UInt32
  /// The place of its bytes in the program.
  let text: RowRange
}

/// `properties`, `patternProperties`, `additionalProperties` and the first 64 names of `required`, which are checked in
/// one pass over the members.
struct ObjectKeywords: BitwiseCopyable {
  /// The members that `properties` and `required` name.
  var properties = KnownKeys<Property>([])
  /// The rows of `patternProperties`.
  var patterns = RowRange.empty
  /// The row of the ``PatternPropertyIndex``; negative if there are too few patterns for an index.
  var patternIndex: Int32 = -1
  /// The node of `additionalProperties`; negative if the keyword is absent.
  var additional: Int32 = -1
  /// The bits of all members that are required, one each.
  var required: UInt64 = 0
}

/// A member that `properties` or `required` names.
struct Property: BitwiseCopyable {
  let name: HashedString
  /// The node of its schema; negative if only `required` names the member.
  let child: Int32
  /// Its bit in ``ObjectKeywords/required``; 0 if it has none there.
  let requiredBit: UInt64
}

/// A schema for the members whose keys match a pattern.
struct PatternProperty: BitwiseCopyable {
  /// The index of the pattern in ``SchemaProgram/patterns``.
  let pattern: Int32
  /// The node of the schema.
  let child: Int32
}

/// `prefixItems` and `items`, or draft 7's `items` and `additionalItems`.
struct ArrayKeywords: BitwiseCopyable {
  /// The rows of the schemas for the first elements, in ``SchemaProgram/children``.
  var prefix = RowRange.empty
  /// The keyword that has these schemas.
  var prefixKeyword = Keyword.prefixItems
  /// The node of the schema for the elements after the prefix; negative without such a schema.
  var rest: Int32 = -1
  /// The keyword that has this schema.
  var restKeyword = Keyword.items
}

/// `contains`, `minContains` and `maxContains`.
struct ContainsKeyword: BitwiseCopyable {
  /// The node of the schema.
  let child: Int32
  /// 1 without `minContains`.
  let minimum: Int
  /// Nil without `maxContains`.
  let maximum: Int?
}

/// The nodes of `if`, `then` and `else`; negative for an absent `then` or `else`.
struct Condition: BitwiseCopyable {
  let test: Int32
  let then: Int32
  let otherwise: Int32
}

/// What an object with a certain member must satisfy: a schema, or further required names.
struct Dependency: BitwiseCopyable {
  /// The key of the member.
  let trigger: HashedString
  /// The node of the schema; negative if names are required.
  var child: Int32 = -1
  /// The rows of the required names.
  var required = RowRange.empty
}

/// A schema that a `$dynamicAnchor` names in a resource.
struct DynamicAnchor: BitwiseCopyable {
  /// The number of the resource, as in ``SchemaNode/resource``.
  let resource: Int32
  /// The number that the compiler gave to the anchor's name.
  let anchor: Int32
  /// The node of the schema.
  let node: Int32
}

/// A set of the types that `type` can name.
struct TypeSet: OptionSet, BitwiseCopyable {
  let rawValue: UInt8

  static let object = TypeSet(rawValue: 1)
  static let array = TypeSet(rawValue: 2)
  static let string = TypeSet(rawValue: 4)
  static let number = TypeSet(rawValue: 8)
  static let boolean = TypeSet(rawValue: 16)
  static let null = TypeSet(rawValue: 32)
  static let integer = TypeSet(rawValue: 64)
  /// The types of all values: each integer is also a number.
  static let all: TypeSet = [.object, .array, .string, .number, .boolean, .null]

  /// The types with their names in `type`.
  static let names: [(name: String, type: TypeSet)] = [
    ("object", .object), ("array", .array), ("string", .string), ("number", .number), ("boolean", .boolean),
    ("null", .null), ("integer", .integer),
  ]

  /// The names of the types in the set.
  var names: [String] { TypeSet.names.filter { contains($0.type) }.map(\.name) }

  /// The type of a value: `number` also for an integer; empty for NaN and Infinity, which are not JSON.
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
