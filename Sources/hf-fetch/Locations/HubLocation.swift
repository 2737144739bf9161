import CommandLineTool
import JSON
import ModelSpec

/// A model at the Hub, at one commit. Documents come from the cache when it has them.
struct HubLocation: ModelLocation {
  let client: HubClient
  let reference: ModelReference
  let id: ModelID
  let info: ModelInfo
  /// The cache of the commit; nil when the cache is neither read nor written, or the Hub does not report the commit.
  let kept: CachedCommit?

  var commit: CommitHash? { info.commit }
  var endpoint: Endpoint? { client.endpoint }
  var isLocal: Bool { false }

  /// Requests the model info, which also has the current name and the commit, unless the request carries it.
  ///
  /// - Parameters:
  ///   - requested: the id that was asked for.
  ///   - cache: the cache; nil when it is neither read nor written.
  ///   - wantsResults: whether to request evaluation results, if there are any.
  /// - Throws: ``Failure``.
  init(
    _ requested: ModelID, _ reference: ModelReference, client: HubClient, cache: HubCache?, wantsResults: Bool,
    diagnostics: Diagnostics
  ) throws(Failure) {
    let request = HubRequest(client: client, id: requested, revision: reference.revision)
    var (info, body) = if let listed = reference.listed { (listed.info, listed.text) } else { try request.info() }
    if info.isDisabled { throw HubRefusals.disabled(requested.text, client.endpoint.page(of: requested.text)) }
    if wantsResults, info.hasUnreadResults {
      do throws(Failure) { (info, body) = try request.adding(to: info, body) } catch {
        diagnostics.warning(
          "the evaluation results of '\(requested.text)' cannot be had: \(error.message)", hint: error.hint)
      }
    }
    self.client = client
    self.reference = reference
    self.info = info
    id = try HubLocation.currentID(info, requested, request)
    if id != requested { diagnostics.note("'\(requested.text)' is called '\(id.text)' now") }
    // A branch moves, so files are kept by commit only.
    kept = info.commit.flatMap { commit in cache.map { $0[commit] } }
    // The info of a listing has no file sizes, so it does not replace the Hub's info in the cache.
    if let kept, reference.listed == nil || kept.info == nil {
      kept.cache.keep(info: body, at: kept.commit, revision: reference.revision)
    }
  }

  /// The id as the Hub spells it.
  private static func currentID(
    _ info: ModelInfo, _ requested: ModelID, _ request: HubRequest
  ) throws(Failure) -> ModelID {
    guard let name = info.id else { return requested }
    do throws(ModelID.Invalid) { return try ModelID(name) } catch {
      throw request.badResponse("the Hub returned an invalid model id for '\(requested.text)': \(error.reason)", 200)
    }
  }

  private var request: HubRequest { HubRequest(client: client, id: id, revision: reference.revision) }

  /// The revision of file requests: the commit, if it is known.
  private var fileRevision: String { commit?.text ?? reference.revision ?? "main" }

  func document(_ path: String, limit: Int) throws(Failure) -> JSONDocument? {
    if let document = kept?.file(path).flatMap(LenientJSON.object) { return document }
    if kept?.isMissing(path) ?? false { return nil }
    guard let response = try request.file(path, at: fileRevision, limit: limit) else {
      kept?.keepMissing(path)
      return nil
    }
    let document = try request.document(response.body, path, response.status)
    if limit <= SnapshotSteps.documentLimit {
      kept?.keep(path, content: response.body, etag: response.header("X-Linked-ETag") ?? response.header("ETag"))
    }
    return document
  }

  func weightFile(_ path: String) throws(Failure) -> any WeightFile {
    RemoteWeightFile(
      name: path, url: try request.fileURL(path, at: fileRevision), client: client,
      subject: RequestedResource(id: id.text, file: path))
  }

  var missingConfig: Failure {
    Failure(
      .missingConfig, stage: .fetch, modelID: id.text, message: "'\(id.text)' has no config.json",
      hint: "see \(client.endpoint.page(of: id.text))/tree/main: it may be an adapter, or in its own format",
      status: 404)
  }
}

/// Requests about one model, and the interpretation of their answers.
struct HubRequest {
  let client: HubClient
  let id: ModelID
  let revision: String?

  /// Requests the model info.
  ///
  /// - Returns: the info, and its text.
  /// - Throws: ``Failure``.
  func info() throws(Failure) -> (ModelInfo, body: [UInt8]) {
    var segments = ["api", "models"] + id.segments
    if let revision { segments += ["revision", revision] }
    let subject = RequestedResource(id: id.text, revision: revision)
    let response = try get(
      client.endpoint.url(segments, query: [("blobs", "true")]), limit: SnapshotSteps.documentLimit)
    guard (200..<300).contains(response.status) else {
      let failure = client.failure(for: response, about: subject)
      throw renamedAway(failure, response) ?? failure
    }
    guard let info = ModelInfo(try document(response.body, "the model info", response.status)) else {
      throw badResponse("the model info of '\(id.text)' is not a JSON object", response.status)
    }
    return (info, response.body)
  }

  /// The failure for a missing model when the Hub redirected the requested id to another one.
  private func renamedAway(_ failure: Failure, _ response: HTTPResponse) -> Failure? {
    guard failure.code == .notFound, let path = response.redirectedPath,
      let start = path.firstIndex(of: "models")
    else { return nil }
    let name = path[(start + 1)...].prefix { $0 != "revision" }.joined(separator: "/").escapingControlCharacters()
    return Failure(
      .renamedAway, stage: .fetch, modelID: id.text,
      message: "'\(id.text)' was renamed to '\(name)', which does not exist or is private",
      hint: "it was deleted or made private after its move; search \(client.endpoint.text)/models for it",
      status: response.status)
  }

  /// Requests the evaluation results of `.eval_results/` files, which the Hub does not send otherwise, and adds them to
  /// the info.
  ///
  /// - Throws: ``Failure``.
  func adding(to info: ModelInfo, _ text: [UInt8]) throws(Failure) -> (ModelInfo, body: [UInt8]) {
    let segments = ["api", "models"] + id.segments + ["revision", info.commit?.text ?? revision ?? "main"]
    let response = try get(
      client.endpoint.url(segments, query: [("expand", "evalResults")]), limit: SnapshotSteps.documentLimit)
    guard (200..<300).contains(response.status) else {
      throw client.failure(for: response, about: RequestedResource(id: id.text, revision: revision))
    }
    let results = try document(response.body, "the evaluation results", response.status)
    let merged = results.withRoot { info.adding("evalResults", $0["evalResults"]) }
    guard let merged, let document = LenientJSON.object(merged), let whole = ModelInfo(document) else {
      return (info, text)
    }
    return (whole, merged)
  }

  /// Requests a file.
  ///
  /// - Returns: the answer; nil when the repository has no such file.
  /// - Throws: ``Failure``.
  func file(_ path: String, at revision: String, limit: Int) throws(Failure) -> HTTPResponse? {
    let response = try get(try fileURL(path, at: revision), limit: limit)
    if HubRefusals.isMissingEntry(response) { return nil }
    guard (200..<300).contains(response.status) else {
      throw client.failure(for: response, about: RequestedResource(id: id.text, revision: self.revision, file: path))
    }
    return response
  }

  /// The URL of a file.
  func fileURL(_ path: String, at revision: String) throws(Failure) -> String {
    guard RepositoryPath.isSafe(path) else {
      throw badResponse("'\(path.escapingControlCharacters())' is not the path of a file in a repository", 200)
    }
    return client.endpoint.url(id.segments + ["resolve", revision] + path.split(separator: "/").map(String.init))
  }

  private func get(_ url: String, limit: Int) throws(Failure) -> HTTPResponse {
    do throws(Failure) {
      return try client.get(HTTPRequest(url: url, body: BodyLimit(maximumBytes: limit)))
    } catch {
      var failure = error
      failure.modelID = failure.modelID ?? id.text
      throw failure
    }
  }

  /// A JSON object in an answer.
  ///
  /// - Parameter name: its name in messages.
  /// - Throws: ``Failure``.
  func document(_ bytes: [UInt8], _ name: String, _ status: Int) throws(Failure) -> JSONDocument {
    let document: JSONDocument
    do throws(JSONSyntaxError) { document = try JSONDocument(bytes, options: .pythonLiterals) } catch {
      throw badResponse("\(name) of '\(id.text)' is not JSON: \(error.message)", status)
    }
    guard document.withRoot({ $0.isObject }) else {
      throw badResponse("\(name) of '\(id.text)' is not a JSON object", status)
    }
    return document
  }

  /// The failure for an answer that is not one of a Hub.
  func badResponse(_ message: String, _ status: Int) -> Failure {
    Failure(
      .badResponse, stage: .fetch, modelID: id.text, message: message,
      hint: "check that HF_ENDPOINT names a Hub and that no portal or proxy answers in its place", status: status)
  }
}
