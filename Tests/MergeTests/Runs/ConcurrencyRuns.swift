import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Imports at the same time")
struct ConcurrencyRuns {
  @Test("all of them are in the database, and each has a backup of the database that it found")
  func sixteenAtOnce() throws {
    let database = try TestDatabase("{\"models\": []}\n")
    let path = try database.path
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 16) { index in
      let entry = TestDatabase.entry("model-\(index)", parameters: "\(index).5")
      let outcome = try? Command(tool: "models-merge", [path, "--force"], input: entry).run()
      if outcome?.status != 0 { failures.withLock { $0.append(outcome?.errors ?? "not started") } }
    }
    #expect(failures.withLock { $0 } == [])
    let text = try database.text
    for index in 0..<16 { #expect(text.contains("\"model-\(index)\"")) }
    let backups = try database.backups
    #expect(backups.count == 16)
    for backup in backups {
      let data = Data(try database.scratch.read(backup).utf8)
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: data) }
    }
    #expect(try database.scratch.names().count == 17)
  }
}
