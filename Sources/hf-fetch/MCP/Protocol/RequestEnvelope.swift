import JSON

/// The protocol metadata of a request. Since the revision 2026-07-28, each request has it in `params._meta`.
struct RequestEnvelope {
  private static let revisionKey: StaticString = "io.modelcontextprotocol/protocolVersion"
  private static let capabilitiesKey: StaticString = "io.modelcontextprotocol/clientCapabilities"

  /// The message for a request that names no revision and was sent before `initialize`.
  static let missing = "no protocol version: send 'initialize' first, or put '\(revisionKey)' into 'params._meta'"

  /// The revision that the response follows; nil if the request names none and was sent before `initialize`.
  let revision: ProtocolRevision?

  /// Reads the metadata of a request.
  ///
  /// - Parameter agreed: the revision that `initialize` agreed on; nil before.
  /// - Throws: ``RPCError`` when the metadata is incomplete, or names an unsupported revision.
  init(_ params: JSONElement?, agreed: ProtocolRevision?) throws(RPCError) {
    guard let meta = params?["_meta"], let revisionValue = meta[JSONKey(Self.revisionKey)] else {
      revision = agreed
      return
    }
    guard let name = revisionValue.string else { throw .invalidParams("'\(Self.revisionKey)' is not a string") }
    guard let known = ProtocolRevision(rawValue: name) else {
      throw .unsupportedRevision(String(name.prefix(80)), supported: ProtocolRevision.supported)
    }
    // The older revisions are supported, but only 'initialize' can agree on them.
    guard known.isStateless else { throw .unsupportedRevision(name, supported: ProtocolRevision.stateless) }
    guard meta[JSONKey(Self.capabilitiesKey)]?.isObject ?? false else {
      throw .invalidParams("'\(Self.capabilitiesKey)' in 'params._meta' is not an object")
    }
    revision = known
  }
}
