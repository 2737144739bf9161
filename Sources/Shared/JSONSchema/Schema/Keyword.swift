/// The keywords of draft 7 and draft 2020-12 that have an effect on validation, or whose values the specification
/// restricts. All other keywords are ignored.
enum Keyword: String {
  // Core
  case schema = "$schema"
  case id = "$id"
  case anchor = "$anchor"
  case dynamicAnchor = "$dynamicAnchor"
  case reference = "$ref"
  case dynamicReference = "$dynamicRef"
  case vocabulary = "$vocabulary"
  case comment = "$comment"
  case definitions2020 = "$defs"
  case definitions
  // Applicators
  case allOf, anyOf, oneOf, not
  case `if`
  case then
  case `else`
  case dependentSchemas, dependencies
  case properties, patternProperties, additionalProperties, propertyNames
  case prefixItems, items, additionalItems, contains
  case unevaluatedItems, unevaluatedProperties
  // Assertions
  case type
  case `enum`
  case const
  case multipleOf, maximum, exclusiveMaximum, minimum, exclusiveMinimum
  case maxLength, minLength, pattern
  case maxItems, minItems, uniqueItems, maxContains, minContains
  case maxProperties, minProperties, required, dependentRequired
  case format
  // Annotations whose values the specification restricts
  case title, description, deprecated, readOnly, writeOnly, examples
  case contentEncoding, contentMediaType, contentSchema
  /// In a report, the schema `false`, or a subschema that has violations.
  case noKeyword = ""
}

/// The vocabularies that draft 2020-12 defines. The keywords of draft 7 are assigned to them too.
enum Vocabulary: String, CaseIterable {
  case core = "https://json-schema.org/draft/2020-12/vocab/core"
  case applicator = "https://json-schema.org/draft/2020-12/vocab/applicator"
  case unevaluated = "https://json-schema.org/draft/2020-12/vocab/unevaluated"
  case validation = "https://json-schema.org/draft/2020-12/vocab/validation"
  case metadata = "https://json-schema.org/draft/2020-12/vocab/meta-data"
  case formatAnnotation = "https://json-schema.org/draft/2020-12/vocab/format-annotation"
  case formatAssertion = "https://json-schema.org/draft/2020-12/vocab/format-assertion"
  case content = "https://json-schema.org/draft/2020-12/vocab/content"
}

/// The supported drafts of the specification.
enum Draft {
  case draft7, draft2020
}

/// How the value of a keyword contains subschemas.
enum SubschemaContainer {
  case none, schema
  /// An array of schemas.
  case array
  /// An object whose members are schemas.
  case map
  /// A schema or an array of schemas (draft 7's `items`).
  case schemaOrArray
  /// An object whose members are schemas or arrays of names (draft 7's `dependencies`).
  case mapOfSchemasOrNames
}

/// The definition of a keyword.
struct KeywordDefinition {
  let vocabulary: Vocabulary
  let drafts: Set<Draft>
  /// How its value contains subschemas.
  let container: SubschemaContainer

  private static let both: Set<Draft> = [.draft7, .draft2020]

  /// The definitions, by keyword.
  static let table: [Keyword: KeywordDefinition] = {
    var table: [Keyword: KeywordDefinition] = [:]
    func add(
      _ keywords: [Keyword], _ vocabulary: Vocabulary, _ drafts: Set<Draft> = both,
      _ container: SubschemaContainer = .none
    ) {
      for keyword in keywords {
        table[keyword] = KeywordDefinition(vocabulary: vocabulary, drafts: drafts, container: container)
      }
    }
    add([.schema, .id, .reference, .comment], .core)
    add([.anchor, .dynamicAnchor, .dynamicReference, .vocabulary], .core, [.draft2020])
    // Draft 2020-12 still allows "definitions", the former name of "$defs".
    add([.definitions2020], .core, [.draft2020], .map)
    add([.definitions], .core, both, .map)
    add([.allOf, .anyOf, .oneOf], .applicator, both, .array)
    add([.not, .if, .then, .else, .additionalProperties, .propertyNames, .contains], .applicator, both, .schema)
    add([.properties, .patternProperties], .applicator, both, .map)
    add([.dependentSchemas], .applicator, [.draft2020], .map)
    add([.prefixItems], .applicator, [.draft2020], .array)
    add([.dependencies], .applicator, [.draft7], .mapOfSchemasOrNames)
    add([.items], .applicator, both, .schemaOrArray)
    add([.additionalItems], .applicator, [.draft7], .schema)
    add([.unevaluatedItems, .unevaluatedProperties], .unevaluated, [.draft2020], .schema)
    add([.type, .enum, .const, .multipleOf, .maximum, .exclusiveMaximum, .minimum, .exclusiveMinimum], .validation)
    add([.maxLength, .minLength, .pattern, .maxItems, .minItems, .uniqueItems], .validation)
    add([.maxProperties, .minProperties, .required], .validation)
    add([.maxContains, .minContains, .dependentRequired], .validation, [.draft2020])
    add([.format], .formatAnnotation)
    add([.title, .description, .readOnly, .writeOnly, .examples], .metadata)
    add([.deprecated], .metadata, [.draft2020])
    add([.contentEncoding, .contentMediaType], .content)
    add([.contentSchema], .content, [.draft2020], .schema)
    return table
  }()
}

/// What the `$schema` of a schema selects: which keywords have a meaning, and whether `format` is an assertion.
struct Dialect: Equatable {
  var draft: Draft
  var vocabularies: Set<Vocabulary>
  /// Whether `format` is an assertion.
  var assertsFormat: Bool

  /// The URI of draft 7's meta-schema, without the `#` at its end.
  static let draft7URI = "http://json-schema.org/draft-07/schema"
  /// The URI of draft 2020-12's meta-schema.
  static let draft2020URI = "https://json-schema.org/draft/2020-12/schema"

  /// A draft with all vocabularies except `format-assertion`: `format` is an annotation.
  static func standard(_ draft: Draft) -> Dialect {
    Dialect(
      draft: draft, vocabularies: Set(Vocabulary.allCases).subtracting([.formatAssertion]), assertsFormat: false)
  }

  /// Whether a keyword has a meaning in this dialect.
  func knows(_ keyword: Keyword) -> Bool {
    guard let rule = KeywordDefinition.table[keyword], rule.drafts.contains(draft) else { return false }
    if rule.vocabulary == .formatAnnotation {
      return vocabularies.contains(.formatAnnotation) || vocabularies.contains(.formatAssertion)
    }
    return rule.vocabulary == .core || vocabularies.contains(rule.vocabulary)
  }
}
