import Files
import JSON
import Platform

/// The cached files and facts of one commit.
struct CachedCommit: Sendable {
  let cache: HubCache
  let commit: CommitHash

  /// The folder of the commit's files.
  var snapshotFolder: String { "\(cache.repository.path)/snapshots/\(commit.text)" }

  /// A small file; nil when it is missing, its link leads out of the cache, or its content does not have the digest in
  /// its blob's name.
  func file(_ path: String) -> [UInt8]? {
    guard let place = place(of: path), let bytes = BoundedRead.file(place, limit: SnapshotSteps.documentLimit) else {
      return nil
    }
    if let blob = blob(of: path), !blob.isName(of: bytes) { return nil }
    return bytes
  }

  /// The path of a file with all links followed; nil when it is missing or leads out of the cache.
  func place(of path: String) -> String? {
    guard let place = CachedCommit.realPath(snapshotFolder + "/" + path) else { return nil }
    let roots = [cache.repository.path, cache.sharedBlobs].compactMap(CachedCommit.realPath)
    return roots.contains { place.hasPrefix($0 + "/") } ? place : nil
  }

  /// The blob that a file links to.
  private func blob(of path: String) -> BlobName? {
    CacheFolder.target(of: snapshotFolder + "/" + path).flatMap { BlobName(FilePath($0).name) }
  }

  /// Whether the commit is known to have no such file.
  func isMissing(_ path: String) -> Bool {
    access("\(cache.repository.path)/.no_exist/\(commit.text)/\(path)", F_OK) == 0
  }

  /// The Hub's info, as it was answered.
  var info: [UInt8]? { sidecar(".json") }

  /// The record of the headers of the commit's weight files: see ``HeaderRecord``.
  var headers: [UInt8]? { sidecar(".headers.json") }

  /// The names and sizes of all files, as newer official clients keep them; nil without such a list.
  var tree: [ModelInfo.File]? {
    let path = "\(cache.repository.path)/trees/\(commit.text).json"
    guard let bytes = BoundedRead.file(path, limit: SnapshotSteps.documentLimit),
      let document = LenientJSON.object(bytes)
    else { return nil }
    return document.withRoot { root in
      guard root["format_version"]?.int == 1, let files = root["files"], files.isObject else { return nil }
      return files.members.compactMap { path, entry in
        path.string.flatMap { ModelInfo.File(path: $0, size: entry["lfs_size"]?.int ?? entry["size"]?.int) }
      }
    }
  }

  private func sidecar(_ ending: String) -> [UInt8]? {
    BoundedRead.file("\(cache.sidecar.path)/\(commit.text)\(ending)", limit: SnapshotSteps.documentLimit)
  }

  /// Keeps a file as a blob with a link to it. Content whose digest is not its ETag is not kept.
  func keep(_ path: String, content: [UInt8], etag: String?) {
    cache.attempt { () throws(SystemError) in
      guard let blob = BlobName(etag: etag) else { return try cache.repository.write(content, to: file(path)) }
      guard blob.isName(of: content) else { return }
      let name = "blobs/\(blob.text)"
      if BoundedRead.file("\(cache.repository.path)/\(name)", limit: content.count) != content {
        try cache.repository.write(content, to: name)
      }
      let depth = 2 + path.utf8.count { $0 == UInt8(ascii: "/") }
      try cache.repository.link(file(path), to: String(repeating: "../", count: depth) + name, content: content)
    }
  }

  private func file(_ path: String) -> String { "snapshots/\(commit.text)/\(path)" }

  /// Records that the commit has no such file.
  func keepMissing(_ path: String) {
    cache.attempt { () throws(SystemError) in
      try cache.repository.write([], to: ".no_exist/\(commit.text)/\(path)")
    }
  }

  /// Keeps the record of the headers.
  func keep(headers: [UInt8]) {
    cache.attempt { () throws(SystemError) in try cache.sidecar.write(headers, to: "\(commit.text).headers.json") }
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
