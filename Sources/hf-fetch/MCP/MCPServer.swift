public import CommandLineTool
import JSON
import Platform
import Streams

/// A Model Context Protocol server: JSON-RPC 2.0 over standard input and output, one message or batch per line.
///
/// The protocol has revisions without `initialize`, in which each request names its revision in `params._meta`, and
/// older ones, in which `initialize` agrees on a revision. The server supports both.
/// The specification: https://modelcontextprotocol.io/specification
public final class MCPServer: @unchecked Sendable {
  private let tools: [any MCPTool]
  private let input: LineReader
  private let output: Int32
  /// The lock that is held while a line is written.
  private let writing = Monitor()
  private let pool = CallPool()
  private let running = RunningCalls()
  /// The revision that `initialize` agreed on; nil before. Only the thread that reads the input uses it.
  private var agreed: ProtocolRevision?

  /// - Parameter output: the descriptor to which responses are written.
  init(tools: [any MCPTool], input: LineReader = LineReader(), output: Int32 = STDOUT_FILENO) {
    self.tools = tools
    self.input = input
    self.output = output
  }

  /// Serves until the input ends, then waits until all calls have ended.
  ///
  /// - Throws: ``ToolError`` when the input cannot be read.
  public func run() throws(ToolError) -> ExitStatus {
    // A command-line tool may end before it has read all its input. Writing to it must not end the server.
    signal(SIGPIPE, SIG_IGN)
    do throws(SystemError) {
      while let line = try input.next() { receive(line) }
    } catch {
      throw ToolError.cannotReadInput(error)
    }
    pool.finish()
    return .success
  }

  private func receive(_ line: LineReader.Line) {
    guard case .text(let bytes) = line else {
      let responses = ResponseBatch(batchOf: nil, write: writeLine)
      return responses.answer(nil, error: .invalidRequest("the message is longer than \(input.limit) bytes"))
    }
    guard bytes.contains(where: { !" \t\r".utf8.contains($0) }) else { return }
    do throws(JSONSyntaxError) {
      try JSONDocument(bytes).withRoot(receive)
    } catch {
      ResponseBatch(batchOf: nil, write: writeLine).answer(nil, error: .parseError(error.message))
    }
  }

  private func receive(_ root: JSONElement) {
    guard root.isArray else { return receive(root, in: ResponseBatch(batchOf: nil, write: writeLine)) }
    guard agreed?.allowsBatches ?? false, root.count > 0 else {
      let reason = root.count > 0 ? "this protocol revision has no batches" : "the batch is empty"
      return ResponseBatch(batchOf: nil, write: writeLine).answer(nil, error: .invalidRequest(reason))
    }
    let responses = ResponseBatch(batchOf: root.count, write: writeLine)
    for message in root.elements { receive(message, in: responses) }
  }

  private func receive(_ message: JSONElement, in responses: ResponseBatch) {
    switch RPCMessage(message) {
    case .response: responses.finishWithoutResponse()
    case .invalid(let id, let error): responses.answer(id, error: error)
    case .notification(let method, let params):
      if method == "notifications/cancelled", let id = params?["requestId"].flatMap(RPCID.init) { running.cancel(id) }
      responses.finishWithoutResponse()
    case .request(let id, let method, let params):
      let request = Request(id: id, method: method, params: params)
      do throws(RPCError) { try answer(request, in: responses) } catch { responses.answer(id, error: error) }
    }
  }

  /// A JSON-RPC request. Its `params` are valid only while the line of the request is processed.
  private struct Request {
    let id: RPCID
    let method: String
    let params: JSONElement?
  }

  private func answer(_ request: Request, in responses: ResponseBatch) throws(RPCError) {
    let envelope = try RequestEnvelope(request.params, agreed: agreed)
    switch (request.method, envelope.revision) {
    case ("initialize", let revision) where revision?.isStateless != true:
      responses.answer(request.id, result: try initialize(request.params))
    case ("ping", let revision) where revision?.isStateless != true:
      responses.answer(request.id, result: "{}")
    case ("server/discover", let revision?) where revision.isStateless:
      responses.answer(request.id, result: ServerResults.discovery)
    case ("tools/list", let revision?):
      responses.answer(request.id, result: ServerResults.list(of: tools, for: revision))
    case ("tools/call", let revision?):
      try call(request, revision, in: responses)
    case ("tools/list", nil), ("tools/call", nil), ("server/discover", nil):
      throw .invalidParams(RequestEnvelope.missing)
    default: throw .unknownMethod(request.method)
    }
  }

  private func initialize(_ params: JSONElement?) throws(RPCError) -> String {
    guard let requested = params?["protocolVersion"]?.string else {
      throw .invalidParams("'protocolVersion' is not a string")
    }
    let revision = ProtocolRevision.negotiated(from: requested)
    agreed = revision
    return ServerResults.initialization(revision)
  }

  private func call(_ request: Request, _ revision: ProtocolRevision, in responses: ResponseBatch) throws(RPCError) {
    guard let name = request.params?["name"]?.string else { throw .invalidParams("'name' is not a string") }
    guard let tool = tools.first(where: { $0.name == name }) else {
      let nearest = nearestName(to: name, among: tools.map(\.name)).map { ": did you mean '\($0)'?" } ?? ""
      throw .invalidParams("unknown tool '\(String(name.prefix(80)).escapingControlCharacters())'\(nearest)")
    }
    let given = request.params?["arguments"]
    guard given?.isObject ?? true else { throw .invalidParams("'arguments' is not an object") }
    guard let cancellation = running.begin(request.id) else {
      throw .invalidRequest("another request with this id is still running")
    }
    // The call outlives the line of its request, so its arguments are copied.
    let arguments = given.flatMap { try? JSONDocument(Array($0.source)) }
    let id = request.id
    let token = request.params?["_meta"]?["progressToken"].flatMap(RPCID.init)
    let context = CallContext(
      cancellation: cancellation, progress: token.map { CallProgress(token: $0, write: writeLine) })
    let isAccepted = pool.submit { [self] in
      let outcome = run(tool, arguments, context)
      running.end(id)
      if cancellation.isCanceled { return responses.finishWithoutResponse() }
      responses.answer(id, result: ServerResults.result(of: outcome, for: revision))
    }
    guard isAccepted else {
      running.end(request.id)
      throw .tooManyCalls
    }
  }

  private func run(
    _ tool: any MCPTool, _ given: JSONDocument?, _ context: CallContext
  ) -> Result<String, CallFailure> {
    do throws(CallFailure) {
      guard !context.cancellation.isCanceled else { throw .canceled }
      guard let given else { return .success(try tool.call(try ToolArguments(nil, of: tool.arguments), context)) }
      return try given.withRoot { (root) throws(CallFailure) in
        .success(try tool.call(try ToolArguments(root, of: tool.arguments), context))
      }
    } catch {
      return .failure(error)
    }
  }

  /// Writes a whole line. If that fails, the server ends: by SIGPIPE when the client has closed the pipe, else with an
  /// error. Other threads may wait for input or for a tool, so the process ends here.
  private func writeLine(_ line: [UInt8]) {
    writing.synchronized {
      let result = line.withUnsafeBufferPointer { bytes in
        Result { () throws(SystemError) in try writeAll(bytes, to: output) }
      }
      guard case .failure(let failure) = result else { return }
      ChildProcess.stopAll()
      let error = BrokenOutput.error(failure)
      Diagnostics(toolName: "hf-fetch").error(error.message, hint: error.hint)
      _exit(error.status.rawValue)
    }
  }
}
