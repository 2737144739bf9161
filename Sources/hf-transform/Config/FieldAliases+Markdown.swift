import ModelSpec

/// The README's table of the entry's fields, and of the keys of `config.json` that each is read from, in Markdown.
enum ReadmeFieldTable {
  /// How many keys of a field the table shows.
  private static let shownKeys = 4

  /// The rows with a header and a line feed at the end.
  static var markdown: String {
    let rows = EntryField.allCases.compactMap(row)
    return (["| field | keys of `config.json`; of several, the first in the row is read |", "|---|---|"] + rows).joined(
      separator: "\n")
      + "\n"
  }

  private static func row(_ field: EntryField) -> String? {
    guard let keys = FieldAliases.table.first(where: { $0.entryField == field })?.keys else { return nil }
    let names = keys.prefix(shownKeys).map { "`\($0)`" } + (keys.count > shownKeys ? ["…"] : [])
    let fallback = fallbacks[field].map { "; else \($0)" } ?? ""
    return "| `\(field.name)` | \(names.joined(separator: " "))\(fallback) |"
  }

  /// What a field is read from if config.json has none of its keys.
  private static let fallbacks: [EntryField: String] = [
    .numKVHeads: "by the family, mostly the number of query heads",
    .headDim: "by the family, mostly hidden size / query heads",
    .quantization: "`hf_quant_config.json`, or the tensor types of a GGUF file",
  ]
}
