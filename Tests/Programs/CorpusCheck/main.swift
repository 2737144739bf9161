// Runs the tools over a directory of models whose truth is known, and compares every field.

import CommandLineTool
import Foundation
import StubHub

let checkTool = ToolDescription(
  name: "check-corpus", summary: "run the tools over models whose truth is known, and compare every field",
  synopsis: ["DIRECTORY [--without-hub-count] [--verbose]"],
  details: [
    "The directory holds all/<org>/<name>/{config,info}.json and expected.jsonl. The models are served by a stub Hub on "
      + "loopback, fetched, transformed and validated by the tools beside this program.",
    "It also lists the types that no family declares, and the class defaults that moved: those of a record "
      + "defaults/<model_type> that do not follow from its model_type alone.",
  ],
  operand: Operand(.directory("DIRECTORY"), count: 1...1),
  groups: [
    OptionGroup(
      "Check", [ToolOption("without-hub-count", "Withhold the Hub's count: parameters follow from config.json")])
  ],
  examples: [
    .init("check-corpus corpus", "Compare all fields"),
    .init("check-corpus corpus --without-hub-count", "Compare what is computed without the Hub's counts"),
  ])

Tool.run(checkTool) { invocation throws(ToolError) in
  let directory = invocation.arguments.operands[0]
  do {
    let truths = try Truth.read(from: directory)
    let stages = try Stages(serving: directory, withholdsCount: invocation.arguments.has("without-hub-count"))
    var check = CorpusCheck(truths: truths, results: try stages.results(of: truths.map(\.modelID)))
    let classes = truths.filter(\.isClassDefault)
    check.compareDefaults(classes, with: try stages.defaults(of: classes))
    // A tool ends without the C library, which would otherwise write what print has buffered.
    FileHandle.standardOutput.write(Data(check.report().utf8))
    return check.isPassed ? .success : .itemsFailed
  } catch {
    throw .systemFailure(code: "check_failed", "the check could not run: \(error)")
  }
}
