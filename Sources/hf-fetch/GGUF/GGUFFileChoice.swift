import ModelSpec

/// Chooses the GGUF files that are the model: orders the sets of files by their names and sizes, and, if these do not
/// decide, reads headers.
///
/// Draft models and adapters come last. Sets that lack a part are left out, unless no set is complete. Among the
/// quantizations of one base name, `Q4_K_M` is preferred, otherwise the smallest file. A file that is far too small for
/// its quantization is of another model.
struct GGUFFileChoice: Sendable {
  /// The set that is the model according to names and sizes; nil without GGUF files.
  let preferred: GGUFFileSet?
  /// One set for each other base name, the largest first. One of them may be the model.
  let alternatives: [GGUFFileSet]
  /// The other complete sets, the largest first, draft models and adapters last.
  let others: [GGUFFileSet]

  /// Among the quantizations of one base name, a set with fewer estimated parameters than this share of the largest is
  /// of another model.
  private static let minimumShareOfLargest = 0.6
  /// A set with another base name is not read if it has fewer estimated parameters than this share of the largest.
  private static let minimumShareOfAlternatives = 0.3

  /// Makes the only candidate: the set with the file that the user named.
  init(only set: GGUFFileSet) {
    preferred = set
    (alternatives, others) = ([], [])
  }

  /// Orders the sets among the files of a repository.
  init(in files: [ModelInfo.File]) {
    let all = GGUFFileSet.all(in: files)
    let models = all.filter { !$0.isDraftOrAdapter }
    let eligible = GGUFFileChoice.complete(models.isEmpty ? all : models)
    let names = Dictionary(grouping: eligible, by: \.baseName).values
    let best = names.compactMap(GGUFFileChoice.best).sorted(by: GGUFFileChoice.isLarger)
    let largest = best.compactMap(\.estimate).max() ?? 0
    preferred = best.first
    alternatives = best.dropFirst().filter {
      ($0.estimate ?? largest) >= GGUFFileChoice.minimumShareOfAlternatives * largest
    }
    let chosen = Set((best.prefix(1) + alternatives).compactMap(\.files.first))
    let rest = all.filter { $0.isComplete && !($0.files.first.map(chosen.contains) ?? true) }
    others = rest.sorted {
      $0.isDraftOrAdapter == $1.isDraftOrAdapter ? GGUFFileChoice.isLarger($0, $1) : $1.isDraftOrAdapter
    }
  }

  /// The complete sets, or all sets when no set is complete.
  private static func complete(_ sets: [GGUFFileSet]) -> [GGUFFileSet] {
    let complete = sets.filter(\.isComplete)
    return complete.isEmpty ? sets : complete
  }

  /// The set to read among the quantizations of one base name.
  private static func best(of sets: [GGUFFileSet]) -> GGUFFileSet? {
    let largest = sets.compactMap(\.estimate).max() ?? 0
    let ofSameModel = sets.filter { ($0.estimate ?? largest) >= minimumShareOfLargest * largest }
    return ofSameModel.min { first, second in
      if first.isPreferredQuantization != second.isPreferredQuantization { return first.isPreferredQuantization }
      return (first.size ?? Int.max, path(first)) < (second.size ?? Int.max, path(second))
    }
  }

  private static func isLarger(_ first: GGUFFileSet, _ second: GGUFFileSet) -> Bool {
    let parameters = (comparableEstimate(first), comparableEstimate(second))
    return parameters.0 == parameters.1 ? path(first) < path(second) : parameters.0 > parameters.1
  }

  /// The estimated number of parameters. If the name has no quantization, the weights probably have 16 bits.
  private static func comparableEstimate(_ set: GGUFFileSet) -> Double {
    set.estimate ?? Double(set.size ?? 0) * 8 / 16
  }

  private static func path(_ set: GGUFFileSet) -> String { set.files.first?.path ?? "" }

  /// All sets that can be the model.
  var all: [GGUFFileSet] { [preferred].compactMap { $0 } + alternatives + others }
}

extension GGUFFileChoice {
  /// The maximum number of other sets that are read, for each of three reasons: another base name, local files, and a
  /// possible match with the Hub's count.
  private static let maximumSetCount = 3

  /// The difference up to which two counts count as equal: 2 %. Quantizations of one model differ by less.
  private static func tolerance(of count: Int) -> Int { count / 50 }

  /// Chooses the set that is the model by reading headers, the preferred set first. It is the set with the most
  /// parameters; if the Hub's count is larger than that, it is a set that has this count.
  ///
  /// - Parameter hubTotal: the Hub's count, which can be that of a draft model in the same repository.
  /// - Throws: ``Failure`` when no set can be read.
  func headersOfModel(
    at location: any ModelLocation, hubTotal: Int?, jobs: Int
  ) throws(Failure) -> GGUFHeaders {
    guard let preferred else { throw location.missingConfig }
    var best: GGUFHeaders?
    var failure: Failure?
    // Local files are read without requests, so more sets are compared.
    let local = location.isDirectory ? others.filter { !$0.isDraftOrAdapter } : []
    for set in [preferred] + alternatives.prefix(GGUFFileChoice.maximumSetCount)
      + local.prefix(GGUFFileChoice.maximumSetCount)
    {
      do throws(Failure) {
        let model = try GGUFHeaders(set, at: location, jobs: jobs)
        if best.map({ GGUFFileChoice.isPreferred(model, to: $0) }) ?? true { best = model }
      } catch {
        failure = failure ?? error
      }
    }
    if let hubTotal, best.map({ $0.elementCount < hubTotal - GGUFFileChoice.tolerance(of: hubTotal) }) ?? true {
      for set in others.prefix(GGUFFileChoice.maximumSetCount) {
        let model = try? GGUFHeaders(set, at: location, jobs: jobs)
        if let model, abs(model.elementCount - hubTotal) <= GGUFFileChoice.tolerance(of: hubTotal) { best = model }
      }
    }
    guard let best else { throw failure ?? location.missingConfig }
    return best
  }

  /// Whether a set is preferred to another: it is a model and the other one is not, or it has more parameters.
  private static func isPreferred(_ set: GGUFHeaders, to other: GGUFHeaders) -> Bool {
    if set.isAuxiliary != other.isAuxiliary { return other.isAuxiliary }
    return set.elementCount - tolerance(of: set.elementCount) > other.elementCount
  }
}
