import Foundation
import JSON
import JSONSchema
import ModelSpec
import TestSupport
import Testing

@testable import hf_transform
@testable import hf_validate

@Suite("Entries and failures through all stages")
struct StageRuns {
  /// Every form in which a checkpoint says how it is quantized, and one that says nothing: at least one of each method.
  static let forms: [QuantizedForm] =
    [QuantizedForm(testDescription: "not quantized", reported: nil)] + QuantizedForm.byMethod
    + QuantizedForm.compressedTensors + QuantizedForm.unnamed + QuantizedForm.elsewhere + statedMethods

  /// Each spelling of each method of the table, with no more than its name, and with the bits that it must have.
  private static let statedMethods = QuantizationMethod.table.flatMap { method in
    method.names.map { name in
      let bits = method.fixedBits.map { #", "bits": \#($0)"# } ?? ""
      return QuantizedForm(
        testDescription: "\(name)", config: #""quantization_config": {"quant_method": "\#(name)"\#(bits)}"#,
        reported: nil)
    }
  }

  @Test("an entry of every fixture in every quantized form is valid by schema and rules", arguments: Fixture.all)
  func everyForm(_ fixture: Fixture) throws {
    let schema = try SchemaCompiler.compile(JSONDocument(EntrySchema.document))
    var checker = EntryChecker(schema)
    for form in StageRuns.forms {
      let printed = try StageRuns.transformed(fixture, form)
      if StageRuns.refutesDefaults(form, printed) { continue }
      try #require(printed.error == nil, "\(form.testDescription): \(printed.message)")
      let errors = withExtendedLifetime(printed) { checker.violations(printed.root).errors }
      #expect(errors.isEmpty, "\(form.testDescription): \(errors)")
    }
  }

  @Test("entries of all fixtures and of all forms pass through hf-validate, and models-merge takes them")
  func throughTheTools() throws {
    let output = ByteBuffer()
    var count = 0
    for (index, fixture) in Fixture.all.enumerated() {
      let isTypical = fixture.name == "llama"
      let other = StageRuns.forms[index % StageRuns.forms.count]
      for form in isTypical ? StageRuns.forms : [StageRuns.forms[0], other] {
        let entry = try StageRuns.transformed(fixture, form, number: count)
        if StageRuns.refutesDefaults(form, entry) { continue }
        withExtendedLifetime(entry) { output.element(entry.root) }
        output.endLine()
        count += 1
      }
    }
    let validated = try Command(tool: "hf-validate", ["--quiet"], input: output.text).run()
    #expect(validated.status == 0)
    #expect(validated.output == output.text)
    let scratch = try ScratchDirectory()
    try scratch.write(#"{"models": []}"#, to: "models.json")
    let merged = try Command(
      tool: "models-merge", [scratch.path("models.json"), "--force", "--quiet"], input: validated.output
    ).run()
    #expect(merged.status == 0)
    let report = try JSONDocument(merged.output)
    #expect(withExtendedLifetime(report) { report.root["added"]?.count } == count)
    let whole = try Command(
      tool: "hf-validate", ["--quiet"], input: String(contentsOfFile: scratch.path("models.json"), encoding: .utf8)
    ).run()
    #expect(whole.status == 0)
  }

  @Test("a failure of every stage passes through all later ones, and into the report", arguments: FailureCode.allCases)
  func everyFailure(code: FailureCode) throws {
    for stage in code.stages where stage != .merge {
      let failure = Failure(
        code, stage: stage, modelID: "org/name", message: "a \"message\"\n", hint: "a hint", status: 404,
        details: [Failure.Violation(path: "/a", keyword: "type", message: "m")], additionalMembers: [("line", "1")])
      let output = ByteBuffer()
      failure.write(to: output)
      output.endLine()
      let document = try JSONDocument(output.array)
      #expect(withExtendedLifetime(document) { DocumentSchema.failure.violations(of: document.root) } == [])
      var text = output.text
      for tool in ["hf-transform", "hf-validate"] {
        let outcome = try Command(tool: tool, [], input: text).run()
        #expect(outcome.status == 1)
        #expect(outcome.output == text, "\(tool)")
        text = outcome.output
      }
      let scratch = try ScratchDirectory()
      try scratch.write(#"{"models": []}"#, to: "models.json")
      let merged = try Command(tool: "models-merge", [scratch.path("models.json"), "--force"], input: text).run()
      #expect(merged.status == 1)
      #expect(
        merged.output.contains(
          #""failed":[{"model_id":"org/name","stage":"\#(stage.rawValue)","code":"\#(code.rawValue)""#))
    }
  }

  @Test("a checkpoint of BitNet can be imported")
  func bitnet() throws {
    let form = QuantizedForm.config(
      "BitNet", #"{"quant_method": "bitnet", "linear_class": "autobitlinear"}"#, says: nil)
    let entry = try StageRuns.transformed(Fixture.named("llama"), form)
    #expect(entry.root["quantization"]?["bits"]?.double == 1.58)
    let text = String(decoding: entry.root.source, as: UTF8.self)
    #expect(try Command(tool: "hf-validate", [], input: text).run().status == 0)
  }

  /// Whether the count that a form of GGUF states, a thousand parameters, shows that a config's class defaults are
  /// wrong.
  private static func refutesDefaults(_ form: QuantizedForm, _ printed: Transformed) -> Bool {
    form.snapshot.contains("weights") && printed.code == "missing_fields"
  }

  /// The entry of a fixture's config in a quantized form; a number makes its names unique.
  private static func transformed(_ fixture: Fixture, _ form: QuantizedForm, number: Int = 0) throws -> Transformed {
    let members = form.snapshot.isEmpty ? "" : ", \(form.snapshot)"
    let config = try fixture.config(adding: form.config)
    return try Transformed(
      snapshot: #"{"model_id": "org/\#(fixture.name)-\#(number)", "config": \#(config)\#(members)}"#)
  }
}
