import CLibcurl
import Platform

/// The functions of the system's libcurl, which is loaded at the first request.
///
/// Linking libcurl would add 6 ms to every start, since it depends on about thirty other libraries. Runs with `--help`
/// or `--offline`, and runs that read only directories, never load it.
struct Libcurl: @unchecked Sendable {
  /// A libcurl handle: a transfer (easy handle), a loop (multi handle), a list of headers or a URL.
  typealias Handle = UnsafeMutableRawPointer

  /// `curl_easy_setopt`, which is variadic.
  let setTransferOption: UnsafeMutableRawPointer
  /// `curl_multi_setopt`, which is variadic.
  let setLoopOption: UnsafeMutableRawPointer

  let makeTransfer: @convention(c) () -> Handle?
  let freeTransfer: @convention(c) (Handle?) -> Void
  let errorText: @convention(c) (Int32) -> UnsafePointer<CChar>?
  let appendToList: @convention(c) (Handle?, UnsafePointer<CChar>?) -> Handle?
  let freeList: @convention(c) (Handle?) -> Void

  let makeLoop: @convention(c) () -> Handle?
  let freeLoop: @convention(c) (Handle?) -> Int32
  let addTransfer: @convention(c) (Handle?, Handle?) -> Int32
  let removeTransfer: @convention(c) (Handle?, Handle?) -> Int32
  let perform: @convention(c) (Handle?, UnsafeMutablePointer<Int32>?) -> Int32
  let poll: @convention(c) (Handle?, Handle?, UInt32, Int32, UnsafeMutablePointer<Int32>?) -> Int32
  let wakeUp: @convention(c) (Handle?) -> Int32
  let nextMessage: @convention(c) (Handle?, UnsafeMutablePointer<Int32>?) -> UnsafeMutablePointer<hf_curl_message>?

  let makeURL: @convention(c) () -> Handle?
  let freeURL: @convention(c) (Handle?) -> Void
  let getURLPart: @convention(c) (Handle?, Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, UInt32) -> Int32
  let setURLPart: @convention(c) (Handle?, Int32, UnsafePointer<CChar>?, UInt32) -> Int32
  let freeText: @convention(c) (UnsafeMutableRawPointer?) -> Void

  /// The library, loaded at the first use.
  ///
  /// - Throws: ``TransportError/unavailable(_:)`` when it is missing or older than 7.68, or cannot be initialized.
  static func loaded() throws(TransportError) -> Libcurl { try load.get() }

  private static let load = Result { () throws(TransportError) in try Libcurl() }

  /// The file names that are tried. The second is Debian's variant with GnuTLS. The path on macOS is absolute, so that
  /// the system's libcurl is loaded, and not one in another directory that dlopen searches.
  private static var names: [String] {
    #if canImport(Darwin)
      ["/usr/lib/libcurl.4.dylib"]
    #else
      ["libcurl.so.4", "libcurl-gnutls.so.4"]
    #endif
  }

  private init() throws(TransportError) {
    var opened: UnsafeMutableRawPointer?
    for name in Libcurl.names where opened == nil { opened = dlopen(name, RTLD_LAZY | RTLD_LOCAL) }
    guard let library = opened else {
      throw .unavailable("libcurl was not found (tried \(Libcurl.names.joined(separator: ", ")))")
    }
    func symbol(_ name: String) throws(TransportError) -> UnsafeMutableRawPointer {
      guard let symbol = dlsym(library, name) else { throw .unavailable("libcurl has no function '\(name)'") }
      return symbol
    }
    func function<Function>(_ name: String) throws(TransportError) -> Function {
      unsafeBitCast(try symbol(name), to: Function.self)
    }
    setTransferOption = try symbol("curl_easy_setopt")
    setLoopOption = try symbol("curl_multi_setopt")
    makeTransfer = try function("curl_easy_init")
    freeTransfer = try function("curl_easy_cleanup")
    errorText = try function("curl_easy_strerror")
    appendToList = try function("curl_slist_append")
    freeList = try function("curl_slist_free_all")
    makeLoop = try function("curl_multi_init")
    freeLoop = try function("curl_multi_cleanup")
    addTransfer = try function("curl_multi_add_handle")
    removeTransfer = try function("curl_multi_remove_handle")
    perform = try function("curl_multi_perform")
    poll = try function("curl_multi_poll")
    wakeUp = try function("curl_multi_wakeup")
    nextMessage = try function("curl_multi_info_read")
    makeURL = try function("curl_url")
    freeURL = try function("curl_url_cleanup")
    getURLPart = try function("curl_url_get")
    setURLPart = try function("curl_url_set")
    freeText = try function("curl_free")
    let initialize: @convention(c) (Int) -> Int32 = try function("curl_global_init")
    guard initialize(Int(HF_CURL_GLOBAL_ALL)) == HF_CURLE_OK else {
      throw .unavailable("libcurl cannot be initialized")
    }
  }
}
