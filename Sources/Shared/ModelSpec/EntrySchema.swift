import JSON

/// The JSON Schemas of entries, requests and comparisons. They are made from the rows of ``EntryField`` and
/// ``ComparisonFields``.
public enum EntrySchema {
  /// The document `data/model.schema.json`: draft 2020-12, with meanings and examples.
  public static var document: String {
    schema(
      "model.schema.json", "Model entry",
      "One language model of models.json. Unknown keys are allowed and kept. A field that does not apply to a "
        + "model is left out. It is never null, and 0 is never a placeholder."
    ) { $0.members(EntryField.allCases.map(\.description)) }
  }

  /// The schema of `data/model.schema.json` without titles, descriptions and examples, on one line. hf-validate checks
  /// entries against it.
  public static var compactDocument: String {
    ByteBuffer.object(capacity: 1 << 13) { output in
      identify("model.schema.json", output)
      Writer(output: output, hasTexts: false).members(EntryField.allCases.map(\.description))
    }
  }

  private static func identify(_ id: String, _ output: ByteBuffer) {
    output.member("$schema", "https://json-schema.org/draft/2020-12/schema")
    output.member("$id", id)
  }

  /// The document `data/request.schema.json`: the requests that hf-fetch reads.
  public static var request: String {
    let overrides = EntryField.allCases.filter { $0 != .overrides }.map { field in
      var description = field.description
      description.isRequired = false
      return description
    }
    let members = [
      FieldDescription(
        "model", .text(longest: nil), isRequired: true, "the model's id, or the URL of one of the model's pages",
        examples: [#""openai-community/gpt2""#]),
      FieldDescription("revision", .text(longest: nil), "a branch, tag or commit; if left out, the main branch"),
      FieldDescription(
        "overrides", .object(overrides), "values that replace the derived values, by field of the entry"),
      FieldDescription(
        "info", .object([]), "the Hub's model info, as `hf-fetch --discover ORDER --with-info` prints it"),
    ]
    return schema(
      "request.schema.json", "Request",
      "A model to fetch: a string with its id or URL, or an object with these members. Unknown keys are ignored."
    ) { $0.members(members, isTextAllowed: true) }
  }

  private static func schema(
    _ id: String, _ title: String, _ description: String, _ members: (Writer) -> Void
  ) -> String {
    let output = ByteBuffer(capacity: 1 << 14)
    output.beginObject()
    identify(id, output)
    output.member("title", title)
    output.member("description", description)
    members(Writer(output: output, hasTexts: true))
    output.endObject()
    output.endLine()
    output.prettify(from: 0)
    return output.text
  }

  /// The document `data/comparison.schema.json`: a line of what models-merge prints with `--compare`.
  public static var comparison: String {
    schema(
      "comparison.schema.json", "Comparison",
      "A line that models-merge prints with --compare: a difference or, as the last line, the summary."
    ) { writer in
      writer.output.key("anyOf")
      writer.output.beginArray()
      for fields in [ComparisonFields.difference, ComparisonFields.summary] {
        writer.output.beginObject()
        writer.members(fields)
        writer.output.endObject()
      }
      writer.output.endArray()
    }
  }

  /// The schema of an entry for use inside another schema: only types, ranges and required fields, on one line.
  public static var types: String { types(of: EntryField.allCases.map(\.description)) }

  /// The schema of an object with these members for use inside another schema, like ``types``.
  public static func types(of fields: [FieldDescription]) -> String {
    ByteBuffer.object(capacity: 1 << 12) { output in
      Writer(output: output, hasTexts: false).members(fields)
    }
  }

  /// The schema of an entry of a database for use inside another schema: only the meaning of each field, on one line.
  /// Values may be of any type and no field is required, because people edit databases.
  public static var meanings: String {
    let fields = EntryField.allCases.map { field in
      FieldDescription(field.name, .any, unit: field.description.unit, field.description.meaning)
    }
    return ByteBuffer.object(capacity: 1 << 12) { output in
      Writer(output: output, hasTexts: true).members(fields)
    }
  }

  private struct Writer {
    let output: ByteBuffer
    /// Whether descriptions and examples are written.
    let hasTexts: Bool

    /// Writes the keywords of an object's schema: `type`, `required`, `properties` and `dependentRequired`.
    ///
    /// - Parameter isTextAllowed: whether the value may be a string instead.
    func members(_ fields: [FieldDescription], isTextAllowed: Bool = false) {
      if isTextAllowed {
        list("type", ["object", "string"])
        output.member("minLength", 1)
      } else {
        output.member("type", "object")
      }
      list("required", fields.filter(\.isRequired).map(\.name.description))
      if !fields.isEmpty {
        output.beginObject("properties")
        for field in fields {
          output.key(field.name)
          schema(of: field)
        }
        output.endObject()
      }
      companions(fields.filter { $0.companion != nil })
    }

    /// Writes `dependentRequired`: a field with a companion needs it in the same object.
    private func companions(_ fields: [FieldDescription]) {
      guard !fields.isEmpty else { return }
      output.beginObject("dependentRequired")
      for field in fields { list(field.name, [field.companion?.description ?? ""]) }
      output.endObject()
    }

    private func schema(of field: FieldDescription) {
      output.beginObject()
      if hasTexts {
        let unit = field.unit.map { ", in \($0)" } ?? ""
        // Meanings are Markdown; descriptions are plain text.
        output.member("description", String(field.meaning.map { $0 == "`" ? "'" : $0 }) + unit)
      }
      write(field.type)
      if hasTexts, !field.examples.isEmpty {
        output.beginArray("examples")
        for example in field.examples { output.raw(example) }
        output.endArray()
      }
      output.endObject()
    }

    private func write(_ type: FieldType) {
      switch type {
      case .word(let words): list("enum", words.map(\.description))
      case .text(let longest): text(longest)
      case .format(let format):
        text(format.longest)
        output.member("pattern", format.pattern)
      case .integer(let range):
        output.member("type", "integer")
        output.member("minimum", range.lowerBound)
        output.member("maximum", range.upperBound)
      case .number(let limit):
        output.member("type", "number")
        output.member("exclusiveMinimum", 0)
        output.member("maximum", limit)
      case .numberOrText:
        list("type", ["number", "string"])
        output.member("minLength", 1)
      case .flag: output.member("type", "boolean")
      case .any: break
      case .texts:
        output.member("type", "array")
        output.member("items", raw: #"{"type":"string"}"#)
      case .object(let fields): members(fields)
      case .list(let fields):
        output.member("type", "array")
        output.beginObject("items")
        members(fields)
        output.endObject()
      }
    }

    private func text(_ longest: Int?) {
      output.member("type", "string")
      output.member("minLength", 1)
      output.member("maxLength", longest)
    }

    private func list(_ key: StaticString, _ texts: [String]) {
      if !texts.isEmpty { output.member(key, texts) }
    }
  }
}
