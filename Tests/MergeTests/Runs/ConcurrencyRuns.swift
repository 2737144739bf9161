import Foundation
import JSON
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
    // Each import adds an entry to the database that it found, so the backups have 0 to 15 entries, each all of those
    // of the backup before it.
    let backups = try database.backups.map { backup in
      let document = try JSONDocument(try database.scratch.read(backup))
      return Set(document.root["models"]?.elements.compactMap { $0["id"]?.string } ?? [])
    }.sorted { $0.count < $1.count }
    #expect(backups.map(\.count) == Array(0..<16))
    for (older, newer) in zip(backups, backups.dropFirst()) { #expect(older.isSubset(of: newer)) }
    #expect(try database.scratch.names().count == 17)
  }
}
