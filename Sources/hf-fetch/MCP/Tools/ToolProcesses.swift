import Files
import JSON
import Platform
import Streams

/// Runs the other tools as processes; they are in the directory of this tool's executable.
struct ToolProcesses: Sendable {
  /// The result of a process.
  struct ProcessResult {
    /// The exit status; 128 + n when signal n ended it.
    let status: Int32
    let output: [UInt8]
    /// Its messages on stderr.
    let messages: String
  }

  /// The directory of the tools.
  let directory: String?

  init(directory: String? = ToolProcesses.directoryOfThisTool) { self.directory = directory }

  /// The directory of the running executable, links followed.
  static var directoryOfThisTool: String? {
    #if canImport(Darwin)
      var size = UInt32(PATH_MAX)
      var buffer = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&buffer, &size) == 0, let resolved = realpath(buffer, nil) else { return nil }
    #else
      guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
    #endif
    defer { free(resolved) }
    return FilePath(String(cString: resolved)).directory
  }

  /// Runs a tool to its end; a cancelled call terminates it.
  ///
  /// - Parameter onLine: called with the number of lines that the tool has printed, whenever there are more.
  /// - Throws: ``CallFailure`` when it cannot be started, was terminated, or cannot use a file.
  func run(
    _ tool: String, _ arguments: [String], input: [UInt8], _ context: CallContext, onLine: (Int) -> Void = { _ in }
  ) throws(CallFailure) -> ProcessResult {
    guard let directory else { throw ToolProcesses.missing(tool, "the directory of the tools is unknown") }
    let process: ChildProcess
    do throws(SystemError) { process = try ChildProcess(FilePath.join(directory, tool), arguments) } catch {
      throw ToolProcesses.missing(tool, error.reason)
    }
    let (output, messages) = context.cancellation.whileRunning({ process.kill() }) {
      ToolProcesses.exchange(input, with: process, onLine)
    }
    let status = process.wait()
    guard !context.cancellation.isCancelled else { throw .cancelled }
    return ProcessResult(status: status, output: output, messages: String(decoding: messages, as: UTF8.self))
  }

  /// Writes the input while it reads both outputs, so that no full pipe blocks the tool.
  private static func exchange(
    _ input: [UInt8], with process: ChildProcess, _ onLine: (Int) -> Void
  ) -> (output: [UInt8], messages: [UInt8]) {
    var messages: [UInt8] = []
    let writer = Thread { process.send(input) }
    let errorReader = Thread { messages = readAll(process.errors) }
    let output = readAll(process.output, onLine)
    writer.join()
    errorReader.join()
    return (output, messages)
  }

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

  private static func missing(_ tool: String, _ reason: String) -> CallFailure {
    CallFailure(
      code: "stage_failed", message: "cannot run '\(tool)': \(reason)",
      hint: "install the four tools into one directory")
  }
}

extension ToolProcesses.ProcessResult {
  /// The failure for a tool that printed no document: its messages.
  func failure(of tool: String) -> CallFailure {
    let said = messages.split(separator: "\n").suffix(2).joined(separator: "; ")
    return CallFailure(
      code: "stage_failed", message: "'\(tool)' ended with status \(status)" + (said.isEmpty ? "" : ": \(said)"))
  }

  /// The messages on stderr, each with its hint.
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
