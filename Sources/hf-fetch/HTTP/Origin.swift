/// Scheme, host and port of a URL. The token is sent to the endpoint's origin only.
struct Origin: Hashable, Sendable {
  /// `http` or `https`.
  let scheme: String
  /// The host in lower case, with the zone of an IPv6 address.
  let host: String
  /// The port; if the URL has none, the default port of the scheme.
  let port: Int

  /// The origin as a URL, without the scheme's default port.
  var text: String { "\(scheme)://\(host)" + (port == (scheme == "https" ? 443 : 80) ? "" : ":\(port)") }
}
