import Foundation
import TestSupport
import Testing

@Suite("Variables of make's targets")
struct TargetVariableTests {
  @Test(
    "a variable that a target does not use is refused, with the targets that use it",
    arguments: [
      ("batch-import", "PARAMS", "import-model"), ("batch-import", "MODEL", "import-model"),
      ("import-model", "SORT", "discover"), ("import-model", "FILE", "batch-import, snapshot"),
      ("audit", "UPDATE", "batch-import, import-model"), ("snapshot", "FIX", "audit, refresh"),
      ("undo", "UPDATE", "batch-import, import-model"), ("import-model", "LOG", "batch-import"),
      ("export", "ONLY", "audit, fuzz, refresh, snapshot"), ("demo", "UPDATE", "batch-import, import-model"),
      ("discover", "FILE", "batch-import, snapshot"), ("install", "OUT", "export, reference, snapshot"),
      ("catalog", "FORMAT", "export"), ("help", "MODEL", "import-model"),
    ])
  func otherTarget(target: String, name: String, targets: String) throws {
    let outcome = try Make.run(target, [name: "7"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("'make \(target)' does not use \(name)"), "\(outcome.errors)")
    #expect(outcome.errors.contains("it is for: \(targets)"))
  }

  @Test("every target declares its variables, and every variable has a target")
  func declarations() throws {
    let makefile = try String(contentsOf: Package.root.appending(path: "Makefile"), encoding: .utf8)
    let recipes = makefile.matches(of: /(?m)^([a-z-]+):(?! *=)/).map { String($0.1) }
    let uses = makefile.matches(of: /(?m)^uses\.([a-z-]+) :=/).map { String($0.1) }
    #expect(Set(recipes) == Set(uses))
    let declarations = makefile.replacing("\\\n", with: " ").split(separator: "\n").filter { $0.contains("uses") }
    let used = Set(declarations.flatMap { $0.split(separator: " ").map(String.init) })
    #expect(Set(UnknownVariableTests.settings).isSubset(of: used))
  }

  @Test(
    "the name of a variable without a value is not a target, and runs none",
    arguments: [("DRY_RUN", "DRY_RUN"), ("dry_run", "DRY_RUN"), ("Continue_On_Error", "CONTINUE_ON_ERROR")])
  func variableAsTarget(goal: String, name: String) throws {
    var command = Command(
      system: "make", ["--no-print-directory", "batch-import", goal, "FETCH=touch /dev/null; false"])
    command.directory = Package.root
    let outcome = try command.run()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("there is no target '\(goal)'; did you mean the variable \(name)=...?"))
    #expect(!outcome.errors.contains("stage"))
  }

  @Test(
    "the nearest target is suggested",
    arguments: [
      ("imprt-model", "import-model"), ("import", "import-model"), ("batch", "batch-import"), ("Undo", "undo"),
      ("batch_import", "batch-import"), ("instal", "install"), ("refrsh", "refresh"),
      ("org/name", "MODEL=org/name"), ("lists/mine.txt", "FILE=lists/mine.txt"),
    ])
  func mistypedTarget(goal: String, target: String) throws {
    let errors = try Make.run(goal).errors
    #expect(errors.contains("there is no target '\(goal)'; did you mean \(target)?"), "\(errors)")
  }

  @Test(
    "a directory without the tools is refused by name",
    arguments: ["import-model", "batch-import", "audit", "snapshot", "export", "discover", "undo"])
  func noTools(target: String) throws {
    let scratch = try ScratchDirectory()
    var command = Command(system: "make", ["--no-print-directory", target, "TOOLS=\(scratch.path(""))"])
    command.directory = Package.root
    let outcome = try command.run()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("there are no tools in TOOLS='"), "\(outcome.errors)")
  }

  @Test("a recording of a list does not select entries")
  func listAndSelection() throws {
    let outcome = try Make.run("snapshot", ["OUT": "none", "FILE": "list", "ONLY": "gpt2"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("ONLY selects entries of the database, but FILE names the models"))
  }

  @Test("an export of a file that is not a database is refused", arguments: ["", "words", "[]"])
  func exportOfOtherFile(content: String) throws {
    guard try Command(system: "sh", ["-c", "command -v jq"]).run().status == 0 else { return }
    let scratch = try ScratchDirectory()
    try scratch.write(content, to: "file")
    for (target, name, value) in [("export", "FORMAT", "llmfit"), ("catalog", "CATALOG", scratch.path("page.html"))] {
      let outcome = try Make.run(target, [name: value, "DATABASE": scratch.path("file")])
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("is not a model database"), "\(outcome.errors)")
    }
    #expect(try scratch.names() == ["file"])
  }

  @Test("FORGET without UPDATE is refused before anything is fetched")
  func forgetWithoutUpdate() throws {
    let outcome = try Make.run("batch-import", ["FORGET": "num_layers", "FETCH": "echo fetched >&2"])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("FORGET drops overrides of existing entries, which needs UPDATE=1"))
    #expect(!outcome.errors.contains("fetched"))
  }

  @Test("a variable of another target in the environment is ignored")
  func inEnvironment() throws {
    let outcome = try Make.run("import-model", environment: ["SORT": "likes", "FETCH": "true"])
    #expect(!outcome.errors.contains("does not use"))
  }

  @Test(
    "a value that is not a number is refused, with the name of its variable",
    arguments: [("PARAMS", "0,75"), ("CONTEXT", "8k")])
  func notANumber(name: String, value: String) throws {
    let outcome = try Make.run("import-model", ["MODEL": "a/b", name: value])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("\(name) must be a number of"))
    #expect(outcome.errors.contains("is '\(value)'"))
  }

  @Test(
    "a value that is not one of its field is refused once, before anything is fetched",
    arguments: [
      ("SET", "num_layesr=3", "there is no field 'num_layesr'", "did you mean 'num_layers'?"),
      ("SET", "num_layers=x", "the value 'x' of 'num_layers' is not JSON", "SET='id=\"my-model\"'"),
      ("SET", "num_layers", "'num_layers' is not a valid value of SET", "SET='num_kv_heads=8'"),
      ("SET", "num_layers=0", "'0' is not a valid value of 'num_layers'", "give"),
      (
        "SET", "head_dim=8 kv_cache.sliding_window=3", "there is no field 'kv_cache.sliding_window'",
        "did you mean 'kv_cache'?"
      ),
      ("SET", "name=5x", "'5x' is not a valid value of 'name'", "give"),
      ("CONTEXT", "08", "'08' is not a valid value of 'default_context_length'", "give a whole number"),
      ("CONTEXT", "0", "CONTEXT", ""), ("ID", "A b", "is not a valid value of 'id'", "give"),
      ("FORGET", "num_layer", "'num_layer'", "num_layers"),
      ("SET", "name=a b", "the value 'a b' of 'name' is not JSON", "put strings in double quotes"),
    ])
  func invalidOverride(name: String, value: String, message: String, hint: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write(#"{"models":[]}"#, to: "models.json")
    let outcome = try Make.run(
      "import-model",
      [
        name: value, "UPDATE": "1", "FETCH": "echo fetched >&2", "DATABASE": scratch.path("models.json"),
      ])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message) && (hint.isEmpty || outcome.errors.contains(hint)), "\(outcome.errors)")
    #expect(outcome.errors.ranges(of: ": error: ").count == 1, "\(outcome.errors)")
    #expect(!outcome.errors.contains("fetched") && !outcome.errors.contains("--"))
  }

  @Test("a number that a tool refuses is reported once, with the name of make's variable", arguments: ["0", "65", "x"])
  func invalidJobs(value: String) throws {
    let scratch = try ScratchDirectory()
    try scratch.write("o/a\no/b\n", to: "list")
    try scratch.write(#"{"models":[]}"#, to: "models.json")
    let outcome = try Make.run(
      "batch-import",
      [
        "JOBS": value, "FILE": scratch.path("list"), "LOG": scratch.path("log"),
        "DATABASE": scratch.path("models.json"),
      ])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("'\(value)' is not a valid value of JOBS"), "\(outcome.errors)")
    #expect(outcome.errors.ranges(of: ": error: ").count == 1, "\(outcome.errors)")
  }

  @Test("a list that does not exist, and one without a model, are refused by name")
  func lists() throws {
    let scratch = try ScratchDirectory()
    try scratch.write("# nothing yet\n", to: "empty")
    let settings = { (list: String) in ["FILE": scratch.path(list), "LOG": scratch.path("log")] as KeyValuePairs }
    #expect(
      try Make.run("batch-import", settings("none")).errors.contains("cannot read the list '\(scratch.path("none"))'"))
    #expect(
      try Make.run("batch-import", settings("empty")).errors.contains("'\(scratch.path("empty"))' names no model"))
  }

  @Test("SET overrides fields, also with strings that have blanks, and FORGET drops an override")
  func statesFields() throws {
    let scratch = try ScratchDirectory()
    try scratch.write(#"{"models":[]}"#, to: "models.json")
    let config =
      #"{"model_type":"llama","hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"vocab_size":100}"#
    try scratch.write(#"{"model_id":"o/m","config":\#(config)}"#, to: "snapshot")
    func run(_ more: KeyValuePairs<String, String>) throws -> String {
      let settings = [
        ("FETCH", "cat '\(scratch.path("snapshot"))'"), ("DATABASE", scratch.path("models.json")), ("FORCE", "1"),
      ]
      var command = Command(
        system: "make",
        ["--no-print-directory", "import-model", "TOOLS=\(Package.buildDirectory.path(percentEncoded: false))"]
          + (settings + more.map { ($0.key, $0.value) }).map { "\($0.0)=\($0.1)" })
      command.directory = Package.root
      let outcome = try command.run()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try scratch.read("models.json")
    }
    let stated = try run(["SET": #"num_layers=3 name="My Model of 2" head_dim=8 note="a b=\" c=2" Tier2=5"#])
    #expect(stated.contains(#""num_layers": 3"#) && stated.contains(#""name": "My Model of 2""#))
    #expect(stated.contains(#""note": "a b=\" c=2""#) && stated.contains(#""Tier2": 5"#))
    #expect(stated.contains(#""head_dim": 8"#) && stated.contains(#""overrides""#))
    let forgotten = try run(["UPDATE": "1", "FORGET": "num_layers head_dim"])
    #expect(forgotten.contains(#""num_layers": 2"#) && forgotten.contains(#""name": "My Model of 2""#))
  }
}
