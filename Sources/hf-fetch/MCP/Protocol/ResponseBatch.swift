import JSON
import Platform

/// The responses to one line of input: to a single message, or to a batch of messages. They are written as one line
/// when all messages are finished. If no message has a response, nothing is written.
final class ResponseBatch: @unchecked Sendable {
  private let isBatch: Bool
  private let write: @Sendable ([UInt8]) -> Void
  private let monitor = Monitor()
  private let responses = ByteBuffer()
  private var unfinishedCount: Int

  /// - Parameters:
  ///   - messages: the number of messages in a batch; nil for a single message, whose response has no brackets.
  ///   - write: writes the finished line.
  init(batchOf messages: Int?, write: @escaping @Sendable ([UInt8]) -> Void) {
    isBatch = messages != nil
    unfinishedCount = messages ?? 1
    self.write = write
    if isBatch { responses.beginArray() }
  }

  /// Answers a request with its result, as JSON text.
  func answer(_ id: RPCID, result: String) {
    finishMessage { output in
      ResponseBatch.begin(id, output)
      output.member("result", raw: result)
      output.endObject()
    }
  }

  /// Answers a request, or an invalid message, with an error. If the id is nil, it is written as null.
  func answer(_ id: RPCID?, error: RPCError) {
    finishMessage { output in
      ResponseBatch.begin(id, output)
      output.beginObject("error")
      output.member("code", error.code)
      output.member("message", error.message)
      output.member("data", raw: error.data)
      output.endObject()
      output.endObject()
    }
  }

  /// Finishes a message that gets no response: a notification, a response, a canceled request.
  func finishWithoutResponse() { finishMessage { _ in } }

  private static func begin(_ id: RPCID?, _ output: ByteBuffer) {
    output.beginObject()
    output.member("jsonrpc", "2.0")
    output.key("id")
    if let id { id.write(to: output) } else { output.null() }
  }

  private func finishMessage(_ append: (ByteBuffer) -> Void) {
    let line: [UInt8]? = monitor.synchronized {
      append(responses)
      unfinishedCount -= 1
      guard unfinishedCount == 0, responses.count > (isBatch ? 1 : 0) else { return nil }
      if isBatch { responses.endArray() }
      responses.endLine()
      return responses.array
    }
    if let line { write(line) }
  }
}
