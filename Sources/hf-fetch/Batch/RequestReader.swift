import CommandLineTool
import JSON
import ModelSpec

/// One item of the input.
enum BatchItem: Sendable {
  /// A model to fetch; `overrides` is JSON text that is copied into the snapshot.
  case request(ModelReference, overrides: String?)
  /// The failure for an invalid request, or for input that is not JSON.
  case failure(Failure)
  /// A failure of an earlier stage, which is printed unchanged.
  case passedThrough([UInt8])
}

/// Parses models of the command line, lines of a list, and requests: `"org/name"` or
/// `{"model": …, "revision": …, "overrides": {…}, "info": {…}}`.
struct RequestReader: Sendable {
  let endpoint: Endpoint
  /// The value of `--revision`, for models that are named without a revision; nil if it is not given.
  let revision: String?
  /// The values of `--params` and `--context`, for fields that a request does not override.
  let overrides: OptionOverrides

  /// Parses an id, URL, path or JSON request from the command line or a list.
  func item(line: ModelList.Line) -> BatchItem {
    do throws(Failure) {
      if ModelList.isJSON(line.text) { return try request(line: line.text) }
      let (model, entryID) = ModelList.parts(of: line.text)
      return .request(
        try reference(model, revision: nil, allowsDirectories: true),
        overrides: overrides.merged(into: nil, entryID: entryID))
    } catch {
      var failure = error
      if let number = line.number { failure.message += " (line \(number) of the list)" }
      return .failure(failure)
    }
  }

  private func request(line: String) throws(Failure) -> BatchItem {
    let document: JSONDocument
    do throws(JSONSyntaxError) {
      document = try JSONDocument(line)
    } catch {
      throw Failure(
        .malformedInput, stage: .fetch,
        message: "'\(line.excerptForMessages)' is not a request: \(error.message)",
        hint: #"write {"model": "org/name"} on one line"#)
    }
    return try document.withRoot(parsed)
  }

  /// Parses a document from standard input.
  func item(_ document: JSONElement) -> BatchItem {
    do throws(Failure) { return try parsed(document) } catch { return .failure(error) }
  }

  private func parsed(_ document: JSONElement) throws(Failure) -> BatchItem {
    guard document.failureError != nil else { return try request(document) }
    let copy = ByteBuffer()
    copy.element(document)
    copy.endLine()
    return .passedThrough(copy.array)
  }

  private func request(_ document: JSONElement) throws(Failure) -> BatchItem {
    guard let model = document.string ?? document["model"]?.string else {
      throw Failure(
        .malformedInput, stage: .fetch, message: "a request is neither a string nor an object with a string 'model'",
        hint: #"write {"model": "org/name"}"#)
    }
    let shown = model.maskingUserInformation()
    let requested = document["overrides"].flatMap { $0.isNull ? nil : $0 }
    guard requested?.isObject ?? true else {
      throw Failure(
        .malformedInput, stage: .fetch, modelID: shown, message: "the request's 'overrides' is not an object",
        hint: #"write {"overrides": {"num_layers": 32}}, or leave it out"#)
    }
    let revision = document["revision"].flatMap { $0.isNull ? nil : $0 }
    guard revision?.isString ?? true else {
      throw Failure(
        .malformedInput, stage: .fetch, modelID: shown, message: "the request's 'revision' is not a string",
        hint: #"write {"revision": "main"}, or leave it out"#)
    }
    var reference = try reference(model, revision: revision?.string, allowsDirectories: false)
    reference.requestInfo = try requestInfo(document, of: reference)
    return .request(reference, overrides: overrides.merged(into: requested))
  }

  /// The model info in a request; nil if the request has none, or if it cannot be used: it has no commit or no list of
  /// files, or is of another model or revision.
  private func requestInfo(_ document: JSONElement, of reference: ModelReference) throws(Failure) -> RequestModelInfo? {
    guard let info = document["info"], !info.isNull else { return nil }
    guard info.isObject else {
      throw Failure(
        .malformedInput, stage: .fetch, modelID: reference.target.text,
        message: "the request's 'info' is not an object",
        hint: "leave it out, or take it from hf-fetch --discover ORDER --with-info")
    }
    guard let given = RequestModelInfo(info), given.info.id == reference.target.text,
      reference.revision.map({ $0 == given.commit.text }) ?? true
    else { return nil }
    return given
  }

  private func reference(
    _ text: String, revision requested: String?, allowsDirectories: Bool
  ) throws(Failure) -> ModelReference {
    var reference = try ModelReference(text, endpoint: endpoint, allowsDirectories: allowsDirectories)
    guard let revision = requested ?? reference.revision ?? revision else { return reference }
    do throws(ModelID.Invalid) { try Revision.check(revision) } catch {
      throw ModelReference.failure(text, error)
    }
    reference.revision = revision
    return reference
  }
}
