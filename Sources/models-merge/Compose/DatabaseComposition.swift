import Files
import JSON

/// The new text of a database: the old text with planned changes applied.
struct DatabaseComposition {
  /// An existing entry that changes its place among the existing entries. An entry that only additions and removals
  /// shift does not move.
  struct Move {
    /// The entry in messages.
    let label: String
    /// The position in the old file, from 1.
    let old: Int
    /// The position in the new file, from 1.
    let new: Int
  }

  /// The order of the entries.
  let order: DatabaseOrder
  /// The number of entries in the new database.
  let total: Int
  /// The existing entries that move: the fewest that explain the new order.
  let moves: [Move]
  /// The new text.
  let text: ComposedText
  private let file: LoadedFile

  /// Calls `body` with the pieces of the new text, in order. They are valid during the call.
  func withBytes<Result, Problem: Error>(
    _ body: ([UnsafeBufferPointer<UInt8>]) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    defer { withExtendedLifetime(file) {} }
    return try text.withBytes(body)
  }

  /// Composes the new text: the entries in their new order, with updates, removals and new entries.
  ///
  /// - Parameter keepsOrder: whether existing entries keep their order, even if the file is not, or would no longer
  ///   be, sorted.
  init(_ plan: PlannedChanges, keepsOrder: Bool) {
    let layout = plan.layout
    file = layout.file
    order = DatabaseOrder(
      of: layout, changedSortKeys: DatabaseComposition.changedSortKeys(plan), keepsOrder: keepsOrder)
    total = layout.entries.count + plan.additions.count - plan.removals.count
    let moved = order.movedEntries
    let (composed, newPositions) = DatabaseComposition.compose(plan, order, findingPositionsOf: Set(moved))
    text = composed
    moves = moved.map { Move(label: layout.label($0), old: $0 + 1, new: newPositions[$0] ?? $0 + 1) }
  }

  /// Composes the text. Also returns the positions in it, from 1, of the old entries with the wanted indices.
  private static func compose(
    _ plan: PlannedChanges, _ order: DatabaseOrder, findingPositionsOf wanted: Set<Int>
  ) -> (text: ComposedText, positions: [Int: Int]) {
    let layout = plan.layout
    let updates = Dictionary(plan.updates.map { ($0.index, $0) }) { first, _ in first }
    let removed = Set(plan.removals.map(\.index))
    var positions: [Int: Int] = [:]
    var count = 0
    var composer = ListComposer(
      layout.file.bytes, whole: 0..<layout.file.count, opening: layout.arrayStart, closing: layout.arrayEnd,
      itemCount: layout.entries.count, itemRange: { layout.entries[$0].range })
    let additions = plan.additions.sorted { $0.sortKey < $1.sortKey }
    let positionsOfAdditions = additions.map { order.position(for: $0.sortKey) }
    var next = additions.startIndex
    let writer = EntryFormatter(style: plan.style)
    for position in 0...layout.entries.count {
      let neighbor = position < layout.entries.count ? order.index(at: position) : nil
      while next < additions.endIndex, positionsOfAdditions[next] == position {
        DatabaseComposition.add(additions[next], before: neighbor, to: &composer, writer)
        next += 1
        count += 1
      }
      guard let neighbor else { break }
      if removed.contains(neighbor) { continue }
      count += 1
      if wanted.contains(neighbor) { positions[neighbor] = count }
      if let update = updates[neighbor] {
        composer.replace(neighbor, with: update.content.text)
      } else {
        composer.keep(neighbor)
      }
    }
    composer.finish(lastSeparator: plan.style.lineEnd + plan.style.arrayIndentation)
    return (composer.result, positions)
  }

  /// The new sort keys of updated entries, by the entry's index.
  private static func changedSortKeys(_ plan: PlannedChanges) -> [Int: SortKey] {
    let changed = plan.updates.filter { update in
      update.content.changes.contains { $0.field == "parameters_billions" }
        && !plan.layout.entries[update.index].isCustom
    }
    return Dictionary(changed.map { ($0.index, $0.arrived.sortKey) }) { first, _ in first }
  }

  private static func add(
    _ arrived: ArrivedEntry, before index: Int?, to composer: inout ListComposer, _ writer: EntryFormatter
  ) {
    let neighbor = index ?? composer.lastItem
    let indentation =
      neighbor.flatMap { EntryStyle.indentation(composer.separator(before: $0)) } ?? writer.style.entryIndentation
    guard let text = arrived.parsed()?.withRoot({ writer.entry($0, indentation: indentation) }) else { return }
    composer.add(
      text, before: index,
      separatorInEmptyList: writer.style.lineEnd + writer.style.entryIndentation)
  }
}

extension DatabaseComposition {
  /// The lines of a note about the existing entries that move; empty when none moves.
  func moveNotice(_ plan: PlannedChanges) -> [String] {
    guard !moves.isEmpty else { return [] }
    let subject = moves.count.counting("entry moves", "entries move")
    let reason = order.wasSorted ? "" : "'\(plan.layout.file.path)' is not sorted by parameters_billions, so "
    return ["\(reason)\(subject); \(plan.hints.keepOrder)"]
      + moves.map { "  '\($0.label)' moves from position \($0.old) to \($0.new)" }
  }
}
