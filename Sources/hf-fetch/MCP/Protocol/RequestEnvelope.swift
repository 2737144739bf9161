import JSON

/// The metadata of a request in `params._meta`, which has the protocol revision since 2026-07-28.
struct RequestEnvelope {
  private static let revisionKey: StaticString = "io.modelcontextprotocol/protocolVersion"
  private static let capabilitiesKey: StaticString = "io.modelcontextprotocol/clientCapabilities"

  /// The message for a request without a revision before `initialize`.
  static let missing = "no protocol version: send 'initialize' first, or put '\(revisionKey)' into 'params._meta'"

  /// The revision of the response; nil before `initialize`.
  let revision: ProtocolRevision?

  /// Reads the metadata of a request.
  ///
  /// - Throws: ``RPCError`` when it is incomplete, or has an unsupported revision.
  init(_ params: JSONElement?, agreed: ProtocolRevision?) throws(RPCError) {
    guard let meta = params?["_meta"], let revisionValue = meta[JSONKey(Self.revisionKey)] else {
      revision = agreed
      return
    }
    guard let name = revisionValue.string else { throw .invalidParams("'\(Self.revisionKey)' is not a string") }
    guard let known = ProtocolRevision(rawValue: name), known.isStateless else {
      throw .unsupportedRevision(String(name.prefix(80)))
    }
    guard meta[JSONKey(Self.capabilitiesKey)]?.isObject ?? false else {
      throw .invalidParams("'\(Self.capabilitiesKey)' in 'params._meta' is not an object")
    }
    revision = known
  }
}
