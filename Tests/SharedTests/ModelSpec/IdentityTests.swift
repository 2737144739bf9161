import ModelSpec
import Testing

@Suite("The identity of models and entries")
struct IdentityTests {
  @Test(
    "ids of entries that differ only in case and punctuation are one",
    arguments: [
      ("Qwen2.5-7B", "qwen2-5-7b", true), ("a", "a", true), ("gpt2", "gpt-2", false), ("-a-", "a", true),
      ("日本", "中国", false), ("日本", "日本", true),
      ("通义-7b", "文心-7b", false), ("通义-7b", "7b", false), ("通义.7B", "通义-7b", true), ("a__b", "a.b", true),
      ("", "", true), ("", "a", false),
    ])
  func sameEntry(a: String, b: String, expected: Bool) {
    #expect((EntryID.comparisonKey(a) == EntryID.comparisonKey(b)) == expected)
    let hashesAgree = hash(a, EntryID.hash) == hash(b, EntryID.hash)
    #expect(hashesAgree || !expected)
  }

  @Test(
    "ids of models that differ only in case are one",
    arguments: [("Org/Model", "org/mODEL", true), ("org/a", "org/b", false), ("org/a.b", "org/a-b", false)])
  func sameModel(a: String, b: String, expected: Bool) {
    #expect(ModelID.isSame(a, b) == expected)
    #expect((hash(a, ModelID.hash) == hash(b, ModelID.hash)) == expected)
  }

  @Test(
    "the default id of an entry is made from the model's name, or from its whole id",
    arguments: [
      ("meta-llama/Llama-3.3-70B", "llama-3-3-70b", "meta-llama-llama-3-3-70b"), ("gpt2", "gpt2", "gpt2"),
      ("org/__A__b..C--", "a-b-c", "org-a-b-c"),
    ])
  func usualID(model: String, usual: String, whole: String) {
    #expect(EntryID.usual(for: model) == usual)
    for id in [usual, whole] { #expect(isUsual(id, model)) }
    for id in [usual + "-", "x" + usual, String(usual.dropLast()), ""] { #expect(!isUsual(id, model)) }
  }

  @Test(
    "the id nearest to a name is one that the Hub allows",
    arguments: [
      ("x.git", "x"), ("x.git.git", "x"), ("x.git.git.git", "x"), (".git", "git"), ("a b--c..", "a-b-c"),
      ("é", "model"),
    ])
  func nearestID(name: String, id: String) throws {
    #expect(ModelID(nearest: name).text == id)
    #expect(try ModelID(id).text == id)
  }

  @Test("a name without letters or digits has no default id")
  func noUsualID() { #expect(EntryID.usual(for: "org/日本") == nil) }

  private func hash(_ text: String, _ hash: (UnsafeBufferPointer<UInt8>) -> UInt32) -> UInt32 {
    Array(text.utf8).withUnsafeBufferPointer(hash)
  }

  private func isUsual(_ id: String, _ model: String) -> Bool {
    Array(id.utf8).withUnsafeBufferPointer { id in
      Array(model.utf8).withUnsafeBufferPointer { EntryID.isUsual(id, for: $0) }
    }
  }
}
