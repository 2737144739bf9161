import JSON
import ModelSpec

/// The arguments that name a model and override its fields, and hf-fetch's request with their values.
enum ModelRequest {
  static let model = ToolArgument(
    "model", .string, isRequired: true,
    "The model: its id on the Hub, such as openai-community/gpt2, or the URL of its page")
  static let revision = ToolArgument(
    "revision", .string, "The branch, tag or commit; default: the server's --revision, else the main branch")
  static let parameters = ToolArgument(
    EntryField.parametersBillions.name.description,
    .positiveNumber(upTo: EntryField.maximumBillions),
    "The number of parameters in billions, if the Hub does not have it")
  static let context = ToolArgument(
    EntryField.defaultContextLength.name.description, .integer(EntryField.contextLengths),
    "The context length in tokens, if config.json does not have it")
  static let textOnly = ToolArgument(
    "text_only", .flag, "Whether to describe only the language model of a multimodal model")

  /// The request for a model, as a line of JSON that hf-fetch reads.
  ///
  /// - Parameters:
  ///   - model: the id or URL.
  ///   - arguments: the call's other arguments.
  static func line(_ model: String, _ arguments: ToolArguments) -> [UInt8] {
    let output = ByteBuffer(capacity: 256)
    output.beginObject()
    output.member("model", model)
    output.member("revision", arguments.string(revision.name))
    output.beginObject("overrides")
    if let billions = arguments.number(parameters.name) {
      output.key(parameters.name)
      output.raw("\(billions)")
    }
    if let tokens = arguments.integer(context.name) {
      output.key(context.name)
      output.integer(tokens)
    }
    output.endObject()
    output.endObject()
    output.endLine()
    return output.array
  }
}
