import Testing

@Suite("The targets of the fuzzers")
struct FuzzTargetTests {
  /// The target of databases is left out, because it redirects the standard streams of the process.
  @Test(
    "a target has seeds, and what it checks holds for each of them",
    arguments: FuzzTarget.all.map(\.name).filter { $0 != "databases" })
  func seeds(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let seeds = target.seeds()
    #expect(!seeds.isEmpty)
    // When a property does not hold, the process ends.
    for seed in seeds { target.check(seed) }
  }
}
