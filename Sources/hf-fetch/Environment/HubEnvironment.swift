import Platform

/// The environment variables of huggingface_hub, read by its rules.
struct HubEnvironment: Sendable {
  private let variable: @Sendable (String) -> String?

  /// Reads the process's environment; tests pass another one.
  init(_ variable: @escaping @Sendable (String) -> String? = { environment($0) }) { self.variable = variable }

  /// A variable's value; empty counts as unset.
  func value(_ name: String) -> String? {
    guard let value = variable(name), !value.isEmpty else { return nil }
    return value
  }

  /// Whether a variable is set, even with an empty value.
  func isSet(_ name: String) -> Bool { variable(name) != nil }

  /// Whether a variable has one of the values that mean yes: 1, on, yes or true, in any case.
  func flag(_ name: String) -> Bool { meansYes(variable(name)) }

  /// The directory that all Hub tools share: `HF_HOME`, else `huggingface` in the user's cache directory.
  var home: String {
    if let home = value("HF_HOME") { return expand(home) }
    if let cache = value("XDG_CACHE_HOME") { return expand(cache) + "/huggingface" }
    return expand("~/.cache/huggingface")
  }

  /// The directory of cached repositories: `HF_HUB_CACHE`, else `HUGGINGFACE_HUB_CACHE`, else `hub` in ``home``.
  var hubCache: String {
    (value("HF_HUB_CACHE") ?? value("HUGGINGFACE_HUB_CACHE")).map(expand) ?? home + "/hub"
  }

  /// The path of the file in which `hf auth login` stores the token: `HF_TOKEN_PATH`, else `token` in ``home``.
  var tokenPath: String { value("HF_TOKEN_PATH").map(expand) ?? home + "/token" }

  /// Replaces a leading `~`, and each `$NAME` or `${NAME}`; an unset variable, and a `${NAME` without the closing
  /// brace, is left as it is written.
  func expand(_ path: String) -> String {
    var expanded = ""
    var rest = path[...]
    if rest == "~" || rest.hasPrefix("~/") {
      expanded = variable("HOME") ?? ""
      rest = rest.dropFirst()
    }
    while let dollar = rest.firstIndex(of: "$") {
      expanded += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      let isBraced = rest.first == "{"
      let name = (isBraced ? rest.dropFirst() : rest).prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      let after = rest[name.endIndex...]
      if !name.isEmpty, !isBraced || after.first == "}", let value = variable(String(name)) {
        expanded += value
        rest = isBraced ? after.dropFirst() : after
      } else {
        expanded += "$"
      }
    }
    return expanded + rest
  }
}
