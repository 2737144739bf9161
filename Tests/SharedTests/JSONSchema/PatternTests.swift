import Testing

@testable import JSONSchema

@Suite("Patterns")
struct PatternTests {
  private func matches(_ pattern: Pattern, _ text: String, steps: Int = StepBudget.usual) throws -> Bool {
    var budget = StepBudget(steps: steps)
    return try Array(text.utf8).withUnsafeBufferPointer { try pattern.matches($0, &budget) }
  }

  @Test(
    "patterns mean what ECMA-262 says",
    arguments: [
      ("^[a-z0-9]+(-[a-z0-9]+)*$", "llama-3-8b", true), ("^[a-z0-9]+(-[a-z0-9]+)*$", "llama--3", false),
      ("^[a-z0-9]+(-[a-z0-9]+)*$", "llama\n", false), ("b.*", "ab", true), ("^$", "", true), ("^$", "a", false),
      ("", "x", true),
      ("^a|b$", "xxb", true), ("^a|b$", "xbx", false), ("a.c", "a\nc", false), ("a.c", "a\u{2028}c", false),
      ("^.$", "😀", true), ("^..$", "😀", false), ("^[^ ]$", "é", true), ("^[α-ω]+$", "λογος", true),
      ("^[α-ω]+$", "abc", false),
      (#"^\d$"#, "٣", false), (#"^\w+$"#, "naïve", false), (#"^\s$"#, "\u{FEFF}", true), (#"^\S$"#, "x", true),
      ("^a{2,3}$", "aaaa", false), ("^a{2,3}$", "aaa", true), ("^(ab){2}$", "abab", true), ("a{0}", "", true),
      (#"^\u{1F600}\ud83d\ude00$"#, "😀😀", true), (#"^\x41\cJ$"#, "A\n", true), ("[]", "a", false), ("[^]", "\n", true),
      (#"^\p{Letter}+$"#, "λόγος", true), (#"^\p{Lu}\P{Lu}$"#, "Ab", true), (#"^\p{Script=Greek}+$"#, "abc", false),
      ("^(?=.*x)y", "yx", true), ("^(?!a)", "a", false), (#"^(a|b)\1$"#, "aa", true), (#"^(a|b)\1$"#, "ab", false),
      (#"^(?<l>a|b)\k<l>$"#, "bb", true), (#"\bfoo\b"#, "a foo b", true), (#"\bfoo\b"#, "afoo", false),
      (#"^\-\_$"#, "-_", true),
      ("(?<=a)b", "ab", true), ("(?<=a)b", "cb", false), ("(?<!a)b", "cb", true), ("(?<!a)b", "ab", false),
      (#"(?<=(\d{2})-\1)x"#, "12-x", true), (#"(?<=\1(a))b"#, "aab", true), (#"(?<=(a|bc))d"#, "bcd", true),
      (#"^(?=(a+))a*b\1$"#, "aab", false), (#"^(?=(a+?))\1b$"#, "ab", true), (#"^(?:(a)|b)*\1$"#, "ab", true),
      (#"^(a*)*\bx"#, "aax", false), (#"^(?:a?)*?(?=b)b$"#, "aab", true), (#"^(?:|a)+(?=b)b$"#, "aab", true),
      (#"(?!\b)a|\Bb$"#, "ab", true), (#"^(?<x>a)(?<y>\k<x>)\k<y>$"#, "aaa", true),
      (#"^(?=a{2,3}?b)[\p{L}\d_-]+$"#, "aab-1", true), (#"\uD800\u0041"#, "A", false), (#"[\uD800\u0041]"#, "A", true),
      (#"^\uD83D\u{1F600}?$"#, "😀", false), (#"\u{DFFF}|b"#, "b", true), ("^(?<$a1>a)$", "a", true),
    ])
  func meaning(source: String, text: String, isMatch: Bool) throws {
    let pattern = try Pattern(source)
    #expect(try matches(pattern, text) == isMatch)
  }

  @Test("the automaton and the matcher agree")
  func agreement() throws {
    let sources = ["^a*b?$", "(a|ab)(c|bcd)", "[^a-c]", "a+$|^c", "(^|b)c", "é|[à-ü]{2}", "^(a?){3}b", "x$^y"]
    let texts = ["", "a", "b", "ab", "abcd", "abc", "c", "bc", "é", "àü", "aab", "aaab", "aaaab", "d", "xy", "cba"]
    for source in sources {
      let automatic = try Pattern(source)
      #expect(automatic.automaton != nil)
      // A look-ahead that always holds takes the same expression to the other implementation.
      let other = try Pattern("(?=)(?:\(source))")
      #expect(other.automaton == nil)
      for text in texts { #expect(try matches(automatic, text) == matches(other, text), "\(source) on \(text)") }
    }
  }

  @Test(
    "an invalid expression of ECMA-262 is refused",
    arguments: [
      "(", ")", "[a", "a**", "*", "{1}", "a{2,1}", #"\a"#, #"\Z"#, #"\01"#, #"\u{110000}"#, #"[\d-z]"#, "[z-a]", #"\"#,
      "(?#x)", "^*", "(?<1a>x)", #"\x+1"#, #"\x-0"#, #"\u{+41}"#, #"\u-041"#, #"\uD800\u00"#, #"\u{}"#,
    ])
  func refused(source: String) {
    #expect(throws: PatternError.self) { try Pattern(source) }
  }

  @Test(
    "a pattern whose parts match nothing is built in bounded time",
    arguments: [
      "((((){9999}){9999}){9999}){9999}", "(?:(?:(?:){99999999}){99999999}){99999999}", "(){1000000000}",
      "(?:(?:^){0,9999}){0,9999}",
    ])
  func emptyRepetitions(source: String) {
    do throws(PatternError) {
      let pattern = try Pattern(source)
      #expect(throws: Never.self) { try matches(pattern, "x") }
    } catch {
      #expect(!error.message.isEmpty)
    }
  }

  @Test(
    "a pattern that needs too many steps reports the limit, neither a match nor a mismatch",
    arguments: [
      ("^(?=(a+)+$)", 40), ("^(?=(a|aa)+$)b", 80), (#"^(a*)*\1b"#, 60), (#"^(?:a|a|a)*\Bz"#, 60),
      (#"(?:\b|a)*(?:a*)*$(?!)"#, 500), ("^(?=(?:a{0,20}){0,20}b)", 60),
    ])
  func backtracking(source: String, length: Int) throws {
    let pattern = try Pattern(source)
    let text = String(repeating: "a", count: length) + "!"
    #expect(throws: StepLimitReached.self) { try matches(pattern, text, steps: 200_000) }
  }

  @Test("a repetition too large for an automaton does not eat the machine")
  func largeRepetition() throws {
    let pattern = try Pattern("^(a{1,100}){1,100}$")
    #expect(pattern.automaton == nil)
    #expect(try matches(pattern, "aaa"))
  }
}
