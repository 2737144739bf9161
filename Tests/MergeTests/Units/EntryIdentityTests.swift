import Testing

@testable import models_merge

@Suite("The identity of entries")
struct EntryIdentityTests {
  @Test(
    "ids that differ only in case and punctuation are one",
    arguments: [
      ("Qwen2.5-7B", "qwen2-5-7b", true), ("a", "a", true), ("gpt2", "gpt-2", false), ("-a-", "a", true),
      ("日本", "中国", false), ("日本", "日本", true), ("a__b", "a.b", true), ("", "", true), ("", "a", false),
    ])
  func sameID(a: String, b: String, expected: Bool) {
    #expect(EntryIdentity.isSameID(a, b) == expected)
    let hashesAgree = EntryIdentity.idHash(of: a) == EntryIdentity.idHash(of: b)
    #expect(hashesAgree || !expected)
  }

  @Test("the hash of a Hub id ignores its case")
  func modelIDHash() {
    #expect(EntryIdentity.modelIDHash(of: "Org/Model") == EntryIdentity.modelIDHash(of: "org/mODEL"))
    #expect(EntryIdentity.modelIDHash(of: "org/a") != EntryIdentity.modelIDHash(of: "org/b"))
  }
}
