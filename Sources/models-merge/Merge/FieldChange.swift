import JSON

/// The change of one field by an update: its old and new value as JSON text; nil for an absent value.
struct FieldChange: Equatable {
  let field: String
  let old: String?
  let new: String?

  /// The change in a message, with long values shortened: `num_layers 3 -> 4`.
  var summary: String {
    "\(field) \(FieldChange.excerpt(old?.readableText ?? "(none)")) -> "
      + FieldChange.excerpt(new?.readableText ?? "(removed)")
  }

  /// The old and the new value in a preview, not shortened.
  var readableValues: String { "\(old?.readableText ?? "(none)") -> \(new?.readableText ?? "(removed)")" }

  private static func excerpt(_ value: String) -> String { value.count > 40 ? value.prefix(37) + "..." : value }

  /// Writes the change as one JSON object, without absent values.
  func write(to output: ByteBuffer) {
    output.beginObject()
    output.member("field", field)
    output.member("old", raw: old)
    output.member("new", raw: new)
    output.endObject()
  }
}

extension String {
  /// This JSON text in the form for people; unchanged when it is not JSON.
  fileprivate var readableText: String { (try? JSONDocument(Array(utf8)))?.withRoot { $0.readableText } ?? self }
}
