import CommandLineTool
import JSON
import ModelSpec
import Platform
import Streams

/// `hf-fetch --discover`: prints requests, which another hf-fetch can read.
enum DiscoveryRun {
  /// Prints each request as soon as its model is found. If a page cannot be fetched, prints the failure and ends.
  ///
  /// - Returns: `itemsFailed` if a page could not be fetched.
  /// - Throws: ``ToolError`` when the output cannot be written.
  static func run(
    _ discovery: Discovery, client: HubClient, isPretty: Bool, _ diagnostics: Diagnostics
  ) throws(ToolError) -> ExitStatus {
    let stream = OutputStream()
    let output = ByteBuffer()
    do throws(DiscoveryError) {
      try discovery.run(client) { (model) throws(SystemError) in
        output.beginObject()
        output.member("model", model.id)
        if let info = model.info {
          output.key("info")
          info.withUnsafeBufferPointer { output.append($0) }
        }
        output.endObject()
        output.endLine()
        if isPretty { output.prettify(from: 0) }
        try stream.flush(output)
      }
      return .success
    } catch {
      switch error {
      case .cannotPrint(let error): throw BrokenOutput.error(error)
      case .failure(let failure):
        diagnostics.error(failure.message, hint: failure.hint)
        failure.inTermsOfCaller.write(to: output)
        output.endLine()
        if isPretty { output.prettify(from: 0) }
        do throws(SystemError) { try stream.flush(output) } catch { throw BrokenOutput.error(error) }
        return .itemsFailed
      }
    }
  }
}
