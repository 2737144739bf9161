import Foundation
import JSON
import ModelSpec

/// Where weight files are: a repository or a directory.
protocol WeightFileSource: Sendable {
  /// A file by its path.
  func file(_ path: String) throws(Failure) -> any WeightFile
  /// A JSON document by its path; nil when there is none.
  func document(_ path: String) throws(Failure) -> JSONDocument?
}

/// Files in a directory on this machine, and below it.
struct LocalFiles: WeightFileSource {
  let folder: String

  /// The paths of the files in a folder and its subfolders, sorted; links are taken for files.
  static func names(in folder: String) -> [String] {
    guard let walker = FileManager.default.enumerator(atPath: folder) else { return [] }
    var names: [String] = []
    for case let name as String in walker where names.count < WeightChoice.largestShardCount {
      var status = stat()
      if stat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG { names.append(name) }
    }
    return names.sorted()
  }

  func file(_ path: String) throws(Failure) -> any WeightFile { LocalWeightFile(path: folder + "/" + path) }

  func document(_ path: String) throws(Failure) -> JSONDocument? {
    FileAccess.read(folder + "/" + path, limit: SafetensorsHeader.limit).flatMap(ParsedDocument.object)
  }
}

/// Files of a repository, at one commit.
struct RemoteFiles: WeightFileSource {
  let client: HubClient
  let id: String
  let commit: String

  func file(_ path: String) throws(Failure) -> any WeightFile {
    RemoteWeightFile(name: path, url: url(path), client: client, subject: subject(path))
  }

  func document(_ path: String) throws(Failure) -> JSONDocument? {
    let response = try client.get(
      HTTPRequest(url: url(path), body: BodyLimit(maximumBytes: SafetensorsHeader.limit)))
    if HubAnswers.isMissingEntry(response) { return nil }
    guard response.status == 200 else {
      throw HubAnswers(endpoint: client.endpoint, token: client.token).failure(response, about: subject(path))
    }
    return ParsedDocument.object(response.body)
  }

  private func subject(_ path: String) -> HubSubject { HubSubject(id: id, file: path) }

  private func url(_ path: String) -> String {
    let segments = id.split(separator: "/").map(String.init) + ["resolve", commit]
    return client.endpoint.url(segments + path.split(separator: "/").map(String.init))
  }
}
