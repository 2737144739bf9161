import Testing

@testable import models_merge

@Suite("Text from outside in the log")
struct MarkdownTextTests {
  @Test(
    "text from outside is escaped: no markup, no HTML",
    arguments: [
      ("org/model_name-7B.v2", "org/model_name-7B.v2"), ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
      ("**bold** _it_", "\\*\\*bold\\*\\* \\_it\\_"), ("[a](http://x)", "\\[a\\](http://x)"), ("`x`|y", "\\`x\\`\\|y"),
      ("# head", "\\# head"), ("1. one", "1\\. one"), ("a\n## Failed Models", "a\\\\u{a}## Failed Models"),
    ])
  func escaping(text: String, escaped: String) { #expect(MarkdownText.escaping(text) == escaped) }
}
