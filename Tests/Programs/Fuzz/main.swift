// Runs one fuzzer until it finds a fault or its time is over; see FuzzTarget.
//
//   fuzz TARGET DIRECTORY [OPTION OF LIBFUZZER]...
//   fuzz TARGET FILE
//
// The second form repeats one input.

import Foundation
import TestSupport

/// libFuzzer's own main function: makes inputs from those of a directory, and has each one checked.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ check: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

let names = FuzzTarget.all.map(\.name).joined(separator: " ")
guard CommandLine.arguments.count > 2,
  let target = FuzzTarget.all.first(where: { $0.name == CommandLine.arguments[1] })
else {
  print("usage: fuzz TARGET DIRECTORY-OR-FILE [OPTION]...\n  targets: \(names)")
  exit(2)
}
FuzzTarget.chosen = target
let place = CommandLine.arguments[2]
if (try? FileManager.default.contentsOfDirectory(atPath: place)) != nil { try target.writeSeeds(to: place) }
var texts = ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
var count = CInt(texts.count - 1)
let status = texts.withUnsafeMutableBufferPointer { buffer in
  var start = buffer.baseAddress
  return runFuzzer(&count, &start) { bytes, count in
    FuzzTarget.chosen.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }
}
exit(status)
