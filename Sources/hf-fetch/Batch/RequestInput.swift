import CommandLineTool
import ModelSpec
import Platform
import Streams

/// Where the requests of a run come from: the command line and a list, else standard input. ``RequestReader`` reads
/// each.
struct RequestInput {
  /// Returns the next item; nil at the end.
  typealias Next = () throws(ToolError) -> BatchItem?

  /// Returns the next item; nil at the end.
  let next: Next
  /// How many there are; nil for a stream.
  var total: Int?

  /// Opens the input that the command line names.
  ///
  /// - Throws: ``ToolError`` when nothing is named, a list cannot be read, or options for one model are given with
  ///   several.
  static func open(
    _ invocation: Invocation, _ options: FetchOptions, _ reader: RequestReader
  ) throws(ToolError) -> RequestInput {
    var named = options.models
    if let list = options.listPath { named += try ModelList.load(list) }
    if named.isEmpty, options.listPath == nil {
      try invocation.requireInput()
      return RequestInput(next: try checked(documents(reader), reader))
    }
    var rest = named[...]
    let next = try checked({ () throws(ToolError) in rest.popFirst().map { reader.item(line: $0) } }, reader)
    return RequestInput(next: next, total: named.count)
  }

  /// With `--params` or `--context`, which are for one model, checks that there is only one.
  private static func checked(_ next: @escaping Next, _ reader: RequestReader) throws(ToolError) -> Next {
    guard !reader.overrides.isEmpty, let first = try next() else { return next }
    if try next() != nil {
      throw .usage(
        code: "several_models", "--params and --context describe one model, but several are named",
        hint: "name one, or give each request its overrides on standard input")
    }
    var pending: BatchItem? = first
    return { () throws(ToolError) in
      defer { pending = nil }
      return pending
    }
  }

  private static func documents(_ reader: RequestReader) -> Next {
    let input = DocumentReader()
    var isBroken = false
    var isFirst = true
    return { () throws(ToolError) in
      if isBroken { return nil }
      do throws(StreamFault) {
        let item = try input.next().map { reader.item($0) }
        isFirst = false
        return item
      } catch {
        isBroken = true
        switch error {
        case .malformed(let reason, let position):
          var failure = Failure.malformedInput(stage: .fetch, reason: reason, at: position)
          if isFirst { failure.hint = "write requests as JSON; a plain list of models is read with --file -" }
          return .failure(failure)
        case .unreadable(let error): throw ToolError.cannotReadInput(error)
        }
      }
    }
  }
}
