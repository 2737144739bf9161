import CommandLineTool
import Foundation
import ModelSpec
import Platform

/// The official client's cache of one repository, and what hf-fetch keeps beside it.
///
/// - `HF_HUB_CACHE/models--org--name/refs/main`: the commit, as text
/// - `…/blobs/<etag>`: a file's content
/// - `…/snapshots/<commit>/config.json`: a relative link to its blob
/// - `…/.no_exist/<commit>/config.json`: an empty file: the repository has no such file
/// - `HF_HOME/hf-fetch/models--org--name/<commit>.json`: the Hub's model info as answered
/// - `HF_HOME/hf-fetch/models--org--name/<commit>.headers.json`: what the weight files' headers told
struct HubCache: Sendable {
  /// The repository's folder in the cache.
  let folder: String
  /// The repository's folder of infos.
  private let sidecar: String
  private let diagnostics: Diagnostics

  /// Describes the cache of a repository, under the name that was asked for, as the official client does.
  init(_ id: ModelID, options: FetchOptions, diagnostics: Diagnostics) {
    let name = "models--" + id.segments.joined(separator: "--")
    folder = options.cacheDirectory + "/" + name
    sidecar = options.home + "/hf-fetch/" + name
    self.diagnostics = diagnostics
  }

  /// The commit that a revision stood for when it was last asked for; a commit stands for itself.
  func commit(of revision: String?) -> String? {
    let revision = revision ?? "main"
    if Revision.isCommit(revision) { return revision }
    guard let bytes = FileAccess.read(folder + "/refs/" + revision, limit: 256) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).trimmingWhiteSpace()
    return Revision.isCommit(text) ? text : nil
  }

  /// The folder of a commit's files.
  func snapshotFolder(_ commit: String) -> String { folder + "/snapshots/" + commit }

  /// A small file of a commit; nil when it is not there, or leads out of the repository's folder.
  func file(_ path: String, at commit: String) -> [UInt8]? {
    let place = snapshotFolder(commit) + "/" + path
    guard access(place, R_OK) == 0, let real = realPath(place), let root = realPath(folder),
      real.hasPrefix(root + "/")
    else { return nil }
    return FileAccess.read(real, limit: RepositoryFetch.documentLimit)
  }

  /// Whether a commit is known to have no such file.
  func knowsMissing(_ path: String, at commit: String) -> Bool {
    access("\(folder)/.no_exist/\(commit)/\(path)", F_OK) == 0
  }

  /// The Hub's info of a commit, as it was answered.
  func info(at commit: String) -> [UInt8]? {
    FileAccess.read("\(sidecar)/\(commit).json", limit: RepositoryFetch.documentLimit)
  }

  /// What the headers of a commit's weight files told.
  func headers(at commit: String) -> [UInt8]? {
    FileAccess.read("\(sidecar)/\(commit).headers.json", limit: RepositoryFetch.documentLimit)
  }

  /// Keeps the info, and what commit the revision stands for.
  func keep(info: [UInt8], commit: String, revision: String?) {
    attempt { () throws(SystemError) in
      try FileAccess.write(info, to: "\(sidecar)/\(commit).json")
      let revision = revision ?? "main"
      if !Revision.isCommit(revision), self.commit(of: revision) != commit {
        try FileAccess.write(Array(commit.utf8), to: "\(folder)/refs/\(revision)")
      }
    }
  }

  /// Keeps what the headers told.
  func keep(headers: [UInt8], commit: String) {
    attempt { () throws(SystemError) in try FileAccess.write(headers, to: "\(sidecar)/\(commit).headers.json") }
  }

  /// Keeps a file of the repository: as a blob with a link to it where its ETag is known, else as it is.
  func keep(_ path: String, content: [UInt8], etag: String?, commit: String) {
    let place = snapshotFolder(commit) + "/" + path
    attempt { () throws(SystemError) in
      guard let etag, HubCache.isBlobName(etag) else { return try FileAccess.write(content, to: place) }
      let blob = "\(folder)/blobs/\(etag)"
      if access(blob, F_OK) != 0 { try FileAccess.write(content, to: blob) }
      let ascent = String(repeating: "../", count: 2 + path.split(separator: "/").count - 1)
      try FileAccess.link(place, to: ascent + "blobs/" + etag, content: content)
    }
  }

  /// Keeps that a commit has no such file.
  func keepMissing(_ path: String, commit: String) {
    attempt { () throws(SystemError) in try FileAccess.write([], to: "\(folder)/.no_exist/\(commit)/\(path)") }
  }

  /// A cache that cannot be written costs time, not the answer.
  private func attempt(_ write: () throws(SystemError) -> Void) {
    do throws(SystemError) { try write() } catch {
      diagnostics.warning(
        "cannot write the cache at '\(folder)': \(error.reason)",
        hint: "use --cache-dir or HF_HOME for another, or --no-cache")
    }
  }

  private func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The name of a blob: the ETag without quotes and `W/`; a git SHA-1 or a SHA-256.
  static func blobName(_ etag: String?) -> String? {
    guard var name = etag else { return nil }
    if name.hasPrefix("W/") { name.removeFirst(2) }
    name = name.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    return isBlobName(name) ? name : nil
  }

  private static func isBlobName(_ name: String) -> Bool {
    [40, 64].contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
      }
  }
}
