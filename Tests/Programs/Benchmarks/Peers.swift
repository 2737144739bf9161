/// What a user would use instead, as far as it is installed.
struct Peers {
  /// jq.
  let jq: String?
  /// Python, if it has orjson.
  let orjson: String?
  /// Python, if it has jsonschema.
  let jsonschema: String?
  /// Python, if it has the Hub's official client.
  let officialClient: String?
  /// What there is to compare with, in one line: versions, and names of what is not installed.
  let description: String

  private let directory: String

  /// Looks for the peers.
  ///
  /// - Parameters:
  ///   - directory: where their scripts are.
  ///   - python: the Python to use.
  ///   - runner: what starts them.
  ///   - skipsAll: whether to do without peers.
  init(scripts directory: String, python: String, runner: Runner, skipsAll: Bool) {
    func version(_ command: Command) -> String? { skipsAll ? nil : runner.firstLine(of: command) }
    func version(ofPackage name: String) -> String? {
      version(Command(python, ["-c", "import \(name); print(\(name).__version__)"]))
    }
    let found: [(name: String, version: String?)] = [
      ("jq", version(Command("jq", ["--version"]))),
      ("Python", version(Command(python, ["-c", "import platform; print(platform.python_version())"]))),
      ("orjson", version(ofPackage: "orjson")),
      ("jsonschema", version(Command(python, ["-c", Peers.jsonschemaVersion]))),
      ("huggingface_hub", version(ofPackage: "huggingface_hub")),
    ]
    func program(_ name: String, _ path: String) -> String? {
      found.contains { $0.name == name && $0.version != nil } ? path : nil
    }
    jq = program("jq", "jq")
    orjson = program("orjson", python)
    jsonschema = program("jsonschema", python)
    officialClient = program("huggingface_hub", python)
    description =
      skipsAll
      ? "nothing, on a quick run" : found.map { "\($0.name) \($0.version ?? "not installed")" }.joined(separator: ", ")
    self.directory = directory
  }

  private static let jsonschemaVersion =
    "import importlib.metadata as m; import jsonschema; print(m.version('jsonschema'))"

  /// The path of a peer's script.
  func script(_ name: String) -> String { "\(directory)/\(name)" }
}
