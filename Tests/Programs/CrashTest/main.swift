// Kills changes of a database at random moments and at every system call, has calls on files fail, and looks at what is
// left: see CrashTest.

import Foundation
import TestSupport

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
do {
  let test = try CrashTest()
  // A large database takes longer, so that there are more moments to be killed at.
  try test.killAtRandomMoments(count, of: Change.all(entries: 10_000))
  if test.canTrace {
    for change in try Change.all(entries: 100) {
      try test.killAtEverySystemCall(change)
      try test.failEverySystemCall(change)
    }
  } else {
    print("left out: kills and failures at every system call, since there is no strace")
  }
  let isClean = test.report()
  exit(isClean ? EXIT_SUCCESS : EXIT_FAILURE)
} catch {
  print("crash-test: error: \(error)")
  exit(EXIT_FAILURE)
}
