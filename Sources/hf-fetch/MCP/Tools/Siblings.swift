import Foundation
import Shared

/// The other tools of the set, found beside this one's executable.
struct Siblings: Sendable {
  /// What a tool left behind.
  struct Outcome {
    /// The exit status; 128 + n when signal n ended it.
    let status: Int32
    let output: [UInt8]
    /// What it said on stderr.
    let messages: String
  }

  /// Where the tools are.
  let directory: URL?

  init(directory: URL? = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()) {
    self.directory = directory
  }

  /// Runs a tool to its end; a cancelled call terminates it.
  ///
  /// - Throws: ``CallFailure`` when it cannot be started, was terminated, or its surroundings failed.
  func run(
    _ tool: String, _ arguments: [String], input: [UInt8], _ cancellation: Cancellation
  ) throws(CallFailure) -> Outcome {
    guard let directory else { throw Siblings.missing(tool, "the directory of the tools is unknown") }
    let process = Process()
    process.executableURL = directory.appending(path: tool)
    process.arguments = arguments
    let pipes = (input: Pipe(), output: Pipe(), errors: Pipe())
    process.standardInput = pipes.input
    process.standardOutput = pipes.output
    process.standardError = pipes.errors
    do { try process.run() } catch { throw Siblings.missing(tool, error.localizedDescription) }
    let box = RunningProcess(process)
    let (output, messages) = cancellation.whileRunning({ box.kill() }) {
      Siblings.exchange(input, with: pipes.input, pipes.output, pipes.errors)
    }
    process.waitUntilExit()
    guard !cancellation.isCancelled else { throw .cancelled }
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: isSignal ? 128 + process.terminationStatus : process.terminationStatus, output: output,
      messages: String(decoding: messages, as: UTF8.self))
  }

  /// Writes the input while it reads both outputs, so that no pipe can fill up and hold the tool.
  private static func exchange(
    _ input: [UInt8], with inputPipe: Pipe, _ outputPipe: Pipe, _ errorPipe: Pipe
  ) -> (output: [UInt8], messages: [UInt8]) {
    var messages: [UInt8] = []
    let writer = Platform.Thread {
      // A tool that ends early does not read it all; its status tells why.
      try? inputPipe.fileHandleForWriting.write(contentsOf: input)
      try? inputPipe.fileHandleForWriting.close()
    }
    let errorReader = Platform.Thread { messages = readAll(errorPipe) }
    let output = readAll(outputPipe)
    writer.join()
    errorReader.join()
    return (output, messages)
  }

  private static func readAll(_ pipe: Pipe) -> [UInt8] {
    let data = try? pipe.fileHandleForReading.readToEnd()
    return Array(data ?? Data())
  }

  private static func missing(_ tool: String, _ reason: String) -> CallFailure {
    CallFailure(
      code: "stage_failed", message: "cannot run '\(tool)': \(reason)",
      hint: "install the four tools into one directory")
  }
}

/// Foundation's Process is safe to terminate from another thread, but does not say so to the compiler.
private struct RunningProcess: @unchecked Sendable {
  let process: Process

  init(_ process: Process) { self.process = process }

  /// Ends the process at once. SIGTERM may be blocked in it, as in the thread that started it; and there is nothing
  /// that it would have to clean up, since no sibling writes files for us.
  func kill() {
    if process.isRunning { _ = Platform.kill(process.processIdentifier, SIGKILL) }
  }
}

extension Siblings.Outcome {
  /// The failure for a tool that gave no document: its own words.
  func failure(of tool: String) -> CallFailure {
    let said = messages.split(separator: "\n").suffix(2).joined(separator: "; ")
    return CallFailure(
      code: "stage_failed", message: "'\(tool)' ended with status \(status)" + (said.isEmpty ? "" : ": \(said)"))
  }

  /// The messages on stderr, a hint with the message that it belongs to.
  var messageList: [String] {
    messages.split(separator: "\n").reduce(into: []) { list, line in
      if line.hasPrefix("  "), !list.isEmpty {
        list[list.count - 1] += "; " + line.drop { $0 == " " }
      } else {
        list.append(String(line))
      }
    }
  }
}
