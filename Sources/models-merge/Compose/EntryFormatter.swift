import JSON
import ModelSpec

/// Writes entries in a database's formatting: the known fields in the order of the schema, then other members in the
/// order of the input. A parameter `indentation` is the white space at the start of the line on which the text begins.
struct EntryFormatter {
  let style: EntryStyle

  /// The text of a new entry, without the indentation of its first line.
  func entry(_ entry: JSONElement, indentation: String) -> ByteBuffer {
    let output = ByteBuffer(capacity: 1024)
    write(EntryFormatter.orderedMembers(of: entry), to: output, indentation)
    return output
  }

  /// The text of a member: key, colon and value.
  func member(_ key: JSONElement, _ value: JSONElement, indentation: String) -> ByteBuffer {
    let output = ByteBuffer(capacity: 128)
    output.append(key.source)
    output.append(text: style.colon)
    write(value, to: output, indentation)
    return output
  }

  /// The text of a value, without the indentation of its first line.
  func value(_ value: JSONElement, indentation: String) -> ByteBuffer {
    let output = ByteBuffer(capacity: 128)
    write(value, to: output, indentation)
    return output
  }

  /// The members of an entry that belong in a database: known fields in the order of the schema, then the others.
  /// Annotations, such as `explain`, are left out. Of a duplicate key, the last value is used.
  static func orderedMembers(of entry: JSONElement) -> [(key: JSONElement, value: JSONElement)] {
    let lastMembers = entry.lastMembersByKey
    let members = entry.members.filter { key, value in
      !EntryField.isAnnotation(key.string ?? "") && lastMembers?.isLast(value, ofKey: key) ?? true
    }
    return members.sorted { EntryFormatter.rank(of: $0.key) < EntryFormatter.rank(of: $1.key) }
  }

  /// The position of a field in the schema; unknown fields come last.
  private static func rank(of key: JSONElement) -> Int {
    EntryField.named(key.string ?? "")?.rawValue ?? EntryField.count
  }

  private func write(_ value: JSONElement, to output: ByteBuffer, _ indentation: String) {
    switch value.kind {
    case .object where value.count > 0: write(Array(value.members), to: output, indentation)
    case .array where value.count > 0:
      writeItems(Array(value.elements), between: ("[", "]"), to: output, indentation) { write($0, to: output, $1) }
    case .object: output.append("{}")
    case .array: output.append("[]")
    default: output.append(value.source)
    }
  }

  private func write(_ members: [(key: JSONElement, value: JSONElement)], to output: ByteBuffer, _ indentation: String)
  {
    writeItems(members, between: ("{", "}"), to: output, indentation) { member, inner in
      output.append(member.key.source)
      output.append(text: style.colon)
      write(member.value, to: output, inner)
    }
  }

  private func writeItems<Item>(
    _ items: [Item], between brackets: (StaticString, StaticString), to output: ByteBuffer, _ indentation: String,
    each body: (Item, String) -> Void
  ) {
    let inner = indentation + style.indentationUnit
    output.append(brackets.0)
    for (index, item) in items.enumerated() {
      if index > 0 { output.append(",") }
      if style.isMultiline {
        output.append(text: style.lineEnd + inner)
      } else if index > 0 {
        output.append(text: style.commaGap)
      }
      body(item, inner)
    }
    if style.isMultiline { output.append(text: style.lineEnd + indentation) }
    output.append(brackets.1)
  }
}
