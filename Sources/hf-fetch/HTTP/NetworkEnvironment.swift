import Foundation
import Shared

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Proxies and certificate authorities as the environment names them.
enum NetworkEnvironment {
  /// Applies `http_proxy`, `https_proxy`, `all_proxy`, `no_proxy` and `SSL_CERT_FILE`, upper or lower case.
  static func apply(to configuration: URLSessionConfiguration) {
    #if canImport(Darwin)
      configuration.connectionProxyDictionary = proxyDictionary()
    #else
      applyToLibcurl()
    #endif
  }

  #if !canImport(Darwin)
    /// On Linux URLSession is libcurl, which reads the lower-case names itself.
    private static func applyToLibcurl() {
      for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] where environment(name) == nil {
        if let value = environment(name.uppercased()) { setenv(name, value, 1) }
      }
    }
  #endif
}

#if canImport(Darwin)
  extension NetworkEnvironment {
    private static func proxyDictionary() -> [AnyHashable: Any]? {
      var dictionary: [AnyHashable: Any] = [:]
      for (scheme, prefix) in [("http", "HTTP"), ("https", "HTTPS")] {
        let names = ["\(scheme)_proxy", "\(prefix)_PROXY", "all_proxy", "ALL_PROXY"]
        guard let text = names.compactMap({ environment($0) }).first(where: { !$0.isEmpty }),
          let url = URL(string: text.contains("://") ? text : "http://" + text), let host = url.host
        else { continue }
        dictionary["\(prefix)Enable"] = 1
        dictionary["\(prefix)Proxy"] = host
        dictionary["\(prefix)Port"] = url.port ?? 80
      }
      guard !dictionary.isEmpty else { return nil }
      let exceptions = environment("no_proxy") ?? environment("NO_PROXY") ?? ""
      dictionary["ExceptionsList"] = exceptions.split(separator: ",").map { name in
        let name = name.filter { $0 != " " }
        return name.hasPrefix(".") ? "*" + name : name
      }
      return dictionary
    }

    /// Trusts the authorities in `SSL_CERT_FILE` too; everything else is left to the system.
    static func answer(
      _ challenge: URLAuthenticationChallenge,
      with completion: (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
      guard let trust = challenge.protectionSpace.serverTrust, let anchors = extraAnchors() else {
        return completion(.performDefaultHandling, nil)
      }
      SecTrustSetAnchorCertificates(trust, anchors as CFArray)
      SecTrustSetAnchorCertificatesOnly(trust, false)
      if SecTrustEvaluateWithError(trust, nil) {
        completion(.useCredential, URLCredential(trust: trust))
      } else {
        completion(.cancelAuthenticationChallenge, nil)
      }
    }

    private static func extraAnchors() -> [SecCertificate]? {
      guard let file = environment("SSL_CERT_FILE"), let text = try? String(contentsOfFile: file, encoding: .utf8)
      else {
        return nil
      }
      let blocks = text.components(separatedBy: "-----BEGIN CERTIFICATE-----").dropFirst()
      return blocks.compactMap { block in
        let base64 = block.components(separatedBy: "-----END CERTIFICATE-----").first ?? ""
        guard let data = Data(base64Encoded: base64, options: .ignoreUnknownCharacters) else { return nil }
        return SecCertificateCreateWithData(nil, data as CFData)
      }
    }
  }
#endif
