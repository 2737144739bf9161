import Foundation
import JSON
import TestSupport

/// Imports into a database of 10,000 entries that are killed, or whose system calls fail, and what must hold
/// afterwards: the file is the old one or the new one, whole; where it is the new one, a backup of the old one is
/// there; the next run leaves no other file. Where a call failed and the import ended by itself, nothing is left even
/// without a next run, and the status says whether the new file is in place.
final class CrashTest {
  private static let entryCount = 10_000

  private let scratch: ScratchDirectory
  private let database: URL
  private var before: Data
  private var nextEntry = 0
  private var old = 0
  private var new = 0
  private var failed = 0
  private var faults: [String] = []

  /// Writes the database.
  init() throws {
    scratch = try ScratchDirectory()
    let entries = (0..<CrashTest.entryCount).map { CrashTest.entry("seed-\($0)", parameters: "\($0).25") }
    let text = "{\n  \"models\": [\n    " + entries.joined(separator: ",\n    ") + "\n  ]\n}\n"
    database = try scratch.write(text, to: "models.json")
    before = Data(text.utf8)
  }

  /// Kills imports after random times up to a little more than a whole import takes.
  func killAtRandomMoments(_ count: Int) throws {
    let start = ContinuousClock.now
    try run(killedAfter: nil)
    let longest = (ContinuousClock.now - start) / .microseconds(1) * 1.2
    for number in 0..<count {
      try run(killedAfter: UInt32(saturating: Double.random(in: 0...longest)))
      // After a signal that can be caught, no temporary file is left even without a next run.
      if number % 10 == 0 { try run(killedAfter: UInt32(saturating: Double.random(in: 0...longest)), by: SIGTERM) }
    }
  }

  /// Kills an import at each of its system calls in turn, which strace does; left out where there is none.
  func killAtEverySystemCall() throws {
    guard let calls = try systemCalls() else {
      print("left out: kills at every system call, since there is no strace")
      return
    }
    for (name, count) in calls.sorted(by: { $0.key < $1.key }) where name != "execve" {
      for number in 1...count {
        for signal in ["SIGKILL", "SIGTERM"] {
          try check {
            let inject = "inject=\(name):signal=\(signal):when=\(number)"
            _ = try command(["strace", "-f", "-qq", "-o", "/dev/null", "-e", inject]).run()
            if signal != "SIGKILL" { try lookForDebris() }
          }
        }
      }
    }
  }

  /// The calls that change files, and the errors that they can end with.
  private static let failingCalls = [
    "write", "writev", "fsync", "rename", "renameat2", "link", "linkat", "flock", "close", "fchmod", "fsetxattr",
    "pread64",
  ]
  private static let errors = ["ENOSPC", "EIO", "EACCES", "EINTR"]

  /// Has each call fail once, in each way, which strace does; left out where there is none.
  func failEverySystemCall() throws {
    guard let calls = try systemCalls() else { return }
    for name in CrashTest.failingCalls {
      for number in 1...max(calls[name] ?? 0, 1) where calls[name] != nil {
        for error in CrashTest.errors { try fail(name, number, with: error) }
      }
    }
  }

  private func fail(_ call: String, _ number: Int, with error: String) throws {
    let previous = new
    var status: Int32 = 0
    try check {
      let inject = "inject=\(call):error=\(error):when=\(number)"
      status = try command(["strace", "-f", "-qq", "-o", "/dev/null", "-e", inject]).run().status
      failed += 1
      try lookForDebris()
    }
    // The system's loader gave up before the tool began.
    if status == 127, new == previous { return }
    // A report that cannot be written is an error although the file is in place: the message says so.
    let isReport = call == "write"
    if status != 0 && status != 3 { faults.append("\(call) \(number) with \(error): status \(status)") }
    if status == 0 && new == previous { faults.append("\(call) \(number) with \(error): status 0, and no new file") }
    if status == 3 && new > previous && !isReport {
      faults.append("\(call) \(number) with \(error): status 3, and a new file")
    }
  }

  /// Lets one import finish, looks for debris, and prints the result.
  ///
  /// - Returns: whether there was no fault.
  func report() -> Bool {
    do {
      try run(killedAfter: nil)
      try lookForDebris()
    } catch {
      faults.append("\(error)")
    }
    print(
      "\(old + new) imports, \(old) ended with the old file and \(new) with the new one, \(failed) had a call that failed; faults: \(faults.count)"
    )
    for fault in faults { print("  " + fault) }
    return faults.isEmpty
  }

  private static func entry(_ id: String, parameters: String) -> String {
    #"{"id": "\#(id)", "hf_model_id": "org/\#(id)", "parameters_billions": \#(parameters), "hidden_size": 64}"#
  }

  private func command(_ wrapper: [String] = []) throws -> Command {
    let tool = Package.buildDirectory.appending(path: "models-merge").path(percentEncoded: false)
    let arguments = wrapper + [tool, database.path(percentEncoded: false), "--force", "--quiet"]
    var command = Command(system: arguments[0], Array(arguments.dropFirst()))
    nextEntry += 1
    command.input = Data(CrashTest.entry("new-\(nextEntry)", parameters: "\(Int.random(in: 0..<10_000)).75").utf8)
    return command
  }

  private func run(killedAfter microseconds: UInt32?, by signal: Int32 = SIGKILL) throws {
    try check {
      guard let microseconds else {
        let outcome = try command().run()
        if outcome.status != 0 { faults.append(outcome.errors) }
        return
      }
      try kill(command(), after: microseconds, by: signal)
      if signal != SIGKILL { try lookForDebris() }
    }
  }

  private func lookForDebris() throws {
    let debris = try scratch.names().filter { $0 != "models.json" && !$0.contains(".backup.2") }
    if !debris.isEmpty { faults.append("import \(nextEntry) left temporary files: \(debris)") }
  }

  private func kill(_ command: Command, after microseconds: UInt32, by signal: Int32) throws {
    let process = Process()
    process.executableURL = command.executable
    process.arguments = command.arguments
    let input = try scratch.write(command.input, to: "input")
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    usleep(microseconds)
    Foundation.kill(process.processIdentifier, signal)
    process.waitUntilExit()
    try FileManager.default.removeItem(at: input)
  }

  /// Runs an import and looks at the database after it.
  private func check(_ importing: () throws -> Void) throws {
    try importing()
    let after = try Data(contentsOf: database)
    if after == before {
      old += 1
    } else if isInsertion(into: before, after) {
      new += 1
      if try !hasBackup(of: before) { faults.append("import \(nextEntry): no backup of the old file") }
    } else {
      faults.append(
        "import \(nextEntry): \(after.count) bytes after \(before.count) that are neither the old nor the new file")
    }
    before = after
    for name in try scratch.names() where name.contains(".backup.2") {
      try FileManager.default.removeItem(atPath: scratch.path(name))
    }
  }

  /// Whether a text is another one with one entry put in: all that was there still is, and the whole is JSON.
  private func isInsertion(into old: Data, _ new: Data) -> Bool {
    guard new.count > old.count, (try? JSONSerialization.jsonObject(with: new)) != nil else { return false }
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
    return head + tail >= old.count
  }

  private func hasBackup(of content: Data) throws -> Bool {
    try scratch.names().contains { name in
      name.contains(".backup.2") && (try? Data(contentsOf: URL(filePath: scratch.path(name)))) == content
    }
  }

  /// How often an import makes each system call; nil without strace.
  private func systemCalls() throws -> [String: Int]? {
    let log = scratch.path("calls")
    var calls: [String: Int] = [:]
    var status: Int32 = 0
    try check { status = try command(["strace", "-f", "-qq", "-o", log]).run().status }
    guard status == 0, let lines = try? String(contentsOfFile: log, encoding: .utf8) else { return nil }
    try FileManager.default.removeItem(atPath: log)
    for line in lines.split(separator: "\n") {
      let call = line.drop { $0.isNumber || $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      if !call.isEmpty { calls[String(call), default: 0] += 1 }
    }
    return calls
  }
}
