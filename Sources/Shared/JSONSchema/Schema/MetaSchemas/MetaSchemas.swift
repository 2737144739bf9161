import JSON

/// The meta-schemas of the specification, so that a schema can reference them without a network.
///
/// They are those that the JSON Schema project publishes (BSD license), in another layout.
enum MetaSchemas {
  /// The text of each meta-schema, by its URI without a fragment.
  static let texts: [ExactString: String] = {
    var texts: [ExactString: String] = [:]
    for text in draft7 + draft2020 + vocabularies2020 {
      guard let document = try? JSONDocument(text),
        let uri = document.withRoot({ $0["$id"]?.string })
      else { continue }
      texts[ExactString(URIReference(uri).withoutFragment.description)] = text
    }
    return texts
  }()
}
