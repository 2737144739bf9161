import JSON
import ModelSpec

/// The new version of an existing entry: known fields have the new values, other members are unchanged.
///
/// `id` and `name` stay, because users choose them. `modality` stays, because an entry for the language model of a
/// multimodal model keeps the modality of the whole model. An override of `name` or `modality` does replace it. The
/// overrides of the existing entry stay, except forgotten ones and those that the new version overrides too. If an
/// override is forgotten, the field gets the derived value, or is removed if it is a user's own. Another known field
/// that the new version lacks is removed, because its value belongs to the old version; but `hf_model_id` and
/// `benchmarks` stay. A member whose value does not change keeps its bytes.
struct EntryUpdate {
  /// The entry's new JSON text, without the indentation before its first line.
  let text: ByteBuffer
  /// The changed fields; empty when nothing changes.
  let changes: [FieldChange]
  /// The kept overrides that differ from the derived values.
  let differingOverrides: [KeptOverrides.Difference]
  /// The names of the overrides that the existing entry has, and that are forgotten.
  let droppedOverrides: Set<String>

  private static let keptFields: Set<EntryField> = [.id, .name, .modality]

  /// Whether a member is kept, replaced or removed.
  private enum MemberChange {
    case kept
    case replaced(JSONElement)
    case removed
  }

  /// Computes the new version.
  ///
  /// - Parameters:
  ///   - existing: the entry of the database.
  ///   - new: the entry of the batch.
  ///   - style: the formatting of the database.
  ///   - forgotten: the fields whose overrides are dropped.
  init(of existing: JSONDocument, with new: JSONElement, style: EntryStyle, forgetting forgotten: Set<String> = []) {
    self = existing.withRoot { root in
      guard let overrides = KeptOverrides(of: root, in: new, forgetting: forgotten) else {
        return EntryUpdate(existing, Array(root.members), with: new, [], dropping: [], style)
      }
      let stored = root[EntryField.overrides.name].map { Set($0.members.compactMap(\.key.string)) } ?? []
      return overrides.entry.withRoot {
        EntryUpdate(
          existing, Array(root.members), with: $0, overrides.differences, dropping: stored.intersection(forgotten),
          style)
      }
    }
  }

  /// Computes the new version. `members` are those of the existing entry; overrides are applied to `new` already.
  private init(
    _ existing: JSONDocument, _ members: [Member], with new: JSONElement,
    _ differingOverrides: [KeptOverrides.Difference], dropping droppedOverrides: Set<String>, _ style: EntryStyle
  ) {
    self.differingOverrides = differingOverrides
    self.droppedOverrides = droppedOverrides
    let arriving = EntryFormatter.orderedMembers(of: new)
    let values = Dictionary(arriving.map { (ExactString($0.key.string ?? ""), $0.value) }) { $1 }
    let present = Set(members.map { ExactString($0.key.string ?? "") })
    let added = arriving.filter { !present.contains(ExactString($0.key.string ?? "")) }
    let memberChanges = members.map { EntryUpdate.memberChange(of: $0, values, droppedOverrides) }
    changes = EntryUpdate.changes(members, memberChanges, added)
    text = EntryUpdate.compose(existing, members, memberChanges, added, style.adapted(to: existing))
  }

  private typealias Member = (key: JSONElement, value: JSONElement)

  private static func memberChange(
    of member: Member, _ arriving: [ExactString: JSONElement], _ droppedOverrides: Set<String>
  ) -> MemberChange {
    let name = member.key.string ?? ""
    let isDropped = droppedOverrides.contains(name)
    if let field = EntryField.named(name), keptFields.contains(field) {
      let isOverride = field != .id && arriving[ExactString("overrides")]?[key: name] != nil
      let isDerivedAgain = field != .id && isDropped && arriving[ExactString(name)] != nil
      if !isOverride, !isDerivedAgain { return .kept }
    }
    if let new = arriving[ExactString(name)] {
      return new.isEqual(to: member.value) ? .kept : .replaced(new)
    }
    guard let field = EntryField.named(name) else { return isDropped ? .removed : .kept }
    return field == .hfModelID || field.isOnRequest ? .kept : .removed
  }

  private static func changes(_ members: [Member], _ memberChanges: [MemberChange], _ added: [Member]) -> [FieldChange]
  {
    let touched = zip(members, memberChanges).compactMap { member, memberChange -> FieldChange? in
      let field = member.key.string ?? ""
      return switch memberChange {
      case .kept: nil
      case .replaced(let new): FieldChange(field: field, old: member.value.compactText, new: new.compactText)
      case .removed: FieldChange(field: field, old: member.value.compactText, new: nil)
      }
    }
    return touched + added.map { FieldChange(field: $0.key.string ?? "", old: nil, new: $0.value.compactText) }
  }

  private static func compose(
    _ existing: JSONDocument, _ members: [Member], _ memberChanges: [MemberChange], _ added: [Member],
    _ style: EntryStyle
  ) -> ByteBuffer {
    var composer = ListComposer(
      existing.bytes, whole: 0..<existing.byteCount, opening: 1, closing: existing.byteCount - 1,
      itemCount: members.count, itemRange: { members[$0].key.sourceOffset..<members[$0].value.sourceEnd })
    let writer = EntryFormatter(style: style)
    let positions = KnownFieldPositions(of: members)
    var pending = Dictionary(grouping: added) { positions.predecessor(of: $0.key) }
    func indentation(at index: Int) -> String {
      EntryStyle.indentation(composer.separator(before: index)) ?? style.entryIndentation + style.indentationUnit
    }
    for (index, memberChange) in memberChanges.enumerated() {
      switch memberChange {
      case .kept: composer.keep(index)
      case .replaced(let value):
        let text = ByteBuffer(capacity: 128)
        text.append(text: existing.text(from: members[index].key.sourceOffset, to: members[index].value.sourceOffset))
        text.append(contentsOf: writer.value(value, indentation: indentation(at: index)))
        composer.replace(index, with: text)
      case .removed: break
      }
      let next = index + 1 < members.count ? index + 1 : nil
      for member in pending.removeValue(forKey: index) ?? [] {
        let text = writer.member(member.key, member.value, indentation: indentation(at: next ?? index))
        composer.add(text, before: next)
      }
    }
    composer.finish()
    let text = ByteBuffer(capacity: existing.byteCount + 256)
    composer.result.withBytes { pieces in pieces.forEach { text.append($0) } }
    return text
  }

  /// The positions of the known fields among the members of an entry.
  private struct KnownFieldPositions {
    private let known: [(field: EntryField, index: Int)]
    private let last: Int

    init(of members: [Member]) {
      known = members.enumerated().compactMap { index, member in
        EntryField.named(member.key.string ?? "").map { ($0, index) }
      }
      last = members.count - 1
    }

    /// The index of the member after which a new one is inserted: the field that precedes it most closely in the order
    /// of the schema, else the last member.
    func predecessor(of key: JSONElement) -> Int {
      guard let field = EntryField.named(key.string ?? "") else { return last }
      let earlier = known.filter { $0.field.rawValue < field.rawValue }
      return earlier.max { $0.field.rawValue < $1.field.rawValue }?.index ?? last
    }
  }
}
