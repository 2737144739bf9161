import JSON
import ModelSpec

extension HubLocation {
  /// Adds two members to the failure of a gated repository; returns other failures unchanged.
  ///
  /// `repository` has what is public: the URL, how access is granted, parameters, size and license. So a user knows how
  /// large the model is before asking for access. `tried` has the requests that were made, and their results.
  func addingDetails(to failure: Failure) -> Failure {
    guard failure.code == .gated else { return failure }
    var failure = failure
    failure.additionalMembers.append(("repository", publicInformation))
    failure.additionalMembers.append(("tried", requestsMade(refusedWith: failure.status)))
    return failure
  }

  private var publicInformation: String {
    let size = info.files.flatMap { files in
      try? WeightFileChoice(all: files, namedFile: reference.file) { _ in nil }.choose().size
    }
    return ByteBuffer.object { output in
      output.member("url", client.endpoint.page(of: id.text))
      output.member("access", info.gatedAccess ?? "unknown")
      output.member("parameters", info.safetensors?.parameters ?? info.ggufTotal)
      output.member("size_bytes", size)
      output.member("license", info.license)
    }
  }

  private func requestsMade(refusedWith status: Int?) -> String {
    let output = ByteBuffer()
    output.beginArray()
    output.string(
      reference.requestInfo == nil
        ? "the model info, which is public: received" : "the model info: taken from the request, not from the Hub")
    let access = client.token == nil ? "without a token" : "with the token"
    let refusal = "refused" + (status.map { " with status \($0)" } ?? "")
    output.string("a file at \(fileRevision), \(access): \(refusal)")
    output.endArray()
    return output.text
  }
}
