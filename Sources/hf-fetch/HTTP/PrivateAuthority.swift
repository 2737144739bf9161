import Shared

#if os(Linux)
  /// Lets Linux's URLSession trust the certificate authorities in `SSL_CERT_FILE`.
  ///
  /// FoundationNetworking gives no way to name a file of authorities: it neither reads the variable nor asks its
  /// delegate about a server's certificate. It does make each transfer ready by calling libcurl's function of this name,
  /// so we stand in front of that one (an executable's symbols come first), name the file to libcurl, and go on to the
  /// original. Verification stays on in every case.
  ///
  /// - Parameters:
  ///   - multi: libcurl's `CURLM`.
  ///   - easy: libcurl's `CURL`, the transfer.
  /// - Returns: libcurl's `CURLMcode`.
  @_cdecl("curl_multi_add_handle")
  public func addTransferWithPrivateAuthority(_ multi: OpaquePointer?, _ easy: OpaquePointer?) -> Int32 {
    if let file = environment("SSL_CERT_FILE"), !file.isEmpty, let setOption = Libcurl.setOption {
      // libcurl copies the text.
      _ = file.withCString { setOption(easy, Libcurl.authorityFileOption, $0) }
    }
    guard let original = Libcurl.addTransfer else { return Libcurl.internalError }
    return original(multi, easy)
  }

  /// What is needed of libcurl, looked up behind our own symbols.
  private enum Libcurl {
    typealias SetOption = @convention(c) (OpaquePointer?, Int32, UnsafePointer<CChar>) -> Int32
    typealias AddTransfer = @convention(c) (OpaquePointer?, OpaquePointer?) -> Int32

    /// `CURLOPT_CAINFO`.
    static let authorityFileOption: Int32 = 10065
    /// `CURLM_INTERNAL_ERROR`.
    static let internalError: Int32 = 4

    static let setOption = next("curl_easy_setopt").map { unsafeBitCast($0, to: SetOption.self) }
    static let addTransfer = next("curl_multi_add_handle").map { unsafeBitCast($0, to: AddTransfer.self) }

    /// The definition behind ours in the order of the libraries: what C calls `RTLD_NEXT`.
    private static func next(_ symbol: String) -> UnsafeMutableRawPointer? {
      dlsym(UnsafeMutableRawPointer(bitPattern: -1), symbol)
    }
  }
#endif
