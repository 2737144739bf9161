import Foundation
import JSON
import StubHub
import TestSupport
import Testing

@Suite("hf-fetch counts parameters")
struct CountRuns {
  /// One decoder block and the two ends of a small Llama, as AutoGPTQ, AutoAWQ and the others store it.
  struct Packing: Sendable, CustomTestStringConvertible {
    let name: String
    let config: String
    /// The tensors that stand for a linear layer `module` of `output` x `input` weights.
    let linear: @Sendable (_ module: String, _ output: Int, _ input: Int) -> [TestTensor]
    var testDescription: String { name }
  }

  static let packings: [Packing] = [
    Packing(name: "GPTQ, 4 bits", config: #"{"quant_method":"gptq","bits":4,"group_size":128,"desc_act":true}"#) {
      module, output, input in
      [
        TestTensor("\(module).qweight", "I32", [input / 8, output]),
        TestTensor("\(module).qzeros", "I32", [input / 128, output / 8]),
        TestTensor("\(module).scales", "F16", [input / 128, output]), TestTensor("\(module).g_idx", "I32", [input]),
      ]
    },
    Packing(name: "GPTQ, 3 bits", config: #"{"quant_method":"gptq","bits":3,"group_size":128}"#) {
      module, output, input in
      [
        TestTensor("\(module).qweight", "I32", [input * 3 / 32, output]),
        TestTensor("\(module).qzeros", "I32", [input / 128, output * 3 / 32]),
        TestTensor("\(module).scales", "F16", [input / 128, output]), TestTensor("\(module).g_idx", "I32", [input]),
      ]
    },
    Packing(
      name: "AWQ",
      config: #"{"quant_method":"awq","bits":4,"group_size":128,"version":"gemm","modules_to_not_convert":null}"#
    ) { module, output, input in
      [
        TestTensor("\(module).qweight", "I32", [input, output / 8]),
        TestTensor("\(module).qzeros", "I32", [input / 128, output / 8]),
        TestTensor("\(module).scales", "F16", [input / 128, output]),
      ]
    },
    Packing(
      name: "bitsandbytes NF4",
      config:
        #"{"quant_method":"bitsandbytes","load_in_4bit":true,"bnb_4bit_quant_type":"nf4","bnb_4bit_use_double_quant":true}"#
    ) { module, output, input in
      [
        TestTensor("\(module).weight", "U8", [output * input / 2, 1]),
        TestTensor("\(module).weight.absmax", "U8", [output * input / 64]),
        TestTensor("\(module).weight.quant_map", "F32", [16]),
        TestTensor("\(module).weight.nested_absmax", "F32", [output * input / 64 / 256]),
        TestTensor("\(module).weight.nested_quant_map", "F32", [256]),
        TestTensor("\(module).weight.quant_state.bitsandbytes__nf4", "U8", [100]),
      ]
    },
    Packing(
      name: "compressed-tensors, pack-quantized",
      config:
        #"{"quant_method":"compressed-tensors","format":"pack-quantized","ignore":["lm_head"],"config_groups":{"group_0":{"targets":["Linear"],"weights":{"num_bits":4,"group_size":128,"type":"int"}}}}"#
    ) { module, output, input in
      [
        TestTensor("\(module).weight_packed", "I32", [output, input / 8]),
        TestTensor("\(module).weight_scale", "BF16", [output, input / 128]),
        TestTensor("\(module).weight_zero_point", "I32", [output / 8, input / 128]),
        TestTensor("\(module).weight_shape", "I64", [2]),
        TestTensor("\(module).weight_g_idx", "I32", [input]),
      ]
    },
    Packing(
      name: "compressed-tensors, nvfp4-pack-quantized",
      config:
        #"{"quant_method":"compressed-tensors","format":"nvfp4-pack-quantized","ignore":["lm_head"],"config_groups":{"group_0":{"targets":["Linear"],"weights":{"num_bits":4,"group_size":16,"type":"float"}}}}"#
    ) { module, output, input in
      [
        TestTensor("\(module).weight_packed", "U8", [output, input / 2]),
        TestTensor("\(module).weight_scale", "F8_E4M3", [output, input / 16]),
        TestTensor("\(module).weight_global_scale", "F32", [1]), TestTensor("\(module).input_global_scale", "F32", [1]),
      ]
    },
    Packing(
      name: "MXFP4",
      config: #"{"quant_method":"mxfp4","modules_to_not_convert":["model.layers.*.self_attn","lm_head"]}"#
    ) { module, output, input in
      [
        TestTensor("\(module)_blocks", "U8", [output, input / 32, 16]),
        TestTensor("\(module)_scales", "U8", [output, input / 32]),
      ]
    },
    Packing(name: "modelopt NVFP4", config: #"{"quant_method":"modelopt","quant_algo":"NVFP4","ignore":["lm_head"]}"#) {
      module, output, input in
      [
        TestTensor("\(module).weight", "U8", [output, input / 2]),
        TestTensor("\(module).weight_scale", "F8_E4M3", [output, input / 16]),
        TestTensor("\(module).weight_scale_2", "F32", []), TestTensor("\(module).input_scale", "F32", []),
      ]
    },
    Packing(
      name: "fp8 with fp4 experts",
      config: #"{"quant_method":"fp8","weight_block_size":[128,128],"expert_dtype":"fp4"}"#
    ) { module, output, input in
      module.contains(".experts.")
        ? [
          TestTensor("\(module).weight", "I8", [output, input / 2]),
          TestTensor("\(module).scale", "F8_E8M0", [output, input / 32]),
        ]
        : [
          TestTensor("\(module).weight", "F8_E4M3", [output, input]),
          TestTensor("\(module).weight_scale_inv", "F32", [output / 128, input / 128]),
        ]
    },
    Packing(name: "MLX, 4 bits", config: #"{"group_size":64,"bits":4}"#) { module, output, input in
      [
        TestTensor("\(module).weight", "U32", [output, input / 8]),
        TestTensor("\(module).scales", "BF16", [output, input / 64]),
        TestTensor("\(module).biases", "BF16", [output, input / 64]),
      ]
    },
  ]

  private static let linears: [(module: String, output: Int, input: Int)] = [
    ("model.layers.0.self_attn.q_proj", 4096, 4096), ("model.layers.0.self_attn.k_proj", 1024, 4096),
    ("model.layers.0.self_attn.v_proj", 1024, 4096), ("model.layers.0.self_attn.o_proj", 4096, 4096),
    ("model.layers.0.mlp.gate_proj", 14336, 4096), ("model.layers.0.mlp.up_proj", 14336, 4096),
    ("model.layers.0.mlp.experts.0.down_proj", 4096, 14336),
  ]
  private static let plain = [
    TestTensor("model.embed_tokens.weight", "BF16", [32000, 4096]),
    TestTensor("lm_head.weight", "BF16", [32000, 4096]),
    TestTensor("model.norm.weight", "BF16", [4096]),
    TestTensor("model.layers.0.input_layernorm.weight", "BF16", [4096]),
  ]

  @Test(
    "a packed checkpoint counts within half a percent of its original, for one request a shard", arguments: packings)
  func unpacks(_ packing: Packing) throws {
    let original = Self.linears.reduce(0) { $0 + $1.output * $1.input } + 2 * 32000 * 4096 + 2 * 4096
    let packed = Self.linears.flatMap { packing.linear($0.module, $0.output, $0.input) }
    let key = packing.name.hasPrefix("MLX") ? "quantization" : "quantization_config"
    let model = StubModel(
      "org/packed",
      files: [
        "config.json": StubFile(#"{"model_type":"llama","tie_word_embeddings":false,"\#(key)":\#(packing.config)}"#),
        "model-00001-of-00002.safetensors": safetensorsFile(Self.plain),
        "model-00002-of-00002.safetensors": safetensorsFile(packed),
        "model.safetensors.index.json": StubFile("{}"),
      ], infoMembers: #""safetensors":{"total":1}"#)
    let hub = try StubHub([model])
    let run = try runFetch(["org/packed"], from: hub)
    let counted = try #require(run.weights?["parameters"]?.int)
    #expect(run.weights?["source"]?.string == "safetensors")
    #expect(abs(Double(counted) / Double(original) - 1) < 0.005)
    // Info, config and two shards; the shards' redirects come on top.
    #expect(hub.requests.filter { !$0.isForContentHost }.count == 4)
  }

  @Test("an ordinary import asks twice, and its second run once")
  func asksTwice() throws {
    let hub = try StubHub([smallModel("org/name")])
    let home = try ScratchDirectory()
    let first = try runFetch(["org/name"], from: hub, home: home)
    #expect(hub.requests.count == 2)
    let second = try runFetch(["org/name"], from: hub, home: home)
    #expect(hub.requests.count == 3)
    #expect(first.output == second.output)
  }

  @Test("a tied embedding stored twice is one", arguments: [true, false])
  func unitesEmbeddings(_ isTied: Bool) throws {
    let model = StubModel(
      "org/tied",
      files: [
        "config.json": StubFile(#"{"tie_word_embeddings":\#(isTied)}"#),
        "model.safetensors": safetensorsFile([
          TestTensor("model.embed_tokens.weight", "BF16", [1000, 64]),
          TestTensor("lm_head.weight", "BF16", [1000, 64]),
          TestTensor("model.norm.weight", "BF16", [64]),
          TestTensor("model.layers.0.self_attn.rotary_emb.inv_freq", "F32", [32]),
        ]),
      ])
    let run = try runFetch(["org/tied"], from: try StubHub([model]))
    #expect(run.weights?["parameters"]?.int == (isTied ? 64_064 : 128_064))
  }

  @Test("a Hub's count that its files' size belies is not believed")
  func distrusts() throws {
    var model = StubModel(
      "org/odd",
      files: [
        "config.json": StubFile("{}"),
        "model.safetensors": safetensorsFile([TestTensor("a.weight", "BF16", [1000, 1000])]),
      ])
    model.infoMembers = #""safetensors":{"parameters":{"BF16":333312},"total":333312}"#
    let run = try runFetch(["org/odd"], from: try StubHub([model]))
    #expect(run.weights?["source"]?.string == "safetensors")
    #expect(run.weights?["parameters"]?.int == 1_000_000)
  }

  @Test("shards of unusual names are found through the index")
  func readsIndex() throws {
    let model = StubModel(
      "org/index",
      files: [
        "config.json": StubFile("{}"), "a.safetensors": safetensorsFile([TestTensor("x", "F16", [10])]),
        "b.safetensors": safetensorsFile([TestTensor("y", "F16", [20])]),
        "model.safetensors.index.json": StubFile(
          #"{"metadata":{"total_size":60.0},"weight_map":{"x":"a.safetensors","y":"b.safetensors"}}"#),
      ])
    #expect(try runFetch(["org/index"], from: try StubHub([model])).weights?["parameters"]?.int == 30)
  }

  @Test("an index that leads out of the repository is not followed")
  func refusesIndex() throws {
    let model = StubModel(
      "org/index",
      files: [
        "config.json": StubFile("{}"),
        "model.safetensors.index.json": StubFile(#"{"weight_map":{"x":"../../../api/whoami-v2"}}"#),
      ])
    let hub = try StubHub([model])
    #expect(try runFetch(["org/index"], from: hub).weights?["source"]?.string == "none")
    #expect(hub.requests.count == 3)
  }

  @Test("a header longer than the first piece is read to its end")
  func readsLongHeaders() throws {
    let tensors = (0..<20_000).map {
      TestTensor("model.layers.\($0).mlp.experts.\($0).gate_proj.weight", "BF16", [2, 3])
    }
    let model = StubModel(
      "org/long", files: ["config.json": StubFile("{}"), "model.safetensors": safetensorsFile(tensors)])
    #expect(try runFetch(["org/long"], from: try StubHub([model])).weights?["parameters"]?.int == 120_000)
  }

  @Test("a server that ignores Range does no harm")
  func toleratesWholeFiles() throws {
    let file = safetensorsFile([TestTensor("x", "F16", [10])])
    let model = StubModel("org/whole", files: ["config.json": StubFile("{}"), "model.safetensors": file])
    let hub = try StubHub([model]) { request in
      request.isForContentHost ? StubResponse(200, body: file.content + [UInt8](repeating: 0, count: 3_000_000)) : nil
    }
    #expect(try runFetch(["org/whole"], from: hub).weights?["parameters"]?.int == 10)
  }
}
