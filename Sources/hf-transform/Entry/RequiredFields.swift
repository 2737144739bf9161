/// The fields without which there is no entry.
enum RequiredFields {
  /// Checks that none is missing.
  ///
  /// - Throws: ``ConfigFault/missing(_:)``.
  static func check(_ entry: Entry, _ overrides: Overrides) throws(ConfigFault) {
    let required: [(EntryField, Count, String)] = [
      (.hiddenSize, entry.hiddenSize, "--set hidden_size=N"), (.numLayers, entry.layers, "--set num_layers=N"),
      (.numHeads, entry.heads, "--set num_heads=N"), (.defaultContextLength, entry.context, "--context N"),
    ]
    let missing = required.filter { $0.1 == 0 && overrides[$0.0] == nil }
    if missing.isEmpty { return }
    throw .missing(missing.map { RequiredField(name: $0.0.name.description, option: $0.2) })
  }
}
