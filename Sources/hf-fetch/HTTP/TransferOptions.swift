import CLibcurl
import Platform

/// libcurl's settings for one transfer. The result of every call is checked, because this project declares the option
/// numbers itself.
///
/// Cookies, netrc, HSTS, alternative services, redirects and authentication are off: that is libcurl's default.
final class TransferOptions {
  private let handle: Libcurl.Handle
  private let curl: Libcurl
  private var headers: Libcurl.Handle?
  private let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(HF_CURL_ERROR_SIZE))
  /// Whether the request accepts a compressed response.
  private(set) var asksForGzip = false

  init(_ handle: Libcurl.Handle, _ curl: Libcurl) {
    self.handle = handle
    self.curl = curl
    errorBuffer.initialize(repeating: 0, count: Int(HF_CURL_ERROR_SIZE))
  }

  deinit {
    curl.freeList(headers)
    errorBuffer.deallocate()
  }

  /// libcurl's message for this transfer's error if there is one; otherwise its general message for the code. A message
  /// about a proxy has its URL, of which the password is masked.
  func errorText(_ code: Int32) -> String {
    let text = String(cString: errorBuffer).maskingUserInformation()
    return text.isEmpty ? curl.errorText(code).map { String(cString: $0) } ?? "error \(code)" : text
  }

  /// Sets the URL, the headers, the body, the proxy and the certificate authorities.
  ///
  /// - Throws: ``TransportError/unavailable(_:)`` when libcurl refuses a setting.
  func apply(_ request: HTTPRequest, to url: HTTPURL, environment: NetworkEnvironment) throws(TransportError) {
    try set(HF_CURLOPT_ERRORBUFFER, pointer: errorBuffer)
    try set(HF_CURLOPT_URL, text: url.text)
    try set(HF_CURLOPT_PROTOCOLS, number: Int(HF_CURLPROTO_HTTP | HF_CURLPROTO_HTTPS))
    // Otherwise libcurl may use SIGALRM to time out name look-ups.
    try set(HF_CURLOPT_NOSIGNAL, number: 1)
    try set(HF_CURLOPT_SUPPRESS_CONNECT_HEADERS, number: 1)
    try setVersion(isEncrypted: url.origin.scheme == "https")
    // A part of a compressed body cannot be decompressed.
    asksForGzip = request.headers["Range"] == nil
    try set(HF_CURLOPT_ACCEPT_ENCODING, text: asksForGzip ? "gzip" : "identity")
    if let file = environment.authorityFile { try set(HF_CURLOPT_CAINFO, text: file) }
    if let proxy = environment.proxy(for: url) { try set(HF_CURLOPT_PROXY, text: proxy) }
    if let content = request.content {
      try set(HF_CURLOPT_POSTFIELDSIZE, number: content.utf8.count)
      try set(HF_CURLOPT_COPYPOSTFIELDS, text: content)
    }
    for (name, value) in request.headers {
      guard let longer = curl.appendToList(headers, "\(name): \(value)") else { throw .unavailable("out of memory") }
      headers = longer
    }
    try set(HF_CURLOPT_HTTPHEADER, pointer: headers)
  }

  /// Sets the callbacks that receive headers, body and progress.
  ///
  /// - Parameter transfer: a pointer to a ``Transfer``, unretained: ``TransferLoop`` retains the transfer until it has
  ///   removed the handle from libcurl.
  /// - Throws: ``TransportError/unavailable(_:)`` when libcurl refuses a setting.
  func deliver(to transfer: UnsafeMutableRawPointer) throws(TransportError) {
    try set(HF_CURLOPT_WRITEDATA, pointer: transfer)
    try set(HF_CURLOPT_HEADERDATA, pointer: transfer)
    try set(HF_CURLOPT_XFERINFODATA, pointer: transfer)
    try set(HF_CURLOPT_NOPROGRESS, number: 0)
    let setter = curl.setTransferOption
    try check(
      HF_CURLOPT_WRITEFUNCTION, hf_curl_set_write_function(setter, handle, HF_CURLOPT_WRITEFUNCTION, receiveBody))
    try check(
      HF_CURLOPT_HEADERFUNCTION,
      hf_curl_set_write_function(setter, handle, HF_CURLOPT_HEADERFUNCTION, receiveHeaderLine))
    try check(
      HF_CURLOPT_SOCKOPTFUNCTION,
      hf_curl_set_socket_function(setter, handle, HF_CURLOPT_SOCKOPTFUNCTION, closeOnExec))
    try check(
      HF_CURLOPT_XFERINFOFUNCTION,
      hf_curl_set_progress_function(setter, handle, HF_CURLOPT_XFERINFOFUNCTION, receiveProgress))
  }

  /// Asks for HTTP/2 over TLS. A request then waits for a connection that it can share instead of opening another one.
  /// Without TLS, or if libcurl was built without HTTP/2 and refuses the option, HTTP/1.1 is used.
  private func setVersion(isEncrypted: Bool) throws(TransportError) {
    guard isEncrypted else { return try set(HF_CURLOPT_HTTP_VERSION, number: Int(HF_CURL_HTTP_VERSION_1_1)) }
    do throws(TransportError) {
      try set(HF_CURLOPT_HTTP_VERSION, number: Int(HF_CURL_HTTP_VERSION_2TLS))
    } catch {
      return try set(HF_CURLOPT_HTTP_VERSION, number: Int(HF_CURL_HTTP_VERSION_1_1))
    }
    try set(HF_CURLOPT_PIPEWAIT, number: 1)
  }

  private func set(_ option: Int32, number: Int) throws(TransportError) {
    try check(option, hf_curl_set_number(curl.setTransferOption, handle, option, number))
  }

  private func set(_ option: Int32, text: String) throws(TransportError) {
    try check(option, hf_curl_set_text(curl.setTransferOption, handle, option, text))
  }

  private func set(_ option: Int32, pointer: UnsafeMutableRawPointer?) throws(TransportError) {
    try check(option, hf_curl_set_pointer(curl.setTransferOption, handle, option, pointer))
  }

  private func check(_ option: Int32, _ code: Int32) throws(TransportError) {
    guard code != HF_CURLE_OK else { return }
    throw .unavailable("libcurl refused option \(option): \(errorText(code))")
  }
}

private func transfer(_ context: UnsafeMutableRawPointer) -> Transfer {
  Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
}

/// Receives a piece of the body. libcurl aborts the transfer unless this callback, and that for header lines, returns
/// the number of bytes that it was given.
private let receiveBody: hf_curl_write_function = { bytes, size, count, context in
  guard let bytes, let context else { return 0 }
  return transfer(context).receive(body: UnsafeRawBufferPointer(start: bytes, count: Int(size * count)))
    ? size * count : 0
}

private let receiveHeaderLine: hf_curl_write_function = { bytes, size, count, context in
  guard let bytes, let context else { return 0 }
  let line = UnsafeRawBufferPointer(start: bytes, count: Int(size * count))
  return transfer(context).receive(headerLine: line) ? size * count : 0
}

/// Receives the number of bytes so far. libcurl aborts the transfer unless the callback returns 0.
private let receiveProgress: hf_curl_progress_function = { context, _, received, _, _ in
  guard let context else { return 1 }
  return transfer(context).updateReceivedBytes(Int(received)) ? 0 : 1
}

/// Marks each connection as close-on-exec, so that no child process inherits it.
private let closeOnExec: hf_curl_socket_function = { _, descriptor, _ in
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  return 0
}
