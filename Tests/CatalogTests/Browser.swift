import Foundation
import JSON
import TestSupport

/// A headless Chromium, where there is one: `CHROMIUM` names it.
enum Browser {
  private static let names = [
    ProcessInfo.processInfo.environment["CHROMIUM"], "chromium", "chromium-browser", "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ]

  /// The command that starts it; nil where none is.
  static let command = names.compactMap { $0 }.first { name in
    (try? Command(system: name, ["--version"]).run().status) == 0
  }

  /// What `visit.js` sees on the catalog of a database.
  struct Visit {
    let seen: JSONDocument
    /// What the page wrote to the console.
    let console: [Substring]
  }

  /// Makes the catalog of a database and visits it.
  static func visit(_ database: String, width: Int = 1280) throws -> Visit {
    let scratch = try ScratchDirectory()
    let page = try Catalog.page(of: database, in: scratch)
    let script = try String(contentsOf: Package.root.appending(path: "Tests/CatalogTests/visit.js"), encoding: .utf8)
    let start = try require("<script type=\"application/json\"", in: page)
    let visited = page[..<start.lowerBound] + "<script>\(script)</script>" + page[start.lowerBound...]
    let file = try scratch.write(String(visited), to: "visited.html")
    let outcome = try open(file, width: width, in: scratch)
    let report = try require("<pre id=\"seen\">", in: outcome.output)
    let encoded = outcome.output[report.upperBound...].prefix { $0 != "<" }
    let data = Data(base64Encoded: String(encoded)) ?? Data()
    return Visit(
      seen: try JSONDocument(Array(data)),
      console: outcome.errors.split(separator: "\n").filter { $0.contains(":CONSOLE") })
  }

  /// Opens a page in a browser. On a loaded machine, a browser can end before the page is complete; then another one
  /// opens it.
  private static func open(_ file: URL, width: Int, in scratch: ScratchDirectory) throws -> Command.Outcome {
    func attempt(_ number: Int) throws -> Command.Outcome {
      let options = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr",
        "--virtual-time-budget=5000", "--window-size=\(width),1000",
        "--user-data-dir=\(scratch.path("profile\(number)"))", "--dump-dom", file.absoluteString,
      ]
      return try Command(system: command ?? "", options).run()
    }
    var outcome = try attempt(1)
    for number in 2...4 where !outcome.output.contains("<pre id=\"seen\">") { outcome = try attempt(number) }
    return outcome
  }

  private static func require(_ text: String, in whole: String) throws -> Range<String.Index> {
    guard let range = whole.range(of: text) else { throw Missing(text: text) }
    return range
  }

  struct Missing: Error {
    let text: String
  }
}

/// The catalog as make writes it.
enum Catalog {
  /// The page of a database.
  static func page(of database: String, in scratch: ScratchDirectory) throws -> String {
    try scratch.write(database, to: "models.json")
    let outcome = try make(scratch.path("models.json"), scratch.path("catalog.html"))
    guard outcome.status == 0 else { throw Browser.Missing(text: outcome.errors) }
    return try scratch.read("catalog.html")
  }

  /// Runs `make catalog`.
  static func make(_ database: String, _ page: String) throws -> Command.Outcome {
    var command = Command(system: "make", ["-s", "catalog", "DATABASE=\(database)", "CATALOG=\(page)"])
    command.directory = Package.root
    return try command.run()
  }
}
