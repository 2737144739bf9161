import JSON
import Platform

/// What the Hub makes of `expand`: a model info with the named properties alone.
enum ExpandedInfo {
  /// The properties that may be asked for.
  private static let known: Set<String> = [
    "author", "baseModels", "cardData", "childrenModelCount", "config", "createdAt", "disabled", "downloads",
    "downloadsAllTime", "evalResults", "gated", "gguf", "inference", "inferenceProviderMapping", "lastModified",
    "library_name", "likes", "mask_token", "model-index", "pipeline_tag", "private", "resourceGroup", "safetensors",
    "sha", "siblings", "spaces", "tags", "transformersInfo", "trendingScore", "usedStorage", "widgetData",
  ]

  /// The answer to a property that is not among them; nil when all are.
  static func refusal(_ properties: [String]) -> StubResponse? {
    properties.allSatisfy(known.contains)
      ? nil : .error(400, message: "expand must be one of \(known.sorted().joined(separator: ", "))")
  }

  /// The info with some of its properties; files without their sizes, as listings give them.
  static func text(_ model: StubModel, _ properties: [String]) -> String {
    guard let document = try? JSONDocument(model.infoText(withSizes: false), options: .pythonLiterals) else {
      return "{}"
    }
    let output = ByteBuffer()
    document.withRoot { info in
      output.beginObject()
      for (key, value) in info.members {
        guard let name = key.string, ["_id", "id"].contains(name) || properties.contains(name) else { continue }
        output.key(name)
        if name == "siblings" { writeNames(value, to: output) } else { output.element(value) }
      }
      output.endObject()
    }
    return output.text
  }

  private static func writeNames(_ siblings: JSONElement, to output: ByteBuffer) {
    output.beginArray()
    for sibling in siblings.elements {
      output.beginObject()
      output.key("rfilename")
      output.string(sibling["rfilename"]?.string ?? "")
      output.endObject()
    }
    output.endArray()
  }
}

extension HubRoutes {
  /// A page of models, in the catalog's order; a model without a task counts as a language model.
  func listing(_ request: StubRequest) -> StubResponse {
    let properties = request.queryValues("expand")
    if let refusal = ExpandedInfo.refusal(properties) { return refusal }
    let names = catalog.listing.filter { name in
      request.queryValues("search").allSatisfy { name.lowercased().contains($0.lowercased()) }
        && request.queryValues("author").allSatisfy { name.hasPrefix($0 + "/") }
        && request.queryValues("pipeline_tag").allSatisfy { $0 == task(of: name) }
    }
    let limit = min(request.queryValues("limit").first.flatMap { Int($0) } ?? 30, options.largestPage)
    let start = request.queryValues("cursor").first.flatMap { Int($0) } ?? 0
    let items = names.dropFirst(start).prefix(limit).map { name in
      guard !properties.isEmpty, let model = catalog.model(name) else {
        return #"{"_id":"0","id":"\#(name)","modelId":"\#(name)"}"#
      }
      return ExpandedInfo.text(model, properties)
    }
    var answer = StubResponse.json("[" + items.joined(separator: ",") + "]")
    if start + limit < names.count {
      let query = request.query.split(separator: "&").filter { !$0.hasPrefix("cursor=") } + ["cursor=\(start + limit)"]
      let host = options.linkedHost ?? "http://\(request.headers["host"] ?? "localhost")"
      let next = "\(host)\(request.path)?\(query.joined(separator: "&"))"
      answer.headers.append(("Link", #"<http://127.0.0.1:1/auth>; rel="xet-auth", <\#(next)>; rel="next""#))
    }
    return answer
  }

  private func task(of name: String) -> String {
    tasks.value(name) {
      guard let text = catalog.model(name)?.infoText(withSizes: false),
        let info = try? JSONDocument(text, options: .pythonLiterals)
      else { return nil }
      return info.withRoot { $0["pipeline_tag"]?.string }
    } ?? "text-generation"
  }
}

/// The tasks of models, read once each: a listing looks at all of them.
final class TaskIndex: @unchecked Sendable {
  private let monitor = Monitor()
  private var tasks: [String: String?] = [:]

  /// The task of a model; nil when it has none.
  func value(_ name: String, _ read: () -> String?) -> String? {
    if let known = monitor.synchronized({ tasks[name] }) { return known }
    let task = read()
    monitor.synchronized { tasks[name] = .some(task) }
    return task
  }
}
