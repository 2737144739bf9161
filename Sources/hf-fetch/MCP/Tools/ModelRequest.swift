import JSON
import ModelSpec

/// The arguments of three tools that name a model and override its values.
enum ModelRequest {
  static let model = ToolArgument(
    "model", .text, isRequired: true, "The model: its id on the Hub, such as openai-community/gpt2, or its page's URL")
  static let revision = ToolArgument("revision", .text, "The branch, tag or commit; the main branch when left out")
  static let parameters = ToolArgument(
    EntryField.parametersBillions.name.description,
    .positiveNumber(upTo: EntryField.mostBillions),
    "The number of parameters in billions, where the Hub does not tell it")
  static let context = ToolArgument(
    EntryField.defaultContextLength.name.description, .integer(EntryField.contextLengths),
    "The context length in tokens, where config.json does not tell it")
  static let textOnly = ToolArgument(
    "text_only", .flag, "Whether to describe the language model of a multimodal model, and it alone")

  /// A request as a line of JSON, as hf-fetch reads it from its input.
  static func line(_ model: String, _ arguments: ToolArguments) -> [UInt8] {
    let output = ByteBuffer(capacity: 256)
    output.beginObject()
    output.key("model")
    output.string(model)
    if let revision = arguments.text("revision") {
      output.key("revision")
      output.string(revision)
    }
    output.key("overrides")
    output.beginObject()
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
