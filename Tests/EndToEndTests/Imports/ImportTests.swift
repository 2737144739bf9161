import Foundation
import TestSupport
import Testing

@Suite("Imports from a Hub on loopback")
struct ImportTests {
  private let place: ExampleEnvironment

  init() throws { place = try ExampleEnvironment() }

  private func database() throws -> String { try place.scratch.read("data/models.json") }

  private func backups() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: place.scratch.path("data")).filter { $0.contains(".backup.") }
  }

  @Test("one model is added, with a backup that is the old file")
  func addsOne() throws {
    let before = try database()
    let outcome = try place.run("make import-model MODEL=gpt2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(#""added":["gpt2"]"#))
    #expect(try database().contains(#""hf_model_id": "openai-community/gpt2""#))
    let backup = try #require(try backups().first)
    #expect(try place.scratch.read("data/\(backup)") == before)
  }

  @Test(
    "the same model again is refused before anything is fetched, and changes nothing",
    arguments: [
      "MODEL=openai-community/gpt2", "MODEL=OpenAI-Community/GPT2@main", "URL=hf.co/openai-community/gpt2",
      "URL=https://huggingface.co/openai-community/gpt2/tree/main",
    ])
  func refusesDuplicate(model: String) throws {
    _ = try place.run("make import-model MODEL=openai-community/gpt2")
    let before = try database()
    let requests = place.requestCount
    let outcome = try place.run("make import-model \(model)")
    #expect(outcome.status == 2)
    let typed = model.drop { $0 != "=" }.dropFirst()
    #expect(outcome.errors.contains("has '\(typed)' already") && outcome.errors.contains("UPDATE=1"))
    #expect(place.requestCount == requests)
    #expect(try database() == before)
  }

  @Test("an entry of another model whose id is like the model's id is not a reason to refuse it")
  func acceptsSimilarID() throws {
    let entry = #"{"id": "openai-community-gpt2", "hf_model_id": "other/thing", "parameters_billions": 1}"#
    try place.scratch.write("{\"models\": [\(entry)]}\n", to: "data/models.json")
    let outcome = try place.run("make import-model MODEL=openai-community/gpt2 FORCE=1")
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test(
    "a field that SET and another variable give is refused",
    arguments: [
      ("CONTEXT=4096", "default_context_length=2048"), ("PARAMS=1", "parameters_billions=2"), ("ID=x", "id=\"y\""),
    ])
  func givenTwice(variable: String, setting: String) throws {
    let outcome = try place.run("make import-model MODEL=gpt2 \(variable) SET='num_heads=1 \(setting)'")
    #expect(outcome.status == 2)
    let field = setting.prefix { $0 != "=" }
    #expect(outcome.errors.contains("and SET give '\(field)'"), "\(outcome.errors)")
  }

  @Test("a batch finds the entry that has the old name of a renamed model", arguments: ["UPDATE", "SKIP_EXISTING"])
  func renamed(setting: String) throws {
    let entry = #"{"id": "mine", "hf_model_id": "gpt2", "parameters_billions": 0.1}"#
    try place.scratch.write("{\"models\": [\(entry)]}\n", to: "data/models.json")
    try place.scratch.write("gpt2\n", to: "list")
    let stage = #"sed 's,.*,"openai-community/gpt2",' | hf-fetch | sed 's,^{,{"requested":"gpt2"\,,'"#
    try place.scratch.write(stage, to: "fetch.sh")
    let outcome = try place.run("make batch-import FILE=list FETCH='bash fetch.sh' \(setting)=1")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let after = try database()
    #expect(after.components(separatedBy: "hf_model_id").count == 2, "\(after)")
  }

  @Test(
    "UPDATE=1 and SKIP_EXISTING=1 accept a model that the database already has", arguments: ["UPDATE", "SKIP_EXISTING"])
  func acceptsExisting(setting: String) throws {
    _ = try place.run("make batch-import")
    let before = try database()
    let outcome = try place.run("make batch-import \(setting)=1")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try database() == before)
  }

  @Test("a dry run writes nothing", arguments: ["import-model MODEL=gpt2", "batch-import"])
  func dryRun(target: String) throws {
    let before = try database()
    let outcome = try place.run("make \(target) DRY_RUN=1")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(#""dry_run":true"#))
    #expect(try database() == before)
    #expect(try backups() == [])
  }

  @Test("a batch with a failure imports nothing; with CONTINUE_ON_ERROR=1 it imports the valid models")
  func batchFailures() throws {
    try place.scratch.write("gpt2\nno/such-model\nQwen/Qwen3-0.6B\n", to: "models-to-import.txt")
    let before = try database()
    let stopped = try place.run("make batch-import")
    #expect(stopped.status == 2)
    #expect(try database() == before)
    let continued = try place.run("make batch-import CONTINUE_ON_ERROR=1")
    #expect(continued.status == 2)
    #expect(try database().contains(#""id": "qwen3-0-6b""#))
    #expect(try backups().count == 1)
  }

  @Test("the log of a batch groups its failures and ends with the ids to try again")
  func log() throws {
    try place.scratch.write("gpt2\nno/such-model\nQwen/Qwen3-VL-4B-Instruct\n", to: "models-to-import.txt")
    _ = try place.run("make batch-import CONTINUE_ON_ERROR=1 LOG='my log.md'")
    let log = try place.scratch.read("my log.md")
    #expect(log.contains("# Batch Import Results"))
    #expect(log.contains("### Model Not Found (1)"))
    #expect(log.contains("### Multimodal Models (1)"))
    #expect(log.contains("## Recommendations"))
  }

  @Test("a multimodal model is refused; under TEXT_ONLY=1 its language model is described")
  func multimodal() throws {
    let refused = try place.run("make import-model MODEL=Qwen/Qwen3-VL-4B-Instruct")
    #expect(refused.status == 2)
    #expect(refused.output.contains(#""code":"multimodal""#))
    #expect(refused.errors.contains("import its language model alone with TEXT_ONLY=1"), "\(refused.errors)")
    let accepted = try place.run("make import-model MODEL=Qwen/Qwen3-VL-4B-Instruct TEXT_ONLY=1")
    #expect(accepted.status == 0, "\(accepted.errors)")
    #expect(try database().contains(#""num_layers": 36"#))
  }

  @Test(
    "an update derives an entry with its overrides",
    arguments: [
      "batch-import", "import-model MODEL=Qwen/Qwen3-0.6B", "import-model URL=huggingface.co/Qwen/Qwen3-0.6B",
      "batch-import FILE=/dev/stdin <models-to-import.txt", "batch-import FILE=own-ids.txt",
    ])
  func derivesWithStatedValues(target: String) throws {
    let first = try place.run("make import-model MODEL=Qwen/Qwen3-0.6B SET=num_kv_heads=4")
    #expect(first.status == 0, "\(first.errors)")
    try place.scratch.write("openai-community/gpt2\nhf.co/Qwen/Qwen3-0.6B id=other\n", to: "own-ids.txt")
    let before = try database()
    #expect(before.contains(#""full_elements_per_token": 28672"#))
    let outcome = try place.run("make \(target) UPDATE=1")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let after = try database()
    #expect(after.contains(#""num_kv_heads": 4"#) && after.contains(#""full_elements_per_token": 28672"#))
  }

  @Test("PARAMS, CONTEXT and ID reach the entry")
  func overrides() throws {
    let outcome = try place.run("make import-model MODEL=gpt2 PARAMS=7.25 CONTEXT=4096 ID=my-own")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for member in [#""id": "my-own""#, #""parameters_billions": 7.25"#, #""default_context_length": 4096"#] {
      #expect(try database().contains(member))
    }
  }

  @Test(
    "an invalid model, number or id is an error, and nothing is imported",
    arguments: [
      "MODEL='x; touch pwned'", "MODEL='a b/c d'", "MODEL='$(touch pwned)'", "MODEL='`touch pwned`'", "URL=\"'\"",
      "MODEL=gpt2 PARAMS=abc", "MODEL=gpt2 PARAMS=0", "MODEL=gpt2 CONTEXT=128k", "MODEL=gpt2 ID='A b\"'",
      "MODEL=--help",
      "MODEL=gpt2 UPDATE=1 SKIP_EXISTING=1", "MODEL=gpt2 URL=https://hf.co/openai-community/gpt2",
    ])
  func badValues(settings: String) throws {
    let before = try database()
    let outcome = try place.run("make import-model \(settings)")
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains("error:") || outcome.output.contains(#""error":"#) || outcome.output.contains("failed"))
    #expect(try database() == before)
    #expect(!FileManager.default.fileExists(atPath: place.scratch.path("pwned")))
  }

  @Test(
    "an import from recorded streams gives the same database",
    arguments: [
      "FETCH='cat snapshot.json'", "TRANSFORM='cat entry.json'", "VALIDATE='cat entry.json'",
      "FETCH='cat snapshot.json' TRANSFORM='cat entry.json' VALIDATE='cat entry.json'",
    ])
  func recordedStages(settings: String) throws {
    _ = try place.run("hf-fetch gpt2 >snapshot.json && hf-transform <snapshot.json >entry.json")
    _ = try place.run("cp data/models.json data/other.json; make import-model MODEL=gpt2 DATABASE=data/other.json")
    let outcome = try place.run("make import-model MODEL=gpt2 \(settings)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try database() == place.scratch.read("data/other.json"))
  }

  @Test("a list without a model fails")
  func emptyList() throws {
    try place.scratch.write("# nothing yet\n\n", to: "models-to-import.txt")
    let outcome = try place.run("make batch-import")
    #expect(outcome.status == 2)
  }

  @Test("the demo imports the sample without a request to a Hub")
  func demo() throws {
    let outcome = try place.run("make demo")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(place.requestCount == 0)
    #expect(outcome.output.contains("The database is .build/demo/models.json"))
    #expect(outcome.output.contains("The tools are in "))
    // It ends with what an import shows before it asks.
    let preview = outcome.errors.split(separator: "new: qwen3-0-6b").last ?? ""
    #expect(preview.contains("config.json: num_hidden_layers") && preview.contains("KV cache, 16-bit"))
  }
}
