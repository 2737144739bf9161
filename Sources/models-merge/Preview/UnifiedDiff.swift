import JSON

/// The differences, in lines, between an old text and a ``ComposedText`` that uses parts of it.
///
/// The parts of the old text are known to be unchanged, so only the text between them is compared line by line. The
/// time for this depends on the size of the changes, not on the size of the file.
struct UnifiedDiff {
  /// Lines of the old text, and the lines that replace them.
  struct Edit {
    /// The byte range of whole lines in the old text.
    var old: Range<Int>
    /// The new lines.
    var new: [UInt8]
  }

  /// The number of unchanged lines that are shown before and after a change.
  static let contextLines = 3
  /// A region with this many old or new lines or more is not compared line by line. All of its lines are shown as
  /// replaced.
  private static let comparedLines = 4000

  /// The old text.
  let text: UnsafeBufferPointer<UInt8>
  /// The changes, in the order of the old text.
  private(set) var edits: [Edit] = []

  /// Compares a text with the old text that it is composed from.
  init(to new: ComposedText) {
    text = new.old
    for region in changedRegions(new.pieces) { edits += lineEdits(of: region) }
  }

  /// The regions between the parts that stay in order, extended to whole lines.
  private func changedRegions(_ pieces: [TextPiece]) -> [Edit] {
    let parts = pieces.enumerated().compactMap { index, piece -> (index: Int, range: Range<Int>)? in
      if case .old(let range) = piece { (index, range) } else { nil }
    }
    let staying = heaviestIncreasingSubsequence(parts.map(\.range.lowerBound), weights: parts.map(\.range.count))
    var regions: [Edit] = []
    var oldEnd = 0
    var pending: [UInt8] = []
    var next = pieces.startIndex
    let end = (index: pieces.endIndex, range: text.count..<text.count)
    for part in staying.map({ parts[$0] }) + [end] {
      for piece in pieces[next..<part.index] { pending += bytes(of: piece) }
      next = part.index + 1
      // When an entry is inserted, the separator before its neighbor is used twice. The second use counts as new text.
      let start = min(max(part.range.lowerBound, oldEnd), part.range.upperBound)
      pending += text[part.range.lowerBound..<start]
      guard start < part.range.upperBound || part.index == pieces.endIndex else { continue }
      if start > oldEnd || !pending.isEmpty { append(oldEnd..<start, pending, to: &regions) }
      pending = []
      oldEnd = part.range.upperBound
    }
    return regions
  }

  private func bytes(of piece: TextPiece) -> UnsafeBufferPointer<UInt8> {
    switch piece {
    case .old(let range): UnsafeBufferPointer(rebasing: text[range])
    case .new(let text): text.bytes
    }
  }

  private func append(_ old: Range<Int>, _ new: [UInt8], to regions: inout [Edit]) {
    let start = startOfLine(old.lowerBound)
    let end = endOfLine(old.upperBound)
    if let last = regions.indices.last, regions[last].old.upperBound >= start {
      // The previous region already covers this line: remove the overlap from its new text, and extend the region.
      let previousEnd = regions[last].old.upperBound
      let overlap = previousEnd > old.lowerBound ? previousEnd - old.lowerBound : 0
      regions[last].new.removeLast(overlap)
      if previousEnd < old.lowerBound { regions[last].new += text[previousEnd..<old.lowerBound] }
      regions[last].new += new + text[old.upperBound..<end]
      regions[last].old = regions[last].old.lowerBound..<end
    } else {
      regions.append(Edit(old: start..<end, new: text[start..<old.lowerBound] + new + text[old.upperBound..<end]))
    }
  }

  /// The edits within a region.
  private func lineEdits(of region: Edit) -> [Edit] {
    let old = lines(of: UnsafeBufferPointer(rebasing: text[region.old]))
    let new = region.new.withUnsafeBufferPointer(lines)
    guard old.count < UnifiedDiff.comparedLines, new.count < UnifiedDiff.comparedLines else { return [region] }
    var removed = [Bool](repeating: false, count: old.count)
    var inserted = [Bool](repeating: false, count: new.count)
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed[offset] = true
      case .insert(let offset, _, _): inserted[offset] = true
      }
    }
    return edits(old, new, removed, inserted, from: region.old.lowerBound)
  }

  private func edits(
    _ old: [[UInt8]], _ new: [[UInt8]], _ removed: [Bool], _ inserted: [Bool], from start: Int
  ) -> [Edit] {
    var edits: [Edit] = []
    var (o, n, offset) = (0, 0, start)
    while o < old.count || n < new.count {
      var edit = Edit(old: offset..<offset, new: [])
      while o < old.count, removed[o] {
        edit.old = edit.old.lowerBound..<edit.old.upperBound + old[o].count
        o += 1
      }
      while n < new.count, inserted[n] {
        edit.new += new[n]
        n += 1
      }
      offset = edit.old.upperBound
      if !edit.old.isEmpty || !edit.new.isEmpty { edits.append(edit) }
      if o < old.count { offset += old[o].count }
      o += 1
      n += 1
    }
    return edits
  }
}

extension UnifiedDiff {
  /// The start of the line that contains a byte.
  func startOfLine(_ offset: Int) -> Int {
    var start = offset
    while start > 0, text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  /// The end of the line that contains a byte, including its line feed.
  func endOfLine(_ offset: Int) -> Int {
    var end = offset
    while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
    return min(end + 1, text.count)
  }

  /// The lines of a text, including their line feeds.
  func lines(of text: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
      lines.append(Array(text[start..<end]))
      start = end
    }
    return lines
  }
}
