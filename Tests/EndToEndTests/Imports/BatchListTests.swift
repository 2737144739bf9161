import TestSupport
import Testing

@Suite("The list of a batch")
struct BatchListTests {
  /// A place with an empty database and a list.
  private func place(list: String) throws -> ExampleEnvironment {
    let place = try ExampleEnvironment()
    try place.scratch.write(list, to: "models-to-import.txt")
    return place
  }

  private static let url = "https://huggingface.co/mistralai/Mistral-7B-v0.1/tree/main"

  @Test("a model that a batch did not reach is reported, and named in the summary and the log")
  func notTried() throws {
    let place = try place(list: "openai-community/gpt2\norg/none # gone\nQwen/Qwen3-0.6B\n\(Self.url)\n")
    let outcome = try place.run("make -s batch-import")
    #expect(outcome.status == 2)
    #expect(
      outcome.output.matches(of: /"model_id":"([^"]*)","stage":"fetch","code":"not_tried"/).map { String($0.1) }
        == ["Qwen/Qwen3-0.6B", Self.url])
    #expect(
      outcome.errors.contains(
        "not tried, because a failure ended the batch: 'Qwen/Qwen3-0.6B', '\(Self.url)'"))
    #expect(outcome.errors.contains("0 successful, 1 failed, 2 not tried, 1 valid, but not imported"))
    #expect(!outcome.errors.contains("did not arrive"))
    let log = try place.scratch.read("import-results.log")
    for line in [
      "In the list: 4", "Tried: 2", "Successfully imported: 0", "Failed: 1", "Not tried: 2",
      "Valid, but not imported: 1",
    ] {
      #expect(log.contains("- \(line)\n"), "\(log)")
    }
    #expect(log.contains("## Not Tried\n\n- Qwen/Qwen3-0.6B\n- \(Self.url)\n"))
    #expect(log.hasSuffix("    org/none\n    Qwen/Qwen3-0.6B\n    \(Self.url)\n"))
  }

  @Test("a replaced fetch stage that ends at a failure leaves the rest not tried")
  func replacedFetch() throws {
    let place = try place(list: "o/a\no/b\no/c\n")
    let failure = #"{"error":{"model_id":"o/a","stage":"fetch","code":"gated","message":"gated"}}"#
    try place.scratch.write(failure, to: "failure")
    let outcome = try place.run("make -s batch-import FETCH='cat failure; exit 1'")
    #expect(outcome.status == 2)
    let log = try place.scratch.read("import-results.log")
    #expect(log.contains("## Not Tried\n\n- o/b\n- o/c\n") && log.contains("- Failed: 1\n"), "\(log)")
  }

  @Test(
    "a repeated line is a note, and the model is imported once",
    arguments: [
      "openai-community/gpt2", "OpenAI-Community/gpt2 # again", "https://huggingface.co/openai-community/gpt2/",
      "\"openai-community/gpt2\"", #"{"model":"https://huggingface.co/openai-community/gpt2"}"#,
    ])
  func repeatedLine(line: String) throws {
    let place = try place(list: "# the list\r\nopenai-community/gpt2\r\n\r\n\(line)\r\nnot a model!!\r\n")
    let outcome = try place.run("make -s batch-import CONTINUE_ON_ERROR=1")
    #expect(outcome.errors.contains("make: note: models-to-import.txt, line 4: '"), "\(outcome.errors)")
    #expect(outcome.errors.contains("is in line 2; it is imported once"))
    #expect(outcome.output.contains(#""added":["gpt2"]"#) && outcome.output.contains(#""expected":2"#))
    // The failure has the number of its line in the list that the user wrote.
    #expect(outcome.errors.contains("(line 5 of the list)"), "\(outcome.errors)")
  }

  @Test("a line that is not a request is one failure, and the models after it are imported or not tried")
  func malformedLine() throws {
    let list = "{\"model\":\"openai-community/gpt2\"\n{\"name\":\"x\"}\nQwen/Qwen3-0.6B\n"
    let place = try place(list: list)
    let stopped = try place.run("make -s batch-import")
    #expect(stopped.errors.contains("0 successful, 1 failed, 2 not tried"), "\(stopped.errors)")
    #expect(!stopped.errors.contains("arrived"), "\(stopped.errors)")
    let outcome = try place.run("make -s batch-import CONTINUE_ON_ERROR=1")
    #expect(outcome.errors.contains("1 successful, 2 failed, success rate 33.3%"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("arrived") && !outcome.output.contains("not_tried"))
    #expect(outcome.output.contains(#""added":["qwen3-0-6b"]"#))
  }

  @Test("after a stage that ends badly, the log's numbers add up to the list's")
  func totals() throws {
    let place = try place(list: "openai-community/gpt2\nQwen/Qwen3-0.6B\n")
    let numbers = { (log: String) in
      log.matches(of: /- (In the list|Successfully imported|Failed|Other failures|Valid, but not imported): (\d+)/)
        .map { "\($0.1) \($0.2)" }
    }
    _ = try place.run("make -s batch-import TRANSFORM='hf-transform; exit 9'")
    #expect(
      try numbers(place.scratch.read("import-results.log"))
        == ["In the list 2", "Successfully imported 0", "Failed 0", "Other failures 1", "Valid, but not imported 2"])
    _ = try place.run("make -s batch-import TRANSFORM='hf-transform | sed 1s,gpt2,gpt3,g' CONTINUE_ON_ERROR=1")
    #expect(
      try numbers(place.scratch.read("import-results.log"))
        == ["In the list 2", "Successfully imported 1", "Failed 1", "Other failures 1"])
  }

  @Test("entries that stay as they are do not count as imported")
  func unchanged() throws {
    let place = try place(list: "openai-community/gpt2\nQwen/Qwen3-0.6B\n")
    #expect(try place.run("make -s batch-import").status == 0)
    let outcome = try place.run("make -s batch-import SKIP_EXISTING=1")
    #expect(outcome.errors.contains("0 successful, 0 failed, 2 skipped\n"), "\(outcome.errors)")
    let log = try place.scratch.read("import-results.log")
    #expect(log.contains("- Successfully imported: 0\n- Skipped: 2\n"))
    #expect(log.contains("## Left Unchanged\n\n- openai-community/gpt2 (skipped)\n"))
  }
}
