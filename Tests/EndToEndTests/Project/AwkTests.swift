import Foundation
import TestSupport
import Testing

@Suite("The awk scripts of make")
struct AwkTests {
  /// The awk of Brian Kernighan, which macOS has; nil where it is not installed. Debian's package is `original-awk`.
  private static let originalAwk = ["/usr/bin/original-awk", "/usr/bin/bwk-awk", "/usr/bin/awk"].first { path in
    guard let outcome = try? Command(system: path, ["--version"]).run() else { return false }
    return outcome.output.hasPrefix("awk version ")
  }

  @Test("each script has a syntax that the awk of macOS reads", .enabled(if: originalAwk != nil))
  func syntax() throws {
    let awk = try #require(Self.originalAwk)
    let directory = Package.root.appending(path: ".make").path
    let scripts = try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(".awk") }
    #expect(scripts.contains("account.awk"))
    for script in scripts where script != "model-of.awk" {
      let files = ["-f", "\(directory)/model-of.awk", "-f", "\(directory)/\(script)"]
      let outcome = try Command(system: awk, files + ["/dev/null"]).run()
      #expect(!outcome.errors.contains("syntax error"), "\(script): \(outcome.errors)")
    }
  }

  @Test("a conditional expression among the arguments of printf is in parentheses, as POSIX requires")
  func printfArguments() throws {
    let directory = Package.root.appending(path: ".make").path
    for script in try FileManager.default.contentsOfDirectory(atPath: directory) where script.hasSuffix(".awk") {
      let text = try String(contentsOfFile: "\(directory)/\(script)", encoding: .utf8)
        .replacing("\\\n", with: " ")
      for line in text.split(separator: "\n") where line.drop(while: \.isWhitespace).hasPrefix("printf ") {
        // What is in strings or parentheses does not count.
        var rest = line.replacing(/"(\\.|[^"\\])*"/, with: "S")
        while rest.contains(/\([^()]*\)/) { rest.replace(/\([^()]*\)/, with: "P") }
        #expect(!rest.contains("?"), "\(script): \(line)")
      }
    }
  }
}
