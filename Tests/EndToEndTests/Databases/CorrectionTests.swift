import Foundation
import TestSupport
import Testing

@Suite("Corrections of a database that people edit")
struct CorrectionTests {
  /// A database as people keep it: unsorted, with ids, names, a model name's case and members that no tool made, a
  /// stated context, a model that is gone, and an entry that names no model.
  private static let database = """
    {
      "version": 3,
      "models": [
        {
          "name": "My Qwen", "id": "Qwen3_0.6B", "colors": ["red", "blue"],
          "hf_model_id": "qwen/qwen3-0.6b",
          "num_layers": 29,
          "num_heads": 16,
          "hidden_size": 1024,
          "default_context_length": 8192,
          "overrides": {"default_context_length": 8192},
          "architecture": "transformer",
          "parameters_billions": 0.6
        },
        {
          "id": "gpt2", "name": "GPT-2",
          "hf_model_id": "openai-community/gpt2",
          "parameters_billions": 0.124439808,
          "num_layers": 12, "num_heads": 12, "hidden_size": 768,
          "num_kv_heads": 1,
          "default_context_length": 1024,
          "architecture": "transformer"
        },
        {"id": "gone", "name": "gone", "hf_model_id": "org/gone", "parameters_billions": 1},
        {"id": "local", "name": "local", "parameters_billions": 2},
        {"id": "custom", "name": "Custom"}
      ],
      "note": "kept"
    }

    """

  private func place(_ text: String = database) throws -> ExampleEnvironment {
    let place = try ExampleEnvironment()
    try place.scratch.write(text, to: "data/models.json")
    return place
  }

  /// The names in the database's folder that are neither the database nor what was there before.
  private func added(_ place: ExampleEnvironment) throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: place.scratch.path("data"))
    return names.filter { $0.hasPrefix("models.") && $0 != "models.json" || $0.hasPrefix(".") }
  }

  @Test("an audit names only the wrong values, and changes no file")
  func audit() throws {
    let place = try place()
    let outcome = try place.run("make -s audit")
    #expect(outcome.status == 2)
    let stored = outcome.output.split(separator: "\n").filter { $0.contains(#""stored":"#) }
    #expect(stored.count == 3)
    for (field, values, line) in [
      ("num_layers", #""stored":29,"derived":28"#, 7),
      ("parameters_billions", #""stored":0.6,"derived":0.59604992"#, 13),
      ("num_kv_heads", #""stored":1,"derived":12"#, 20),
    ] {
      #expect(stored.contains { $0.contains("\"field\":\"\(field)\",\(values)") && $0.hasSuffix("\"line\":\(line)}") })
    }
    #expect(outcome.output.contains(#""field":"default_context_length","stated":8192,"derived":40960"#))
    #expect(outcome.output.contains(#""not_derived":{"not_found":1}"#))
    #expect(outcome.output.contains(#""without_model_id":1"#))
    #expect(outcome.errors.contains("'local'") && outcome.errors.contains("could not derive 1 (not_found): org/gone"))
    #expect(try place.scratch.read("data/models.json") == Self.database)
    #expect(try added(place) == [])
  }

  @Test(
    "FIX=1 and refresh write the derived values and change nothing else; then there are no differences",
    arguments: ["audit FIX=1", "refresh"])
  func putsRight(target: String) throws {
    let place = try place()
    let outcome = try place.run("make -s \(target)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try place.scratch.read("data/models.json")
    for kept in [
      "\n  \"version\": 3,\n", #""name": "My Qwen", "id": "Qwen3_0.6B", "colors": ["red", "blue"],"#,
      #""overrides": {"default_context_length": 8192},"#, #""default_context_length": 8192,"#,
      #""id": "gpt2", "name": "GPT-2","#, "\"num_layers\": 28,\n", #""num_kv_heads": 12,"#,
      #"{"id": "gone", "name": "gone", "hf_model_id": "org/gone", "parameters_billions": 1},"#,
      #"{"id": "local", "name": "local", "parameters_billions": 2},"#, "\n  \"note\": \"kept\"\n}\n",
    ] {
      #expect(text.contains(kept), "\(kept)")
    }
    // A comma follows what was the last line of an entry.
    let new = Set(text.split(separator: "\n").map { $0.hasSuffix(",") ? $0.dropLast() : $0 })
    let old = Self.database.split(separator: "\n").map { $0.hasSuffix(",") ? $0.dropLast() : $0 }
    let gone = old.filter { !new.contains($0) }
    #expect(gone.count == 4, "the three wrong values, and the id in another case: \(gone)")
    #expect(try added(place).count == 1)
    let again = try place.run("make -s audit")
    #expect(again.status == 0, "\(again.output)")
    #expect(again.output.contains(#""differences":0,"lacking":0"#))
    let before = try place.scratch.read("data/models.json")
    #expect(try place.run("make -s \(target)").status == 0)
    #expect(try place.scratch.read("data/models.json") == before)
    #expect(try added(place).count == 1)
  }

  @Test("an override of the context survives FIX=1, refresh and an update, and FORGET drops it")
  func statedContext() throws {
    let place = try place()
    for command in [
      "make -s audit FIX=1", "make -s refresh", "make -s import-model MODEL=Qwen/Qwen3-0.6B UPDATE=1",
      "hf-fetch Qwen/Qwen3-0.6B | hf-transform | models-merge data/models.json --update --keep-order",
    ] {
      let outcome = try place.run(command)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
      #expect(try place.scratch.read("data/models.json").contains(#""default_context_length": 8192,"#), "\(command)")
    }
    _ = try place.run(
      "hf-fetch Qwen/Qwen3-0.6B | hf-transform"
        + " | models-merge data/models.json --update --keep-order --forget default_context_length")
    let text = try place.scratch.read("data/models.json")
    #expect(text.contains(#""default_context_length": 40960,"#))
    #expect(!text.contains("overrides"))
  }

  @Test("entries that cannot be derived fail a correction only under STRICT=1")
  func strictCorrection() throws {
    let place = try place()
    #expect(try place.run("make -s audit FIX=1 STRICT=1").status == 2)
    #expect(try place.run("make -s audit").output.contains(#""differing":0"#))
  }

  @Test("a correction changes only the named entries, whatever the recorded snapshots have")
  func only() throws {
    let place = try place(Self.database.replacing("org/gone", with: "Qwen/Qwen3-VL-4B-Instruct"))
    #expect(try place.run("hf-fetch Qwen/Qwen3-0.6B gpt2 mistralai/Mixtral-8x22B-v0.1 >all.ndjson").status == 0)
    let outcome = try place.run("make -s audit FIX=1 ONLY=gpt2 SNAPSHOTS=all.ndjson")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try place.scratch.read("data/models.json")
    #expect(text.contains(#""num_kv_heads": 12,"#) && text.contains(#""num_layers": 29"#))
    #expect(!text.contains("Mixtral"))
    let whole = try place.run("make -s audit SNAPSHOTS=all.ndjson")
    #expect(whole.output.contains(#""not_derived":{"offline_miss":1}"#))
  }

  @Test("a replaced stage corrects only the entries that it was asked for")
  func correctsRequestedEntries() throws {
    let place = try place()
    let before = try place.scratch.read("data/models.json")
    #expect(try place.run("hf-fetch Qwen/Qwen3-0.6B gpt2 >all.ndjson").status == 0)
    let outcome = try place.run("make -s audit FIX=1 ONLY=gpt2 FETCH='cat all.ndjson'")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let text = try place.scratch.read("data/models.json")
    #expect(text != before && text.contains(#""num_layers": 29"#))
    _ = try place.run("make -s audit FIX=1 FETCH='cat all.ndjson all.ndjson'")
    #expect(try place.scratch.read("data/models.json") == text)
  }

  @Test("a replaced stage cannot add entries")
  func addsNothing() throws {
    let place = try place()
    #expect(try place.run("hf-fetch Qwen/Qwen3-0.6B mistralai/Mixtral-8x22B-v0.1 >all.ndjson").status == 0)
    _ = try place.run("make -s audit FIX=1 FETCH='cat all.ndjson'")
    let text = try place.scratch.read("data/models.json")
    #expect(text.contains("\"num_layers\": 28,\n") && !text.contains("Mixtral"))
  }

  @Test(
    "unusual databases are audited and corrected like others",
    arguments: [
      "{\"models\": []}", "{\n  \"models\": [\n  ]\n}\n",
      "{\"models\":[{\"id\":\"gpt2\",\"hf_model_id\":\"openai-community/gpt2\",\"num_layers\":13,\"parameters_billions\":1}]}",
      "\u{FEFF}{\r\n\t\"models\": [\r\n\t\t{\r\n\t\t\t\"id\": \"x\",\r\n\t\t\t\"hf_model_id\": \"gpt2\",\r\n"
        + "\t\t\t\"num_layers\": 13,\r\n\t\t\t\"parameters_billions\": 1\r\n\t\t}\r\n\t]\r\n}",
      "{\"models\": [{\"hf_model_id\": \"Qwen/Qwen3-VL-4B-Instruct\", \"id\": \"v\", \"parameters_billions\": 4}]}",
      "{\"models\": [{\"id\": \"only\"}]}", "{\"models\": [{}, {\"id\": 7, \"hf_model_id\": 7}]}",
    ])
  func odd(text: String) throws {
    let place = try place(text)
    let isWrong = text.contains("13")
    #expect(try place.run("make -s audit").status == (isWrong ? 2 : 0))
    #expect(try place.scratch.read("data/models.json") == text)
    let fixed = try place.run("make -s refresh")
    #expect(fixed.status == 0, "\(fixed.errors)")
    let after = try place.scratch.read("data/models.json")
    #expect((after != text) == isWrong)
    #expect(after.contains("\r\n") == text.contains("\r\n"))
    #expect(after.replacing("\r\n", with: "").contains("\n") == text.replacing("\r\n", with: "").contains("\n"))
    let again = try place.run("make -s audit")
    #expect(again.status == 0, "\(again.output)")
  }
}
