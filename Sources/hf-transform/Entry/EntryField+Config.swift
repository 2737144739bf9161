import CommandLineTool
import ModelSpec

extension EntryField {
  /// By raw value: the config field that has the value, according to ``FieldAliases``; nil if none has it.
  private static let configFields: [ConfigField?] = {
    var configFields = [ConfigField?](repeating: nil, count: count)
    for alias in FieldAliases.table {
      if let field = alias.entryField { configFields[field.rawValue] = alias.field }
    }
    return configFields
  }()

  /// The config fields of sizes that an entry only copies, because nothing is computed from them.
  static let copiedSizes: [ConfigField] = allCases.compactMap { field in
    guard case .integer = field.type, DerivedEntry().size(of: field) == nil else { return nil }
    return field.configField
  }

  /// The config field that the value is read from; nil if it is read from no config field.
  var configField: ConfigField? { EntryField.configFields[rawValue] }

  /// The field name that is most similar to another name; nil if none is similar.
  static func nearest(to name: String) -> String? { nearestName(to: name, among: names.map(\.description)) }
}
