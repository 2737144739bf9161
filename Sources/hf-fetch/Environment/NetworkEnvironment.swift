import Platform

/// The proxies and certificate authorities in the environment variables.
///
/// libcurl reads `https_proxy`, `all_proxy` and `no_proxy` in lower or upper case, but `http_proxy` in lower case only:
/// a web server passes a request's `Proxy` header to its scripts as `HTTP_PROXY`, so the variable can come from a
/// client. hf-fetch is not such a script, so it reads `HTTP_PROXY` too.
struct NetworkEnvironment: Sendable {
  /// The path of the PEM file of trusted certificate authorities; nil for the system's.
  let authorityFile: String?
  private let upperCaseHTTPProxy: String?

  /// Reads the environment.
  init(_ environment: HubEnvironment = HubEnvironment()) {
    authorityFile = environment.value("SSL_CERT_FILE")
    upperCaseHTTPProxy = environment.isSet("http_proxy") ? nil : environment.value("HTTP_PROXY")
  }

  /// The proxy to set; nil lets libcurl choose. In both cases, libcurl uses no proxy for the hosts in `no_proxy`.
  func proxy(for url: HTTPURL) -> String? { url.origin.scheme == "http" ? upperCaseHTTPProxy : nil }
}
