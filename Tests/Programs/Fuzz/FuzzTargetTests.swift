import Testing

@Suite("The targets of the fuzzers")
struct FuzzTargetTests {
  /// The target of databases is left out: it redirects the standard streams of the process.
  @Test(
    "a target has inputs to begin with, and what has to hold does so for each of them",
    arguments: [
      "json", "headers", "schemas", "patterns", "entries",
    ])
  func seeds(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let seeds = target.seeds()
    #expect(!seeds.isEmpty)
    for seed in seeds { target.check(seed) }
  }
}
