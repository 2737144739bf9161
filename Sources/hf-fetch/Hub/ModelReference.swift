import CommandLineTool
import ModelSpec
import Platform

/// What a person names as a model: a repository with perhaps a revision and a file, or a directory on this machine.
struct ModelReference: Hashable, Sendable {
  /// Where the model is.
  enum Place: Hashable, Sendable {
    case repository(ModelID)
    case directory(String)

    /// The id or path, for a person.
    var text: String {
      switch self {
      case .repository(let id): id.text
      case .directory(let path): path
      }
    }
  }

  /// Where the model is.
  let place: Place
  /// The branch, tag or commit, when one is named.
  var revision: String?
  /// The file that a URL pointed to, such as one GGUF of many.
  var file: String?
  /// The model info that the request carries.
  var listed: ListedInfo?

  /// Reads an id, a URL or, where they are allowed, the path of a directory.
  ///
  /// - Parameters:
  ///   - text: what was named; white space around it is ignored.
  ///   - endpoint: the Hub that is asked: its URLs are known beside huggingface.co's.
  ///   - allowsDirectories: whether `./my-model` and the like are paths.
  /// - Throws: ``Failure`` with the code `invalid_model_id`.
  init(_ text: String, endpoint: Endpoint, allowsDirectories: Bool = false) throws(Failure) {
    let trimmed = text.trimmingWhiteSpace()
    do throws(ModelID.Invalid) {
      if ModelReference.isPath(trimmed) {
        self = try ModelReference(path: trimmed, isAllowed: allowsDirectories)
      } else {
        self = try HubURLForm.parse(trimmed, endpoint: endpoint)
      }
    } catch {
      throw ModelReference.failure(text, reason: error.reason)
    }
  }

  /// Makes a reference from its parts; the revision is checked.
  init(place: Place, revision: String? = nil, file: String? = nil) throws(ModelID.Invalid) {
    if let revision { try Revision.check(revision) }
    self.place = place
    self.revision = revision
    self.file = file
  }

  private init(path: String, isAllowed: Bool) throws(ModelID.Invalid) {
    guard isAllowed else {
      throw ModelID.Invalid(reason: "directories are taken from the command line and from list files only")
    }
    let expanded = HubEnvironment().expand(path)
    var status = stat()
    guard stat(expanded, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw ModelID.Invalid(reason: "this directory does not exist")
    }
    try self.init(place: .directory(expanded))
  }

  /// Whether a text is spelt as a path; an id never starts like one.
  private static func isPath(_ text: String) -> Bool {
    text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("../") || text.hasPrefix("~/") || text == "."
      || text == ".." || text == "~"
  }

  /// The failure for a text that names no model.
  static func failure(_ text: String, reason: String) -> Failure {
    let shown = String(text.prefix(200)).escapingControlCharacters()
    return Failure(
      .invalidModelID, stage: .fetch, modelID: shown, message: "'\(shown)' names no model: \(reason)",
      hint: "give an id such as 'org/name', or the address of a model's page")
  }
}

/// Names of branches, tags and commits.
enum Revision {
  /// Checks a name against git's rules for references.
  static func check(_ text: String) throws(ModelID.Invalid) {
    let forbidden = "~^:?*[\\ \u{7F}"
    guard !text.isEmpty, text.utf8.count <= 250,
      text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }),
      !text.contains(where: { forbidden.contains($0) }), !text.contains(".."), !text.contains("@{"),
      !text.contains("//"),
      !text.hasPrefix("/"), !text.hasSuffix("/"), !text.hasPrefix("-"), !text.hasPrefix("."), !text.contains("/."),
      !text.hasSuffix(".lock")
    else {
      throw ModelID.Invalid(reason: "its revision is no name of a branch, tag or commit")
    }
  }

  /// Whether a revision is a full commit, which names its snapshot by itself.
  static func isCommit(_ text: String) -> Bool {
    text.utf8.count == 40
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
  }
}

extension String {
  /// The text without white space and line ends around it.
  func trimmingWhiteSpace() -> String {
    let rest = drop { $0.isWhitespace }
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }
}
