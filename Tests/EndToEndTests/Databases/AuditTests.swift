import Foundation
import TestSupport
import Testing

@Suite("Audits of a database")
struct AuditTests {
  /// A place with the sample's models on a stub Hub, and a database of some of them with planted errors.
  private func place(_ changes: (String) -> String = { $0 }) throws -> ExampleEnvironment {
    let place = try ExampleEnvironment()
    let imported = try place.run(
      "hf-fetch openai-community/gpt2 Qwen/Qwen3-0.6B mistralai/Mixtral-8x22B-v0.1 | hf-transform"
        + " | models-merge data/models.json --force")
    #expect(imported.status == 0, "\(imported.errors)")
    let text = try place.scratch.read("data/models.json")
    try place.scratch.write(changes(text), to: "data/models.json")
    return place
  }

  private func plant(_ errors: [(String, String)]) -> (String) -> String {
    { text in errors.reduce(text) { $0.replacing($1.0, with: $1.1, maxReplacements: 1) } }
  }

  @Test("a database that was just imported has no differences, and stays as it is")
  func clean() throws {
    let place = try place()
    let before = try place.scratch.read("data/models.json")
    let outcome = try place.run("make -s audit")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(#""compared":3,"differing":0"#))
    #expect(try place.scratch.read("data/models.json") == before)
  }

  @Test("each planted error is reported with the right value, and FIX=1 corrects all of them")
  func planted() throws {
    let errors = [
      (#""num_heads": 12"#, #""num_heads": 13"#), (#""num_kv_heads": 12"#, #""num_kv_heads": 1"#),
      (#""default_context_length": 40960"#, #""default_context_length": 4096"#),
      (#""num_experts": 8"#, #""num_experts": 16"#), (#""experts_per_token": 2"#, #""experts_per_token": 1"#),
      (#""full_elements_per_token": 57344"#, #""full_elements_per_token": 28672"#),
      (#""active_parameters_billions": 39"#, #""active_parameters_billions": 38"#),
    ]
    let place = try place(plant(errors))
    let outcome = try place.run("make -s audit")
    #expect(outcome.status == 2)
    for field in [
      "num_heads", "num_kv_heads", "default_context_length", "num_experts", "experts_per_token",
      "kv_cache.full_elements_per_token", "active_parameters_billions",
    ] {
      #expect(outcome.output.contains(#""field":"\#(field)","stored""#), "\(field)")
    }
    #expect(outcome.output.contains(#""differences":7"#))
    let fixed = try place.run("make -s audit FIX=1 FORCE=1")
    #expect(fixed.status == 0, "\(fixed.errors)")
    let again = try place.run("make -s audit")
    #expect(again.status == 0, "\(again.output)")
  }

  @Test("an audit that reads models from the cache, since the Hub cannot be reached, says so")
  func unreachable() throws {
    let place = try place()
    let outcome = try place.run("export HF_ENDPOINT=http://127.0.0.1:9; make -s audit")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("models that were read from the cache instead: 3"), "\(outcome.errors)")
  }

  @Test("a stage that fails is named; the stages before it, which end by SIGPIPE, are not")
  func endedBadly() throws {
    let place = try place()
    let outcome = try place.run(
      """
      mkdir tools && for tool in hf-fetch hf-transform models-merge; do ln -s "$TOOLS/$tool" tools; done
      printf '#!/bin/sh\necho "the disk is gone" >&2\nexit 3\n' >tools/hf-validate && chmod +x tools/hf-validate
      make -s audit TOOLS=$PWD/tools
      """)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("the disk is gone"))
    #expect(outcome.errors.contains("make: error: the validate stage ended with status 3"), "\(outcome.errors)")
  }

  @Test("without a Hub, an audit and a refresh fail, and a recording is not changed", arguments: ["audit", "refresh"])
  func withoutHub(target: String) throws {
    let place = try place()
    try place.scratch.write("{\"model_id\": \"kept\"}\n", to: "snapshots.ndjson")
    let offline = "export HF_HUB_OFFLINE= HF_ENDPOINT=http://127.0.0.1:9 HF_HUB_CACHE=$PWD/empty HF_HOME=$PWD/empty; "
    let outcome = try place.run(offline + "make -s \(target)")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("no model could be fetched, so nothing was compared"), "\(outcome.errors)")
    let recording = try place.run(offline + "make -s snapshot OUT=snapshots.ndjson ONLY=gpt2")
    #expect(recording.status == 2)
    #expect(recording.errors.contains("no model could be recorded"), "\(recording.errors)")
    #expect(try place.scratch.read("snapshots.ndjson") == "{\"model_id\": \"kept\"}\n")
  }

  @Test("with recorded snapshots, an audit uses no network, and gives the same bytes each time")
  func replay() throws {
    let place = try place()
    #expect(try place.run("make -s snapshot OUT=snapshots.ndjson").status == 0)
    let recorded = try place.scratch.read("snapshots.ndjson")
    #expect(try place.run("make -s snapshot OUT=again.ndjson").status == 0)
    #expect(try place.scratch.read("again.ndjson") == recorded)
    let before = place.requestCount
    let outcome = try place.run("make -s audit SNAPSHOTS=snapshots.ndjson")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(place.requestCount == before)
  }

  @Test(
    "an entry for which the stages printed nothing fails an audit, also if it writes",
    arguments: ["audit", "audit FIX=1 FORCE=1", "refresh FORCE=1"], ["true", "hf-fetch | sed -n 1p"])
  func lostEntries(target: String, stage: String) throws {
    let outcome = try place().run("make -s \(target) FETCH='\(stage)'")
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("neither an entry nor a failure arrived for: "), "\(outcome.errors)")
  }

  @Test("entries that cannot be derived are counted by failure code, and fail an audit only under STRICT=1")
  func underivable() throws {
    let place = try place { $0.replacing("Qwen/Qwen3-0.6B", with: "Qwen/Gone") }
    let outcome = try place.run("make -s audit")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(#""not_derived":{"not_found":1}"#))
    #expect(try place.run("make -s audit STRICT=1").status == 2)
    #expect(try place.run("make -s audit STRICT=1 ONLY=gpt2").status == 0)
  }

  @Test("an export has every model", arguments: ["cyclonedx", "models.dev", "llmfit"])
  func exports(format: String) throws {
    let place = try place()
    guard try place.run("command -v jq").status == 0 else { return }
    let outcome = try place.run("make -s export FORMAT=\(format)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for id in ["openai-community/gpt2", "Qwen/Qwen3-0.6B", "mistralai/Mixtral-8x22B-v0.1"] {
      #expect(outcome.output.contains(id))
    }
    #expect(try place.run("make -s export FORMAT=\(format) OUT=data/models.json").status == 2)
  }

  @Test("a dry run of a correction corrects nothing, so the audit fails")
  func dryRun() throws {
    let place = try place(plant([(#""num_heads": 12"#, #""num_heads": 13"#)]))
    let before = try place.scratch.read("data/models.json")
    let outcome = try place.run("make -s audit FIX=1 DRY_RUN=1")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("this was a dry run"), "\(outcome.errors)")
    #expect(try place.scratch.read("data/models.json") == before)
  }

  @Test(
    "a list or database that names no model leaves a recording as it is",
    arguments: ["FILE=list", "DATABASE=none.json"])
  func nothingToRecord(setting: String) throws {
    let place = try place()
    try place.scratch.write("# nothing yet\n", to: "list")
    try place.scratch.write(#"{"models": [{"id": "a"}]}"#, to: "none.json")
    try place.scratch.write("kept\n", to: "snapshots.ndjson")
    let outcome = try place.run("make -s snapshot OUT=snapshots.ndjson \(setting)")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("no model is named"), "\(outcome.errors)")
    #expect(try place.scratch.read("snapshots.ndjson") == "kept\n")
  }
}
