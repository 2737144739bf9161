import CommandLineTool
import Foundation
import ModelSpec
import Streams
import TestSupport
import Testing

@testable import hf_fetch

@Suite("Order of a batch")
struct OrderedBatchTests {
  private static let unreadable = ToolError.systemFailure(code: "input_unreadable", "cannot read", hint: "try again")

  /// Runs a batch of invalid requests and of models that take a while to fetch; returns what it printed.
  private func run(_ items: [BatchItem], continuesOnError: Bool, neverWaits: Bool) throws -> (Error?, [String]) {
    let scratch = try ScratchDirectory()
    let file = try FileHandle(forWritingTo: try scratch.write(Data(), to: "output"))
    let batch = OrderedBatch(
      jobs: 2, continuesOnError: continuesOnError, isPretty: false, neverWaits: neverWaits,
      diagnostics: Diagnostics(toolName: "hf-fetch", verbosity: .quiet),
      stream: OutputStream(descriptor: file.fileDescriptor)
    ) { reference in
      Thread.sleep(forTimeInterval: 0.05)
      return .failure(
        Failure(.notFound, stage: .fetch, modelID: reference.target.text, message: "it is not there", hint: "look"))
    }
    nonisolated(unsafe) var rest = items[...]
    var thrown: Error?
    do {
      _ = try batch.run { () throws(ToolError) in
        guard let item = rest.popFirst() else { throw OrderedBatchTests.unreadable }
        return item
      }
    } catch { thrown = error }
    return (thrown, try scratch.read("output").split(separator: "\n").map(String.init))
  }

  private func request(_ id: String) throws -> BatchItem {
    .request(
      try ModelReference(id, endpoint: try Endpoint(StandardLocation.hub), allowsDirectories: false), overrides: nil)
  }

  @Test("if the input cannot be read to its end, the results before that are printed", arguments: [false, true])
  func unreadableInput(neverWaits: Bool) throws {
    let items = try ["org/a", "org/b", "org/c"].map(request)
    let (error, lines) = try run(items, continuesOnError: true, neverWaits: neverWaits)
    #expect(error is ToolError)
    #expect(lines.count == 3)
    for (line, id) in zip(lines, ["org/a", "org/b", "org/c"]) { #expect(line.contains(id)) }
  }

  @Test("before an interrupt ends the process, the results that were counted are printed, and no others after them")
  func interruption() throws {
    let scratch = try ScratchDirectory()
    let file = try FileHandle(forWritingTo: try scratch.write(Data(), to: "output"))
    let (hasFetchedTwo, mayFetchThird) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let batch = OrderedBatch(
      jobs: 1, continuesOnError: true, isPretty: false, neverWaits: true,
      diagnostics: Diagnostics(toolName: "hf-fetch", verbosity: .quiet),
      stream: OutputStream(descriptor: file.fileDescriptor)
    ) { reference in
      if reference.target.text == "org/c" {
        hasFetchedTwo.signal()
        mayFetchThird.wait()
      }
      return .failure(
        Failure(.notFound, stage: .fetch, modelID: reference.target.text, message: "it is not there", hint: "look"))
    }
    nonisolated(unsafe) var rest = try ["org/a", "org/b", "org/c", "org/d"].map(request)[...]
    // The thread does not end: after the interrupt, only the end of the process ends the run.
    Thread.detachNewThread { _ = try? batch.run { () throws(ToolError) in rest.popFirst() } }
    hasFetchedTwo.wait()
    #expect(try scratch.read("output").isEmpty)
    batch.printBeforeInterruption()
    #expect(batch.status.done == 2)
    mayFetchThird.signal()
    while batch.status.finished < 4 { Thread.sleep(forTimeInterval: 0.01) }
    #expect(batch.status.done == 2)
    #expect(try scratch.read("output").split(separator: "\n").count == 2)
  }

  @Test("after a failure that ends the batch, it does not matter that the input cannot be read to its end")
  func failureBeforeUnreadableInput() throws {
    let (error, lines) = try run(
      [try request("org/a"), try request("org/b")], continuesOnError: false, neverWaits: false)
    #expect(error == nil)
    #expect(lines.count == 1)
  }
}
