/// One line of the table of results.
struct Finding {
  /// The work that was measured.
  let work: String
  /// What was measured of it.
  var aspect = Aspect.wallTime
  /// Our figure, in seconds or bytes.
  let ours: Double
  /// What it is compared with.
  let peer: String
  /// The other figure; nil when the peer is not installed, or nothing is to be compared.
  var theirs: Double?
  /// What is to be reached.
  var goal: Goal?

  /// What a figure measures.
  enum Aspect: String {
    case wallTime = "time"
    case processorTime = "CPU time"
    case memory = "peak memory"
  }

  /// How our figure relates to theirs, as the goal puts it; nil when there is nothing to compare with.
  var ratio: Double? {
    guard let theirs, theirs > 0, ours > 0 else { return nil }
    return goal?.measure == .timesFaster ? theirs / ours : ours / theirs
  }

  /// How far the goal was reached; nil when there is no goal, or no figure to judge.
  var verdict: Goal.Verdict? {
    guard let goal else { return nil }
    return (goal.measure == .limit ? ours : ratio).flatMap(goal.judge)
  }
}

/// A bar to be reached, and the aim after it.
struct Goal {
  /// What bar and aim are numbers of.
  enum Measure {
    /// How many times as fast ours is: the more the better.
    case timesFaster
    /// How many times their cost ours is: the less the better.
    case timesTheCost
    /// Our figure itself: the less the better.
    case limit
  }

  /// How far a goal was reached.
  enum Verdict: String {
    case aim, bar, missed
  }

  /// What bar and aim are numbers of.
  let measure: Measure
  /// What has to be reached; nil for a figure that is only shown.
  let bar: Double?
  /// What is wished for.
  let aim: Double?

  /// At least this many times as fast as the peer.
  static func timesFaster(_ bar: Double?, aim: Double? = nil) -> Goal {
    Goal(measure: .timesFaster, bar: bar, aim: aim)
  }
  /// At most this many times the cost of the peer.
  static func timesTheCost(_ bar: Double?, aim: Double? = nil) -> Goal {
    Goal(measure: .timesTheCost, bar: bar, aim: aim)
  }
  /// At most this many seconds or bytes.
  static func limit(_ bar: Double, aim: Double? = nil) -> Goal { Goal(measure: .limit, bar: bar, aim: aim) }

  /// Judges a number of the goal's measure; nil when there is no bar.
  func judge(_ value: Double) -> Verdict? {
    guard let bar else { return nil }
    func reaches(_ bound: Double) -> Bool { measure == .timesFaster ? value >= bound : value <= bound }
    if let aim, reaches(aim) { return .aim }
    return reaches(bar) ? .bar : .missed
  }
}
