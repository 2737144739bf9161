/// The name of one shard of a checkpoint: `stem-00001-of-00003.extension`.
struct ShardName: Hashable, Sendable {
  /// The parts of the name that all shards of a checkpoint have in common.
  struct SetName: Hashable, Sendable {
    /// The path before the number.
    let stem: String
    /// The character between the stem and the number: `-` or `_`.
    let separator: String
    /// The number of shards.
    let count: Int
    /// The number of digits in a shard's number.
    let digits: Int
    let fileExtension: String

    /// The name of the shard with this number.
    func file(_ number: Int) -> String {
      "\(stem)\(separator)\(padded(number))-of-\(padded(count)).\(fileExtension)"
    }

    private func padded(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
  }

  let set: SetName
  /// The number of the shard, from 1.
  let number: Int

  /// Parses a path; nil unless it is the name of a shard: five or six digits after `-` or `_`, then `-of-` and the same
  /// number of digits.
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
    guard numberText.utf8.count == countText.utf8.count, let number = ShardName.number(numberText),
      (1...count).contains(number)
    else { return nil }
    set = SetName(
      stem: String(front[..<separator]), separator: String(front[separator]), count: count,
      digits: countText.utf8.count, fileExtension: String(path[path.index(after: dot)...]))
    self.number = number
  }

  private static func number(_ text: Substring) -> Int? {
    guard (5...6).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }
}

/// The shards of one checkpoint: those that exist, and those that are missing.
struct ShardSet: Sendable {
  let name: ShardName.SetName
  /// The existing shards, by number.
  let files: [ModelInfo.File]
  /// The names of the missing shards.
  let missing: [String]

  /// The size of the existing shards in bytes; nil when the size of one is unknown.
  var size: Int? { WeightFileSet.size(of: files) }

  /// Finds the sets among the files of a repository, in the order of their first shards.
  static func all(in files: [ModelInfo.File]) -> [ShardSet] {
    var members: [ShardName.SetName: [Int: ModelInfo.File]] = [:]
    var names: [ShardName.SetName] = []
    for file in files {
      guard let shard = ShardName(file.path), shard.set.count <= WeightFileSet.maximumFileCount else { continue }
      if members[shard.set] == nil { names.append(shard.set) }
      members[shard.set, default: [:]][shard.number] = file
    }
    return names.map { name in
      let found = members[name] ?? [:]
      let numbers = 1...name.count
      return ShardSet(
        name: name, files: numbers.compactMap { found[$0] }, missing: numbers.filter { found[$0] == nil }.map(name.file)
      )
    }
  }
}
