import JSON
import ModelSpec

extension HubLocation {
  /// Adds public facts of a gated repository to its failure (parameters, size, license), so that a user knows the size
  /// before asking for access.
  func addingDetails(to failure: Failure) -> Failure {
    guard failure.code == .gated else { return failure }
    var failure = failure
    failure.additionalMembers.append(("repository", publicFacts))
    failure.additionalMembers.append(("tried", requestsMade))
    return failure
  }

  private var publicFacts: String {
    let output = ByteBuffer()
    output.beginObject()
    output.key("url")
    output.string(client.endpoint.page(of: id.text))
    output.key("access")
    output.string(info.gate ?? "unknown")
    if let parameters = info.safetensors?.parameters ?? info.ggufTotal {
      output.key("parameters")
      output.integer(parameters)
    }
    if let size = info.files.flatMap({ files in
      try? WeightFileChoice(all: files, wanted: reference.file) { nil }.choose().size
    }) {
      output.key("size_bytes")
      output.integer(size)
    }
    if let license = info.license {
      output.key("license")
      output.string(license)
    }
    output.endObject()
    return output.text
  }

  private var requestsMade: String {
    let output = ByteBuffer()
    output.beginArray()
    output.string("the model info, which is public: answered")
    let access = client.token == nil ? "without a token" : "with the token"
    output.string("config.json at \(commit?.text ?? reference.revision ?? "main"), \(access): refused")
    output.endArray()
    return output.text
  }
}
