extension QuantizationMethod {
  /// All methods; the files of the folder `Methods` describe them. `docs/extending.md` says how to add a method.
  ///
  /// If a config names no method, the first one that has a key of the config among its identifying keys is taken, or
  /// else the first one whose names of tensors are in the headers. So methods with common keys or names come later.
  ///
  /// Sources: the programs that write such checkpoints (AutoGPTQ, GPTQModel, AutoAWQ, auto-round, compressed-tensors,
  /// bitsandbytes, ModelOpt, MLX, HQQ, BitNet, AQLM, ExLlamaV2, ExLlamaV3, optimum-quanto, torchao, Quark, VPTQ, FLUTE,
  /// EETQ, QQQ, SINQ, FourOverSix, DFloat11, Ascend's msModelSlim, SGLang's W4AFP8), transformers'
  /// `quantization_config.py` and `integrations`, and the Hub's counting rules (huggingface.js,
  /// `parse-safetensors-metadata.ts`).
  public static let table = [
    modelOpt, bitsAndBytes, compressedTensors, gptq, awq, fp8, mlx, dFloat11,
    // These have no identifying keys.
    autoRound, mxfp4, nvfp4, gemma, fourOverSix, mxfp8, fbgemmFP8, int8, eetq, w4afp8, ascend, bitNet, hqq,
    chatGLM, sinq, torchAO, quanto, quark, aqlm, vptq, exl2, exl3, higgs, fpQuant, qqq, squeezeLLM, spqr, gguf,
  ]

  /// The method of GGUF files, whose tensors have the types of ``GGMLType``.
  private static let gguf = QuantizationMethod("gguf")

  /// The layout of methods that do not pack weights: only scales and other auxiliary tensors are not counted.
  static let oneWeightPerElement = PackedLayout()
}
