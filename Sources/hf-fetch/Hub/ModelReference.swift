import CommandLineTool
import Files
import ModelSpec

/// A model as a user names it: a repository, with an optional revision and file, or a local directory.
struct ModelReference: Hashable, Sendable {
  /// The repository or directory that a user names.
  enum Target: Hashable, Sendable {
    case repository(ModelID)
    case directory(String)

    /// The id of a repository; nil for a directory.
    var modelID: ModelID? { if case .repository(let id) = self { id } else { nil } }

    /// The id or path.
    var text: String {
      switch self {
      case .repository(let id): id.text
      case .directory(let path): path
      }
    }
  }

  /// The repository or directory.
  let target: Target
  /// The branch, tag or commit; nil if none is named.
  var revision: String?
  /// The file that a URL points to, such as one GGUF file of several; nil if none is named.
  var file: String?
  /// The model info in the user's request; nil without one.
  var requestInfo: RequestModelInfo?

  /// The commit of ``requestInfo``; without it, ``revision``.
  var commitOrRevision: String? { requestInfo?.commit.text ?? revision }

  /// Parses an id, a URL or, if directories are allowed, the path of a directory.
  ///
  /// - Parameters:
  ///   - text: the id, URL or path; white space around it is ignored.
  ///   - endpoint: the configured Hub. Its URLs are accepted as well as those of huggingface.co.
  ///   - allowsDirectories: whether a path is accepted: `./my-model`, or `my-model/` if that directory exists.
  /// - Throws: ``Failure`` with the code `invalid_model_id`.
  init(_ text: String, endpoint: Endpoint, allowsDirectories: Bool = false) throws(Failure) {
    let trimmed = text.trimmingWhiteSpace()
    do throws(ModelID.Invalid) {
      if ModelReference.isPath(trimmed) || allowsDirectories && ModelReference.isCompletedDirectory(trimmed) {
        self = try ModelReference(path: trimmed, isAllowed: allowsDirectories)
      } else {
        self = try HubURLParser.parse(trimmed, endpoint: endpoint)
      }
    } catch {
      throw ModelReference.failure(text, error)
    }
  }

  /// Makes a reference.
  ///
  /// - Throws: ``ModelID/Invalid`` for an invalid revision.
  init(target: Target, revision: String? = nil, file: String? = nil) throws(ModelID.Invalid) {
    if let revision { try Revision.check(revision) }
    self.target = target
    self.revision = revision
    self.file = file
  }

  private init(path: String, isAllowed: Bool) throws(ModelID.Invalid) {
    guard isAllowed else {
      throw ModelID.Invalid(reason: "a directory can be named only on the command line and in a list")
    }
    let expanded = HubEnvironment().expand(path)
    guard ModelReference.isDirectory(expanded) else {
      throw ModelID.Invalid(reason: "there is no such directory")
    }
    try self.init(target: .directory(expanded))
  }

  /// Whether a string is written as a path; an id never starts like this.
  private static func isPath(_ text: String) -> Bool {
    text.hasPrefix("/") || text.hasPrefix("./") || text.hasPrefix("../") || text.hasPrefix("~/") || text == "."
      || text == ".." || text == "~"
  }

  /// Whether a string is the path of a directory with a slash at its end, as shells complete it.
  private static func isCompletedDirectory(_ text: String) -> Bool { text.hasSuffix("/") && isDirectory(text) }

  private static func isDirectory(_ path: String) -> Bool { FileStatus(path: path)?.kind == .directory }

  /// The failure for a string that is not a model reference.
  ///
  /// - Parameter error: why it is not one.
  static func failure(_ text: String, _ error: ModelID.Invalid) -> Failure {
    let shown = text.excerptForMessages
    return Failure(
      .invalidModelID, stage: .fetch, modelID: shown, message: "'\(shown)' is not a model: \(error.reason)",
      hint: error.hint)
  }
}
