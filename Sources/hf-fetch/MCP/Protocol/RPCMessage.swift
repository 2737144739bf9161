import CommandLineTool
import JSON
import Platform

/// The id of a JSON-RPC request, or the progress token of a request, which has the same types.
enum RPCID: Hashable, Sendable {
  case number(Int)
  case text(String)

  /// Reads an id; nil unless the value is a string, or an integer that fits into an `Int`.
  init?(_ element: JSONElement) {
    if let number = element.int {
      self = .number(number)
    } else if let text = element.string {
      self = .text(text)
    } else {
      return nil
    }
  }

  /// Writes the id as a value.
  func write(to output: ByteBuffer) {
    switch self {
    case .number(let number): output.integer(number)
    case .text(let text): output.string(text)
    }
  }
}

/// A JSON-RPC error: a message violates the protocol, or too many calls are waiting. If an MCP tool fails, the result
/// is a ``CallFailure`` instead.
struct RPCError: Error, Sendable {
  let code: Int
  let message: String
  /// Details, as JSON text; nil without details.
  var data: String?

  static func parseError(_ reason: String) -> RPCError { RPCError(code: -32700, message: "not JSON: \(reason)") }
  static func invalidRequest(_ reason: String) -> RPCError { RPCError(code: -32600, message: reason) }
  static func unknownMethod(_ name: String) -> RPCError {
    RPCError(code: -32601, message: "unknown method '\(name.prefix(80).description.escapingControlCharacters())'")
  }
  static func invalidParams(_ reason: String) -> RPCError { RPCError(code: -32602, message: reason) }
  /// The error for too many waiting calls. Each server defines the meaning of the codes -32000 to -32019.
  static let tooManyCalls = RPCError(code: -32000, message: "too many calls are waiting: send fewer at a time")

  /// The error for a request with an unsupported revision. The protocol defines this code.
  ///
  /// - Parameter supported: the revisions that the request can name instead.
  static func unsupportedRevision(_ requested: String, supported: [String]) -> RPCError {
    let data = ByteBuffer.object { data in
      data.member("supported", supported)
      data.member("requested", requested)
    }
    return RPCError(code: -32022, message: "unsupported protocol version", data: data)
  }
}

/// One JSON-RPC message from the client.
enum RPCMessage {
  case request(RPCID, method: String, params: JSONElement?)
  case notification(method: String, params: JSONElement?)
  /// A response. It is ignored, since the server sends no requests.
  case response
  /// A value that is not a valid message: its id, nil if it cannot be read, and the error that answers it.
  case invalid(RPCID?, RPCError)

  /// Reads a message from a JSON value.
  init(_ element: JSONElement) {
    let identifier = element["id"]
    let id = identifier.flatMap(RPCID.init)
    guard element.isObject, let version = element["jsonrpc"], version.equals("2.0") else {
      self = .invalid(id, .invalidRequest("the message is not an object with \"jsonrpc\": \"2.0\""))
      return
    }
    guard let method = element["method"]?.string else {
      let isResponse = element["result"] != nil || element["error"] != nil
      self = isResponse ? .response : .invalid(id, .invalidRequest("'method' is not a string"))
      return
    }
    let params = element["params"]
    guard identifier != nil else {
      self = .notification(method: method, params: params)
      return
    }
    guard let id else {
      self = .invalid(nil, .invalidRequest("'id' is neither a string nor an integer"))
      return
    }
    guard params?.isObject ?? true else {
      self = .invalid(id, .invalidParams("'params' is not an object"))
      return
    }
    self = .request(id, method: method, params: params)
  }
}
