import Shared

#if os(Linux)
  /// Tells libcurl what Linux's URLSession has no way to tell it: the certificate authorities in `SSL_CERT_FILE`, and
  /// to keep a connection for every job.
  ///
  /// FoundationNetworking neither reads the variable nor asks its delegate about a server's certificate. And left to
  /// itself, libcurl closes idle connections beyond four for each request under way, so that answers which come together
  /// cost the next requests new connections. FoundationNetworking makes each transfer ready by calling libcurl's function
  /// of this name, so we stand in front of that one (an executable's symbols come first), set both, and go on to the
  /// original. Verification stays on in every case.
  ///
  /// - Parameters:
  ///   - multi: libcurl's `CURLM`: the transfers of a session.
  ///   - easy: libcurl's `CURL`: the transfer.
  /// - Returns: libcurl's `CURLMcode`.
  @_cdecl("curl_multi_add_handle")
  public func addTransferWithSettings(_ multi: OpaquePointer?, _ easy: OpaquePointer?) -> Int32 {
    _ = Libcurl.setSessionOption?(multi, Libcurl.idleConnectionsOption, Libcurl.idleConnections)
    if let file = environment("SSL_CERT_FILE"), !file.isEmpty {
      // libcurl copies the text.
      _ = file.withCString { Libcurl.setTransferOption?(easy, Libcurl.authorityFileOption, $0) }
    }
    guard let original = Libcurl.addTransfer else { return Libcurl.internalError }
    return original(multi, easy)
  }

  /// What is needed of libcurl, looked up behind our own symbols.
  private enum Libcurl {
    typealias SetTransferOption = @convention(c) (OpaquePointer?, Int32, UnsafePointer<CChar>) -> Int32
    typealias SetSessionOption = @convention(c) (OpaquePointer?, Int32, Int) -> Int32
    typealias AddTransfer = @convention(c) (OpaquePointer?, OpaquePointer?) -> Int32

    /// `CURLOPT_CAINFO`.
    static let authorityFileOption: Int32 = 10065
    /// `CURLMOPT_MAXCONNECTS`.
    static let idleConnectionsOption: Int32 = 6
    /// As many as there can be jobs, for each of two hosts: the Hub and the one that has its weights.
    static let idleConnections = 128
    /// `CURLM_INTERNAL_ERROR`.
    static let internalError: Int32 = 4

    static let setTransferOption = next("curl_easy_setopt").map { unsafeBitCast($0, to: SetTransferOption.self) }
    static let setSessionOption = next("curl_multi_setopt").map { unsafeBitCast($0, to: SetSessionOption.self) }
    static let addTransfer = next("curl_multi_add_handle").map { unsafeBitCast($0, to: AddTransfer.self) }

    /// The definition behind ours in the order of the libraries: what C calls `RTLD_NEXT`.
    private static func next(_ symbol: String) -> UnsafeMutableRawPointer? {
      dlsym(UnsafeMutableRawPointer(bitPattern: -1), symbol)
    }
  }
#endif
