/// The candidate with the smallest edit distance from a name; nil if even that distance is more than a third of the
/// name's length in bytes.
public func nearestName(to name: String, among candidates: [String]) -> String? {
  let length = name.utf8.count
  // Candidates that differ in length by more than a third of the name's are too far away.
  let measured = candidates.filter { abs($0.utf8.count - length) * 3 <= length }.map { candidate in
    (name: candidate, distance: editDistance(name, candidate))
  }
  guard let nearest = measured.min(by: { $0.distance < $1.distance }) else { return nil }
  return nearest.distance * 3 <= length ? nearest.name : nil
}

/// Whether a key of a JSON object is probably a misspelling of a known name: their distance is at most 2, or at most 1
/// for a name of fewer than ten bytes.
///
/// - Parameters:
///   - key: the key.
///   - name: the known name.
///   - isPresent: whether the object also has the name as a key. Then a similar key is more often another name, so the
///     rule is stricter: the name has more than five bytes, the distance is 1, and the key is not its plural.
public func isMisspelling(_ key: String, of name: String, besideIt isPresent: Bool) -> Bool {
  let length = name.utf8.count
  guard abs(key.utf8.count - length) < 3, key != name else { return false }
  if isPresent { return length > 5 && key != name + "s" && editDistance(key, name) == 1 }
  return editDistance(key, name) <= (length < 10 ? 1 : 2)
}

/// The edit distance of the first 64 bytes of two texts: the smallest number of insertions, deletions, replacements and
/// swaps of adjacent bytes (the restricted Damerau-Levenshtein distance, also called optimal string alignment).
public func editDistance(_ a: String, _ b: String) -> Int {
  // The limit counts bytes, because 64 characters can be any number of bytes: a letter can have many combining marks.
  let source = Array(a.utf8.prefix(64))
  let target = Array(b.utf8.prefix(64))
  // All rows are in one array, so that they take one allocation: an object can have very many keys, and each of
  // them is compared with several names.
  let width = target.count + 1
  var distances = [Int](repeating: 0, count: width * (source.count + 1))
  for j in 0..<width { distances[j] = j }
  for i in source.indices {
    let (above, row) = (i * width, (i + 1) * width)
    distances[row] = i + 1
    for j in target.indices {
      let isSame = source[i] == target[j]
      var least = min(
        distances[above + j] + (isSame ? 0 : 1), distances[above + j + 1] + 1, distances[row + j] + 1)
      if i > 0, j > 0, source[i] == target[j - 1], source[i - 1] == target[j] {
        least = min(least, distances[above - width + j - 1] + 1)
      }
      distances[row + j + 1] = least
    }
  }
  return distances[distances.count - 1]
}
