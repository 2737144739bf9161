import Foundation
import Testing

@testable import MCP

@Suite("Lines of the MCP server's input")
struct LineReaderTests {
  @Test("a descriptor that does not block is waited for")
  func nonblocking() throws {
    let pipe = Pipe()
    let input = pipe.fileHandleForReading.fileDescriptor
    _ = fcntl(input, F_SETFL, fcntl(input, F_GETFL) | O_NONBLOCK)
    let output = pipe.fileHandleForWriting
    Thread.detachNewThread {
      usleep(50_000)
      output.write(Data("first\nla".utf8))
      usleep(50_000)
      output.write(Data("st".utf8))
      try? output.close()
    }
    let reader = LineReader(descriptor: input)
    #expect(try reader.next() == .text(Array("first".utf8)))
    #expect(try reader.next() == .text(Array("last".utf8)))
    #expect(try reader.next() == nil)
  }
}
