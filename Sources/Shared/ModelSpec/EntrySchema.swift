import JSON

/// The JSON Schema of an entry, made from the rows of ``EntryField``.
public enum EntrySchema {
  /// The document `data/model.schema.json`: draft 2020-12, with meanings and examples.
  public static var document: String {
    let output = ByteBuffer(capacity: 1 << 14)
    output.beginObject()
    output.member("$schema", "https://json-schema.org/draft/2020-12/schema")
    output.member("$id", "model.schema.json")
    output.member("title", "Model entry")
    output.member(
      "description",
      "One language model of models.json. Unknown keys are allowed and kept. A field that has no meaning for a model is "
        + "left out: never null, and never 0 for want of a value.")
    Writer(output: output, hasTexts: true).members(EntryField.allCases.map(\.description))
    output.endObject()
    output.endLine()
    output.prettify(from: 0)
    return output.text
  }

  /// The same for use inside another schema: types and ranges alone, on one line.
  public static var types: String {
    let output = ByteBuffer(capacity: 1 << 12)
    output.beginObject()
    Writer(output: output, hasTexts: false).members(EntryField.allCases.map(\.description))
    output.endObject()
    return output.text
  }

  private struct Writer {
    let output: ByteBuffer
    let hasTexts: Bool

    /// Writes the members of the schema of an object.
    func members(_ fields: [FieldDescription]) {
      output.member("type", "object")
      list("required", fields.filter(\.isRequired).map(\.name.description))
      if !fields.isEmpty {
        output.key("properties")
        output.beginObject()
        for field in fields {
          output.key(field.name)
          schema(of: field)
        }
        output.endObject()
      }
      companions(fields.filter { $0.companion != nil })
    }

    private func companions(_ fields: [FieldDescription]) {
      guard !fields.isEmpty else { return }
      output.key("dependentRequired")
      output.beginObject()
      for field in fields { list(field.name, [field.companion?.description ?? ""]) }
      output.endObject()
    }

    private func schema(of field: FieldDescription) {
      output.beginObject()
      if hasTexts {
        let unit = field.unit.map { ", in \($0)" } ?? ""
        output.member("description", String(field.meaning.map { $0 == "`" ? "'" : $0 }) + unit)
      }
      write(field.type)
      if hasTexts, !field.examples.isEmpty {
        output.key("examples")
        output.beginArray()
        for example in field.examples { output.raw(example) }
        output.endArray()
      }
      output.endObject()
    }

    private func write(_ type: FieldType) {
      switch type {
      case .word(let words): list("enum", words.map(\.description))
      case .text(let longest): text(longest)
      case .form(let form):
        text(form.longest)
        output.member("pattern", form.pattern)
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
      case .object(let fields): members(fields)
      case .list(let fields):
        output.member("type", "array")
        output.key("items")
        output.beginObject()
        members(fields)
        output.endObject()
      }
    }

    private func text(_ longest: Int?) {
      output.member("type", "string")
      output.member("minLength", 1)
      if let longest { output.member("maxLength", longest) }
    }

    private func list(_ key: StaticString, _ texts: [String]) {
      guard !texts.isEmpty else { return }
      output.key(key)
      output.beginArray()
      for text in texts { output.string(text) }
      output.endArray()
    }
  }
}

extension ByteBuffer {
  fileprivate func member(_ key: StaticString, _ value: String) {
    self.key(key)
    string(value)
  }

  fileprivate func member(_ key: StaticString, _ value: Int) {
    self.key(key)
    integer(value)
  }
}
