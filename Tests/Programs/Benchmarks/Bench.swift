/// All that the measurements share: tools, inputs, peers, and how often to measure.
struct Bench {
  /// The directory of the release binaries.
  var tools: String
  /// The path of the stub Hub.
  let hub: String
  /// The schema that hf-validate uses, for its peers.
  let schema: String
  /// The models that everything is made from.
  let models: String
  /// What runs commands.
  let runner: Runner
  /// Where files may be made.
  let workspace: Workspace
  /// The files to measure on.
  let inputs: Inputs
  /// What to compare with.
  let peers: Peers
  /// How much to measure.
  let scale: Scale

  /// How much to measure.
  struct Scale {
    /// Samples of each figure.
    let rounds: Int
    /// Samples of peers that take many seconds.
    let slowRounds: Int
    /// What all sizes are divided by.
    let divisor: Int
    /// Whether the figures say anything about the goals.
    let isJudged: Bool
    /// The least time that a sample of a growth or of several jobs takes, in seconds.
    let leastSeconds: Double

    /// What the published figures are measured with.
    static let full = Scale(rounds: 9, slowRounds: 3, divisor: 1, isJudged: true, leastSeconds: 1)
    /// A few seconds, to see that all works.
    static let quick = Scale(rounds: 3, slowRounds: 1, divisor: 100, isJudged: false, leastSeconds: 0.05)
  }

  /// Runs of one of our tools.
  func tool(_ name: String, _ arguments: [String] = [], input: String = "/dev/null") -> Command {
    // Published models that the tools refuse, such as those without attention, end a filter with 1: work done all the
    // same.
    Command("\(tools)/\(name)", ["--quiet"] + arguments, input: input, accepts: [0, 1])
  }

  /// A command as a contestant in as many rounds as there are.
  func contestant(_ command: Command, isSlow: Bool = false) -> Contestant {
    Contestant(command: command, rounds: isSlow ? scale.slowRounds : scale.rounds)
  }

  /// A number of documents, with separators between thousands; smaller on a quick run.
  func count(_ full: Int) -> (number: Int, text: String) {
    let number = max(1, full / scale.divisor)
    return (number, grouped(number))
  }
}

func grouped(_ number: Int) -> String {
  number < 1000 ? "\(number)" : grouped(number / 1000) + "," + String(String(1000 + number % 1000).dropFirst())
}
