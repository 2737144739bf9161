import Foundation
import JSON
import TestSupport

/// Kills changes of a database, or makes their system calls fail, and checks what is left.
///
/// The file must be the complete old one or the complete new one. If it is the new one, there is a backup of the old
/// one. The next run removes all other files. If a call failed and the run ended by itself, no other file is left even
/// before a next run, and the status says whether the new file is in place.
final class CrashTest {
  private let scratch: ScratchDirectory
  private let place: Place
  private var old = 0
  private var new = 0
  private var failed = 0
  private var faults: [String] = []

  init() throws {
    scratch = try ScratchDirectory()
    place = Place(scratch)
  }

  /// Kills changes after random times up to a little more than a whole one takes.
  func killAtRandomMoments(_ count: Int, of changes: [Change]) throws {
    for change in changes {
      let start = ContinuousClock.now
      try check(change, "undisturbed") { _ = try $0.run() }
      let longest = (ContinuousClock.now - start) / .microseconds(1) * 1.2
      for number in 0..<(count / changes.count) {
        for signal in number % 10 == 0 ? [SIGKILL, SIGTERM] : [SIGKILL] {
          try check(change, "killed by signal \(signal)", isKilled: signal == SIGKILL) {
            try kill($0, after: UInt32(saturating: Double.random(in: 0...longest)), by: signal)
          }
        }
      }
    }
  }

  /// Kills a change at each of its system calls, one after the other, with strace.
  func killAtEverySystemCall(_ change: Change) throws {
    for (name, count) in try systemCalls(of: change).sorted(by: { $0.key < $1.key }) where name != "execve" {
      for number in 1...count {
        for signal in ["SIGKILL", "SIGTERM"] {
          let injection = "\(name):signal=\(signal):when=\(number)"
          try check(change, injection, strace(injection), isKilled: signal == "SIGKILL") { _ = try $0.run() }
        }
      }
    }
  }

  /// The calls that change files or read them, and the errors that they can end with.
  private static let failingCalls = [
    "write", "writev", "fsync", "rename", "renameat", "renameat2", "link", "linkat", "flock", "close", "fchmod",
    "fsetxattr", "pread64",
  ]
  private static let errors = ["ENOSPC", "EIO", "EACCES", "EINTR"]

  /// Makes each system call of a change fail once, in each way, with strace.
  func failEverySystemCall(_ change: Change) throws {
    let calls = try systemCalls(of: change)
    for name in CrashTest.failingCalls {
      guard let count = calls[name] else { continue }
      for number in 1...count {
        for error in CrashTest.errors { try fail(change, name, number, with: error) }
      }
    }
  }

  private func fail(_ change: Change, _ call: String, _ number: Int, with error: String) throws {
    let injection = "\(call):error=\(error):when=\(number)"
    var status: Int32 = 0
    let isNew = try check(change, injection, strace(injection)) { status = try $0.run().status }
    failed += 1
    // The system's loader gave up before the tool began.
    if status == 127, !isNew { return }
    // A report that cannot be written is an error although the file is in place: the message says so.
    let isReport = call == "write"
    let isRight = isNew ? status == 0 || status == 3 && isReport : status == 3
    if !isRight { faults.append("\(change.name), \(injection): status \(status), \(isNew ? "new" : "old") file") }
  }

  /// Prints the result.
  ///
  /// - Returns: whether there was no fault.
  func report() -> Bool {
    print(
      """
      \(old + new) changes, \(old) ended with the old file and \(new) with the new one, \(failed) had a call that failed; \
      faults: \(faults.count)
      """)
    for fault in faults { print("  " + fault) }
    return faults.isEmpty
  }

  /// Whether there is strace, and it may trace.
  var canTrace: Bool {
    (try? Command(system: "strace", ["-o", "/dev/null", "true"]).run().status) == 0
  }

  private func strace(_ injection: String) -> [String] {
    ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=\(injection)"]
  }

  /// Makes a change, disturbed in some way, and looks at the database after it, and at what is left over. After a
  /// kill the next run, whatever it does, removes that; a signal that can be caught leaves nothing.
  ///
  /// - Returns: whether the new file is in place.
  @discardableResult
  private func check(
    _ change: Change, _ disturbance: String, _ wrapper: [String] = [], isKilled: Bool = false,
    run: (Command) throws -> Void
  ) throws -> Bool {
    try place.prepare(old: change.old, backup: change.backup)
    try run(place.command(change.options, input: change.input, wrapper: wrapper))
    let content = try place.content()
    let description = "\(change.name), \(disturbance)"
    switch content {
    case change.old: old += 1
    case change.new:
      new += 1
      if try !place.hasBackup(of: change.old) { faults.append("\(description): no backup of the old file") }
    default: faults.append("\(description): \(content.count) bytes that are neither the old nor the new file")
    }
    if isKilled, try !place.debris().isEmpty {
      _ = try place.command(["--force", "--update"], input: #"{"id":"next","parameters_billions":1}"#).run()
    }
    let debris = try place.debris()
    if !debris.isEmpty { faults.append("\(description): left over: \(debris)") }
    return content == change.new
  }

  private func kill(_ command: Command, after microseconds: UInt32, by signal: Int32) throws {
    let process = Process()
    process.executableURL = command.executable
    process.arguments = command.arguments
    process.currentDirectoryURL = command.directory
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try? input.fileHandleForWriting.write(contentsOf: command.input)
    try? input.fileHandleForWriting.close()
    usleep(microseconds)
    Foundation.kill(process.processIdentifier, signal)
    process.waitUntilExit()
  }

  /// How often a change makes each system call.
  private func systemCalls(of change: Change) throws -> [String: Int] {
    let directory = try ScratchDirectory()
    let log = directory.path("calls")
    try check(change, "traced", ["strace", "-f", "-qq", "-o", log]) { _ = try $0.run() }
    var calls: [String: Int] = [:]
    for line in try directory.read("calls").split(separator: "\n") {
      let call = line.drop { $0.isNumber || $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      if !call.isEmpty { calls[String(call), default: 0] += 1 }
    }
    return calls
  }
}
