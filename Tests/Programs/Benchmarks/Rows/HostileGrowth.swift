import CommandLineTool
import Files
import JSON

extension Bench {
  /// The most that an input of 5 MB may cost on one core.
  private static let mostBytes = 500.0 * 1_048_576

  /// How time grows with hostile inputs: each at its full size beside a quarter of it. Linear growth is four times.
  ///
  /// - Throws: ``ToolError`` when a command fails.
  func hostileGrowth() throws(ToolError) -> [Finding] {
    var findings: [Finding] = []
    for input in HostileInput.all { findings += try growth(of: input) }
    return try findings + headers()
  }

  private func growth(of input: HostileInput) throws(ToolError) -> [Finding] {
    let (large, small) = (count(input.count), count(input.count / 4))
    var contestants: [Contestant] = []
    for number in [large.number, small.number] {
      contestants.append(contestant(try input.command(self, number), isSlow: true))
    }
    let samples = try runner.alternate(contestants)
    let work = "\(input.work): \(large.text)"
    return [
      Finding(
        work: work, aspect: .processorTime, ours: samples[0].processorSeconds, peer: "the same, \(small.text)",
        theirs: samples[1].processorSeconds, goal: .timesTheCost(5, aim: 4.2)),
      Finding(
        work: work, aspect: .memory, ours: samples[0].peakBytes, peer: "", goal: .limit(Bench.mostBytes)),
    ]
  }

  /// The memory that a safetensors header takes, whatever number of jobs reads its file's parts.
  private func headers() throws(ToolError) -> [Finding] {
    let tensors = count(200_000)
    let directory = workspace.file("checkpoint")
    try Workspace.makeDirectory(directory)
    _ = try inputs.file("checkpoint/config.json") { output throws(ToolError) in
      output.buffer.append("{\"model_type\":\"llama\"}")
    }
    let file = try inputs.file("checkpoint/model.safetensors") { output throws(ToolError) in
      try HeaderFile(tensorCount: tensors.number).write(to: output)
    }
    let samples = try runner.alternate([contestant(tool("hf-fetch", [directory, "--exact"]), isSlow: true)])
    return [
      Finding(
        work: "hf-fetch, the header of \(tensors.text) tensors", aspect: .memory, ours: samples[0].peakBytes,
        peer: "the header's size", theirs: Double(FileStatus(path: file)?.size ?? 0), goal: .timesTheCost(3))
    ]
  }
}

/// A safetensors file without data, whose tensors have names with a number.
private struct HeaderFile {
  let tensorCount: Int

  /// Writes the header's length and the header. All tensors are empty, so the file needs no data.
  func write(to output: OutputFile) throws(ToolError) {
    var length = UInt64(1)
    for number in 0..<tensorCount { length += UInt64(member(number).utf8.count) }
    for byte in 0..<8 { output.buffer.append(UInt8(truncatingIfNeeded: length >> UInt64(8 * byte))) }
    for number in 0..<tensorCount {
      output.buffer.append(text: member(number))
      try output.flushIfFull()
    }
    output.buffer.append("}")
  }

  private func member(_ number: Int) -> String {
    let end = number + 1 == tensorCount ? "" : ","
    let start = number == 0 ? "{" : ""
    return "\(start)\"t.\(number).weight\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}\(end)"
  }
}
