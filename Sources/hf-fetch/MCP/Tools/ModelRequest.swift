import Shared

/// The arguments that name a model and state what the Hub does not, as three of the tools take them.
enum ModelRequest {
  static let model = ToolArgument(
    "model", .text, isRequired: true, "The model: its id on the Hub, such as openai-community/gpt2, or its page's URL")
  static let revision = ToolArgument("revision", .text, "The branch, tag or commit; the main branch when left out")
  static let parameters = ToolArgument(
    EntryField.parametersBillions.name.description,
    .positiveNumber(upTo: EntryField.parametersBillions.range.upperBound),
    "The number of parameters in billions, where the Hub does not tell it")
  static let context = ToolArgument(
    EntryField.defaultContextLength.name.description, .integer(EntryField.defaultContextLength.range),
    "The context length in tokens, where config.json does not tell it")
  static let textOnly = ToolArgument(
    "text_only", .flag, "Whether to describe the language model of a multimodal model, and it alone")

  /// A request document, as hf-fetch reads it from its input.
  static func document(_ model: String, _ arguments: ToolArguments) -> String {
    let output = ByteBuffer(capacity: 256)
    output.beginObject()
    output.key("model")
    output.string(model)
    if let revision = arguments.text("revision") {
      output.key("revision")
      output.string(revision)
    }
    output.key("overrides")
    output.beginObject()
    if let billions = arguments.number(parameters.name) {
      output.key(parameters.name)
      output.raw("\(billions)")
    }
    if let tokens = arguments.integer(context.name) {
      output.key(context.name)
      output.integer(tokens)
    }
    output.endObject()
    output.endObject()
    return output.text
  }
}

/// Fetches snapshots for the tools, with the settings that the server was started with.
struct SnapshotSource: Sendable {
  let reader: RequestReader
  let fetcher: ModelFetcher

  /// The snapshot that answers a request, as a line of NDJSON.
  ///
  /// - Throws: ``CallFailure``.
  func snapshot(of request: String) throws(CallFailure) -> [UInt8] {
    do throws(Failure) {
      return try fetch(request)
    } catch {
      throw CallFailure(error)
    }
  }

  /// What answers several requests, in their order, a few fetched at a time; no more are begun once the call is
  /// cancelled.
  func lines(for requests: [String], _ cancellation: Cancellation) -> [UInt8] {
    let monitor = Monitor()
    var answers = [[UInt8]](repeating: [], count: requests.count)
    var rest = requests.indices[...]
    let threads = (0..<min(requests.count, fetcher.options.jobs)).map { _ in
      Platform.Thread {
        while !cancellation.isCancelled, let index = monitor.synchronized({ rest.popFirst() }) {
          let line = line(for: requests[index])
          monitor.synchronized { answers[index] = line }
        }
      }
    }
    for thread in threads { thread.join() }
    return Array(answers.joined())
  }

  /// What answers a request: a snapshot, or the failure in its place.
  private func line(for request: String) -> [UInt8] {
    do throws(Failure) {
      return try fetch(request)
    } catch {
      let output = ByteBuffer()
      error.write(to: output)
      output.endLine()
      return output.array
    }
  }

  private func fetch(_ request: String) throws(Failure) -> [UInt8] {
    guard let document = try? JSONDocument(request) else {
      throw Failure(.malformedInput, stage: .fetch, message: "the request is not JSON")
    }
    defer { withExtendedLifetime(document) {} }
    switch reader.item(document.root) {
    case .failure(let failure): throw failure
    case .passedThrough(let line): return line
    case .request(let reference, let overrides):
      let output = ByteBuffer(capacity: 1 << 14)
      try fetcher.fetch(reference).get().write(overrides: overrides, to: output)
      return output.array
    }
  }
}
