import Foundation

/// A part of the tools that takes hostile input, and what has to hold whatever the input is.
struct FuzzTarget: Sendable {
  /// Its name on the command line.
  let name: String
  /// Inputs to begin with.
  let seeds: @Sendable () -> [[UInt8]]
  /// Ends the process by a trap when something that has to hold does not.
  let check: @Sendable ([UInt8]) -> Void

  /// All targets.
  static let all: [FuzzTarget] = [.json, .headers, .schemas, .patterns, .databases, .entries]

  /// The target of this run: libFuzzer calls a function of C, which captures nothing.
  nonisolated(unsafe) static var chosen = FuzzTarget.json

  /// Writes the first inputs, each into a file.
  ///
  /// - Throws: what Foundation throws when a file cannot be written.
  func writeSeeds(to directory: String) throws {
    for (number, seed) in seeds().enumerated() {
      try Data(seed).write(to: URL(filePath: directory).appending(path: "seed-\(number)"))
    }
  }
}

/// Ends the process when a property does not hold; libFuzzer then keeps the input.
func require(_ condition: Bool, _ property: @autoclosure () -> String) {
  if !condition { fatalError("not true: \(property())") }
}

/// Takes the first line of an input, and the rest.
func splitLine(_ bytes: [UInt8]) -> (line: [UInt8], rest: [UInt8]) {
  guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return (bytes, []) }
  return (Array(bytes[..<end]), Array(bytes[(end + 1)...]))
}
