import Platform

/// Proxies and certificate authorities as the environment names them.
///
/// libcurl reads `https_proxy`, `all_proxy` and `no_proxy` in either case by itself, and `http_proxy` in lower case
/// only, because a web server passes a request's `Proxy` header to its scripts as `HTTP_PROXY`. hf-fetch is not such a
/// script.
struct NetworkEnvironment: Sendable {
  /// The file of trusted authorities, in PEM, instead of the system's; nil leaves the system's.
  let authorityFile: String?
  private let upperCaseHTTPProxy: String?

  /// Reads the environment.
  init(_ environment: HubEnvironment = HubEnvironment()) {
    authorityFile = environment.value("SSL_CERT_FILE")
    upperCaseHTTPProxy = environment.isSet("http_proxy") ? nil : environment.value("HTTP_PROXY")
  }

  /// The proxy to set; nil leaves the choice to libcurl. `no_proxy` has precedence in both cases.
  func proxy(for url: HTTPURL) -> String? { url.origin.scheme == "http" ? upperCaseHTTPProxy : nil }
}
