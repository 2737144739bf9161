import CommandLineTool
import ModelSpec
import Platform
import Synchronization

/// The cache of one repository: that of huggingface_hub, and hf-fetch's additional files.
///
/// - `HF_HUB_CACHE/models--org--name/refs/main`: the hash of the branch's commit
/// - `…/blobs/<digest>`: the content of a file, or a link to `HF_HUB_CACHE/blobs` (newer versions of huggingface_hub)
/// - `…/snapshots/<commit>/config.json`: a relative link to the blob
/// - `…/.no_exist/<commit>/config.json`: an empty file, which means that the commit has no config.json
/// - `…/trees/<commit>.json`: the names and sizes of all files (newer versions of huggingface_hub)
/// - `HF_HOME/hf-fetch/models--org--name/<commit>.json`: the Hub's model info
/// - `HF_HOME/hf-fetch/models--org--name/<commit>.headers.json`: the record of the weight files' headers
///
/// The files of a commit never change, so cached files are never out of date. The model info can change: the cache has
/// it as it was when it was fetched.
struct HubCache: Sendable {
  /// The repository's directory in the cache of huggingface_hub.
  let repository: CacheDirectory
  /// The directory of hf-fetch's additional files about the repository.
  let additionalFiles: CacheDirectory
  /// The path of the directory of blobs that repositories share.
  let sharedBlobs: String
  private let diagnostics: Diagnostics
  private let warning = Warning()

  /// Whether the warning about the cache was given. Several writes of one model usually fail for the same reason.
  private final class Warning: Sendable {
    let isGiven = Mutex(false)
  }

  /// Describes the cache of a repository. Its directories are named after the requested id, as in huggingface_hub.
  init(_ id: ModelID, options: FetchOptions, diagnostics: Diagnostics) {
    let name = HubCache.directoryName(of: id)
    // In any other directory than `blobs`, huggingface_hub would read temporary files as refs or as files of the
    // repository.
    repository = CacheDirectory(options.cacheDirectory + "/" + name, temporaries: "blobs")
    additionalFiles = CacheDirectory(options.home + "/hf-fetch/" + name)
    sharedBlobs = options.cacheDirectory + "/blobs"
    self.diagnostics = diagnostics
  }

  /// The start of the names of models' directories.
  private static let directoryPrefix = "models--"

  /// The name that huggingface_hub gives the directory of a model.
  private static func directoryName(of id: ModelID) -> String { directoryPrefix + id.segments.joined(separator: "--") }

  /// The model whose directory has this name; nil if it is not the name of a model's directory.
  static func model(ofDirectory name: String) -> ModelID? {
    guard name.hasPrefix(directoryPrefix) else { return nil }
    return try? ModelID(name.dropFirst(directoryPrefix.count).split(separator: "--").joined(separator: "/"))
  }

  /// The commit that a branch or tag had when the Hub was last asked; nil if the cache does not have it. A commit hash
  /// is returned unchanged.
  ///
  /// - Parameter revision: the branch, tag or commit; nil for `main`.
  func commit(of revision: String?) -> CommitHash? {
    let revision = revision ?? Revision.standard
    if let commit = CommitHash(revision) { return commit }
    guard let bytes = BoundedRead.file(repository.path + "/refs/" + revision, limit: 256) else { return nil }
    return CommitHash(String(decoding: bytes, as: UTF8.self).trimmingWhiteSpace())
  }

  /// Stores a model info. Removes temporary files of killed runs first.
  func store(info: [UInt8], at commit: CommitHash) {
    reportingErrors { () throws(SystemError) in
      repository.removeLeftovers()
      additionalFiles.removeLeftovers()
      try additionalFiles.write(info, to: self[commit].infoName)
    }
  }

  /// Stores the commit that a branch or tag has now, as the Hub says.
  ///
  /// - Parameter revision: the branch or tag; nil for `main`. For a commit, nothing is stored.
  func store(_ commit: CommitHash, of revision: String?) {
    reportingErrors { () throws(SystemError) in
      let revision = revision ?? Revision.standard
      if CommitHash(revision) == nil, self.commit(of: revision) != commit {
        try repository.write(Array(commit.text.utf8), to: "refs/\(revision)")
      }
    }
  }

  /// The cache of one commit; nothing is read yet.
  subscript(commit: CommitHash) -> CachedCommit { CachedCommit(cache: self, commit: commit) }

  /// Runs a function that writes to the cache. The first error is reported as a warning, since the snapshot does not
  /// depend on the cache.
  func reportingErrors(_ write: () throws(SystemError) -> Void) {
    do throws(SystemError) { try write() } catch {
      let isRepeated = warning.isGiven.withLock { isGiven in
        defer { isGiven = true }
        return isGiven
      }
      guard !isRepeated else { return }
      diagnostics.warning(
        "cannot write the cache at '\(repository.path)' and '\(additionalFiles.path)': \(error.reason)",
        hint: Caller.current == .shell
          ? "choose other directories with HF_HOME (or --cache-dir for the first), or use --no-cache"
          : "choose another directory with HF_HOME")
    }
  }
}
