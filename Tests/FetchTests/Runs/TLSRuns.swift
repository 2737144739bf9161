import Foundation
import JSON
import Platform
import TestSupport
import Testing

@Suite("TLS certificates", .enabled(if: TestAuthority.isAvailable, "there is no openssl here"))
struct TLSRuns {
  @Test("a private authority is trusted when SSL_CERT_FILE names it, and not otherwise")
  func verifies() throws {
    let server = try TLSServer()
    let arguments = ["a/b", "--no-cache", "--retries", "0", "--endpoint", "https://localhost:\(server.port)"]
    let stranger = try runFetch(arguments)
    #expect(stranger.answers == ["network"])
    #expect(stranger.failure?["message"]?.string?.contains("certificate") == true)
    let trusted = try runFetch(arguments, environment: ["SSL_CERT_FILE": server.authorityFile])
    #expect(trusted.answers == ["a/b"])
  }

  @Test(
    "an environment variable for certificates cannot turn verification off",
    arguments: ["SSL_CERT_FILE", "URLSessionCertificateAuthorityInfoFile"])
  func alwaysVerifies(_ name: String) throws {
    let server = try TLSServer()
    let arguments = ["a/b", "--no-cache", "--retries", "0", "--endpoint", "https://localhost:\(server.port)"]
    let run = try runFetch(arguments, environment: [name: "INSECURE_SSL_NO_VERIFY"])
    #expect(run.answers == ["network"])
    #expect(run.failure?["message"]?.string?.contains("certificate") == true)
  }
}

/// A Hub with one model over TLS, by `openssl s_server`, with a private authority.
private final class TLSServer {
  /// The authority's certificate.
  var authorityFile: String { authority.certificate }
  /// Where it listens.
  private(set) var port = 0
  private let authority: TestAuthority
  private let scratch: ScratchDirectory
  private let process = Process()

  init() throws {
    authority = try TestAuthority()
    scratch = try ScratchDirectory()
    let sha = String(repeating: "a", count: 40)
    try serve(#"{"id":"a/b","sha":"\#(sha)"}"#, at: "api/models/a/b?blobs=true")
    try serve(#"{"hidden_size":8}"#, at: "a/b/resolve/\(sha)/config.json")
    for file in ["model.safetensors", "model.safetensors.index.json"] {
      try serve("", at: "a/b/resolve/\(sha)/\(file)", status: "404 Not Found\r\nX-Error-Code: EntryNotFound")
    }
    try start()
  }

  deinit { process.terminate() }

  private func serve(_ body: String, at path: String, status: String = "200 OK") throws {
    let file = scratch.url.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("HTTP/1.0 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8).write(to: file)
  }

  private func start() throws {
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = [
      "s_server", "-accept", "127.0.0.1:0", "-HTTP", "-cert", authorityFile, "-key", authority.key,
    ]
    process.currentDirectoryURL = scratch.url
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var text = ""
    while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
      text += String(decoding: data, as: UTF8.self)
      guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT") && $0.contains(":") }) else {
        continue
      }
      port = Int(line.split(separator: ":").last ?? "") ?? 0
      break
    }
    try #require(port > 0, "openssl does not listen")
  }
}
