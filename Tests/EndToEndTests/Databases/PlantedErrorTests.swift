import Foundation
import TestSupport
import Testing

@Suite("Planted errors in an audit")
struct PlantedErrorTests {
  /// One error in the bundled database.
  private struct Planted {
    let entry: String
    let field: String
    /// What to write instead; nil to take the line out.
    let wrong: String?

    init(_ entry: String, _ field: String, _ wrong: String?) {
      self.entry = entry
      self.field = field
      self.wrong = wrong
    }

    /// The line on which the error is; for a field that is missing, that of its entry.
    func line(in lines: [String]) throws -> Int {
      let start = try #require(lines.firstIndex(of: "      \"id\": \"\(entry)\","))
      guard wrong != nil else { return start - 1 }
      let key = "\"\(field.split(separator: ".").last ?? "")\":"
      return try #require(lines[start...].firstIndex { $0.contains(key) })
    }
  }

  /// Ten kinds.
  private static let errors = [
    Planted("phi-4", "num_heads", "41"), Planted("meta-llama-3-1-8b", "num_kv_heads", "32"),
    Planted("glm-4-5-air", "num_experts", "129"), Planted("mixtral-8x7b-v0-1", "active_parameters_billions", "46.7"),
    Planted("olmoe-1b-7b-0924", "default_context_length", "2048"),
    Planted("gpt-oss-120b", "kv_cache.sliding_window", "1280"), Planted("minimax-m2-7", "quantization.bits", "4"),
    Planted("qwen3-235b-a22b-nvfp4", "parameters_billions", "117.54681728"),
    Planted("jamba-v0-1", "kv_cache.recurrent_elements", "4358145"),
    Planted("deepseek-v3", "moe_intermediate_size", nil),
  ]

  @Test("errors of ten kinds are reported with the right value, its origin and its line, and nothing else is reported")
  func tenKinds() throws {
    let scratch = try ScratchDirectory()
    let bundled = try String(contentsOf: Package.root.appending(path: "data/models.json"), encoding: .utf8)
    var lines = bundled.components(separatedBy: "\n")
    var right: [String: String] = [:]
    for error in Self.errors {
      let line = try error.line(in: lines) + (error.wrong == nil ? 2 : 0)
      let isMissing = error.wrong == nil
      let number = isMissing ? try #require(lines[line...].firstIndex { $0.contains("\"\(error.field)\":") }) : line
      let parts = lines[number].components(separatedBy: ": ")
      right[error.field] = parts[1].replacing(",", with: "")
      if let wrong = error.wrong {
        lines[number] = parts[0] + ": " + wrong + (parts[1].hasSuffix(",") ? "," : "")
      } else {
        lines.remove(at: number)
      }
    }
    let planted = lines.joined(separator: "\n")
    try scratch.write(planted, to: "models.json")
    let outcome = try Make.run(
      "audit",
      ["SNAPSHOTS": "data/evidence.ndjson", "TEXT_ONLY": "1", "DATABASE": scratch.path("models.json")])
    #expect(outcome.status == 2)
    let found = outcome.output.split(separator: "\n").map(String.init)
    #expect(found.count == Self.errors.count + 1)
    for error in Self.errors {
      let stored = error.wrong.map { "\"stored\":\($0)," } ?? ""
      let values = stored + "\"derived\":\(right[error.field] ?? "?"),\"from\":\""
      let line = try error.line(in: lines) + 1
      #expect(
        found.contains {
          $0.hasPrefix("{\"id\":\"\(error.entry)\",") && $0.contains("\"field\":\"\(error.field)\",\(values)")
            && $0.hasSuffix(",\"line\":\(line)}")
        }, "\(error.entry) \(error.field), line \(line)")
    }
    #expect(outcome.output.contains(#""differing":9,"differences":9,"lacking":1,"#))
    #expect(try scratch.read("models.json") == planted)
    #expect(try scratch.names() == ["models.json"])
  }
}
