import CommandLineTool
import JSON
import ModelSpec

/// `--params` and `--context`, as members of a request's overrides.
struct OptionOverrides: Sendable {
  private var members: [(key: String, json: String)] = []

  /// Whether there are any.
  var isEmpty: Bool { members.isEmpty }

  /// Reads the two options.
  init(_ arguments: ParsedArguments) {
    if let billions = arguments.number("params") {
      members.append((EntryField.parametersBillions.name.description, "\(billions)"))
    }
    if let tokens = arguments.integerIfGiven("context") {
      members.append((EntryField.defaultContextLength.name.description, "\(tokens)"))
    }
  }

  /// The merged overrides of a request as JSON text; those of the request have precedence.
  ///
  /// - Parameter entryID: the id that a list states for the entry.
  func merged(into carried: JSONElement?, entryID: String? = nil) -> String? {
    if isEmpty, carried == nil, entryID == nil { return nil }
    let output = ByteBuffer(capacity: 256)
    output.beginObject()
    if let entryID {
      output.key("id")
      output.string(entryID)
    }
    if let carried {
      for (key, value) in carried.members {
        output.key(key.string ?? "")
        output.element(value)
      }
    }
    for (key, json) in members where carried?[key: key] == nil {
      output.key(key)
      output.raw(json)
    }
    output.endObject()
    return output.text
  }
}
