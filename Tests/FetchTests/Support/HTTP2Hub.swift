import Foundation
import Synchronization
import TestSupport

/// A certificate that vouches for `localhost`, made for one test.
final class TestAuthority {
  /// The certificate, which is its own authority.
  var certificate: String { scratch.path("server.pem") }
  /// Its key.
  var key: String { scratch.path("server.key") }
  private let scratch: ScratchDirectory

  static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

  init() throws {
    scratch = try ScratchDirectory()
    let run = try Command(
      system: "openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", scratch.path("server.key"), "-out",
        scratch.path("server.pem"), "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
      ]
    ).run()
    guard run.status == 0 else { throw CocoaError(.featureUnsupported) }
  }
}

/// A Hub over HTTP/2 and TLS, by `http2-hub.py`.
final class HTTP2Hub {
  /// The certificate that clients must trust.
  let authority: TestAuthority
  /// The Hub's address.
  let url: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Whether there are Python and openssl, by which it works.
  static var isAvailable: Bool {
    let run = try? Command(system: "python3", ["-c", "import ssl; assert ssl.HAS_ALPN"]).run()
    return TestAuthority.isAvailable && run?.status == 0
  }

  init() throws {
    authority = try TestAuthority()
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "http2-hub.py")
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script.path(percentEncoded: false), authority.certificate, authority.key]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var port = ""
    while !port.hasSuffix("\n"), case let data = output.fileHandleForReading.availableData, !data.isEmpty {
      port += String(decoding: data, as: UTF8.self)
    }
    url = "https://localhost:" + port.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Ends the Hub.
  ///
  /// - Returns: what it printed: a line a connection, and a line a request.
  func stop() -> [String] {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
    let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
