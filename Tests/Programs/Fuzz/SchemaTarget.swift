import JSON
import JSONSchema

extension FuzzTarget {
  /// JSON Schema: a schema on the first line, values on the others.
  static let schemas = FuzzTarget(
    name: "schemas",
    seeds: {
      let schemas = [
        ##"{"type":"object","properties":{"a":{"type":["integer","null"],"minimum":1.5}},"required":["a"]}"##,
        ##"{"patternProperties":{"^a":{"multipleOf":0.1}},"additionalProperties":false,"propertyNames":{"maxLength":3}}"##,
        ##"{"prefixItems":[true,{"const":1}],"items":{"enum":[1,"x",null,[1],{"a":1}]},"uniqueItems":true,"minItems":1}"##,
        ##"{"contains":{"type":"number"},"minContains":2,"maxContains":3,"unevaluatedItems":false}"##,
        ##"{"$ref":"#/$defs/n","$defs":{"n":{"anyOf":[{"type":"string"},{"items":{"$ref":"#/$defs/n"}}]}}}"##,
        ##"{"if":{"required":["a"]},"then":{"not":{"required":["b"]}},"else":{"oneOf":[{"minProperties":1},true]}}"##,
        ##"{"$dynamicAnchor":"t","properties":{"c":{"$dynamicRef":"#t"}},"unevaluatedProperties":false}"##,
        ##"{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"null"}],"additionalItems":{"format":"date"}}"##,
        ##"{"dependentSchemas":{"a":{"maxProperties":1}},"dependentRequired":{"b":["c"]},"pattern":"^(a|b)*$"}"##,
      ]
      let values = #"{"a":1,"b":[2,"x"],"c":{"c":{}}}"# + "\n" + #"[1,"abab",null,1.0,[1],{"a":1}]"# + "\n\"ab\"\n3e2"
      return schemas.map { Array("\($0)\n\(values)".utf8) }
    },
    check: { bytes in
      let (line, rest) = splitLine(bytes)
      guard let schema = try? JSONDocument(line), let program = try? SchemaCompiler.compile(schema) else { return }
      let values = rest.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONDocument(Array($0)) }
      for value in values { check(value, line, program) }
    })

  /// The steps that one value may take: fewer than usual, so that many values are tried.
  private static let steps = 200_000

  private static func check(_ value: JSONDocument, _ schema: [UInt8], _ program: SchemaProgram) {
    let verdict = verdict(on: value, by: program)
    // A schema inside another one must not mean anything else there: so none with identifiers or references.
    guard let isValid = verdict, !String(decoding: schema, as: UTF8.self).contains("\"$") else { return }
    let text = String(decoding: schema, as: UTF8.self)
    for (wrapped, expected) in [
      (#"{"not":\#(text)}"#, !isValid), (#"{"allOf":[\#(text),true]}"#, isValid),
      (#"{"anyOf":[false,\#(text)]}"#, isValid), (#"{"if":\#(text),"else":false}"#, isValid),
      (#"{"oneOf":[\#(text),true]}"#, !isValid),
    ] {
      guard let document = try? JSONDocument(wrapped), let program = try? SchemaCompiler.compile(document) else {
        // One level more is the one that is too deep.
        continue
      }
      if let other = self.verdict(on: value, by: program) {
        require(other == expected, "a schema means the same inside \(wrapped.prefix(12))")
      }
    }
  }

  /// Whether a value is valid; nil where a bound was reached.
  private static func verdict(on value: JSONDocument, by program: SchemaProgram) -> Bool? {
    var validator = SchemaValidator(program, steps: steps)
    return value.withRoot { root in
      let isValid = validator.isValid(root)
      require(validator.isValid(root) == isValid, "a value is as valid the second time")
      let output = validator.output(of: root)
      // Collecting all violations takes more steps than looking for the first.
      if output.units.contains(where: { $0.keywordName == "limit" }) { return nil }
      require(output.isValid == isValid, "the output agrees with the verdict")
      require(validator.violations(of: root).isEmpty == isValid, "what is invalid has a violation")
      return isValid
    }
  }
}
