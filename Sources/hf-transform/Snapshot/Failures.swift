import CommandLineTool
import JSON
import ModelSpec

extension ConfigError {
  /// The failure that replaces the model in the stream.
  ///
  /// - Parameter source: the file that the sizes were read from.
  func failure(of snapshot: Snapshot, readFrom source: SizesFile) -> Failure {
    switch self {
    case .invalid(let key, let found, let expected):
      snapshot.failure(
        .missingFields, "'\(key)' in \(source.name) is \(found): expected \(expected)",
        hint: "\(source.cure), or set the entry's fields that follow from it with --set FIELD=JSON")
    case .outOfRange(let field, let number, let type):
      snapshot.failure(
        .missingFields, "'\(field)' comes to \(number): expected \(type.requirement)",
        hint: "\(source.cure), or set the wrong size with --set FIELD=JSON")
    case .missing(let fields):
      snapshot.failure(
        .missingFields, "\(source.name) lacks \(fields.map(\.text).joined(separator: ", "))",
        hint: "set what is missing: \(fields.map(\.option).joined(separator: " "))")
    case .noEntryID:
      snapshot.failure(
        .missingFields, "no entry id can be made from the model's id, because its last part has no letters or digits",
        hint: "set the id: --set id='\"my-model\"'")
    case .tooLarge:
      snapshot.failure(
        .missingFields, "the sizes in \(source.name) give an implausible number of parameters, more than 2^61",
        hint: "\(source.cure), or set the wrong size with --set FIELD=JSON")
    case .parametersUnknown:
      snapshot.failure(
        .parametersUnknown,
        "the number of parameters is not known: neither the weights nor the config nor the name states it",
        hint: "state it in billions with --params N")
    case .unsupported(let message, let hint):
      snapshot.failure(.unsupportedArchitecture, message, hint: hint)
    }
  }
}

extension SizesFile {
  /// What to do about a wrong value in the file, for hints.
  fileprivate var cure: String { self == .gguf ? "use another file of the model" : "fix the config" }
}

extension InvalidOverride {
  /// The failure that replaces the model in the stream.
  func failure(of snapshot: Snapshot) -> Failure { snapshot.failure(.invalidOverride, message, hint: hint) }
}

extension Snapshot {
  /// The model's id in quotes, for messages.
  var label: String {
    "'\(modelID?.string ?? "?")'"
  }

  /// A failure of this stage about this model.
  func failure(_ code: FailureCode, _ message: String, hint: String) -> Failure {
    Failure(code, stage: .transform, modelID: modelID?.string, message: message, hint: hint)
  }
}

extension Failure {
  /// The failure for a multimodal model, with the sign of it.
  static func multimodal(_ snapshot: Snapshot, _ config: ModelConfig) -> Failure {
    let name = config.isNested ? nil : config.outerModelType?.string.map { "its model_type is '\($0)'" }
    let sign =
      config.otherModality?.string.map { "'\($0)' in config.json" } ?? name ?? "a language model nested in config.json"
    return snapshot.failure(
      .multimodal, "the model is multimodal: \(sign)", hint: "import its language model alone with --text-only")
  }
}
