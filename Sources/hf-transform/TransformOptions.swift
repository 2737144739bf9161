import CommandLineTool
import JSON
import ModelSpec

/// The parsed options of one run of hf-transform.
/// `TransformDescription+OptionTable.swift` has the option table.
struct TransformOptions: Sendable {
  /// The overrides of the command line, for all entries.
  private(set) var overrides: [Overrides.Option]
  /// Whether to describe only the language model of a multimodal model.
  let isTextOnly: Bool
  /// Whether to explain the source of each field.
  let explains: Bool
  /// Whether to add the evaluation results that the repository publishes.
  let readsBenchmarks: Bool
  /// Whether sizes in a config that are not read are a failure.
  let isStrictAboutKeys: Bool
  /// How many snapshots are processed at once.
  let jobs: Int
  /// Whether to indent the output.
  let isPretty: Bool
  /// Whether the overrides of a snapshot are applied.
  private(set) var appliesSnapshotOverrides = true

  /// The same options without any overrides.
  var withoutOverrides: TransformOptions {
    var options = self
    options.overrides = []
    options.appliesSnapshotOverrides = false
    return options
  }

  /// Reads the command line, and checks the values of `--set`, `--params` and `--context` against their fields.
  ///
  /// - Throws: ``ToolError`` for a value that its option or field cannot have.
  init(_ arguments: ParsedArguments) throws(ToolError) {
    var overrides: [Overrides.Option] = []
    for setting in arguments.values("set") { overrides.append(try TransformOptions.setting(setting)) }
    for (name, field) in [("params", EntryField.parametersBillions), ("context", .defaultContextLength)] {
      guard let text = arguments.value(name) else { continue }
      overrides.append(try TransformOptions.option(field.name.description, text))
    }
    self.overrides = overrides
    isTextOnly = arguments.has("text-only")
    explains = arguments.has("explain")
    readsBenchmarks = arguments.has("benchmarks")
    isStrictAboutKeys = arguments.has("strict-keys")
    jobs = arguments.integer("jobs")
    isPretty = arguments.has("pretty")
  }

  /// Warns about each field of `--set` that an entry does not have; another program may use it.
  func warnOfUnknownFields(to diagnostics: Diagnostics) {
    for option in overrides where option.field == nil && !EntryField.isAnnotation(option.name) {
      diagnostics.warning("'\(option.name)' is not a field of an entry; it is added unchanged")
    }
  }

  private static func setting(_ text: String) throws(ToolError) -> Overrides.Option {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let name = parts.first, !name.isEmpty else {
      throw .usage(
        code: "invalid_value", "'\(text)' is not a valid value of \(Caller.current.terms(of: "--set"))",
        hint: "write --set FIELD=JSON, such as --set num_kv_heads=8 or --set id='\"my-model\"'")
    }
    return try option(String(name), String(parts[1]))
  }

  private static func option(_ name: String, _ json: String) throws(ToolError) -> Overrides.Option {
    let field = EntryField.named(name)
    if field == nil, let nearest = Overrides.mistypedField(name) {
      let error = InvalidOverride(mistyped: name, nearest: nearest)
      throw .usage(code: "invalid_value", error.message, hint: error.hint)
    }
    let document: JSONDocument
    do {
      document = try JSONDocument(json)
    } catch {
      if let field, json.first.map({ $0.isNumber || "+-.".contains($0) }) == true {
        let error = InvalidOverride(field: field, found: String(json.prefix(40)))
        throw .usage(code: "invalid_value", error.message, hint: error.hint)
      }
      throw .usage(
        code: "invalid_value", "the value '\(json)' of '\(name)' is not JSON: \(error.message)",
        hint: "put strings in double quotes inside the shell's single ones: --set id='\"my-model\"'")
    }
    if let field {
      do {
        try document.withRoot { (root) throws(InvalidOverride) in try Overrides.check(root, of: field) }
      } catch {
        throw .usage(code: "invalid_value", error.message, hint: error.hint)
      }
    }
    return Overrides.Option(name: name, field: field, document: SendableDocument(document))
  }
}
