// Kills imports at random moments and at every system call, has every call fail, and looks at what is left: see
// CrashTest.

import Foundation
import TestSupport

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
do {
  let test = try CrashTest()
  try test.killAtRandomMoments(count)
  try test.killAtEverySystemCall()
  try test.failEverySystemCall()
  let isClean = test.report()
  exit(isClean ? EXIT_SUCCESS : EXIT_FAILURE)
} catch {
  print("crash-test: error: \(error)")
  exit(EXIT_FAILURE)
}
