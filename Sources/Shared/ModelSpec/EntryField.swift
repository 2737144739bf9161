import JSON

/// The fields of an entry, in the order in which they are written, with their names, types and ranges.
///
/// hf-transform writes the fields, hf-validate's rules read them, and models-merge keeps their order. The JSON Schema
/// and the table of `docs/contract.md` are generated from the rows. `docs/extending.md` says how to add a field.
public enum EntryField: Int, CaseIterable, Sendable, BitwiseCopyable {
  case id, name, hfModelID, parametersBillions, hiddenSize, numLayers, numHeads, defaultContextLength, architecture
  case modality, numKVHeads, intermediateSize, vocabSize, numExperts, expertsPerToken
  case headDim, numSharedExperts, moeIntermediateSize, activeParametersBillions, numMTPLayers, attention, kvCache,
    dtype, quantization
  case weightsBytes, license, hfRevision, parametersSource, overrides, benchmarks

  /// The type of a number of cached elements.
  public static let cacheElements = FieldType.integer(0...1_000_000_000_000)
  private static let width = FieldType.integer(1...1 << 20)
  private static let wideWidth = FieldType.integer(1...1 << 24)
  /// The maximum number of parameters, in billions.
  public static let maximumBillions = 100_000
  /// The range of the length of a context or sliding window, in tokens.
  public static let contextLengths = 1...1 << 30
  private static let billions = FieldType.number(upTo: maximumBillions)
  private static let headCount = FieldType.integer(1...1 << 16)

  /// The description of each field, in the order of the cases.
  static let rows: KeyValuePairs<EntryField, FieldDescription> = [
    .id: FieldDescription(
      JSONKey.id.text, .format(EntryID.format), isRequired: true,
      "the last part of the model id in lower case; each run of characters other than letters and digits becomes `-`",
      examples: [#""llama-3-3-70b""#, #""qwen2-5-7b-instruct""#]),
    .name: FieldDescription(
      "name", .format(.visible), isRequired: true, "the last part of the model id, with spaces instead of `-`",
      examples: [#""Llama 3.3 70B""#]),
    .hfModelID: FieldDescription(
      JSONKey.hfModelID.text, .format(ModelID.format),
      "`org/name` as the Hub spells it; the oldest models have no `org/`",
      examples: [#""meta-llama/Llama-3.3-70B""#, #""gpt2""#]),
    .parametersBillions: FieldDescription(
      JSONKey.parametersBillions.text, billions, isRequired: true, unit: "billions",
      "parameters; a quantized weight that is packed with others counts as one of them; not rounded",
      examples: ["70.553706496", "0.124439808"]),
    .hiddenSize: FieldDescription(
      "hidden_size", width, isRequired: true, "width of the residual stream", examples: ["4096"]),
    .numLayers: FieldDescription(
      "num_layers", .integer(1...10_000), isRequired: true, "decoder layers", examples: ["32"]),
    .numHeads: FieldDescription(
      "num_heads", headCount, isRequired: true, "query heads of a layer; the largest number if layers differ",
      examples: ["32"]),
    .defaultContextLength: FieldDescription(
      "default_context_length", .integer(contextLengths), isRequired: true, unit: "tokens",
      "the context length: `max_position_embeddings` or an alias of it, or the GGUF header's `context_length`",
      examples: ["131072", "10485760"]),
    .architecture: FieldDescription(
      "architecture", .word(Architecture.allCases.map(\.label)), isRequired: true,
      "`moe` with routed experts, else `transformer`"),
    .modality: FieldDescription(
      "modality", .text(longest: 64), "`text`: a language model, or the language part of a larger model",
      examples: [#""text""#]),
    .numKVHeads: FieldDescription(
      "num_kv_heads", headCount,
      "key/value heads of a layer, the largest number if layers differ: `num_heads` with multi-head attention, 1 with "
        + "multi-query", examples: ["8"]),
    .intermediateSize: FieldDescription(
      "intermediate_size", wideWidth, "width of the dense feed-forward layers; the largest if layers differ",
      examples: ["14336"]),
    .vocabSize: FieldDescription(
      "vocab_size", .integer(2...100_000_000), unit: "tokens", "size of the vocabulary", examples: ["128256"]),
    .numExperts: FieldDescription(
      "num_experts", .integer(2...1 << 20), "routed experts in a mixture-of-experts layer, without shared experts",
      examples: ["8", "256"]),
    .expertsPerToken: FieldDescription(
      "experts_per_token", .integer(1...1 << 20), "routed experts that are active for a token", examples: ["2", "8"]),
    .headDim: FieldDescription(
      "head_dim", .integer(1...1 << 16), "width of a head; left out with latent attention (MLA)", examples: ["128"]),
    .numSharedExperts: FieldDescription(
      "num_shared_experts", .integer(1...1 << 20), "experts that are active for every token", examples: ["1"]),
    .moeIntermediateSize: FieldDescription(
      "moe_intermediate_size", wideWidth, "width of a routed expert", examples: ["2048"]),
    .activeParametersBillions: FieldDescription(
      "active_parameters_billions", billions, unit: "billions",
      "only for `moe`: parameters that are active for a token",
      examples: ["37.55"]),
    .numMTPLayers: FieldDescription(
      "num_mtp_layers", .integer(1...64),
      "multi-token-prediction layers, which speculative decoding uses; not in `num_layers` and `parameters_billions`",
      examples: ["1"]),
    .attention: FieldDescription(
      "attention", .word(AttentionKind.allCases.map(\.label)),
      "multi-head, multi-query, grouped-query or multi-head latent attention; `hybrid` if the model also has "
        + "linear-attention or state-space layers"),
    .kvCache: FieldDescription(
      "kv_cache", .object(cacheMembers), "the sizes of the key/value cache, summed over the layers"),
    .dtype: FieldDescription(
      "dtype", .text(longest: 64), "data type of the weights as the config or a GGUF file states it",
      examples: [#""bfloat16""#]),
    .quantization: FieldDescription("quantization", .object(quantizationMembers), "how the weights are quantized"),
    .weightsBytes: FieldDescription(
      "weights_bytes", .integer(1...1_000_000_000_000_000), unit: "bytes", "size of the checkpoint's weight files",
      examples: ["141107412224"]),
    .license: FieldDescription(
      "license", .text(longest: 256), "the license's identifier on the Hub", examples: [#""apache-2.0""#]),
    .hfRevision: FieldDescription(
      "hf_revision", .text(longest: 256), "the commit that the entry was made from",
      examples: [#""0e9e39f249a16976918f6564b8830bc894c89659""#]),
    .parametersSource: FieldDescription(
      "parameters_source", .word(ParametersSource.allCases.map(\.label)),
      "where `parameters_billions` comes from: headers of the weights, the Hub's count, a computation from the config, "
        + "the name, or the user"),
    .overrides: FieldDescription(
      "overrides", .object([]), "the values that a user set, by field; they replace the derived values",
      examples: [#"{"default_context_length": 8192}"#]),
    .benchmarks: FieldDescription(
      "benchmarks", .list(resultMembers), "with `--benchmarks`: evaluation results that the repository publishes"),
  ]

  private static let cacheMembers = [
    FieldDescription(
      JSONKey.fullElementsPerToken.text, cacheElements, isRequired: true, unit: "elements",
      "cached elements per token in layers with full attention, including compressed keys and values",
      examples: ["65536"]),
    FieldDescription(
      JSONKey.slidingElementsPerToken.text, cacheElements, unit: "elements",
      "cached elements per token in layers with a sliding window, for at most `sliding_window` tokens",
      examples: ["40960"],
      companion: JSONKey.slidingWindow.text),
    FieldDescription(
      JSONKey.slidingWindow.text, .integer(contextLengths), unit: "tokens",
      "how many tokens a layer with a sliding window caches",
      examples: ["4096"], companion: JSONKey.slidingElementsPerToken.text),
    FieldDescription(
      JSONKey.indexerElementsPerToken.text, cacheElements, unit: "elements",
      "cached elements per token of the indexers of sparse attention", examples: ["7808"]),
    FieldDescription(
      JSONKey.recurrentElements.text, cacheElements, unit: "elements",
      "elements of the recurrent layers' state per sequence, whatever its length", examples: ["1048576"]),
  ]

  private static let quantizationMembers = [
    FieldDescription(
      JSONKey.method.text, .text(longest: 64), isRequired: true,
      "the value of `quant_method`, or the name of the method that the config or the tensors show",
      examples: [#""awq""#, #""fp8""#]),
    FieldDescription(
      JSONKey.bits.text, .number(upTo: 32), unit: "bits",
      "size of a quantized weight, without scales; the smallest if the config states it only for single modules; for "
        + "GGUF the mean over the tensor types in the file",
      examples: ["4", "1.58"]),
  ]

  private static let resultMembers = [
    FieldDescription("dataset", .text(longest: nil), isRequired: true, "the dataset's id on the Hub"),
    FieldDescription("config", .text(longest: nil), "the dataset's configuration"),
    FieldDescription("split", .text(longest: nil), "the dataset's split"),
    FieldDescription(
      "metric", .text(longest: nil), isRequired: true, "the metric's id, or the task within the benchmark",
      examples: [#""accuracy""#, #""gpqa_diamond""#]),
    FieldDescription(
      "value", .numberOrText, isRequired: true, "the result as published: not rescaled, with its unit",
      examples: ["0.336", #""20.0 ± 1.2 %""#]),
    FieldDescription("source", .text(longest: nil), "the evaluation's URL or name"),
    FieldDescription("verified", .flag, isRequired: true, "whether the Hub says that it checked the result"),
  ]
}
