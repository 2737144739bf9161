import CommandLineTool
import JSON
import ModelSpec

/// A model on the Hub, at one commit. JSON documents are read from the local cache if it has them; weight files are
/// always read from the Hub.
struct HubLocation: ModelLocation {
  let client: HubClient
  let reference: ModelReference
  let id: ModelID
  let info: ModelInfo
  /// The cache of the commit; nil with `--no-cache`, or when the Hub does not report the commit.
  let cachedCommit: CachedCommit?

  var commit: CommitHash? { info.commit }
  var endpoint: Endpoint? { client.endpoint }
  var isDirectory: Bool { false }

  /// Gets the model info, which has the current id and the commit: from the reference if that has an info, else from
  /// the Hub. Stores it in the cache.
  ///
  /// - Parameters:
  ///   - requested: the requested id.
  ///   - cache: the cache of the repository; nil with `--no-cache`.
  ///   - wantsResults: whether to request the evaluation results too, if the repository has any.
  /// - Throws: ``Failure`` when the Hub does not send a valid info, or has disabled the model.
  init(
    _ requested: ModelID, _ reference: ModelReference, client: HubClient, cache: HubCache?, wantsResults: Bool,
    diagnostics: Diagnostics
  ) throws(Failure) {
    let requests = HubModelRequests(client: client, id: requested, revision: reference.revision)
    var (info, body) =
      if let given = reference.requestInfo { (given.info, given.text) } else { try requests.info() }
    if let revision = reference.revision.flatMap({ CommitHash($0) }), let commit = info.commit, commit != revision {
      throw requests.badResponse(
        "the model info of '\(requested.text)' is of commit \(commit.text), expected \(revision.text)", 200)
    }
    if info.isDisabled { throw HubErrorResponses.disabled(requested.text, client.endpoint.page(of: requested.text)) }
    if wantsResults, info.hasUnreadResults {
      do throws(Failure) { (info, body) = try requests.addingResults(to: info, body) } catch {
        diagnostics.warning(
          "the evaluation results of '\(requested.text)' cannot be fetched: \(error.message)", hint: error.hint)
      }
    }
    self.client = client
    self.reference = reference
    self.info = info
    id = try HubLocation.currentID(info, requested, requests)
    if id != requested { diagnostics.note("'\(requested.text)' is '\(id.text)' on the Hub") }
    // The content of a branch changes, so files are cached by commit only.
    cachedCommit = info.commit.flatMap { commit in cache.map { $0[commit] } }
    guard let cache, let commit = info.commit else { return }
    // The info of a request can be old, so it does not say which commit the branch has now. The info that `--discover
    // --with-info` prints has no file sizes, so it does not replace an info in the cache.
    let isLive = reference.requestInfo == nil
    if isLive || cachedCommit?.info == nil { cache.store(info: body, at: commit) }
    if isLive { cache.store(commit, of: reference.revision) }
  }

  /// The model's current id, as the Hub spells it; the requested id if the info has none.
  ///
  /// - Throws: ``Failure`` when the Hub's id is invalid.
  private static func currentID(
    _ info: ModelInfo, _ requested: ModelID, _ requests: HubModelRequests
  ) throws(Failure) -> ModelID {
    guard let name = info.id else { return requested }
    do throws(ModelID.Invalid) { return try ModelID(name) } catch {
      throw requests.badResponse("the Hub returned an invalid model id for '\(requested.text)': \(error.reason)", 200)
    }
  }

  private var requests: HubModelRequests { HubModelRequests(client: client, id: id, revision: reference.revision) }

  /// The revision in requests for files: the commit if it is known, else the requested revision or `main`.
  var fileRevision: String { commit?.text ?? reference.revision ?? Revision.standard }

  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument? {
    if let document = cachedCommit?.file(path).flatMap(LenientJSON.object) { return document }
    if cachedCommit?.isMissing(path) ?? false { return nil }
    guard let response = try requests.file(path, at: fileRevision, limit: limit) else {
      cachedCommit?.storeMissing(path)
      return nil
    }
    let document = try requests.document(response.body, path, response.status)
    if response.body.count <= SnapshotBuilder.maximumDocumentBytes {
      cachedCommit?.store(
        path, content: response.body, etag: response.header(HubClient.linkedETag) ?? response.header("ETag"))
    }
    return document
  }

  func weightFile(_ path: String) throws(Failure) -> any WeightFile {
    RemoteWeightFile(
      name: path, url: try requests.fileURL(path, at: fileRevision), client: client,
      subject: RequestedResource(id: id.text, file: path))
  }

  var missingConfig: Failure {
    HubErrorResponses.missingFile(ConfigFile.model, of: id.text, client.endpoint.page(of: id.text))
  }
}
