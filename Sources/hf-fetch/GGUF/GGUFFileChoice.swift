import ModelSpec

/// Chooses the GGUF files that are the model by their names and sizes, and by their headers if these do not decide.
///
/// A set is a single file, or the parts of a split file. Draft models and adapters come last. Sets that lack a part are
/// left out, unless no set is complete. Among the quantizations with one ``GGUFFileSet/baseName``, `Q4_K_M` is
/// preferred, otherwise the smallest set. A set with far fewer estimated parameters than another of its base name is
/// not preferred. Of several base names, the first is the one whose preferred set has the most estimated parameters.
struct GGUFFileChoice: Sendable {
  /// The set that is the model according to names and sizes; nil if no GGUF file can be the model.
  let preferred: GGUFFileSet?
  /// The preferred set of each other base name, those with the most estimated parameters first. Sets with few estimated
  /// parameters are left out. One of these sets may be the model instead of ``preferred``.
  let alternatives: [GGUFFileSet]
  /// All other complete sets, those with the most estimated parameters first, but draft models and adapters last.
  let others: [GGUFFileSet]

  /// Among the quantizations of one base name, a set with fewer estimated parameters than this share of the largest
  /// estimate is not preferred: it is probably of another model.
  private static let minimumShareOfLargest = 0.6
  /// A set with another base name is not an alternative if it has fewer estimated parameters than this share of the
  /// largest estimate.
  private static let minimumShareOfAlternatives = 0.3

  /// Makes a choice of one set: the one with the file that the user named.
  init(only set: GGUFFileSet) {
    preferred = set
    (alternatives, others) = ([], [])
  }

  /// Finds the sets among the files of a repository or directory, and orders them.
  init(in files: [ModelInfo.File]) {
    let all = GGUFFileSet.all(in: files)
    let models = all.filter { !$0.isDraftOrAdapter }
    let eligible = GGUFFileChoice.complete(models.isEmpty ? all : models)
    let setsByName = Dictionary(grouping: eligible, by: \.baseName)
    let best = setsByName.values.compactMap(GGUFFileChoice.best).sorted(by: GGUFFileChoice.isLarger)
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

  /// The preferred set among the quantizations of one base name; nil for an empty list.
  private static func best(of sets: [GGUFFileSet]) -> GGUFFileSet? {
    let largest = sets.compactMap(\.estimate).max() ?? 0
    let ofSameModel = sets.filter { ($0.estimate ?? largest) >= minimumShareOfLargest * largest }
    return ofSameModel.min { first, second in
      if first.isPreferredQuantization != second.isPreferredQuantization { return first.isPreferredQuantization }
      return (first.size ?? Int.max, path(first)) < (second.size ?? Int.max, path(second))
    }
  }

  /// Whether the first set has more estimated parameters, or equally many and the path that sorts first.
  private static func isLarger(_ first: GGUFFileSet, _ second: GGUFFileSet) -> Bool {
    let parameters = (comparableEstimate(first), comparableEstimate(second))
    return parameters.0 == parameters.1 ? path(first) < path(second) : parameters.0 > parameters.1
  }

  /// The estimated number of parameters; 0 when the size is unknown. If the path names no quantization, the estimate
  /// assumes 16 bits per weight.
  private static func comparableEstimate(_ set: GGUFFileSet) -> Double {
    set.estimate ?? Double(set.size ?? 0) * 8 / 16
  }

  private static func path(_ set: GGUFFileSet) -> String { set.files.first?.path ?? "" }

  /// All sets that can be the model.
  var all: [GGUFFileSet] { [preferred].compactMap { $0 } + alternatives + others }
}

extension GGUFFileChoice {
  /// How many sets are read at most besides the preferred one, for each of three reasons: they are alternatives, their
  /// files are local, or their parameters may match the Hub's count.
  private static let maximumSetCount = 3

  /// The difference up to which two parameter counts are taken as equal: 2 %. The counts of two quantizations of one
  /// model differ by less.
  private static func tolerance(of count: Int) -> Int { count / 50 }

  /// Chooses the set that is the model by reading headers, the preferred set first. Of the sets that are a model by
  /// themselves, it is the one with the most parameters. If that is more than 2 % below the Hub's count, a set that has
  /// the Hub's count is chosen instead, if there is one.
  ///
  /// - Parameters:
  ///   - hubTotal: the Hub's parameter count; nil without one. It can be that of a draft model in the same repository.
  ///   - jobs: how many files of a set to read at once.
  /// - Returns: the headers of the chosen set.
  /// - Throws: ``Failure`` when there is no set, or all are damaged; also when one cannot be read for another reason:
  ///   then it may be the model.
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
        guard error.concernsFile else { throw error }
        failure = failure ?? error
      }
    }
    if let hubTotal, best.map({ $0.elementCount < hubTotal - GGUFFileChoice.tolerance(of: hubTotal) }) ?? true {
      for set in others.prefix(GGUFFileChoice.maximumSetCount) {
        do throws(Failure) {
          let model = try GGUFHeaders(set, at: location, jobs: jobs)
          if abs(model.elementCount - hubTotal) <= GGUFFileChoice.tolerance(of: hubTotal) { best = model }
        } catch {
          guard error.concernsFile else { throw error }
        }
      }
    }
    guard let best else { throw failure ?? location.missingConfig }
    return best
  }

  /// Whether a set is preferred to another: it is a model by itself and the other is not, or they are alike in this and
  /// it has more parameters, by more than 2 %.
  private static func isPreferred(_ set: GGUFHeaders, to other: GGUFHeaders) -> Bool {
    if set.isAuxiliary != other.isAuxiliary { return other.isAuxiliary }
    return set.elementCount - tolerance(of: set.elementCount) > other.elementCount
  }
}
