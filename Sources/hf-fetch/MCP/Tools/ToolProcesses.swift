import Files
import JSON
import ModelSpec
import Platform
import Streams

/// Runs the command-line tools as processes. They are in the directory of this executable.
struct ToolProcesses: Sendable {
  /// The result of a process.
  struct ProcessResult {
    /// The exit status; 128 + n when signal n ended it.
    let status: Int32
    /// What it printed to stdout.
    let output: [UInt8]
    /// What it printed to stderr.
    let messages: String
  }

  /// The directory of the tools; nil when the path of this executable is unknown.
  let directory: String?

  init(directory: String? = executableDirectory) { self.directory = directory }

  /// Runs a command-line tool and waits until it ends. If the call is canceled, the process is killed.
  ///
  /// - Parameter onLine: called with the number of lines that the tool has printed so far, when that number grows.
  /// - Throws: ``CallFailure`` when the tool cannot be started, or the call was canceled.
  func run(
    _ tool: String, _ arguments: [String], input: [UInt8], _ context: CallContext, onLine: (Int) -> Void = { _ in }
  ) throws(CallFailure) -> ProcessResult {
    guard let directory else { throw ToolProcesses.missing(tool, "the directory of the tools is unknown") }
    let process: ChildProcess
    do throws(SystemError) { process = try ChildProcess(FilePath.join(directory, tool), arguments) } catch {
      throw ToolProcesses.missing(tool, error.reason)
    }
    let outputs = context.cancellation.whileRunning({ process.kill() }) {
      ToolProcesses.transfer(input, to: process, onLine)
    }
    let status = process.wait()
    guard !context.cancellation.isCanceled else { throw .canceled }
    guard let (output, messages) = outputs else { throw ToolProcesses.refusedThread(tool) }
    return ProcessResult(status: status, output: output, messages: String(decoding: messages, as: UTF8.self))
  }

  /// Writes the input, and at the same time reads both outputs, so that no full pipe blocks the tool. This needs two
  /// more threads.
  ///
  /// - Returns: what the tool printed to stdout and stderr. If the system refuses a thread, the tool is killed, and the
  ///   result is nil.
  private static func transfer(
    _ input: [UInt8], to process: ChildProcess, _ onLine: (Int) -> Void
  ) -> (output: [UInt8], messages: [UInt8])? {
    var messages: [UInt8] = []
    let errorReader = Thread { messages = readAll(process.errors) }
    let writer = Thread { process.send(input) }
    if errorReader == nil || writer == nil { process.kill() }
    // Without the thread, nothing else closes the pipe.
    if writer == nil { process.send([]) }
    let output = readAll(process.output, onLine)
    writer?.join()
    errorReader?.join()
    return errorReader == nil || writer == nil ? nil : (output, messages)
  }

  /// Reads to the end. If a read fails, the bytes before it are returned.
  private static func readAll(_ descriptor: Int32, _ onLine: (Int) -> Void = { _ in }) -> [UInt8] {
    let content = ByteBuffer()
    var lines = 0
    do throws(SystemError) {
      try ByteReader(descriptor: descriptor).readAll(into: content) { chunk in
        let more = chunk.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        lines += more
        if more > 0 { onLine(lines) }
      }
    } catch {}
    return content.array
  }

  private static func refusedThread(_ tool: String) -> CallFailure {
    CallFailure(
      code: "stage_failed", message: "cannot run '\(tool)': the system allows no more threads",
      hint: "raise the limits of processes and memory (ulimit -u, ulimit -v), or end other processes")
  }

  private static func missing(_ tool: String, _ reason: String) -> CallFailure {
    CallFailure(
      code: "stage_failed", message: "cannot run '\(tool)': \(reason)",
      hint: "install the four tools into the directory of hf-fetch, and check that they are executable")
  }
}

extension ToolProcesses.ProcessResult {
  /// The failure for a tool with an unexpected status or output. Its message has the last two lines of ``messages``.
  func failure(of tool: String) -> CallFailure {
    let last = messages.split(separator: "\n").suffix(2).joined(separator: "; ")
    let fault = status == 0 ? "printed no JSON object" : "ended with status \(status)"
    return CallFailure(code: "stage_failed", message: "'\(tool)' \(fault)" + (last.isEmpty ? "" : ": \(last)"))
  }

  /// The failure that a tool reported on stderr, with its message and hint.
  ///
  /// - Parameter code: the code of the failure, which the message does not state.
  func reportedFailure(of tool: String, code: FailureCode) -> CallFailure {
    let lines = messages.split(separator: "\n")
    let start = "\(tool): error: "
    guard let number = lines.lastIndex(where: { $0.hasPrefix(start) }) else { return failure(of: tool) }
    let hint = lines.dropFirst(number + 1).first.map { String($0.drop { $0 == " " }) }
    return CallFailure(code: code.rawValue, message: String(lines[number].dropFirst(start.count)), hint: hint)
  }

  /// The messages on stderr, each with its hint: the lines after a message that start with two spaces.
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
