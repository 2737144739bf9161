public import CommandLineTool
public import JSON
public import ModelSpec
public import Platform

/// What a tool does with each document of a stream, independently of the others. Each thread of a ``FilterPipeline``
/// has a separate instance.
public protocol DocumentFilter {
  /// Processes one document. A `Failure` that an earlier stage wrote is processed only if
  /// ``FilterPipeline/passesFailures`` is false.
  mutating func process(_ document: JSONElement, into output: FilterOutput)
}

/// Runs a ``DocumentFilter`` over a stream of documents, on one thread or several. The order is kept. The memory does
/// not depend on the length of the stream.
public struct FilterPipeline: Sendable {
  /// Which stage of an import the tool is. Each `Failure` names its stage.
  public let stage: Stage
  /// Writes the messages.
  public let diagnostics: Diagnostics
  /// Whether to indent the output.
  public let isPretty: Bool
  /// How many threads process documents. If 1, the thread that calls ``run(from:to:makeFilter:)`` does.
  public let jobs: Int
  /// How the input is read.
  public let readerOptions: DocumentReader.Options
  /// The name of the input in messages: a path, or ``standardInput``.
  public let inputName: String
  /// The name of standard input in messages.
  public static let standardInput = "<stdin>"
  /// Whether input without a document is an error.
  public let requiresDocuments: Bool
  /// Whether a `Failure` that an earlier stage wrote is printed as it is. Otherwise the filter processes it.
  public var passesFailures = true

  /// Describes a pipeline.
  public init(
    stage: Stage, diagnostics: Diagnostics, isPretty: Bool = false, jobs: Int = 1,
    readerOptions: DocumentReader.Options = [], inputName: String = FilterPipeline.standardInput,
    requiresDocuments: Bool = false
  ) {
    self.stage = stage
    self.diagnostics = diagnostics
    self.isPretty = isPretty
    self.jobs = jobs
    self.readerOptions = readerOptions
    self.inputName = inputName
    self.requiresDocuments = requiresDocuments
  }

  /// The number of processor cores that are online.
  public static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Processes the input to its end.
  ///
  /// - Parameters:
  ///   - source: the input.
  ///   - descriptor: where the output is written.
  ///   - makeFilter: makes the filter of a thread.
  /// - Returns: ``ExitStatus/itemsFailed`` if a failure was printed or noted, of this stage or an earlier one; else
  ///   success.
  /// - Throws: ``ToolError`` when the input cannot be read, or the output cannot be written.
  public func run<Filter: DocumentFilter>(
    from source: ByteReader = .standardInput, to descriptor: Int32 = STDOUT_FILENO, makeFilter: @Sendable () -> Filter
  ) throws(ToolError) -> ExitStatus {
    let stream = OutputStream(descriptor: descriptor)
    var counts = DocumentCounts()
    var rest = UnprocessedInput.wholeStream
    if jobs > 1 {
      let parallel = ParallelPipeline(self, source: source, stream: stream)
      let remainder = try parallel.run(makeFilter: makeFilter)
      counts = parallel.counts
      guard let remainder else { return try conclude(counts, stream) }
      rest = remainder
    }
    var filter = makeFilter()
    counts += try runSerially(&filter, over: rest, of: source, to: stream).counts
    return try conclude(counts, stream)
  }

  /// The exit status at the end of the input. Prints a failure if documents are required and there are none, or if a
  /// document that must be the only one is not.
  private func conclude(_ counts: DocumentCounts, _ stream: OutputStream) throws(ToolError) -> ExitStatus {
    let failure: Failure
    if requiresDocuments, counts.processed == 0, counts.failed == 0 {
      failure = Failure(
        .malformedInput, stage: stage, message: "the input is empty",
        hint: "check the file or the command that it comes from")
    } else if let name = counts.soleDocumentName, counts.processed > 1 {
      failure = Failure(
        .malformedInput, stage: stage,
        message: "'\(inputName)' has \(counts.processed) JSON values; \(name) must be the only one",
        hint: "check whether two files were joined, and remove the other values")
    } else {
      return counts.failed > 0 ? .itemsFailed : .success
    }
    let output = makeOutput()
    output.fail(failure)
    if isPretty { output.documents.prettify(from: 0) }
    do { try output.deliver(to: stream, diagnostics) } catch { throw ToolError.cannotWriteOutput(error) }
    return .itemsFailed
  }

  /// Processes a stream, or the rest of one, on the caller's thread.
  ///
  /// - Returns: the output after its documents and messages are written, for the numbers of documents and failures.
  /// - Throws: ``ToolError`` when the input cannot be read, or the output cannot be written.
  private func runSerially(
    _ filter: inout some DocumentFilter, over rest: UnprocessedInput, of source: ByteReader, to stream: OutputStream
  ) throws(ToolError) -> FilterOutput {
    let output = makeOutput()
    var writeError: SystemError?
    func flush() {
      do { try output.deliver(to: stream, diagnostics) } catch { writeError = error }
    }
    let reader = DocumentReader(
      storage: rest.storage, of: source, at: rest.position, isStartOfStream: rest.position == .start,
      needsSeparator: rest.needsSeparator, readError: rest.readError, options: readerOptions, onWait: flush)
    do throws(StreamFault) {
      while writeError == nil, let document = try reader.next() {
        if let position = reader.duplicateKeyPosition { output.messages.append(.duplicateKey(position)) }
        output.locator = reader.locator
        process(document, with: &filter, into: output)
        if output.documents.count >= FilterOutput.flushThreshold { flush() }
      }
    } catch {
      if case .unreadable = error { flush() }
      try report(error, to: output)
    }
    flush()
    if let writeError { throw ToolError.cannotWriteOutput(writeError) }
    return output
  }

  /// Prints a `Failure` that an earlier stage wrote, or lets the filter process a document.
  @inline(__always)
  func process(_ document: JSONElement, with filter: inout some DocumentFilter, into output: FilterOutput) {
    let start = output.documents.count
    output.counts.processed &+= 1
    if passesFailures, document.failureError != nil {
      output.counts.failed += 1
      output.documents.element(document)
      output.documents.endLine()
    } else {
      filter.process(document, into: output)
    }
    if isPretty { output.documents.prettify(from: start) }
  }

  func makeOutput() -> FilterOutput {
    FilterOutput(isQuiet: diagnostics.verbosity == .quiet, inputName: inputName)
  }

  /// The error for input that cannot be read.
  func cannotReadInput(_ error: SystemError) -> ToolError {
    .cannotReadInput(error, path: inputName == FilterPipeline.standardInput ? nil : inputName)
  }

  /// Adds a failure to the output if the input is not JSON.
  ///
  /// - Throws: ``ToolError`` if the input cannot be read.
  private func report(_ fault: StreamFault, to output: FilterOutput) throws(ToolError) {
    switch fault {
    case .malformed(let reason, let position):
      let failure = Failure.malformedInput(stage: stage, reason: reason, at: position)
      let start = output.documents.count
      if inputName == FilterPipeline.standardInput {
        output.fail(failure)
      } else {
        let message = JSONSyntaxError(reason: reason, offset: 0).message
        output.report(.error, at: position, "column \(position.column): \(message)")
        output.failWithoutMessage(failure)
      }
      if isPretty { output.documents.prettify(from: start) }
    case .unreadable(let error):
      throw cannotReadInput(error)
    }
  }
}

/// The part of a stream that is still to be processed. It starts between two values.
struct UnprocessedInput {
  /// The start of that part, as far as it has been read.
  let storage: ReadStorage
  /// The position in the stream of the storage's first byte.
  let position: TextPosition
  /// Whether the byte before the storage is the end of a number or literal, so that another number or literal cannot
  /// start there.
  let needsSeparator: Bool
  /// Why the text after the storage cannot be read; nil if it can, or nobody has tried.
  let readError: SystemError?

  /// A stream of which nothing has been read.
  static var wholeStream: UnprocessedInput {
    UnprocessedInput(storage: ReadStorage(), position: .start, needsSeparator: false, readError: nil)
  }
}
