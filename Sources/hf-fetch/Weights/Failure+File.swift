import ModelSpec

extension Failure {
  /// Whether the fault is in a weight file or its index: it is missing, damaged or too large. Otherwise the Hub did not
  /// respond or refused the request, so the failure says nothing about the file.
  var concernsFile: Bool { [.badResponse, .tooLarge, .incompleteWeights, .missingConfig].contains(code) }
}
