import Foundation
import Shared

/// The steps of fetching one repository from the Hub.
struct RepositoryFetch {
  private let fetcher: ModelFetcher
  private let id: RepositoryID
  private let reference: ModelReference
  private var client: HubClient { fetcher.client }
  private var answers: HubAnswers { HubAnswers(endpoint: client.endpoint, token: client.token) }

  /// The most that a config or info may be, in bytes.
  static let documentLimit = 10_000_000

  init(_ fetcher: ModelFetcher, _ id: RepositoryID, _ reference: ModelReference) {
    self.fetcher = fetcher
    self.id = id
    self.reference = reference
  }

  func run() throws(Failure) -> Snapshot {
    let info = try fetchInfo()
    let name = info.id ?? id.text
    let commit = info.sha ?? reference.revision ?? "main"
    let config = try fetchDocument("config.json", of: name, at: commit)
    let files = info.files ?? []
    let hasQuantConfig = files.contains { $0.path == "hf_quant_config.json" }
    let quantConfig = hasQuantConfig ? try fetchDocument("hf_quant_config.json", of: name, at: commit) : nil
    let weights = summary(info)
    return Snapshot(
      modelID: name, revision: commit, endpoint: client.endpoint.text, info: info.document.root, config: config.root,
      quantConfig: quantConfig?.root, weights: weights)
  }

  private func summary(_ info: ModelInfo) -> WeightsSummary {
    var weights = WeightsSummary()
    if let count = info.safetensors {
      weights.source = .hub
      weights.format = .safetensors
      weights.parameters = count.parameters
      weights.byDtype = count.byDtype.map { WeightsSummary.DtypeCount(dtype: $0.dtype, count: $0.count) }
    }
    return weights
  }

  private func fetchInfo() throws(Failure) -> ModelInfo {
    var segments = ["api", "models"] + id.segments
    if let revision = reference.revision { segments += ["revision", revision] }
    let url = client.endpoint.url(segments, query: [("blobs", "true")])
    let subject = HubSubject(id: id.text, revision: reference.revision)
    let response = try get(url, subject)
    guard let info = ModelInfo(try parse(response, "the model info", subject)) else {
      throw notAnObject("the model info", subject)
    }
    if info.isDisabled { throw HubAnswers.disabled(id.text, client.endpoint.page(of: id.text)) }
    if let name = info.id, name != id.text {
      fetcher.diagnostics.note("'\(id.text)' is called '\(name)' now")
    }
    return info
  }

  private func fetchDocument(_ path: String, of name: String, at commit: String) throws(Failure) -> JSONDocument {
    let url = client.endpoint.url(
      name.split(separator: "/").map(String.init) + ["resolve", commit] + path.split(separator: "/").map(String.init))
    let subject = HubSubject(id: name, revision: reference.revision, file: path)
    let response = try get(url, subject)
    let document = try parse(response, path, subject)
    guard document.root.isObject else { throw notAnObject(path, subject) }
    return document
  }

  private func get(_ url: URL?, _ subject: HubSubject) throws(Failure) -> HTTPResponse {
    guard let url else { throw ModelReference.failure(subject.id, reason: "it fits in no URL") }
    let response: HTTPResponse
    do throws(Failure) {
      response = try client.get(HTTPRequest(url: url, body: BodyLimit(maximumBytes: RepositoryFetch.documentLimit)))
    } catch {
      var failure = error
      failure.modelID = failure.modelID ?? subject.id
      throw failure
    }
    guard (200..<300).contains(response.status) else { throw answers.failure(response, about: subject) }
    return response
  }

  private func parse(_ response: HTTPResponse, _ name: String, _ subject: HubSubject) throws(Failure) -> JSONDocument {
    do throws(JSONSyntaxError) {
      return try JSONDocument(response.body, options: .pythonLiterals)
    } catch {
      throw Failure(
        .badResponse, stage: .fetch, modelID: subject.id,
        message: "\(name) of '\(subject.id)' is not JSON: \(error.message)",
        hint: "check that HF_ENDPOINT names a Hub and that no portal or proxy answers in its place",
        status: response.status)
    }
  }

  private func notAnObject(_ name: String, _ subject: HubSubject) -> Failure {
    Failure(
      .badResponse, stage: .fetch, modelID: subject.id, message: "\(name) of '\(subject.id)' is not a JSON object",
      hint: "check that HF_ENDPOINT names a Hub")
  }
}
