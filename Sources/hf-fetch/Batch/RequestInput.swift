import CommandLineTool
import ModelSpec
import Platform
import Streams

/// The models to fetch: those that the command line and a list name, else the requests on standard input.
/// ``RequestReader`` parses each.
struct RequestInput {
  /// Returns the next item; nil at the end.
  typealias Next = () throws(ToolError) -> BatchItem?

  /// Reads the next item, in the order of the input.
  let next: Next
  /// The number of items; nil when they are requests on standard input.
  var total: Int?

  /// Opens the input that the command line names.
  ///
  /// - Throws: ``ToolError`` when no model is named and standard input is a terminal, when the list cannot be read, or
  ///   when there are several items with `--params` or `--context`.
  static func open(
    _ invocation: Invocation, _ options: FetchOptions, _ reader: RequestReader
  ) throws(ToolError) -> RequestInput {
    var named = options.models.map { ModelList.Line(number: nil, text: $0) }
    if let list = options.listPath { named += try ModelList.load(list) }
    if named.isEmpty, options.listPath == nil {
      try invocation.requireInput()
      return RequestInput(next: try requiringSingleModel(documents(reader, invocation.diagnostics), reader))
    }
    var rest = named[...]
    let next: Next = { () throws(ToolError) in rest.popFirst().map { reader.item(line: $0) } }
    return RequestInput(next: try requiringSingleModel(next, reader), total: named.count)
  }

  /// Throws if `--params` or `--context` is given and there is more than one item; otherwise returns the same items. An
  /// earlier stage's failure and text that is not JSON count as items too.
  private static func requiringSingleModel(_ next: @escaping Next, _ reader: RequestReader) throws(ToolError) -> Next {
    guard !reader.overrides.isEmpty, let first = try next() else { return next }
    if try next() != nil {
      throw .usage(
        code: "several_models", "--params and --context describe one model, but more than one is requested",
        hint: "name one model, or write requests with 'overrides' to standard input")
    }
    var pending: BatchItem? = first
    return { () throws(ToolError) in
      defer { pending = nil }
      return pending
    }
  }

  private static func documents(_ reader: RequestReader, _ diagnostics: Diagnostics) -> Next {
    let input = DocumentReader()
    var isBroken = false
    var isFirst = true
    return { () throws(ToolError) in
      guard !isBroken, let item = try input.nextItem(of: .fetch, diagnostics) else { return nil }
      defer { isFirst = false }
      switch item {
      case .document(let document): return reader.item(document)
      case .malformed(var failure):
        isBroken = true
        if isFirst { failure.hint = "write requests as JSON; to read a plain list of models, use --file -" }
        return .failure(failure)
      }
    }
  }
}
