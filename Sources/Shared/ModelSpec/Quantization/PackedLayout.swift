import JSON

/// How a quantization method stores weights: which tensors have weights, how many per element, and which tensors have
/// none. The files of the folder `Methods` have the layout of each method.
public struct PackedLayout: Sendable {
  /// The tensors with packed weights. The first row that matches a tensor applies. A tensor without a match has one
  /// weight per element, unless it is auxiliary, or a table of 64-bit integers or flags.
  public let packed: [PackedTensor]
  /// The last dotted parts, without a final `weight`, of the names of tensors without parameters (scales, zero
  /// points, permutations), in addition to ``commonAuxiliary``. A `*` at the end matches any ending, and one at the
  /// start any beginning.
  public let auxiliary: [StaticString]

  init(_ packed: PackedTensor..., auxiliary: [StaticString] = []) {
    self.packed = packed
    self.auxiliary = auxiliary
  }

  /// The last dotted parts of tensors without parameters under any method.
  ///
  /// A bare `scale` or `scales` is not among them, because some models learn those.
  public static let commonAuxiliary: [StaticString] = [
    "weight_scale", "weight_scale_inv", "weight_scale_2", "weight_scale_second", "weight_scales", "_weight_scale",
    "weight_global_scale", "weight_zero_point", "_weight_zero_point", "weight_shape", "weight_g_idx", "zero_point",
    "input_scale", "input_scale_2", "input_scale_inv", "input_scale_ub", "input_global_scale", "input_zero_point",
    "output_scale", "output_zero_point", "activation_scale", "act_scale", "pre_quant_scale", "prob_scale",
    "q_scale", "k_scale", "v_scale", "kv_scale",
  ]

  /// Endings of the names of companions, which have no parameters. A companion belongs to the tensor whose name has
  /// one of ``packedEndings`` instead: `down_proj_scale_inv` to `down_proj`, `gate_up_proj_scales` to
  /// `gate_up_proj_blocks`, `gate_up_proj_weight_scale` to `gate_up_proj`.
  public static let companionEndings: [StaticString] = [
    "_scale", "_scales", "_scale_inv", "_scale_2", "_global_scale", "_zero_point", "_zero_points", "_zeros", "_qzeros",
    "_shape", "_g_idx", "_weight_scale", "_weight_scale_inv", "_weight_scale_2", "_input_scale",
  ]

  /// Endings of the names of tensors with packed weights that companions belong to.
  public static let packedEndings: [StaticString] = ["", "_packed", "_blocks", "_qweight", "_qdata"]
}

/// A kind of tensor with packed weights.
public struct PackedTensor: Sendable {
  /// How a tensor is recognized by its name.
  public enum Name: Sendable {
    case any
    /// The last dotted part is this.
    case lastPart(StaticString)
    /// The last dotted part has this ending.
    case ending(StaticString)
  }

  /// The types of a tensor's elements.
  public enum Elements: Sendable {
    case integers
    /// Integers of eight bits.
    case bytes
    /// Unsigned integers of eight bits.
    case unsignedBytes
    /// Unsigned integers of 32 bits.
    case unsignedWords
    /// Any type, where a matrix has one column: bytes of packed weights that are stored as another type.
    case column
  }

  /// How the number of weights is computed.
  public enum Weights: Sendable {
    /// The number that the shape of companion tensors gives, if that makes about one to eight bits per weight.
    /// Otherwise the bits of the elements divided by the bits that the config gives the module, and twice that in a
    /// checkpoint that is stored 2:4 sparse.
    case byBits(orShapeOf: CompanionShape)
    /// Twice the bits of the elements divided by the bits that the config gives the module, because only two of four
    /// weights are stored.
    case twiceByBits
    /// This many per element.
    case perElement(Int)
    /// The dimensions before the last one count tiles of this many weights; the last one holds the bits of a tile.
    case perTile(Int)
    /// Each element is a code for a group of `in_group_size` x `out_group_size` weights. A group has a code in each
    /// codebook, so an element counts as the group's weights divided by `num_codebooks`.
    case perCode
    /// The inputs x outputs that the config states for the module.
    case asConfigured
  }

  /// A companion tensor of the same module whose shape determines the number of weights.
  public enum CompanionShape: Sendable {
    case none
    /// A vector with an element for each input: its length x the last dimension (the outputs) of the packed matrix.
    case inputs(StaticString)
    /// Scales with one for each group of weights: their number x the group's size.
    case scales(StaticString)
    /// GPTQ's or AWQ's scales (groups x outputs), with GPTQ's vector of a group's index for each input: inputs x
    /// outputs. The outputs are the last dimension of the scales. The inputs are the rows of the packed tensor (AWQ),
    /// else the length of the vector, else the groups x their size.
    case groups(scales: StaticString, indices: StaticString)
  }

  /// How it is recognized by its name.
  public let name: Name
  /// The types of its elements.
  public let elements: Elements
  /// How the number of weights is computed.
  public let weights: Weights

  init(_ name: Name, _ elements: Elements, _ weights: Weights) {
    self.name = name
    self.elements = elements
    self.weights = weights
  }
}
