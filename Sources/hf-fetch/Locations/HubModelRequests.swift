import CommandLineTool
import JSON
import ModelSpec

/// Sends requests about one model, and parses the responses.
struct HubModelRequests {
  let client: HubClient
  let id: ModelID
  /// The requested branch, tag or commit; nil for the main branch.
  let revision: String?

  /// Requests the model info.
  ///
  /// - Returns: the info, parsed and as JSON text.
  /// - Throws: ``Failure`` when there is no response, or it is an error or not a JSON object.
  func info() throws(Failure) -> (ModelInfo, body: [UInt8]) {
    var segments = ["api", "models"] + id.segments
    if let revision { segments += ["revision", revision] }
    let subject = RequestedResource(id: id.text, revision: revision)
    let response = try get(
      client.endpoint.url(segments, query: [("blobs", "true")]), limit: SnapshotBuilder.maximumDocumentBytes)
    guard (200..<300).contains(response.status) else {
      let failure = client.failure(for: response, about: subject)
      throw renamedAway(failure, response) ?? failure
    }
    guard let info = ModelInfo(try document(response.body, "the model info", response.status)) else {
      throw badResponse("the model info of '\(id.text)' is not a JSON object", response.status)
    }
    return (info, response.body)
  }

  /// The failure for a missing model if the Hub redirected the requested id to another id; nil otherwise. Mirrors
  /// redirect to the same id at another host, and the Hub to the spelling of an id.
  private func renamedAway(_ failure: Failure, _ response: HTTPResponse) -> Failure? {
    guard failure.code == .notFound, let path = response.redirectedPath,
      let start = path.firstIndex(of: "models")
    else { return nil }
    let name = path[(start + 1)...].prefix { $0 != "revision" }.joined(separator: "/").escapingControlCharacters()
    guard name.lowercased() != id.text.lowercased() else { return nil }
    return Failure(
      .renamedAway, stage: .fetch, modelID: id.text,
      message: "'\(id.text)' was renamed to '\(name)', which does not exist or is private",
      hint: "it was deleted or made private after it was renamed; search \(client.endpoint.text)/models for it",
      status: response.status)
  }

  /// Requests the evaluation results in the repository's `.eval_results/` files, and adds them to the info. The Hub
  /// sends them only if a request asks for them.
  ///
  /// - Parameter text: the info as JSON text.
  /// - Returns: the info with the results, parsed and as JSON text; the unchanged info if the Hub sends no results.
  /// - Throws: ``Failure`` when there is no response, or it is an error or not a JSON object.
  func addingResults(to info: ModelInfo, _ text: [UInt8]) throws(Failure) -> (ModelInfo, body: [UInt8]) {
    let segments = ["api", "models"] + id.segments + ["revision", info.commit?.text ?? revision ?? Revision.standard]
    let response = try get(
      client.endpoint.url(segments, query: [("expand", "evalResults")]), limit: SnapshotBuilder.maximumDocumentBytes)
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

  /// Requests a file at a revision; redirects are followed.
  ///
  /// - Parameter limit: the maximum size, in bytes.
  /// - Returns: the response; nil when the repository has no such file.
  /// - Throws: ``Failure`` when there is no response, or it is another error; also when the path leads out of the
  ///   repository.
  func file(_ path: String, at revision: String, limit: Int) throws(Failure) -> HTTPResponse? {
    let response = try get(try fileURL(path, at: revision), limit: limit)
    if HubErrorResponses.isMissingEntry(response) { return nil }
    guard (200..<300).contains(response.status) else {
      throw client.failure(for: response, about: RequestedResource(id: id.text, revision: self.revision, file: path))
    }
    return response
  }

  /// The URL of a file.
  ///
  /// - Throws: ``Failure`` for a path that leads out of the repository.
  func fileURL(_ path: String, at revision: String) throws(Failure) -> String {
    guard RepositoryPath.isSafe(path) else {
      throw badResponse("'\(path.escapingControlCharacters())' is not the path of a file in a repository", 200)
    }
    return client.endpoint.url(id.segments + ["resolve", revision] + path.split(separator: "/").map(String.init))
  }

  private func get(_ url: String, limit: Int) throws(Failure) -> HTTPResponse {
    do throws(Failure) {
      return try client.get(HTTPRequest(url: url, bodyLimit: BodyLimit(maximumBytes: limit)))
    } catch {
      var failure = error
      failure.modelID = failure.modelID ?? id.text
      throw failure
    }
  }

  /// Parses the JSON object in the body of a response.
  ///
  /// - Parameters:
  ///   - name: what the object is, for messages.
  ///   - status: the response's status, for the failure.
  /// - Throws: ``Failure`` when it is not a JSON object.
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

  /// The failure for a response that no Hub would send.
  func badResponse(_ message: String, _ status: Int) -> Failure {
    Failure(
      .badResponse, stage: .fetch, modelID: id.text, message: message,
      hint: "\(Endpoint.hint); a login page or a proxy may have responded instead of it", status: status)
  }
}
