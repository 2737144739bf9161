import ModelSpec

extension Failure {
  /// Whether the fault is in a weight file or its index: it is missing, damaged or too large. Otherwise the Hub did not
  /// respond or refused the request, so the failure says nothing about the file.
  var concernsFile: Bool {
    // Another status is that of a request which the Hub or a proxy refused.
    let statusOfFile = status.map { (200..<300).contains($0) || $0 == 404 || $0 == 416 } ?? true
    return statusOfFile && [.badResponse, .tooLarge, .incompleteWeights, .missingConfig].contains(code)
  }
}
