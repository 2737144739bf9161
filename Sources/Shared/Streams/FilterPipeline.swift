public import CommandLineTool
public import JSON
public import ModelSpec
public import Platform

/// A stage that transforms each document independently. Each worker has a separate instance.
public protocol DocumentFilter {
  /// Handles one document. Failures of earlier stages arrive here only when the pipeline does not pass them on.
  mutating func process(_ document: JSONElement, into output: FilterOutput)
}

/// Runs a ``DocumentFilter`` over a stream: order kept, memory constant, as many workers as asked for.
public struct FilterPipeline: Sendable {
  /// The stage's name, for failures.
  public let stage: Stage
  /// The receiver of messages.
  public let diagnostics: Diagnostics
  /// Whether to indent the output.
  public let isPretty: Bool
  /// How many workers; 1 works on the reading thread itself.
  public let jobs: Int
  /// How the input is read.
  public let readerOptions: DocumentReader.Options
  /// The name of the input in messages.
  public let inputName: String
  /// What messages call the input that is not a file.
  public static let standardInput = "<stdin>"
  /// Whether input without a document is an error.
  public let requiresDocuments: Bool
  /// Whether failures of earlier stages pass through untouched, past the filter.
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

  /// The number of processor cores.
  public static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Runs the stage to the end of its input.
  ///
  /// - Returns: success, or ``ExitStatus/itemsFailed`` when a failure is in the output.
  /// - Throws: ``ToolError`` when the input cannot be read, or the output cannot be written.
  public func run<Filter: DocumentFilter>(
    from source: ByteReader = .standardInput, to descriptor: Int32 = STDOUT_FILENO, makeFilter: @Sendable () -> Filter
  ) throws(ToolError) -> ExitStatus {
    let stream = OutputStream(descriptor: descriptor)
    var failureCount = 0
    var documentCount = 0
    var soleDocument: String?
    var rest = UnreadInput.wholeStream
    if jobs > 1 {
      let parallel = ParallelPipeline(self, source: source, stream: stream)
      let remainder = try parallel.run(makeFilter: makeFilter)
      failureCount = parallel.failureCount
      documentCount = parallel.documentCount
      soleDocument = parallel.soleDocument
      guard let remainder else { return try conclude(failureCount, documentCount, soleDocument, stream) }
      rest = remainder
    }
    var filter = makeFilter()
    let output = try runSerially(&filter, over: rest, of: source, to: stream)
    return try conclude(
      failureCount + output.failureCount, documentCount + output.documentCount, soleDocument ?? output.soleDocument,
      stream)
  }

  /// The exit status. A failure is printed if documents are required and there were none, or if one that must be the
  /// only one was not.
  private func conclude(
    _ failureCount: Int, _ documentCount: Int, _ soleDocument: String?, _ stream: OutputStream
  ) throws(ToolError) -> ExitStatus {
    let failure: Failure
    if requiresDocuments, documentCount == 0, failureCount == 0 {
      failure = Failure(
        .malformedInput, stage: stage, message: "the input is empty",
        hint: "check the file or the command that it comes from")
    } else if let soleDocument, documentCount > 1 {
      failure = Failure(
        .malformedInput, stage: stage,
        message: "'\(inputName)' has \(documentCount) JSON values; \(soleDocument) must be the only one",
        hint: "check whether two files were joined, and remove the other values")
    } else {
      return failureCount > 0 ? .itemsFailed : .success
    }
    let output = makeOutput()
    output.fail(failure)
    do { try output.deliver(to: stream, diagnostics) } catch { throw ToolError.cannotWriteOutput(error) }
    return .itemsFailed
  }

  /// Processes a stream, or the rest of one, on this thread.
  ///
  /// - Returns: the output, with the numbers of documents and failures.
  private func runSerially(
    _ filter: inout some DocumentFilter, over rest: UnreadInput, of source: ByteReader, to stream: OutputStream
  ) throws(ToolError) -> FilterOutput {
    let output = makeOutput()
    var writeError: SystemError?
    func flush() {
      do { try output.deliver(to: stream, diagnostics) } catch { writeError = error }
    }
    let reader = DocumentReader(
      storage: rest.storage, of: source, at: rest.position, isStartOfStream: rest.position == .start,
      needsSeparator: rest.needsSeparator, options: readerOptions, onWait: flush)
    do throws(StreamFault) {
      while writeError == nil, let document = try reader.next() {
        if let position = reader.duplicateKeyPosition { output.messages.append(.duplicateKey(position)) }
        output.locator = reader.locator
        process(document, with: &filter, into: output)
        if output.documents.count >= FilterOutput.flushThreshold { flush() }
      }
    } catch {
      try report(error, to: output)
    }
    flush()
    if let writeError { throw ToolError.cannotWriteOutput(writeError) }
    return output
  }

  @inline(__always)
  func process(_ document: JSONElement, with filter: inout some DocumentFilter, into output: FilterOutput) {
    let start = output.documents.count
    output.documentCount &+= 1
    if passesFailures, document.failureError != nil {
      output.failureCount += 1
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

  /// Adds the failure for a broken stream to the output; throws when the source cannot be read.
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
        output.failReported(failure)
      }
      if isPretty { output.documents.prettify(from: start) }
    case .unreadable(let error):
      throw cannotReadInput(error)
    }
  }
}

/// The rest of a stream after one of its values: the text that is already read, and its position.
struct UnreadInput {
  let storage: ReadStorage
  let position: TextPosition
  /// Whether the text follows a number or literal at once, so that another needs white space before it.
  let needsSeparator: Bool

  /// A stream of which nothing is read.
  static var wholeStream: UnreadInput { UnreadInput(storage: ReadStorage(), position: .start, needsSeparator: false) }
}
