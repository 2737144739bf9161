/// The specification's own schemas, by URI: what `$ref` can lead to without a network.
enum MetaSchemas {
  static let texts: [String: String] = [:]
}
