import CommandLineTool
import Platform
import TestSupport
import Testing

@testable import JSON
@testable import Streams

@Suite("Document reader")
struct DocumentReaderTests {
  /// A reader of a pipe into which `first` is written at once, and `second` before the first read that would wait.
  private func withReader(_ first: String, _ second: String, _ body: (DocumentReader) throws -> Void) throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    try send(first, to: ends[1])
    var rest: String? = second
    let reader = DocumentReader(ByteReader(descriptor: ends[0])) {
      guard let text = rest.take() else { return }
      try? send(text, to: ends[1])
      close(ends[1])
    }
    try body(reader)
  }

  @Test("the position of a duplicate key is right if the value arrives in two parts after another value")
  func duplicateKeyInParts() throws {
    try withReader("1\n{\"x\": {\"a\": 1, \"a\": 2},", " \"y\": 3}\n") { reader in
      let first = try reader.next()
      #expect(first?.int == 1 && reader.duplicateKeyPosition == nil)
      let second = try reader.next()
      #expect(second?.isObject == true)
      #expect(reader.duplicateKeyPosition == TextPosition(line: 2, column: 16))
    }
  }

  #if os(Linux)
    @Test("the values that were read before a read error are returned, then the error")
    func valuesBeforeError() throws {
      try withBrokenConnection("{\"abcdefgh\":", "1} {\"b\":") { reader in
        let value = try reader.next()
        #expect(value?.isObject == true)
        #expect(throws: StreamFault.self) { try reader.next() }
      }
    }

    /// Like ``withReader(_:_:_:)``, for a socket from which a read fails after the second text.
    private func withBrokenConnection(
      _ first: String, _ second: String, _ body: (DocumentReader) throws -> Void
    ) throws {
      let connection = try BrokenConnection()
      defer { close(connection.descriptor) }
      try send(first, to: connection.peer)
      var rest: String? = second
      let reader = DocumentReader(ByteReader(descriptor: connection.descriptor)) {
        guard let text = rest.take() else { return }
        try? send(text, to: connection.peer)
        close(connection.peer)
      }
      try body(reader)
    }
  #endif
}

#if os(Linux)
  /// A socket whose peer is closed before it has read everything. Then a read from the socket fails once, after the
  /// peer's text.
  struct BrokenConnection {
    /// The socket to read from.
    let descriptor: Int32
    /// The peer, which the test writes to and closes.
    let peer: Int32

    init() throws {
      var ends: [Int32] = [0, 0]
      try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
      (descriptor, peer) = (ends[0], ends[1])
      try send("unread", to: descriptor)
    }
  }
#endif

/// Writes a text to a descriptor.
func send(_ text: String, to descriptor: Int32) throws {
  let bytes = ByteBuffer()
  bytes.append(text: text)
  try writeAll(bytes.bytes, to: descriptor)
}
