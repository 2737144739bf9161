import TestSupport
import Testing

@testable import JSON
@testable import Streams

@Suite("JSON element")
struct JSONElementTests {
  @Test("an integer has its value, however many digits it has and whatever is after it", arguments: 1...19)
  func integer(digits: Int) throws {
    let text = "9123456789012345678".prefix(digits)
    let document = try JSONDocument("[\(text),-\(text),\(text),987654321]")
    withExtendedLifetime(document) {
      #expect(document.root.elements.map(\.int) == [Int(text), Int("-\(text)"), Int(text), 987_654_321])
    }
  }

  @Test(
    "a number is positive if a digit before its exponent is not 0",
    arguments: [
      ("1", true), ("0.5", true), ("0.00001e-400", true), ("1e999", true), ("0", false), ("-0.0", false),
      ("0e5", false), ("0.0E+1", false), ("-1", false), ("\"1\"", false), ("true", false),
    ])
  func positive(text: String, isPositive: Bool) throws {
    let document = try JSONDocument(text)
    withExtendedLifetime(document) { #expect(document.root.isPositive == isPositive) }
  }

  @Test(
    "numbers are compared exactly",
    arguments: [
      ("2", "1", true), ("1", "1.0", false), ("1", "2", false), ("1e400", "1e399", true), ("true", "0", false),
      ("9007199254740993", "9007199254740992.5", true), ("1", "\"0\"", false), ("-1", "-2", true),
    ])
  func above(a: String, b: String, isAbove: Bool) throws {
    let document = try JSONDocument("[\(a),\(b)]")
    let result = document.withRoot { root in
      let numbers = Array(root.elements)
      return numbers[0].isNumber(above: numbers[1])
    }
    #expect(result == isAbove)
  }

  @Test("a container has more parts than its node can count", arguments: [65_534, 65_535, 65_536, 70_000])
  func count(of count: Int) throws {
    let numbers = (0..<count).map { "\($0)" }.joined(separator: ",")
    let members = (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
    let document = try JSONDocument("[[\(numbers)],{\(members)},[1]]")
    withExtendedLifetime(document) {
      #expect(document.root.count == 3)
      let parts = Array(document.root.elements)
      #expect(parts.map(\.count) == [count, count, 1])
      #expect(parts[1][key: "k\(count - 1)"]?.int == count - 1)
    }
  }

  @Test("a string equals a text only if every byte is equal", arguments: 0...40)
  func text(length: Int) throws {
    let text = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP".utf8.prefix(length))
    let document = try JSONDocument("\"\(String(decoding: text, as: UTF8.self))\"")
    withExtendedLifetime(document) {
      let string = document.root
      #expect(text.withUnsafeBufferPointer { string.hasText($0) })
      for position in text.indices {
        var changed = text
        changed[position] ^= 1
        #expect(!changed.withUnsafeBufferPointer { string.hasText($0) }, "changed at \(position)")
      }
    }
  }

  @Test("a member is found by its key, however short or long", arguments: 0...20)
  func member(keyLength: Int) throws {
    let key = String("abcdefghijklmnopqrstuvwxyz".prefix(keyLength))
    let document = try JSONDocument("{\"\(key)y\":0,\"\(key)\":1,\"z\(key)\":2}")
    withExtendedLifetime(document) {
      #expect(document.root[key: key]?.int == 1)
      #expect(document.root[key: key + "-"] == nil)
    }
  }

  @Test("a duplicate key is found, however many keys there are and however they collide")
  func duplicateKeys() throws {
    // The node's own hash is of the first and last eight bytes and the length, which all of these share.
    let colliding = (0..<20_000).map { "aaaaaaaa\(1_000_000 + $0)bbbbbbbb" }
    let usual = (0..<20_000).map { "\(1_000_000 + $0)" }
    for keys in [colliding, usual, Array(colliding.prefix(5)), Array(usual.prefix(9))] {
      let members = keys.enumerated().map { "\"\($1)\":\($0)" }
      let unique = try JSONDocument("{\(members.joined(separator: ","))}")
      withExtendedLifetime(unique) { #expect(!unique.root.hasDuplicateKeys) }
      let last = keys[keys.count - 2].replacing("b", with: "\\u0062")
      let doubled = try JSONDocument("{\(members.joined(separator: ",")),\"\(last)\":-1}")
      withExtendedLifetime(doubled) {
        #expect(doubled.root.hasDuplicateKeys)
        #expect(doubled.root[key: keys[keys.count - 2]]?.int == -1)
      }
    }
  }
}
