/// What to do about entries that cannot be imported as they are.
struct ImportHints {
  /// Whether several models were to be imported.
  let isBatch: Bool
  var caller = Caller.current

  /// The entry is there already.
  var sameModel: String {
    switch caller {
    case .shell: "use --update to refresh the entry, or --skip-existing to leave it as it is"
    case .make: "write UPDATE=1 to refresh the entry, or SKIP_EXISTING=1 to leave it as it is"
    case .mcp: "set 'existing' to 'update' to refresh the entry, or to 'skip' to leave it as it is"
    }
  }

  /// Another model has the id that this one would get.
  func otherModel(_ id: String) -> String {
    "it is another model, so give this one its own id: \(stating(id)); if it is meant to be the same model, "
      + "correct the hf_model_id of the existing entry"
  }

  private func stating(_ id: String) -> String {
    switch (caller, isBatch) {
    case (.make, false): "ID=\(id)"
    case (.make, true): "write 'org/name id=\(id)' in the list"
    case (.mcp, _), (.shell, true): "a request may state it: \"overrides\": {\"id\": \"\(id)\"}"
    case (.shell, false): "--set id='\"\(id)\"' with hf-transform"
    }
  }

  /// Some of the models could be imported.
  var importTheRest: String? {
    switch caller {
    case .shell: "use --continue-on-error to import what is good"
    case .make: isBatch ? "write CONTINUE_ON_ERROR=1 to import what is good" : nil
    case .mcp: nil
    }
  }

  /// There is no terminal to ask on.
  static func noTerminal(_ verb: String, _ caller: Caller = .current) -> String {
    caller == .make
      ? "look at the change with DRY_RUN=1, then write FORCE=1 to \(verb) without a question"
      : "look at the change with --dry-run, then use --force to \(verb) without a question"
  }
}
