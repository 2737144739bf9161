import TestSupport
import Testing

/// Whether this system lets a user mount a file system of a few pages, as Linux does in a namespace.
private let canMountFileSystems: Bool = {
  let probe = Command(system: "unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"])
  return (try? probe.run().status) == 0
}()

@Suite("A temporary directory that fills up", .enabled(if: canMountFileSystems))
struct FullDiskTests {
  private static let database = """
    {"models": [
      {"id": "gpt2", "hf_model_id": "openai-community/gpt2", "num_layers": 13, "default_context_length": 77,
       "overrides": {"default_context_length": 77}},
      {"id": "qwen3-0-6b", "hf_model_id": "Qwen/Qwen3-0.6B", "num_layers": 13}
    ]}

    """

  /// Runs a target on the database.
  ///
  /// - Parameter limits: the options of the file system that holds temporary files; nil for the usual one.
  private func run(
    _ target: String, in place: ExampleEnvironment, limits: String?
  ) throws -> (outcome: Command.Outcome, database: String) {
    try place.scratch.write(Self.database, to: "data/models.json")
    let command = "make -s \(target)"
    let outcome = try place.run(
      limits.map {
        "mkdir -p tmp; TMPDIR=$PWD/tmp unshare -rm bash -c 'mount -t tmpfs -o \($0) none tmp && \(command)'"
      } ?? command)
    return (outcome, try place.scratch.read("data/models.json"))
  }

  @Test(
    "at any limit, the database is complete and the status 0, or it is unchanged and an error says why",
    arguments: ["import-model MODEL=openai-community/gpt2 UPDATE=1", "batch-import UPDATE=1", "audit FIX=1", "refresh"])
  func changes(target: String) throws {
    let place = try ExampleEnvironment()
    let whole = try run(target, in: place, limits: nil)
    #expect(whole.outcome.status == 0 && whole.database != Self.database, "\(whole.outcome.errors)")
    let limits = (1...14).map { "size=\($0 * 4)k" } + (1...14).map { "nr_inodes=\($0)" }
    for limit in limits {
      let (outcome, database) = try run(target, in: place, limits: limit)
      #expect(database == (outcome.status == 0 ? whole.database : Self.database), "\(limit)")
      #expect(outcome.status == 0 || outcome.errors.contains("error: "), "\(limit)")
    }
    // The smallest has no room for the list of models.
    let outcome = try run(target, in: place, limits: "nr_inodes=2").outcome
    #expect(outcome.errors.contains("the list of models cannot be kept"))
  }

  @Test(
    "a file that does not fit is not written",
    arguments: ["snapshot OUT=out.ndjson", "export FORMAT=llmfit OUT=out.ndjson"])
  func files(target: String) throws {
    let place = try ExampleEnvironment()
    _ = try run(target, in: place, limits: nil)
    let whole = try place.scratch.read("out.ndjson")
    for limit in (1...4).map({ "size=\($0 * 4)k" }) + (1...4).map({ "nr_inodes=\($0)" }) {
      try place.scratch.write("old", to: "out.ndjson")
      let (outcome, _) = try run(target, in: place, limits: limit)
      #expect(try place.scratch.read("out.ndjson") == (outcome.status == 0 ? whole : "old"), "\(limit)")
      #expect(outcome.status == 0 || outcome.errors.contains("error: "), "\(limit)")
    }
  }
}
