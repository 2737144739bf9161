import Testing

@testable import hf_fetch

@Suite("Masking a token")
struct TokenMaskTests {
  private func masked(_ text: String, _ token: String = "hf_Secret") -> String {
    var bytes = Array(text.utf8)
    let isFound = TokenMask(token).apply(to: &bytes)
    #expect(isFound == (bytes != Array(text.utf8)))
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "a token is found unchanged, with any part escaped, and in base64",
    arguments: [
      ("hf_Secret", "*********"), ("ahf_Secrethf_Secretb", "a******************b"), ("hhf_Secret", "h*********"),
      (#"hf\u005fSecret"#, "**************"),
      (#"\u0068\u0066\u005Fsecret hf_Secret"#, #"\u0068\u0066\u005Fsecret *********"#),
      ("x=%68f%5FSecret&y", "x=*************&y"), (#"%68f\u005fSecre%74"#, "******************"),
      ("aGZfU2VjcmV0", "************"), ("dTpoZl9TZWNyZXQ=", "dTp***********Q="),
      ("YTpoZl9TZWNyZXQ", "YTp***********Q"),
      ("YWhmX1NlY3JldA==", "YW***********A=="),
    ])
  func finds(text: String, expected: String) { #expect(masked(text) == expected) }

  @Test(
    "similar text is not masked",
    arguments: [
      "", "hf_Secre", "hf_secret", "hf%5", #"hf\u005"#, #"hf\u015fSecret"#, "hf%5GSecret", #"hf\\u005fSecret"#, "%",
      "\\",
      "aGZfU2Vj",
    ])
  func leavesAlone(text: String) { #expect(masked(text) == text) }

  @Test("the base64 of a short token is not masked")
  func short() { #expect(masked("YWJj abc", "abc") == "YWJj ***") }
}
