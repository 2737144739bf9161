/// Scheme, host and port: what decides who may see the token.
struct Origin: Hashable, Sendable {
  /// `http` or `https`.
  let scheme: String
  /// The host in lower case, with the zone of an IPv6 address.
  let host: String
  /// The port, the scheme's own where none is written.
  let port: Int

  /// The origin as people write it.
  var text: String { "\(scheme)://\(host)" + (port == (scheme == "https" ? 443 : 80) ? "" : ":\(port)") }
}
