import JSON
import TestSupport
import Testing

@Suite("Known keys")
struct KnownKeysTests {
  private static let words =
    ["", "a", "hidden_size", "n_embd", "num_hidden_layers", "日本"] + (0..<200).map { "key\($0)" }
  private static let known = KnownKeys(copying: words.enumerated().map { ($1, $0) })

  @Test("a key is found by its decoded text, and by no other", arguments: words.prefix(20))
  func finds(word: String) throws {
    let index = KnownKeysTests.words.firstIndex(of: word)
    let escaped = word.utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }.joined()
    for text in [word, escaped] {
      #expect(try value(ofKey: text) == index)
      #expect(try value(ofString: text) == index)
    }
    for other in [word + "x", "\u{0}" + word] { #expect(try value(ofKey: escaping(other)) == nil) }
  }

  @Test("an empty table knows nothing, and a full one ends its search", arguments: [0, 1, 2, 3, 512, 1024])
  func sizes(count: Int) throws {
    let known = KnownKeys(copying: (0..<count).map { ("k\($0)", $0) })
    for index in 0..<count + 3 {
      let text = Array("k\(index)".utf8)
      #expect(text.withUnsafeBufferPointer(known.value) == (index < count ? index : nil))
    }
    #expect(known.values.sorted() == Array(0..<count))
  }

  @Test("the first of equal keys counts")
  func equalKeys() { #expect(KnownKeys([("a", 1), ("b", 2), ("a", 3)]).values.sorted() == [1, 2]) }

  @Test("a value that is not a string is not a known one")
  func otherKinds() throws {
    let document = try JSONDocument("[1, null, {}]")
    withExtendedLifetime(document) {
      for element in document.root.elements { #expect(KnownKeysTests.known.value(ofString: element) == nil) }
    }
  }

  private func value(ofKey key: String) throws -> Int? {
    let document = try JSONDocument("{\"\(key)\": 1}")
    return withExtendedLifetime(document) {
      document.root.members.first { _ in true }.flatMap { KnownKeysTests.known.value(ofKey: $0.key) }
    }
  }

  private func value(ofString text: String) throws -> Int? {
    let document = try JSONDocument("[\"\(text)\"]")
    return withExtendedLifetime(document) {
      document.root.elements.first { _ in true }.flatMap { KnownKeysTests.known.value(ofString: $0) }
    }
  }

  private func escaping(_ text: String) -> String { text.replacing("\u{0}", with: "\\u0000") }
}
