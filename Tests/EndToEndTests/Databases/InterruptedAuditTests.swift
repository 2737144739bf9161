import Foundation
import TestSupport
import Testing

@Suite("Interrupted audits")
struct InterruptedAuditTests {
  /// Runs a target as a shell's foreground job is run, and sends its process group a signal after a while.
  ///
  /// - Returns: what is in the folder of the database then, and in the temporary directory.
  private func stop(
    _ target: String, with signal: String, afterMilliseconds delay: Int
  ) throws -> (database: String, names: [String], temporary: [String]) {
    let place = try ExampleEnvironment()
    let database = "{\"models\": [{\"id\": \"gpt2\", \"hf_model_id\": \"gpt2\", \"num_layers\": 13}]}\n"
    try place.scratch.write(database, to: "data/models.json")
    try FileManager.default.createDirectory(atPath: place.scratch.path("tmp"), withIntermediateDirectories: true)
    _ = try place.run(
      """
      export TMPDIR=$PWD/tmp
      set -m
      make -s \(target) >/dev/null 2>&1 </dev/null &
      sleep \(Double(delay) / 1000)
      kill -\(signal) -- -$! 2>/dev/null
      wait
      """)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.scratch.path("data"))
    let temporary = try FileManager.default.contentsOfDirectory(atPath: place.scratch.path("tmp"))
    return (
      try place.scratch.read("data/models.json"), names.filter { $0.contains("models.") && $0 != "model.schema.json" },
      temporary
    )
  }

  @Test(
    "at any of several moments, the database is the old one or the complete new one, and no file is left",
    arguments: ["audit FIX=1", "refresh", "import-model MODEL=gpt2 UPDATE=1"], [0, 15, 30, 60, 90, 130, 200, 400])
  func moments(target: String, delay: Int) throws {
    for signal in ["INT", "TERM", "HUP", "QUIT"] {
      let left = try stop(target, with: signal, afterMilliseconds: delay)
      let isOld = left.database.contains("\"num_layers\": 13")
      #expect(isOld || left.database.contains("\"num_layers\": 12"))
      #expect(left.names.count == (isOld ? 1 : 2), "\(signal): \(left.names)")
      #expect(left.temporary == [], "\(signal)")
    }
  }
}
