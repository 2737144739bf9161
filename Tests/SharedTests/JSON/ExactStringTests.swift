import JSON
import Testing

@Suite("Exact strings")
struct ExactStringTests {
  @Test(
    "two strings are equal exactly if they have the same code points",
    arguments: [
      ("a", "a", true), ("", "", true), ("é", "é", true), ("\u{e9}", "e\u{301}", false), ("K", "\u{212A}", false),
      ("a", "ab", false),
    ])
  func equality(a: String, b: String, isEqual: Bool) {
    #expect((ExactString(a) == ExactString(b)) == isEqual)
    #expect(Set([ExactString(a), ExactString(b)]).count == (isEqual ? 1 : 2))
    #expect((ExactString(a) < ExactString(b)) != (ExactString(b) < ExactString(a)) || isEqual)
  }

  @Test("an escaped string of a document is equal to a literal only if it has the same code points")
  func literal() throws {
    let document = try JSONDocument(#"["\u004b", "\u212a"]"#)
    #expect(document.withRoot { $0.elements.map { $0.equals("K") } } == [true, false])
  }
}
