import CommandLineTool
import JSON
import ModelSpec

/// The values of `--params` and `--context`, as members of a request's overrides.
struct OptionOverrides: Sendable {
  private var members: [(key: String, json: String)] = []

  /// Whether neither option is given.
  var isEmpty: Bool { members.isEmpty }

  init(_ arguments: ParsedArguments) {
    if let billions = arguments.number("params") {
      members.append((EntryField.parametersBillions.name.description, "\(billions)"))
    }
    if let tokens = arguments.integerIfGiven("context") {
      members.append((EntryField.defaultContextLength.name.description, "\(tokens)"))
    }
  }

  /// The overrides of a request and of the options, merged, as JSON text; nil if there are none. Those of the request
  /// have precedence.
  ///
  /// - Parameters:
  ///   - requested: the object `overrides` of the request; nil without one.
  ///   - entryID: the id that a line of a list gives the entry (`id=my-id`); nil without one.
  func merged(into requested: JSONElement?, entryID: String? = nil) -> String? {
    if isEmpty, requested == nil, entryID == nil { return nil }
    return ByteBuffer.object { output in
      output.member("id", entryID)
      if let requested { output.members(requested.members) }
      for (key, json) in members where requested?[key: key] == nil {
        output.key(key)
        output.raw(json)
      }
    }
  }
}
