import ModelSpec
import Testing

@testable import hf_fetch

@Suite("Model references")
struct ModelReferenceTests {
  struct Form: Sendable, CustomTestStringConvertible {
    let text: String
    let id: String
    var revision: String?
    var file: String?
    var testDescription: String { text }
  }

  static let forms = [
    Form(text: "gpt2", id: "gpt2"),
    Form(text: "  Qwen/Qwen3-0.6B\n", id: "Qwen/Qwen3-0.6B"),
    Form(text: "org/name/", id: "org/name"),
    Form(text: "org/name@v1.0", id: "org/name", revision: "v1.0"),
    Form(text: "https://huggingface.co/org/name", id: "org/name"),
    Form(text: "https://huggingface.co/org/name/", id: "org/name"),
    Form(text: "http://huggingface.co//org//name", id: "org/name"),
    Form(text: "HTTPS://HuggingFace.co/org/name", id: "org/name"),
    Form(text: "https://www.huggingface.co/org/name?library=vllm#files", id: "org/name"),
    Form(text: "huggingface.co/org/name", id: "org/name"),
    Form(text: "hf.co/org/name", id: "org/name"),
    Form(text: "https://hf.co/models/org/name", id: "org/name"),
    Form(text: "https://huggingface.co/gpt2", id: "gpt2"),
    Form(text: "https://huggingface.co/gpt2/tree/main", id: "gpt2", revision: "main"),
    Form(text: "https://huggingface.co/org/name/tree", id: "org/name"),
    Form(text: "https://huggingface.co/org/name/tree/v1", id: "org/name", revision: "v1"),
    Form(text: "https://huggingface.co/org/name/tree/refs%2Fpr%2F1", id: "org/name", revision: "refs/pr/1"),
    Form(text: "https://huggingface.co/org/name/tree/refs/pr/12", id: "org/name", revision: "refs/pr/12"),
    Form(
      text: "https://huggingface.co/org/name/blob/refs/convert/x/a/b.json", id: "org/name", revision: "refs/convert/x",
      file: "a/b.json"),
    Form(
      text: "https://huggingface.co/org/name/blob/main/x-Q8_0.gguf", id: "org/name", revision: "main",
      file: "x-Q8_0.gguf"),
    Form(
      text: "https://huggingface.co/org/name/resolve/main/config.json?download=true", id: "org/name", revision: "main",
      file: "config.json"),
    Form(
      text: "https://huggingface.co/org/name/raw/abc/config.json", id: "org/name", revision: "abc", file: "config.json"),
    Form(
      text: "https://huggingface.co/org/name/blame/main/config.json", id: "org/name", revision: "main",
      file: "config.json"),
    Form(text: "https://huggingface.co/api/models/org/name", id: "org/name"),
    Form(text: "https://huggingface.co/api/models/org/name/revision/v2", id: "org/name", revision: "v2"),
    Form(text: "https://mirror.example:8443/hub/org/name/tree/v1", id: "org/name", revision: "v1"),
    Form(text: "mirror.example:8443/hub/org/name", id: "org/name"),
    Form(text: "hf://org/name", id: "org/name"),
    Form(text: "hf://models/org/name@v1", id: "org/name", revision: "v1"),
    Form(text: "hf://org/name@refs/pr/3/config.json", id: "org/name", revision: "refs/pr/3", file: "config.json"),
    Form(text: "hf://org/name@refs%2Fpr%2F3/config.json", id: "org/name", revision: "refs/pr/3", file: "config.json"),
    Form(text: "hf://org/name/config@1.json", id: "org/name", file: "config@1.json"),
  ]

  @Test("every form of a model reference is parsed", arguments: forms)
  func understands(_ form: Form) throws {
    let endpoint = try Endpoint("https://mirror.example:8443/hub/")
    let reference = try ModelReference(form.text, endpoint: endpoint)
    #expect(reference.target == .repository(try ModelID(form.id)))
    #expect(reference.revision == form.revision)
    #expect(reference.file == form.file)
  }

  @Test(
    "a text that is not a model reference is refused",
    arguments: [
      "", "   ", "..", "../x", "org/..", "org/../x", "a/b/c", "/etc", "org/na me", "org/name\u{7}", "org/-name",
      "-org/name",
      "org/name.", ".org/name", "org/na--me", "org/na..me", "org/name.git", "órg/name", "org/name@", "org/name@../x",
      "org/name@a..b", "org/name@-x", "org/name@a b", "https://example.com/org/name", "ftp://huggingface.co/org/name",
      "https://huggingface.co", "https://huggingface.co/datasets/org/name", "datasets/org/name",
      "hf://datasets/org/name",
      "https://huggingface.co/spaces/org/name", "spaces/name", "hf://model/org/name",
      "https://huggingface.co/settings/tokens",
      "https://huggingface.co/org/name/discussions/1", "https://huggingface.co/org/name/tree/..%2F..%2Fx",
      "https://huggingface.co/%2e%2e/name", "https://huggingface.co/org%2Fx/name", "https://huggingface.co/org/na%00me",
      "https://mirror.example:8443/org/name", "x; touch pwned", "$(id)", "org/name`id`",
    ])
  func refuses(_ text: String) throws {
    let endpoint = try Endpoint("https://mirror.example:8443/hub")
    let failure = #expect(throws: Failure.self) { _ = try ModelReference(text, endpoint: endpoint) }
    #expect(failure?.code == .invalidModelID)
  }

  @Test(
    "the message says what is wrong with a URL",
    arguments: [
      (
        "https://mirror.example/org/name",
        "expected one that starts with https://huggingface.co or with https://mirror.example/hub"
      ),
      ("ftp://huggingface.co/org/name", "its scheme is 'ftp', expected https, http or hf"),
      ("https://huggingface.co/datasets/org/name", "it is a dataset, not a model"),
      ("https://huggingface.co/org/na%zzme", "the percent-encoding of 'na%zzme' is invalid"),
    ])
  func explains(_ text: String, _ reason: String) throws {
    let endpoint = try Endpoint("https://mirror.example/hub")
    let failure = #expect(throws: Failure.self) { _ = try ModelReference(text, endpoint: endpoint) }
    #expect(failure?.message.contains(reason) == true, "\(failure?.message ?? "")")
  }

  @Test("the hint about an invalid revision is about the revision")
  func explainsRevision() throws {
    let endpoint = try Endpoint("https://huggingface.co")
    let failure = #expect(throws: Failure.self) { _ = try ModelReference("org/name@../..", endpoint: endpoint) }
    #expect(failure?.hint?.contains("leave the revision out") == true, "\(failure?.hint ?? "")")
  }

  @Test("a part may have 96 characters and no more")
  func boundsLength() throws {
    let endpoint = try Endpoint("https://huggingface.co")
    let longest = String(repeating: "a", count: 96)
    #expect(throws: Never.self) { _ = try ModelReference("org/\(longest)", endpoint: endpoint) }
    #expect(throws: Failure.self) { _ = try ModelReference("org/\(longest)a", endpoint: endpoint) }
  }
}
