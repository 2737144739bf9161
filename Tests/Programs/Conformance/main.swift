// Runs the public test suites of JSON Schema and of JSON parsing through the built tools:
//
//     conformance DIRECTORY...
//
// Each directory is one of `json-schema-test-suite` (with a folder per draft), `json-parsing`, or holds them.

import Foundation
import TestSupport

var failureCount = 0
var suiteCount = 0
for path in CommandLine.arguments.dropFirst() {
  let directory = URL(filePath: path)
  for candidate in [directory, directory.appending(path: "json-schema-test-suite")] {
    for draft in SchemaSuite.drafts
    where FileManager.default.fileExists(atPath: candidate.appending(path: draft.folder).path) {
      failureCount += try SchemaSuite(draft: draft, directory: candidate.appending(path: draft.folder)).run()
      suiteCount += 1
    }
  }
  for candidate in [directory, directory.appending(path: "json-parsing")] {
    let suite = try ParsingSuite(directory: candidate)
    guard !suite.files.isEmpty else { continue }
    failureCount += try suite.run()
    suiteCount += 1
  }
}
guard suiteCount > 0 else {
  print("usage: conformance DIRECTORY... (of json-schema-test-suite and json-parsing)")
  exit(2)
}
exit(failureCount == 0 ? 0 : 1)
