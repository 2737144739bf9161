/// The name of one shard of a checkpoint: `stem-00001-of-00003.extension`.
struct ShardName: Hashable, Sendable {
  /// The parts of the name that all shards of a checkpoint have in common.
  struct SetName: Hashable, Sendable {
    /// The path before the separator.
    let stem: String
    /// The character between the stem and the number: `-` or `_`.
    let separator: String
    /// ``count`` as it is written in the name, such as `00003`.
    let countText: String
    /// The number after `-of-`: the number of shards, or in some sets that are numbered from 0, one less.
    let count: Int
    let fileExtension: String

    /// The path of the shard with this number.
    ///
    /// - Parameter digits: the minimum number of digits; a shorter number has zeros before it.
    func file(_ number: Int, digits: Int) -> String {
      let text = String(number)
      let padding = String(repeating: "0", count: max(0, digits - text.utf8.count))
      return "\(stem)\(separator)\(padding)\(text)-of-\(countText).\(fileExtension)"
    }
  }

  let set: SetName
  /// The number of the shard. Most programs count from 1, some from 0.
  let number: Int
  /// The number of digits of ``number`` in the name.
  let digits: Int

  /// Parses a path; nil unless it is the name of a shard: a number after `-` or `_`, then `-of-` and the count.
  ///
  /// Both numbers have one to six digits. transformers writes five; the Hub reads five or six; other programs write
  /// fewer.
  init?(_ path: String) {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")),
      let dash = path.utf8[..<dot].lastIndex(of: UInt8(ascii: "-")), path[..<dash].hasSuffix("-of")
    else { return nil }
    let front = path[..<dash].dropLast(3)
    let countText = path[path.utf8.index(after: dash)..<dot]
    guard let count = ShardName.number(countText), count > 0,
      let separator = front.lastIndex(where: { $0 == "-" || $0 == "_" })
    else { return nil }
    let numberText = front[front.index(after: separator)...]
    guard let number = ShardName.number(numberText), number <= count else { return nil }
    set = SetName(
      stem: String(front[..<separator]), separator: String(front[separator]), countText: String(countText),
      count: count, fileExtension: String(path[path.index(after: dot)...]))
    self.number = number
    digits = numberText.utf8.count
  }

  private static func number(_ text: Substring) -> Int? {
    guard (1...6).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }
}

/// The shards of one checkpoint: those that exist, and those that are missing.
struct ShardSet: Sendable {
  let name: ShardName.SetName
  /// The shards that exist, sorted by number.
  let files: [ModelInfo.File]
  /// The numbers of the shards that exist.
  private let numbers: Set<Int>
  /// The smallest number of digits with which a shard's number is written.
  private let digits: Int

  /// The numbers of all shards, existing or missing. They start at 1 or 0. If they start at 0, the count in the names
  /// is either the number of shards, or the number of the last shard: gpt-oss has `00000-of-00002` to `00002-of-00002`.
  private var expected: ClosedRange<Int> {
    numbers.contains(0) ? 0...(numbers.contains(name.count) ? name.count : name.count - 1) : 1...name.count
  }

  /// The number of shards, existing or missing.
  var count: Int { expected.count }
  /// Whether no shard is missing.
  var isComplete: Bool { files.count == count }
  /// Whether the last shard can be missing although ``isComplete`` is true: the numbers start at 0, and if the count is
  /// the number of the last shard, this shard is missing.
  var mayLackLast: Bool { numbers.contains(0) && !numbers.contains(name.count) }

  /// The paths of the missing shards.
  var missing: [String] {
    isComplete ? [] : expected.filter { !numbers.contains($0) }.map { name.file($0, digits: digits) }
  }

  /// The total size in bytes of the shards that exist; nil when the size of one is unknown.
  var size: Int? { WeightFileSet.size(of: files) }

  private init(_ name: ShardName.SetName, _ members: [Int: (file: ModelInfo.File, digits: Int)]) {
    self.name = name
    files = members.sorted { $0.key < $1.key }.map(\.value.file)
    numbers = Set(members.keys)
    digits = members.values.map(\.digits).min() ?? 1
  }

  /// Finds the sets among the files of a repository, in the order in which their first files are listed. Sets of more
  /// than ``WeightFileSet/maximumFileCount`` shards are left out.
  static func all(in files: [ModelInfo.File]) -> [ShardSet] {
    var members: [ShardName.SetName: [Int: (file: ModelInfo.File, digits: Int)]] = [:]
    var names: [ShardName.SetName] = []
    for file in files {
      guard let shard = ShardName(file.path), shard.set.count <= WeightFileSet.maximumFileCount else { continue }
      if members[shard.set] == nil { names.append(shard.set) }
      members[shard.set, default: [:]][shard.number] = (file, shard.digits)
    }
    return names.map { ShardSet($0, members[$0] ?? [:]) }
  }
}
