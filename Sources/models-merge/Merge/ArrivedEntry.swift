import JSON
import ModelSpec

/// An entry from the stream: its text, its ids, and the sort key that determines its position in the database.
final class ArrivedEntry {
  let id: String
  let modelID: String?
  /// The model id of the request, if the Hub has renamed the model; nil otherwise.
  private let requestedModelID: String?
  /// The text, followed by the zeros that ``JSONParser`` requires.
  private let storage: UnsafeMutablePointer<UInt8>
  /// The length of the text.
  private let byteCount: Int

  /// Copies an entry from the stream.
  ///
  /// - Throws: ``Failure`` when it is not an object, its `id` is empty or not a string, or its `parameters_billions` is
  ///   not a number.
  init(_ document: JSONElement) throws(Failure) {
    guard document.isObject else {
      throw ArrivedEntry.invalid("an entry must be a JSON object, and this is \(document.excerpt)")
    }
    modelID = document[.hfModelID]?.string
    requestedModelID = document[EntryField.requested]?.string
    guard let id = document[.id]?.string, !id.isEmpty else {
      throw ArrivedEntry.invalid("the entry has no text in 'id'", modelID, path: "/id")
    }
    self.id = id
    guard document[.parametersBillions]?.decimal != nil else {
      throw ArrivedEntry.invalid(
        "the entry '\(id)' has no number in 'parameters_billions'", modelID ?? id, path: "/parameters_billions")
    }
    let buffer = ByteBuffer(capacity: 1024)
    buffer.element(document)
    byteCount = buffer.bytes.count
    storage = .allocate(capacity: byteCount + JSONParser.padding)
    storage.initialize(repeating: 0, count: byteCount + JSONParser.padding)
    if let start = buffer.bytes.baseAddress { storage.update(from: start, count: byteCount) }
  }

  deinit { storage.deallocate() }

  /// The ids that the model can have in the database: that of the request first, then the Hub's current one. If the Hub
  /// has renamed the model, and the database has both names, the request was made for the entry with the old one.
  var modelIDs: [String] { [requestedModelID, modelID].compactMap(\.self) }

  /// The name of the model in messages: the model id; the entry's id when it has none.
  var label: String { modelID ?? id }

  /// The entry, parsed again; nil when its text is not JSON. Only the text is kept, because a batch can be large.
  func parsed() -> JSONDocument? {
    try? JSONDocument(Array(UnsafeBufferPointer(start: storage, count: byteCount)))
  }

  /// The sort key of the entry; valid while this object lives.
  lazy var sortKey: SortKey = {
    defer { withExtendedLifetime(self) {} }
    guard id != EntryID.custom.description else { return .custom }
    var walker = JSONWalker(UnsafePointer(storage), end: byteCount)
    guard let entry = try? walker.nextValue(depth: 0), let number = entry[.parametersBillions],
      let start = number.content.baseAddress
    else { return .first }
    return SortKey(number: start, value: number.double ?? 0)
  }()

  private static func invalid(_ message: String, _ modelID: String? = nil, path: String = "") -> Failure {
    Failure(
      .invalidEntry, stage: .merge, modelID: modelID, message: message,
      hint: "send entries as hf-transform and hf-validate print them",
      details: [Failure.Violation(path: path, keyword: path.isEmpty ? "type" : "required", message: message)])
  }
}
