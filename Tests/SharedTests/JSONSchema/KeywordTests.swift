import JSON
import Testing

@testable import JSONSchema

@Suite("JSON Schema keywords")
struct KeywordTests {
  @Test(
    "a value is valid exactly if the keyword allows it, however large its numbers",
    arguments: [
      (#"{"type": "integer"}"#, "1.0", true), (#"{"type": "integer"}"#, "1e400", true),
      (#"{"type": "integer"}"#, "1.5", false), (#"{"type": ["string", "null"]}"#, "null", true),
      (#"{"maximum": 9007199254740993}"#, "9007199254740993", true),
      (#"{"maximum": 9007199254740993}"#, "9007199254740994", false),
      (#"{"exclusiveMinimum": 0}"#, "1e-400", true), (#"{"exclusiveMinimum": 0}"#, "0.0", false),
      (#"{"minimum": -0.3}"#, "-0.30", true), (#"{"minimum": 0}"#, "-1e1000000000", false),
      (#"{"maximum": 1}"#, "1e99999999999999999999999", false),
      (#"{"multipleOf": 0.01}"#, "0.07", true), (#"{"multipleOf": 0.0001}"#, "0.00751", false),
      (#"{"multipleOf": 0.1e-999999999999999999}"#, "10e999999999999999999", true),
      (#"{"multipleOf": 3}"#, "1e1000000000", false), (#"{"multipleOf": 1024}"#, "1e1000000000", true),
      (#"{"multipleOf": 123456789012345678901234567890}"#, "246913578024691357802469135780", true),
      (#"{"multipleOf": 123456789012345678901234567890}"#, "246913578024691357802469135781", false),
      (#"{"maxLength": 2}"#, #""\ud83d\ude00😀""#, true), (#"{"minLength": 2}"#, #""😀""#, false),
      (#"{"minLength": 2}"#, #""\ud83d\ude00""#, false), (#"{"minLength": 2}"#, #""😀😀""#, true),
      (#"{"enum": [1, "a", null, {"b": [1.0]}]}"#, #"{"b": [1]}"#, true), (#"{"enum": ["a"]}"#, #""\u0061""#, true),
      (#"{"const": {"a": 1, "b": 2}}"#, #"{"b": 2, "a": 1}"#, true), (#"{"const": 0}"#, "false", false),
      (#"{"uniqueItems": true}"#, "[1, 1.0]", false), (#"{"uniqueItems": true}"#, "[1, true, [1], {}]", true),
      (#"{"contains": {"const": 1}, "minContains": 2, "maxContains": 2}"#, "[1, 2, 1]", true),
      (#"{"contains": {"const": 1}, "maxContains": 1}"#, "[1, 1]", false),
      (#"{"prefixItems": [true], "items": false}"#, "[1, 2]", false),
      (#"{"properties": {"a": {"type": "string"}}}"#, #"{"a": 1, "a": "x"}"#, true),
      (#"{"maxProperties": 1}"#, #"{"a": 1, "a": 2}"#, true),
      (#"{"propertyNames": {"maxLength": 1}}"#, #"{"ab": 1}"#, false),
      (#"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#, false),
      (#"{"if": {"const": 1}, "then": false, "else": true}"#, "1", false), (#"{"not": {}}"#, "1", false),
      (#"{"oneOf": [{"minimum": 1}, {"maximum": 1}]}"#, "1", false),
      (#"{"anyOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}"#, #"{"a": 1}"#, true),
      (#"{"anyOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}"#, #"{"b": 1}"#, false),
      (#"{"contains": {"const": 1}, "unevaluatedItems": {"const": 2}}"#, "[1, 2, 1]", true),
      (##"{"$ref": "z#n", "$id": "x/y", "$defs": {"b": {"$id": "z", "$anchor": "n", "const": 1}}}"##, "2", false),
      (#"{"$ref": "https://json-schema.org/draft/2020-12/schema"}"#, #"{"type": 1}"#, false),
      (#"{"$ref": "http://json-schema.org/draft-07/schema#"}"#, #"{"type": "object"}"#, true),
      (#"{"$schema": "\#(Dialect.draft7URI)", "items": [true], "additionalItems": false}"#, "[1, 2]", false),
      (#"{"$schema": "\#(Dialect.draft7URI)", "dependencies": {"a": ["b"]}}"#, #"{"a": 1}"#, false),
      ("true", "1", true), ("false", "1", false),
    ])
  func verdict(schema: String, value: String, isValid: Bool) throws {
    #expect(try SchemaRun.isValid(schema, value) == isValid)
  }

  /// Schemas with a name in one form and a value with the same name in another one, which is canonically equivalent:
  /// `é`, and `e` with an accent.
  static let otherForms: [(schema: String, value: String, isValid: Bool)] = [
    (#"{"required": ["\u00e9", "e\u0301"]}"#, #"{"\u00e9": 1, "e\u0301": 1}"#, true),
    (#"{"required": ["\u00e9", "e\u0301"]}"#, #"{"\u00e9": 1}"#, false),
    (#"{"required": ["\u00e9"], "properties": {"e\u0301": true}}"#, #"{"\u00e9": 1}"#, true),
    (#"{"required": ["\u00e9"], "properties": {"e\u0301": true}}"#, #"{"e\u0301": 1}"#, false),
    (#"{"required": ["\u00e9"], "properties": {"\u00e9": true, "e\u0301": false}}"#, #"{"\u00e9": 1}"#, true),
    (#"{"properties": {"\u00e9": false}}"#, #"{"e\u0301": 1}"#, true),
    (#"{"dependentRequired": {"\u00e9": ["a"]}}"#, #"{"e\u0301": 1}"#, true),
    (#"{"dependentRequired": {"a": ["\u00e9", "e\u0301"]}}"#, #"{"a": 1, "e\u0301": 1}"#, false),
    (#"{"patternProperties": {"^\u00e9$": true, "^e\u0301$": false}}"#, #"{"e\u0301": 1}"#, false),
    (#"{"patternProperties": {"^\u00e9$": true, "^e\u0301$": false}}"#, #"{"\u00e9": 1}"#, true),
    (#"{"enum": ["\u00e9"]}"#, #""e\u0301""#, false),
    (##"{"$ref": "#/$defs/\u00e9", "$defs": {"e\u0301": false, "\u00e9": true}}"##, "1", true),
    (
      ##"{"$ref": "#/$defs/\u00e9", "$defs": {"e\u0301": false, "\u00e9": true, "a": {"const": "\##(long)"}}}"##, "1",
      true
    ),
    (#"{"$ref": "\u00e9", "$defs": {"a": {"$id": "e\u0301", "not": {}}, "b": {"$id": "\u00e9"}}}"#, "1", true),
    (
      ##"{"$schema": "\##(Dialect.draft7URI)", "allOf": [{"$ref": "#\u00e9"}], "##
        + ##""definitions": {"a": {"$id": "#e\u0301", "not": {}}, "b": {"$id": "#\u00e9"}}}"##, "1", true
    ),
    (
      ##"{"$schema": "\##(Dialect.draft7URI)", "allOf": [{"$ref": "#\u0301"}], "##
        + ##""definitions": {"a": {"$id": "#\u0301", "const": 1}}}"##, "2", false
    ),
  ]

  /// A text that makes an object so large that its members are looked up in a table.
  private static let long = String(repeating: "x", count: 5000)

  @Test("names are compared by their code points, not by canonical equivalence", arguments: otherForms)
  func otherForm(schema: String, value: String, isValid: Bool) throws {
    #expect(try SchemaRun.isValid(schema, value) == isValid)
  }

  @Test(
    "a reference finds each name of a definition",
    arguments: [
      ("#/$defs/\u{301}x", "\u{301}x"), ("#/$defs/a~1\u{301}", "a/\u{301}"), ("#/$defs/~0\u{301}", "~\u{301}"),
      ("#/$defs/~~1", "~/"), ("#/$defs/~01", "~1"), ("#/$defs/~2~", "~2~"), ("#/$defs/%65%cc%81", "e\u{301}"),
    ])
  func referencedName(reference: String, name: String) throws {
    #expect(try SchemaRun.isValid(##"{"$ref": "\##(reference)", "$defs": {"\##(name)": {"const": 1}}}"##, "2") == false)
    #expect(JSONPointer.tokens("/" + JSONPointer.escape(name)) == [name])
  }

  @Test("an empty enum has a message without a list")
  func emptyEnumeration() throws {
    let found = try SchemaRun.violations(#"{"enum": []}"#, "1")
    #expect(found.map(\.message) == ["is 1, and the empty 'enum' allows no value"])
  }

  @Test("every violation is reported, with its path and keyword")
  func allViolations() throws {
    let schema = #"{"required": ["x"], "properties": {"a/b": {"items": {"type": "string", "minimum": 5}}}}"#
    let found = try SchemaRun.violations(schema, #"{"a/b": ["ok", 1]}"#)
    #expect(found.map(\.instanceLocation) == ["/a~1b/1", "/a~1b/1", ""])
    #expect(found.map(\.keyword) == [.type, .minimum, .required])
    let items = "/properties/a~1b/items"
    #expect(found.map(\.keywordLocation) == [items + "/type", items + "/minimum", "/required"])
  }

  @Test("references that lead through the value end; the value's depth is the bound")
  func recursion() throws {
    let schema = ##"{"$dynamicAnchor": "n", "items": {"$dynamicRef": "#n"}, "type": "array"}"##
    let nested = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
    #expect(try SchemaRun.isValid(schema, nested) == true)
  }

  @Test(
    "a broken schema is an error, never valid",
    arguments: [
      (#"{"type": "strnig"}"#, SchemaError.Code.invalidKeyword), (#"{"minimum": "1"}"#, .invalidKeyword),
      (#"{"minLength": -1}"#, .invalidKeyword), (#"{"minLength": 1.5}"#, .invalidKeyword),
      (#"{"multipleOf": 1e-4611686018427387903}"#, .invalidKeyword),
      (#"{"multipleOf": 0}"#, .invalidKeyword), (#"{"required": ["a", "a"]}"#, .invalidKeyword),
      (#"{"properties": []}"#, .invalidKeyword), (#"{"allOf": []}"#, .invalidKeyword), ("7", .invalidKeyword),
      (#"{"$defs": {"unused": {"items": 3}}}"#, .invalidKeyword), (#"{"$ref": 1}"#, .invalidKeyword),
      (##"{"$ref": "#/%-0", "\u0000": true}"##, .unresolvedReference),
      (##"{"$ref": "#/%+0", "\u0000": true}"##, .unresolvedReference),
      (##"{"$ref": "#/a%4", "a": true}"##, .unresolvedReference),
      (##"{"$ref": "#/$defs/a"}"##, .unresolvedReference), (##"{"$ref": "#a"}"##, .unresolvedReference),
      (#"{"$ref": "http://example.com/s"}"#, .unresolvedReference), (#"{"$ref": "other.json"}"#, .unresolvedReference),
      (#"{"$schema": "http://json-schema.org/draft-04/schema#"}"#, .unknownDialect),
      (##"{"$ref": "#"}"##, .endlessReference), (##"{"allOf": [{"anyOf": [{"$ref": "#"}]}]}"##, .endlessReference),
      (#"{"pattern": "("}"#, .unsupportedPattern), (#"{"pattern": "\\p{NoSuchProperty}"}"#, .unsupportedPattern),
      (#"{"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}}"#, .duplicateIdentifier),
    ])
  func brokenSchema(schema: String, code: SchemaError.Code) throws {
    let document = try JSONDocument(schema)
    let error = #expect(throws: SchemaError.self) { try SchemaCompiler.compile(document) }
    #expect(error?.code == code)
  }

  @Test(
    "the hint about a duplicate names what has to differ",
    arguments: [
      (#"{"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}}"#, "give each its own '$id'"),
      (#"{"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}"#, "give each its own name"),
    ])
  func duplicateHint(schema: String, hint: String) throws {
    let document = try JSONDocument(schema)
    let error = #expect(throws: SchemaError.self) { try SchemaCompiler.compile(document) }
    #expect(error?.hint == hint)
  }

  @Test("the last of duplicate members counts, in small objects and in large ones", arguments: [3, 40, 30_000])
  func lastMemberCounts(count: Int) throws {
    let members = (0..<count).map { "\"k\($0)\":\($0)" }
    let first = "{\"k1\":\"no number\",\(members.joined(separator: ","))}"
    let second = "{\(members.reversed().joined(separator: ","))}"
    let numbers = #"{"additionalProperties": {"type": "integer"}, "maxProperties": \#(count)}"#
    #expect(try SchemaRun.isValid(numbers, first) == true)
    #expect(try SchemaRun.isValid(numbers, String(first.dropLast()) + ",\"k2\":\"none\"}") == false)
    #expect(try SchemaRun.isValid(#"{"uniqueItems": true}"#, "[\(first),\(second)]") == false)
    #expect(try SchemaRun.isValid(#"{"const": \#(second)}"#, first) == true)
    #expect(try SchemaRun.isValid(#"{"const": \#(second)}"#, String(second.dropLast()) + ",\"k2\":0}") == false)
  }
}
