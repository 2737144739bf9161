extension QuantizationMethod {
  /// All methods; the files of the folder `Methods` describe them. The first one whose identifying key is in a config,
  /// or whose tensors are in a header, is taken, so methods with common keys or names of tensors come last.
  /// `docs/extending.md` says how to add a method.
  ///
  /// Sources: the methods' own writers (AutoGPTQ, GPTQModel, AutoAWQ, auto-round, compressed-tensors, bitsandbytes,
  /// ModelOpt, MLX, HQQ, BitNet, AQLM, ExLlamaV2, ExLlamaV3, optimum-quanto, torchao, Quark, VPTQ, FLUTE, EETQ, QQQ,
  /// SINQ, FourOverSix, DFloat11, Ascend's msModelSlim, SGLang's W4AFP8), transformers' `quantization_config.py` and
  /// `integrations`, and the Hub's counting rules (huggingface.js, `parse-safetensors-metadata.ts`).
  public static let table = [
    modelOpt, bitsAndBytes, compressedTensors, gptq, awq, fp8, mlx, dFloat11,
    // These have no identifying keys.
    autoRound, mxfp4, nvfp4, gemma, fourOverSix, mxfp8, fbgemmFP8, int8, eetq, w4afp8, ascend, bitNet, hqq,
    sinq, torchAO, quanto, quark, aqlm, vptq, exl2, exl3, higgs, fpQuant, qqq, squeezeLLM, spqr, gguf,
  ]

  /// GGUF files, whose tensors have the types of ``GGMLType``.
  private static let gguf = QuantizationMethod("gguf")

  /// Weights are not packed; only scales are left out of the count.
  static let oneWeightPerElement = PackedLayout()
}
