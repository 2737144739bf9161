import JSON
import ModelSpec

/// An entry to put into the database: its text, and its id, model id and parameter count, by which it is placed.
final class ArrivedEntry {
  let id: String
  let modelID: String?
  /// The id that was asked for, where the Hub calls the model by another one now.
  private let requestedModelID: String?
  private let storage: UnsafeMutablePointer<UInt8>
  private let count: Int

  private static let idKey = JSONKey("id")
  private static let modelIDKey = JSONKey("hf_model_id")
  private static let parametersKey = JSONKey("parameters_billions")

  /// Takes an entry from the stream.
  ///
  /// - Throws: ``Failure`` when it lacks an id or a parameter count.
  init(_ document: JSONElement) throws(Failure) {
    guard document.isObject else { throw ArrivedEntry.invalid("an entry must be a JSON object") }
    modelID = document[ArrivedEntry.modelIDKey]?.string
    requestedModelID = document[EntryField.requested]?.string
    guard let id = document[ArrivedEntry.idKey]?.string, !id.isEmpty else {
      throw ArrivedEntry.invalid("the entry has no 'id'", modelID, path: "/id")
    }
    self.id = id
    guard document[ArrivedEntry.parametersKey]?.decimal != nil else {
      throw ArrivedEntry.invalid(
        "the entry '\(id)' has no number in 'parameters_billions'", modelID ?? id, path: "/parameters_billions")
    }
    let buffer = ByteBuffer(capacity: 1024)
    buffer.element(document)
    count = buffer.bytes.count
    storage = .allocate(capacity: count + JSONParser.padding)
    storage.initialize(repeating: 0, count: count + JSONParser.padding)
    if let start = buffer.bytes.baseAddress { storage.update(from: start, count: count) }
  }

  deinit { storage.deallocate() }

  /// The ids by which the database may know the model, the Hub's own first.
  var modelIDs: [String] { [modelID, requestedModelID].compactMap(\.self) }

  /// What messages call the model.
  var label: String { modelID ?? id }

  /// The entry, parsed again: batches can be large, so only its text is kept.
  func parsed() -> JSONDocument? {
    try? JSONDocument(Array(UnsafeBufferPointer(start: storage, count: count)))
  }

  /// The sort key of the entry; valid while this object lives.
  lazy var sortKey: SortKey = {
    guard id != EntryID.custom.description else { return .custom }
    var walker = JSONWalker(UnsafePointer(storage), end: count)
    guard let entry = try? walker.nextValue(depth: 0), let number = entry[ArrivedEntry.parametersKey],
      let start = number.content.baseAddress
    else { return .first }
    return SortKey(number: start, value: SortKey.value(of: number))
  }()

  private static func invalid(_ message: String, _ modelID: String? = nil, path: String = "") -> Failure {
    Failure(
      .invalidEntry, stage: .merge, modelID: modelID, message: message,
      hint: "send entries as hf-transform and hf-validate print them",
      details: [Failure.Violation(path: path, keyword: path.isEmpty ? "type" : "required", message: message)])
  }
}
