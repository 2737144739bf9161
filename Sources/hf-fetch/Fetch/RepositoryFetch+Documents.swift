import CommandLineTool
import Foundation
import JSON
import ModelSpec

extension RepositoryFetch {
  private var answers: HubAnswers { HubAnswers(endpoint: client.endpoint, token: client.token) }

  /// Asks for the model info, which also tells the current name and the commit.
  func fetchInfo() throws(Failure) -> Repository {
    var segments = ["api", "models"] + id.segments
    if let revision = reference.revision { segments += ["revision", revision] }
    let subject = HubSubject(id: id.text, revision: reference.revision)
    let response = try get(client.endpoint.url(segments, query: [("blobs", "true")]), subject)
    guard (200..<300).contains(response.status) else {
      let failure = answers.failure(response, about: subject)
      throw renamedAway(failure, response) ?? failure
    }
    guard let info = ModelInfo(try parse(response.body, "the model info", subject, response.status)) else {
      throw badResponse("the model info of '\(id.text)' is not a JSON object", response.status)
    }
    if info.isDisabled { throw HubAnswers.disabled(id.text, client.endpoint.page(of: id.text)) }
    if let commit = info.sha { cache?.keep(info: response.body, commit: commit, revision: reference.revision) }
    return Repository(
      info: info, name: try currentName(info), commit: info.sha ?? reference.revision ?? "main",
      choice: WeightChoice(files: info.files ?? [], wanted: reference.file))
  }

  /// What a missing model's failure becomes when the Hub led from the name that was asked for to another one.
  private func renamedAway(_ failure: Failure, _ response: HTTPResponse) -> Failure? {
    guard failure.code == .notFound, let path = response.redirectedPath,
      let start = path.firstIndex(of: "models")
    else { return nil }
    let name = path[(start + 1)...].prefix { $0 != "revision" }.joined(separator: "/").escapingControlCharacters()
    return Failure(
      .renamedAway, stage: .fetch, modelID: id.text,
      message: "'\(id.text)' was renamed to '\(name)', and there is no such model to be seen",
      hint: "it was deleted or made private after its move; search \(client.endpoint.text)/models for it",
      status: response.status)
  }

  /// The name as the Hub spells it; a move is told to the person.
  private func currentName(_ info: ModelInfo) throws(Failure) -> String {
    guard let name = info.id, name != id.text else { return id.text }
    guard (try? ModelID(name)) != nil else {
      throw badResponse("the Hub calls '\(id.text)' by a name that is none", 200)
    }
    diagnostics.note("'\(id.text)' is called '\(name)' now")
    return name
  }

  /// A JSON file of the repository, from the cache when its commit has not changed; nil when there is none.
  func fetchDocument(_ path: String, of repository: Repository) throws(Failure) -> JSONDocument? {
    if let document = cache?.file(path, at: repository.commit).flatMap(ParsedDocument.object) { return document }
    if cache?.knowsMissing(path, at: repository.commit) ?? false { return nil }
    let subject = HubSubject(id: repository.name, revision: reference.revision, file: path)
    let segments = repository.name.split(separator: "/").map(String.init) + ["resolve", repository.commit, path]
    let response = try get(client.endpoint.url(segments), subject)
    if HubAnswers.isMissingEntry(response) {
      cache?.keepMissing(path, commit: repository.commit)
      return nil
    }
    guard (200..<300).contains(response.status) else { throw answers.failure(response, about: subject) }
    let document = try parse(response.body, path, subject, response.status)
    guard document.root.isObject else {
      throw badResponse("\(path) of '\(repository.name)' is not a JSON object", response.status)
    }
    let etag = HubCache.blobName(response.header("X-Linked-ETag") ?? response.header("ETag"))
    cache?.keep(path, content: response.body, etag: etag, commit: repository.commit)
    return document
  }

  private func get(_ url: String, _ subject: HubSubject) throws(Failure) -> HTTPResponse {
    do throws(Failure) {
      return try client.get(HTTPRequest(url: url, body: BodyLimit(maximumBytes: RepositoryFetch.documentLimit)))
    } catch {
      var failure = error
      failure.modelID = failure.modelID ?? subject.id
      throw failure
    }
  }

  private func parse(
    _ bytes: [UInt8], _ name: String, _ subject: HubSubject, _ status: Int
  ) throws(Failure) -> JSONDocument {
    do throws(JSONSyntaxError) {
      return try JSONDocument(bytes, options: .pythonLiterals)
    } catch {
      throw badResponse("\(name) of '\(subject.id)' is not JSON: \(error.message)", status)
    }
  }

  private func badResponse(_ message: String, _ status: Int) -> Failure {
    Failure(
      .badResponse, stage: .fetch, modelID: id.text, message: message,
      hint: "check that HF_ENDPOINT names a Hub and that no portal or proxy answers in its place", status: status)
  }

  /// Adds what is public of a gated repository, so that its size is known before anybody asks for access.
  func describingGated(_ failure: Failure, _ repository: Repository) -> Failure {
    let output = ByteBuffer()
    output.beginObject()
    output.key("url")
    output.string(client.endpoint.page(of: repository.name))
    output.key("access")
    output.string(repository.info.gate ?? "unknown")
    if let parameters = repository.info.safetensors?.parameters ?? repository.info.ggufTotal {
      output.key("parameters")
      output.integer(parameters)
    }
    if let size = repository.choice.sizeBytes {
      output.key("size_bytes")
      output.integer(size)
    }
    if let license = repository.info.license {
      output.key("license")
      output.string(license)
    }
    output.endObject()
    var failure = failure
    failure.extras.append(("repository", output.text))
    failure.extras.append(("tried", tried(repository)))
    return failure
  }

  private func tried(_ repository: Repository) -> String {
    let output = ByteBuffer()
    output.beginArray()
    output.string("the model info, which is public: answered")
    output.string(
      "config.json at \(repository.commit), \(client.token == nil ? "without a token" : "with the token"): refused")
    output.endArray()
    return output.text
  }
}
