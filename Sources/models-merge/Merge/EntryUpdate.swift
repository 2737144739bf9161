import JSON
import ModelSpec

/// The new version of an existing entry: fields of the schema have the new values, other members are unchanged.
///
/// The id, the person's own name and the modality stay, and so do values that a person stated: that an entry describes
/// the language model of a larger one does not make the larger one a language model. A known field that the new version
/// does not have goes, since it would describe another model. Members that keep their value keep their bytes.
struct EntryUpdate {
  /// The entry's new JSON text, without the indentation before its first line.
  let text: ByteBuffer
  /// What changes, field by field; empty when nothing does.
  let changes: [FieldChange]
  /// Stated values that were kept although the derived value differs.
  let stated: [StatedValues.Difference]

  private static let keptFields: Set<EntryField> = [.id, .name, .modality]

  /// Whether a member is kept, replaced or removed.
  private enum MemberChange {
    case kept
    case replaced(JSONElement)
    case removed
  }

  /// Computes the new version.
  ///
  /// - Parameter forgotten: the fields whose stated values are dropped.
  init(of existing: JSONDocument, with new: JSONElement, style: EntryStyle, forgetting forgotten: Set<String> = []) {
    self = existing.withRoot { root in
      guard let statedValues = StatedValues(of: root, in: new, forgetting: forgotten) else {
        return EntryUpdate(existing, Array(root.members), with: new, stated: [], style)
      }
      return statedValues.entry.withRoot {
        EntryUpdate(existing, Array(root.members), with: $0, stated: statedValues.differences, style)
      }
    }
  }

  /// Computes the new version of an entry with these members.
  private init(
    _ existing: JSONDocument, _ members: [Member], with new: JSONElement, stated: [StatedValues.Difference],
    _ style: EntryStyle
  ) {
    self.stated = stated
    let arriving = EntryFormatter.orderedMembers(of: new)
    let values = Dictionary(arriving.map { ($0.key.string ?? "", $0.value) }) { $1 }
    let present = Set(members.map { $0.key.string ?? "" })
    let added = arriving.filter { !present.contains($0.key.string ?? "") }
    let memberChanges = members.map { EntryUpdate.memberChange(of: $0, values) }
    changes = EntryUpdate.changes(members, memberChanges, added)
    text = EntryUpdate.compose(existing, members, memberChanges, added, style.adapted(to: existing))
  }

  private typealias Member = (key: JSONElement, value: JSONElement)

  private static func memberChange(of member: Member, _ arriving: [String: JSONElement]) -> MemberChange {
    let name = member.key.string ?? ""
    if let field = EntryField.named(name), keptFields.contains(field) { return .kept }
    if let new = arriving[name] {
      return new.hasSameValue(as: member.value) ? .kept : .replaced(new)
    }
    guard let field = EntryField.named(name), field != .hfModelID, !field.isOnRequest else { return .kept }
    return .removed
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
      itemCount: members.count, place: { members[$0].key.sourceOffset..<members[$0].value.sourceEnd })
    let writer = EntryFormatter(style: style)
    let places = KnownPlaces(of: members)
    var pending = Dictionary(grouping: added) { places.predecessor(of: $0.key) }
    func indentation(at index: Int) -> String {
      EntryStyle.indentation(composer.lead(of: index)) ?? style.entryIndentation + style.indentationUnit
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
        let place = indentation(at: next ?? index)
        composer.add(writer.member(member.key, member.value, indentation: place), before: next)
      }
    }
    composer.finish()
    let text = ByteBuffer(capacity: existing.byteCount + 256)
    composer.result.withBytes { pieces in pieces.forEach { text.append($0) } }
    return text
  }

  /// The indexes of the schema's fields among the members of an entry.
  private struct KnownPlaces {
    private let known: [(field: EntryField, index: Int)]
    private let last: Int

    init(of members: [Member]) {
      known = members.enumerated().compactMap { index, member in
        EntryField.named(member.key.string ?? "").map { ($0, index) }
      }
      last = members.count - 1
    }

    /// The index of the member to insert a new one after: the existing field that precedes it most closely in the order
    /// of fields; without one, the last member.
    func predecessor(of key: JSONElement) -> Int {
      guard let field = EntryField.named(key.string ?? "") else { return last }
      let earlier = known.filter { $0.field.rawValue < field.rawValue }
      return earlier.max { $0.field.rawValue < $1.field.rawValue }?.index ?? last
    }
  }
}
