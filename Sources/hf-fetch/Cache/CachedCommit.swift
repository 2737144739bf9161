import Files
import JSON
import Platform

/// The part of the cache that belongs to one commit of a repository.
struct CachedCommit: Sendable {
  let cache: HubCache
  let commit: CommitHash

  /// The directory of the commit's files.
  var snapshotDirectory: String { "\(cache.repository.path)/\(snapshotName)" }

  // Names in the repository's directory, and in the directory of hf-fetch's additional files.
  private var snapshotName: String { "snapshots/\(commit.text)" }
  private func missingName(_ path: String) -> String { ".no_exist/\(commit.text)/\(path)" }
  private var headersName: String { "\(commit.text).headers.json" }
  /// The name of the model info among the additional files.
  var infoName: String { "\(commit.text).json" }

  /// The content of a file; nil if it is missing or larger than ``SnapshotBuilder/maximumDocumentBytes``, if its link
  /// leads out of the cache, or if the digest of its content is not the name of its blob.
  func file(_ path: String) -> [UInt8]? {
    guard let resolved = resolvedPath(of: path),
      let bytes = BoundedRead.file(resolved, limit: SnapshotBuilder.maximumDocumentBytes)
    else { return nil }
    if let blob = blob(of: path), !blob.isName(of: bytes) { return nil }
    return bytes
  }

  /// The path of a file with all links followed; nil if the file is missing or a link leads out of the cache.
  func resolvedPath(of path: String) -> String? {
    guard let resolved = FilePath.absolute(snapshotDirectory + "/" + path) else { return nil }
    let roots = [cache.repository.path, cache.sharedBlobs].compactMap(FilePath.absolute)
    return roots.contains { resolved.hasPrefix($0 + "/") } ? resolved : nil
  }

  /// The blob that a file links to; nil if it is not a link, or the target's name is not a digest.
  private func blob(of path: String) -> BlobName? {
    CacheDirectory.target(of: snapshotDirectory + "/" + path).flatMap { BlobName(FilePath($0).name) }
  }

  /// Whether the cache records that the commit has no such file.
  func isMissing(_ path: String) -> Bool {
    access("\(cache.repository.path)/\(missingName(path))", F_OK) == 0
  }

  /// The Hub's model info as JSON text; nil if it is not in the cache.
  var info: [UInt8]? { additionalFile(infoName) }

  /// The record of the headers of the commit's weight files (``HeaderRecord``) as JSON text; nil if it is not in the
  /// cache.
  var headers: [UInt8]? { additionalFile(headersName) }

  /// The names and sizes of all files of the commit, from a list that newer versions of huggingface_hub store; nil if
  /// the cache lacks the list, or its format is unknown.
  var tree: [ModelInfo.File]? {
    let path = "\(cache.repository.path)/trees/\(commit.text).json"
    guard let bytes = BoundedRead.file(path, limit: SnapshotBuilder.maximumDocumentBytes),
      let document = LenientJSON.object(bytes)
    else { return nil }
    return document.withRoot { root in
      guard root["format_version"]?.int == 1, let files = root["files"], files.isObject else { return nil }
      return files.members.compactMap { path, entry in
        path.string.flatMap { ModelInfo.File(path: $0, size: entry["lfs_size"]?.int ?? entry["size"]?.int) }
      }
    }
  }

  private func additionalFile(_ name: String) -> [UInt8]? {
    BoundedRead.file("\(cache.additionalFiles.path)/\(name)", limit: SnapshotBuilder.maximumDocumentBytes)
  }

  /// Stores a file: as a blob and a link to it if the ETag is a digest, else as the file itself. Content that does not
  /// have this digest is not stored.
  func store(_ path: String, content: [UInt8], etag: String?) {
    cache.reportingErrors { () throws(SystemError) in
      let link = "\(snapshotName)/\(path)"
      guard let blob = BlobName(etag: etag) else { return try cache.repository.write(content, to: link) }
      guard blob.isName(of: content) else { return }
      let name = "blobs/\(blob.text)"
      if BoundedRead.file("\(cache.repository.path)/\(name)", limit: content.count) != content {
        try cache.repository.write(content, to: name)
      }
      let depth = 2 + path.utf8.count { $0 == UInt8(ascii: "/") }
      try cache.repository.link(link, to: String(repeating: "../", count: depth) + name, content: content)
    }
  }

  /// Records that the commit has no such file.
  func storeMissing(_ path: String) {
    cache.reportingErrors { () throws(SystemError) in
      try cache.repository.write([], to: missingName(path))
    }
  }

  /// Stores the record of the weight files' headers, which is JSON text.
  func store(headers: [UInt8]) {
    cache.reportingErrors { () throws(SystemError) in
      try cache.additionalFiles.write(headers, to: headersName)
    }
  }
}
