import CommandLineTool
import ModelSpec
import Platform
import Testing

@testable import JSON
@testable import Streams

/// Prints each document back, so that a test sees what arrived, and fails those with a key `bad`.
private struct Echo: DocumentFilter {
  mutating func process(_ document: JSONElement, into output: FilterOutput) {
    if document["bad"] != nil {
      output.fail(Failure(.invalidEntry, stage: .validate, message: "bad"))
    } else {
      output.documents.element(document)
      output.documents.endLine()
    }
  }
}

private func run(_ input: String, jobs: Int) throws -> (output: String, status: CommandLineTool.ExitStatus) {
  let inputFile = tmpfile()
  defer { fclose(inputFile) }
  let source = fileno(inputFile)
  try send(input, to: source)
  lseek(source, 0, SEEK_SET)
  let (output, status) = try run(from: source, jobs: jobs)
  return (output, try status.get())
}

private func run(
  from source: Int32, jobs: Int
) throws -> (output: String, status: Result<CommandLineTool.ExitStatus, ToolError>) {
  let outputFile = tmpfile()
  defer { fclose(outputFile) }
  let target = fileno(outputFile)
  let diagnostics = Diagnostics(toolName: "test", verbosity: .quiet, usesColor: false)
  let pipeline = FilterPipeline(stage: .validate, diagnostics: diagnostics, jobs: jobs)
  let status = Result { () throws(ToolError) in
    try pipeline.run(from: ByteReader(descriptor: source), to: target) { Echo() }
  }
  lseek(target, 0, SEEK_SET)
  let storage = ReadStorage()
  while try storage.read(from: ByteReader(descriptor: target)) > 0 {}
  return (String(decoding: storage.text(0..<storage.count), as: UTF8.self), status)
}

@Suite("Filter pipeline")
struct FilterPipelineTests {
  private static let lines = (0..<20_000).map { #"{"number":\#($0),"text":"some words to fill the line"}"# }
  private static let ndjson = lines.joined(separator: "\n")
  private static let longLine = String(repeating: "\"" + String(repeating: "x", count: 6_000_000) + "\" ", count: 3)

  private static let streams: [(name: String, text: String)] = [
    ("empty", ""),
    ("white space", " \n\t\n"),
    ("NDJSON", ndjson + "\n"),
    ("a last line without an end", ndjson + "\n12"),
    ("values over several lines", lines.joined(separator: "\n").replacing(",", with: ",\n")),
    ("an array", "[" + lines.joined(separator: ",\n") + "]"),
    ("an array after many lines", ndjson + "\n[1, 2,\n 3]\n" + ndjson),
    ("values side by side", lines.joined()),
    ("a byte order mark", "\u{FEFF}" + ndjson),
    ("a fault after many lines", ndjson + "\n{\"a\" 1}\n" + ndjson),
    ("an unfinished string", ndjson + "\n{\"a\": \"b\n" + ndjson),
    ("an unfinished last value", ndjson + "\n{\"a\": \"b"),
    ("an unfinished array", "[1, 2,"),
    ("a line that is longer than a chunk can be", lines[0] + "\n" + longLine + " {\"a\" 1}\n" + lines[1]),
    ("failures among others", ndjson + "\n{\"bad\":1}\n{\"error\":{\"code\":\"gated\"}}\n" + ndjson),
  ]

  @Test("the output is the same with one job and with several", arguments: streams.map(\.name))
  func parallelEqualsSerial(name: String) throws {
    let stream = try #require(FilterPipelineTests.streams.first { $0.name == name })
    let serial = try run(stream.text, jobs: 1)
    let parallel = try run(stream.text, jobs: 3)
    #expect(serial.output == parallel.output)
    #expect(serial.status == parallel.status)
    #expect(serial.output.isEmpty == ["empty", "white space"].contains(name))
  }

  @Test("text without end that is not JSON is refused at its start", arguments: [1, 4])
  func endlessLine(jobs: Int) throws {
    let zeros = open("/dev/zero", O_RDONLY)
    let outputFile = tmpfile()
    defer {
      close(zeros)
      fclose(outputFile)
    }
    let diagnostics = Diagnostics(toolName: "test", verbosity: .quiet, usesColor: false)
    let status = try FilterPipeline(stage: .validate, diagnostics: diagnostics, jobs: jobs)
      .run(from: ByteReader(descriptor: zeros), to: fileno(outputFile)) { Echo() }
    #expect(status == .itemsFailed)
  }

  @Test("an error has its line and column with any number of jobs", arguments: [1, 2, 4])
  func faultPosition(jobs: Int) throws {
    let result = try run(FilterPipelineTests.ndjson + "\n{\"a\" 1}\n", jobs: jobs)
    #expect(result.output.contains(#""line":20001,"column":6"#))
    #expect(result.status == .itemsFailed)
    #expect(result.output.split(separator: "\n").count == 20_001)
  }

  @Test(
    "all ways of writing a stream of values are read",
    arguments: [
      ("1 2", "1\n2\n"), ("[1,[2]]", "1\n[2]\n"), ("{}[]{}", "{}\n{}\n"), ("\"a\"\"b\"", "\"a\"\n\"b\"\n"),
      ("1[2]3", "1\n2\n3\n"), ("null true", "null\ntrue\n"),
    ])
  func sequences(input: String, output: String) throws {
    #expect(try run(input, jobs: 1).output == output)
  }

  @Test(
    "values that are not separated are refused with any number of jobs",
    arguments: ["1true", "truefalse", "01", "[1,]", "[,1]", "nullnull", "1-2", "[1 2]", "{}\n2 1true"], [1, 2])
  func faults(input: String, jobs: Int) throws {
    let result = try run(input, jobs: jobs)
    #expect(result.output.contains("malformed_input"))
    #expect(result.status == .itemsFailed)
  }

  #if os(Linux)
    @Test("the values that were read before a read error are processed", arguments: [1, 2], ["", " {\"c\":"])
    func readError(jobs: Int, unfinished: String) throws {
      let connection = try BrokenConnection()
      defer { close(connection.descriptor) }
      try send("{\"a\":1}\n{\"b\":2}" + unfinished, to: connection.peer)
      close(connection.peer)
      let (output, status) = try run(from: connection.descriptor, jobs: jobs)
      #expect(output == "{\"a\":1}\n{\"b\":2}\n")
      #expect(throws: ToolError.self) { try status.get() }
    }
  #endif

  @Test("the output is the same when a small input has a large output", arguments: [1, 2])
  func muchOutput(jobs: Int) throws {
    let document = "{\"text\":\"\(String(repeating: "x", count: 1_000_000))\"}"
    let result = try run(String(repeating: document + " ", count: 20), jobs: jobs)
    #expect(result.output == String(repeating: document + "\n", count: 20))
    #expect(result.status == .success)
  }
}
