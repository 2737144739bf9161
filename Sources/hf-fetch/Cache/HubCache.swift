import CommandLineTool
import ModelSpec
import Platform

/// The official client's cache of one repository, and hf-fetch's additional files.
///
/// - `HF_HUB_CACHE/models--org--name/refs/main`: the commit, as text
/// - `…/blobs/<digest>`: a file's content; newer clients put a link to a file in `HF_HUB_CACHE/blobs` here
/// - `…/snapshots/<commit>/config.json`: a relative link to its blob
/// - `…/.no_exist/<commit>/config.json`: an empty file: the repository has no such file
/// - `…/trees/<commit>.json`: the names and sizes of all files, from newer clients
/// - `HF_HOME/hf-fetch/models--org--name/<commit>.json`: the Hub's model info as answered
/// - `HF_HOME/hf-fetch/models--org--name/<commit>.headers.json`: what the headers of the weight files say
///
/// Everything but `refs` is kept under a commit, whose content never changes.
struct HubCache: Sendable {
  /// The repository's folder in the cache.
  let repository: CacheFolder
  /// The folder of hf-fetch's additional files about the repository.
  let sidecar: CacheFolder
  /// The folder of blobs that repositories share.
  let sharedBlobs: String
  private let diagnostics: Diagnostics

  /// Describes the cache of a repository, under the requested name, as the official client does.
  init(_ id: ModelID, options: FetchOptions, diagnostics: Diagnostics) {
    // Temporary files are in the folder of blobs: in other folders the official client would take them for refs or
    // files.
    let name = HubCache.folderName(of: id)
    repository = CacheFolder(options.cacheDirectory + "/" + name, temporaries: "blobs")
    sidecar = CacheFolder(options.home + "/hf-fetch/" + name)
    sharedBlobs = options.cacheDirectory + "/blobs"
    self.diagnostics = diagnostics
  }

  /// The official client's name for the folder of a model.
  private static func folderName(of id: ModelID) -> String { "models--" + id.segments.joined(separator: "--") }

  /// The model of a folder; nil when the name is not that of a model's folder.
  static func model(ofFolder name: String) -> ModelID? {
    guard name.hasPrefix("models--") else { return nil }
    return try? ModelID(name.dropFirst(8).split(separator: "--").joined(separator: "/"))
  }

  /// The commit of a revision at the last request; a commit hash is returned unchanged.
  func commit(of revision: String?) -> CommitHash? {
    let revision = revision ?? "main"
    if let commit = CommitHash(revision) { return commit }
    guard let bytes = BoundedRead.file(repository.path + "/refs/" + revision, limit: 256) else { return nil }
    return CommitHash(String(decoding: bytes, as: UTF8.self).trimmingWhiteSpace())
  }

  /// Keeps the Hub's info, and the commit of the revision.
  func keep(info: [UInt8], at commit: CommitHash, revision: String?) {
    attempt { () throws(SystemError) in
      repository.removeLeftovers()
      sidecar.removeLeftovers()
      try sidecar.write(info, to: "\(commit.text).json")
      let revision = revision ?? "main"
      if CommitHash(revision) == nil, self.commit(of: revision) != commit {
        try repository.write(Array(commit.text.utf8), to: "refs/\(revision)")
      }
    }
  }

  /// The cached files and facts of a commit.
  subscript(commit: CommitHash) -> CachedCommit { CachedCommit(cache: self, commit: commit) }

  /// Writes to the cache. An error is only reported, since the answer does not depend on it.
  func attempt(_ write: () throws(SystemError) -> Void) {
    do throws(SystemError) { try write() } catch {
      diagnostics.warning(
        "cannot write the cache at '\(repository.path)': \(error.reason)",
        hint: "use --cache-dir or HF_HOME for another, or --no-cache")
    }
  }
}
