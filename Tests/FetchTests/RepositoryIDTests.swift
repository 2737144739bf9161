import Testing

@testable import hf_fetch

@Suite("Repository names")
struct RepositoryIDTests {
  @Test("the Hub's names are taken as they are", arguments: ["gpt2", "Qwen/Qwen3-0.6B", "a/b", "01-ai/Yi-1.5-9B"])
  func takesNames(_ name: String) throws {
    #expect(try RepositoryID(name).text == name)
  }
}
