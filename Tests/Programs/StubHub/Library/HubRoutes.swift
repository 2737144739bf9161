/// Answers requests as the Hub does: statuses, headers, redirects and words.
struct HubRoutes: Sendable {
  let catalog: any StubCatalog
  let options: StubHub.Options
  /// The second host's address, such as `http://127.0.0.1:4711`.
  let contentBase: String
  /// What the models are for, as far as it was asked.
  let tasks = TaskIndex()

  func answer(_ request: StubRequest) -> StubResponse {
    if request.isForContentHost { return content(request) }
    var answer = route(request)
    answer.headers.append(("RateLimit", #""api";r=499;t=172"#))
    answer.headers.append(("RateLimit-Policy", #""fixed window";"api";q=500;w=300"#))
    return answer
  }

  private func route(_ request: StubRequest) -> StubResponse {
    if let refusal = refuseToken(request) { return refusal }
    let path = request.segments
    if path.starts(with: ["api", "models"]) {
      return path.count == 2 ? listing(request) : information(request, Array(path.dropFirst(2)))
    }
    if path.starts(with: ["api", "resolve-cache", "models"]) { return cached(request, Array(path.dropFirst(3))) }
    guard let verb = path.firstIndex(of: "resolve"), (1...2).contains(verb), path.count > verb + 2 else {
      return StubResponse(404, headers: [("Content-Type", "text/html")], body: Array("<html>404</html>".utf8))
    }
    return file(
      request, id: path[..<verb].joined(separator: "/"), revision: path[verb + 1],
      path: path[(verb + 2)...].joined(separator: "/"))
  }

  private func refuseToken(_ request: StubRequest) -> StubResponse? {
    guard let authorization = request.headers["authorization"] else { return nil }
    let isKnown = options.tokens.contains { authorization == "Bearer " + $0 }
    return isKnown ? nil : .error(401, message: "Invalid credentials in Authorization header")
  }

  private func notFound(_ request: StubRequest) -> StubResponse {
    request.headers["authorization"] == nil
      ? .error(401, message: "Invalid username or password.")
      : .error(404, code: "RepoNotFound", message: "Repository not found")
  }

  /// The repository that a request names, or the answer that it does not exist, or the redirect to its real name.
  private func find(_ id: String, _ request: StubRequest) -> (StubModel?, StubResponse?) {
    let target = options.renames[id] ?? id
    guard let model = catalog.model(target) else {
      if target == id { return (nil, notFound(request)) }
      return (nil, renamed(id, to: target, request))
    }
    return model.id == id ? (model, nil) : (nil, renamed(id, to: model.id, request))
  }

  private func renamed(_ id: String, to target: String, _ request: StubRequest) -> StubResponse {
    let query = request.query.isEmpty ? "" : "?" + request.query
    guard let place = request.path.firstRange(of: id) else { return notFound(request) }
    return .redirect(307, to: request.path.replacingSubrange(place, with: target) + query)
  }

  private func information(_ request: StubRequest, _ path: [String]) -> StubResponse {
    let verb = path.firstIndex(of: "revision") ?? path.count
    let (model, refusal) = find(path[..<verb].joined(separator: "/"), request)
    guard let model else { return refusal ?? notFound(request) }
    if verb + 1 < path.count, !knows(path[verb + 1], model) { return unknownRevision(path[verb + 1]) }
    let properties = request.queryValues("expand")
    guard properties.isEmpty else {
      return ExpandedInfo.refusal(properties) ?? .json(ExpandedInfo.text(model, properties))
    }
    return .json(model.infoText(withSizes: request.queryValues("blobs") == ["true"]))
  }

  private func knows(_ revision: String, _ model: StubModel) -> Bool {
    revision == model.sha || model.revisions.contains(revision)
  }

  private func unknownRevision(_ revision: String) -> StubResponse {
    .error(404, code: "RevisionNotFound", message: "Invalid rev id: \(revision)")
  }

  private func file(_ request: StubRequest, id: String, revision: String, path: String) -> StubResponse {
    let (model, refusal) = find(id, request)
    guard let model else { return refusal ?? notFound(request) }
    guard knows(revision, model) else { return unknownRevision(revision) }
    if model.isDisabled { return .error(403, message: "Access to this resource is disabled.") }
    if model.gated != nil, let refusal = refuseGated(request, model) { return refusal }
    guard let file = model.files[path] else {
      var answer = StubResponse.error(404, code: "EntryNotFound", message: "Entry not found")
      answer.headers.append(("X-Repo-Commit", model.sha))
      answer.body = Array("Entry not found".utf8)
      return answer
    }
    return deliver(file, request, model, path)
  }

  private func refuseGated(_ request: StubRequest, _ model: StubModel) -> StubResponse? {
    guard let authorization = request.headers["authorization"] else {
      return .error(
        401, code: "GatedRepo",
        message: "Access to model \(model.id) is restricted. You must be authenticated to access it.")
    }
    if options.tokensWithAccess.contains(where: { authorization == "Bearer " + $0 }) { return nil }
    return .error(
      403, code: "GatedRepo",
      message: "Access to model \(model.id) is restricted and you are not in the authorized list.")
  }

  private func deliver(_ file: StubFile, _ request: StubRequest, _ model: StubModel, _ path: String) -> StubResponse {
    let metadata = [
      ("X-Repo-Commit", model.sha), ("X-Linked-Size", "\(file.size)"), ("ETag", #""\#(file.etag)""#),
      ("X-Linked-ETag", #""\#(file.etag)""#),
    ]
    if file.isLarge {
      var answer = StubResponse.redirect(302, to: "\(contentBase)/\(model.id)/\(path)?X-Amz-Signature=0123")
      answer.headers += metadata
      return answer
    }
    if options.redirectsSmallFiles {
      var answer = StubResponse.redirect(307, to: "/api/resolve-cache/models/\(model.id)/\(model.sha)/\(path)?etag=x")
      answer.headers += metadata
      return answer
    }
    var answer = ranged(file, request)
    answer.headers += metadata
    return answer
  }

  private func cached(_ request: StubRequest, _ path: [String]) -> StubResponse {
    let count = path.count > 3 && catalog.model(path[0] + "/" + path[1]) != nil ? 2 : 1
    guard let model = catalog.model(path.prefix(count).joined(separator: "/")),
      let file = model.files[path.dropFirst(count + 1).joined(separator: "/")]
    else { return notFound(request) }
    return ranged(file, request)
  }

  private func content(_ request: StubRequest) -> StubResponse {
    if request.headers["authorization"] != nil {
      return StubResponse(400, body: Array("<Error><Code>InvalidArgument</Code></Error>".utf8))
    }
    let path = request.segments
    for count in [2, 1] where path.count > count {
      if let model = catalog.model(path.prefix(count).joined(separator: "/")),
        let file = model.files[path.dropFirst(count).joined(separator: "/")]
      {
        return ranged(file, request)
      }
    }
    return StubResponse(404, body: Array("<Error><Code>NoSuchKey</Code></Error>".utf8))
  }

  private func ranged(_ file: StubFile, _ request: StubRequest) -> StubResponse {
    let type = [("Content-Type", file.isLarge ? "application/octet-stream" : "text/plain; charset=utf-8")]
    guard let range = requestedRange(request) else {
      return StubResponse(200, headers: type, body: file.bytes(0..<min(file.size, 64 << 20)))
    }
    guard range.lowerBound < file.size else {
      return StubResponse(416, headers: [("Content-Range", "bytes */\(file.size)")])
    }
    let served = range.clamped(to: 0..<file.size)
    let position = "bytes \(served.lowerBound)-\(served.upperBound - 1)/\(file.size)"
    return StubResponse(206, headers: type + [("Content-Range", position)], body: file.bytes(served))
  }

  private func requestedRange(_ request: StubRequest) -> Range<Int>? {
    guard let text = request.headers["range"], text.hasPrefix("bytes=") else { return nil }
    let bounds = text.dropFirst(6).split(separator: "-").compactMap { Int($0) }
    guard bounds.count == 2, bounds[0] <= bounds[1], bounds[1] < Int.max else { return nil }
    return bounds[0]..<(bounds[1] + 1)
  }
}

extension String {
  fileprivate func replacingSubrange(_ range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
