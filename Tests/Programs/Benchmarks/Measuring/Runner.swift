import CommandLineTool
import Platform

/// Runs commands, alone, in pipelines, and against each other.
struct Runner {
  /// Where commands' messages go.
  let errorFile: String

  /// Runs one command.
  ///
  /// - Throws: ``ToolError`` when it fails.
  @discardableResult
  func run(_ command: Command) throws(ToolError) -> Usage {
    try ChildProcess(command, errorFile: errorFile).wait()
  }

  /// Runs commands each of which reads what the one before it writes.
  ///
  /// - Returns: what each cost.
  /// - Throws: ``ToolError`` when one fails.
  func run(pipeline: [Command]) throws(ToolError) -> [Usage] {
    var processes: [ChildProcess] = []
    var upstream: Int32?
    for (number, command) in pipeline.enumerated() {
      let pipe = number + 1 < pipeline.count ? try Pipe() : nil
      processes.append(
        try ChildProcess(command, errorFile: "\(errorFile).\(number)", input: upstream, output: pipe?.writeEnd))
      if let upstream { close(upstream) }
      if let pipe { close(pipe.writeEnd) }
      upstream = pipe?.readEnd
    }
    var usages: [Usage] = []
    for process in processes { usages.append(try process.wait()) }
    return usages
  }

  /// The first line that a command prints, or nil when it cannot be run.
  func firstLine(of command: Command) -> String? {
    var command = command
    command.output = errorFile + ".answer"
    guard (try? run(command)) != nil, let answer = try? contents(of: command.output) else { return nil }
    return answer.split(separator: UInt8(ascii: "\n")).first.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Measures contestants in turn, so that whatever disturbs the machine disturbs all of them. Every other round is in
  /// the opposite order.
  ///
  /// - Returns: every contestant's samples, in the order of the contestants.
  /// - Throws: ``ToolError`` when a command fails.
  func alternate(_ contestants: [Contestant]) throws(ToolError) -> [Samples] {
    var samples = contestants.map { _ in Samples() }
    let rounds = contestants.map(\.rounds).max() ?? 0
    for contestant in contestants where contestant.warmsUp { _ = try sample(contestant) }
    for round in 0..<rounds {
      let order = Array(contestants.indices)
      for index in round.isMultiple(of: 2) ? order : order.reversed() where round < contestants[index].rounds {
        samples[index].add(try sample(contestants[index]))
      }
    }
    return samples
  }

  private func sample(_ contestant: Contestant) throws(ToolError) -> Usage {
    var total = Usage()
    for _ in 0..<contestant.repetitions {
      try contestant.prepare()
      total = total + (try run(contestant.command))
    }
    return total
  }
}

/// A pipe whose ends no child inherits by accident.
private struct Pipe {
  let readEnd: Int32
  let writeEnd: Int32

  init() throws(ToolError) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else {
      throw .systemFailure(code: "no_pipe", "cannot make a pipe: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }
}
