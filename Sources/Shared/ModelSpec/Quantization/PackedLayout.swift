import JSON

/// How a quantization method stores weights: which tensors have packed weights, how many weights these have, and which
/// tensors have none. The files of the folder `Methods` have the layout of each method.
public struct PackedLayout: Sendable {
  /// The tensors with packed weights, unless they are ``auxiliary``. The first row that matches a tensor applies. A
  /// tensor without a row has one weight per element, but none if its elements are 64-bit integers or flags.
  public let packed: [PackedTensor]
  /// The names of tensors without parameters, such as scales, zero points and permutations, in addition to
  /// ``commonAuxiliary``. Each is the last dotted part of a tensor's name, or the part before it if the last one is
  /// `weight`. A `*` at the end matches any ending, and one at the start any beginning.
  public let auxiliary: [StaticString]

  init(_ packed: PackedTensor..., auxiliary: [StaticString] = []) {
    self.packed = packed
    self.auxiliary = auxiliary
  }

  /// The last dotted parts of the names of tensors without parameters, for any method.
  ///
  /// `scale` and `scales` are not among them, because some models have learned parameters with these names.
  public static let commonAuxiliary: [StaticString] = [
    "weight_scale", "weight_scale_inv", "weight_scale_2", "weight_scale_second", "weight_scales", "_weight_scale",
    "weight_global_scale", "weight_zero_point", "_weight_zero_point", "weight_shape", "weight_g_idx", "zero_point",
    "input_scale", "input_scale_2", "input_scale_inv", "input_scale_ub", "input_global_scale", "input_zero_point",
    "output_scale", "output_zero_point", "activation_scale", "act_scale", "pre_quant_scale", "prob_scale",
    "q_scale", "k_scale", "v_scale", "kv_scale", "scale_weight", "scale_input", "scaled_fp8",
  ]

  /// The endings of the names of companions: tensors without parameters, each of which belongs to a tensor with
  /// weights. The name of that tensor has one of ``packedEndings`` instead: `down_proj_scale_inv` belongs to
  /// `down_proj`, `gate_up_proj_scales` to `gate_up_proj_blocks`, `gate_up_proj_weight_scale` to `gate_up_proj`.
  public static let companionEndings: [StaticString] = [
    "_scale", "_scales", "_scale_inv", "_scale_2", "_global_scale", "_zero_point", "_zero_points", "_zeros", "_qzeros",
    "_shape", "_g_idx", "_weight_scale", "_weight_scale_inv", "_weight_scale_2", "_input_scale",
  ]

  /// The endings of the names of tensors with weights that companions belong to.
  public static let packedEndings: [StaticString] = ["", "_packed", "_blocks", "_qweight", "_qdata"]
}

/// A row of a ``PackedLayout``: a kind of tensor with packed weights.
public struct PackedTensor: Sendable {
  /// The names of the tensors.
  public enum Name: Sendable {
    /// Any name.
    case any
    /// Names whose last dotted part is this.
    case lastPart(StaticString)
    /// Names whose last dotted part has this ending.
    case ending(StaticString)
  }

  /// The types of the tensors' elements.
  public enum Elements: Sendable {
    /// Integers of any width.
    case integers
    /// Integers of eight bits.
    case bytes
    /// Unsigned integers of eight bits.
    case unsignedBytes
    /// Unsigned integers of 32 bits.
    case unsignedWords
    /// Any type, but only in a matrix with one column. bitsandbytes stores the bytes of packed weights in such a
    /// matrix, possibly as another type.
    case column
  }

  /// How the number of a tensor's weights is computed.
  public enum Weights: Sendable {
    /// The number that follows from the shape of companion tensors, if a weight then has about one to eight bits.
    /// Otherwise the bits of the tensor divided by the bits of a weight in its module. If only two of four weights are
    /// stored (2:4 sparsity, packed as in a dense matrix), the same as ``twiceByBits``.
    case byBits(orShapeOf: CompanionShape)
    /// Twice the bits of the tensor divided by the bits of a weight in its module, because only two of four weights are
    /// stored.
    case twiceByBits
    /// This many for each element.
    case perElement(Int)
    /// This many for each tile. The dimensions of the tensor before the last one count tiles; the last one is for the
    /// bits of a tile.
    case perTile(Int)
    /// Each element is a code for a group of `in_group_size` x `out_group_size` weights (keys of the config). A group
    /// has one code for each codebook, so an element counts as the group's weights divided by `num_codebooks`.
    case perCode
    /// The inputs x outputs that the config states for the tensor's module.
    case asConfigured
  }

  /// A companion tensor of the same module whose shape determines the number of weights.
  public enum CompanionShape: Sendable {
    /// No companion.
    case none
    /// A vector with an element for each input: the weights are its length x the last dimension of the packed matrix,
    /// which is the number of outputs.
    case inputs(StaticString)
    /// A scale for each group of weights: the weights are the number of scales x the size of a group.
    case scales(StaticString)
    /// The scales of GPTQ or AWQ, whose last dimension is the number of outputs, and GPTQ's vector with the index of a
    /// group for each input. The weights are inputs x outputs. The number of inputs is that of the packed tensor's rows
    /// (AWQ), else the length of the vector, else the number of groups x their size.
    case groups(scales: StaticString, indices: StaticString)
  }

  /// The names of the tensors.
  public let name: Name
  /// The types of their elements.
  public let elements: Elements
  /// How the number of a tensor's weights is computed.
  public let weights: Weights

  init(_ name: Name, _ elements: Elements, _ weights: Weights) {
    self.name = name
    self.elements = elements
    self.weights = weights
  }
}
