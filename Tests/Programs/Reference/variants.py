"""Other sizes for a model class, drawn at random but the same for the same seed."""

import random

from measure import CONTEXTS, EXPERTS, EXPERTS_PER_TOKEN, HEADS, HIDDEN, LAYERS, SHARED_EXPERTS

WIDTHS = ("intermediate_size", "ffn_dim", "n_inner", "ffn_hidden_size")
EXPERT_WIDTHS = (
    "moe_intermediate_size",
    "shared_expert_intermediate_size",
    "shared_experts_intermediate_size",
    "moe_shared_expert_intermediate_size",
    "shared_intermediate_size",
    "dense_intermediate_size",
    "prefix_dense_intermediate_size",
    "intermediate_size_mlp",
)
# Sizes that few classes have, and what they can be beside the class default.
CHOICES = {
    "kv_lora_rank": (128, 192, 256, 512),
    "q_lora_rank": (192, 256, 768, None),
    "qk_rope_head_dim": (32, 64),
    "qk_nope_head_dim": (64, 96, 128),
    "v_head_dim": (64, 96, 128),
    "sliding_window": (512, 1024, 4096),
    "window_size": (128, 256),
    "attention_chunk_size": (1024, 2048),
    "first_k_dense_replace": (0, 1, 2),
    "num_dense_layers": (0, 1, 2),
    "decoder_sparse_step": (1, 2),
    "interleave_moe_layer_step": (1, 2),
    "full_attention_interval": (2, 3, 4),
    "sliding_window_pattern": (2, 3, 6),
    "max_window_layers": (0, 2, 100),
    "index_head_dim": (64, 128),
    "index_n_heads": (4, 8),
    "mamba_d_state": (16, 64, 128),
    "mamba_d_conv": (2, 4),
    "linear_conv_kernel_dim": (2, 4),
    "linear_key_head_dim": (64, 128),
    "linear_value_head_dim": (64, 128),
    "conv_L_cache": (2, 3, 4),
    "conv1d_width": (2, 4),
    "lru_width": (512, 1024, None),
    "altup_num_inputs": (2, 4),
    "laurel_rank": (32, 64),
    "num_kv_shared_layers": (0, 1, 2),
    "global_head_dim": (128, 256),
    "num_global_key_value_heads": (1, 2),
    "hidden_size_per_layer_input": (0, 64, 128),
    "zero_expert_num": (0, 4, 16),
    "word_embed_proj_dim": (512, 1024),
    "n_input_layers": (1, 2),
    "n_output_layers": (1, 2),
}
# Sizes that fit the others only if they are drawn too.
TOGETHER = ("n_input_layers", "n_output_layers")
# Keys that are often absent, and what they can be when they are there.
ABSENT = {"head_dim": (64, 96, 128), "sliding_window": (512, 2048), "q_lora_rank": (192, 256)}
# Sizes that classes require and have no default for.
REQUIRED = {"n_routed_experts": (8, 16), "n_shared_experts": (1, 2), "num_experts_per_tok": (1, 2)}
# Lists that a class requires, or counts its layers by.
KINDS = {
    ("lfm2_moe", "layer_types"): ["conv", "full_attention"],
    ("nemotron_h", "layers_block_type"): ["linear_attention", "moe", "full_attention", "mlp"],
}
# Flags that say nothing of sizes.
NEUTRAL = (
    "use_cache", "is_decoder", "is_encoder_decoder", "add_cross_attention", "cross_attention_hidden_size", "output_",
    "return_dict", "scale_attn", "reorder_and_upcast", "rope_interleave", "norm_topk_prob", "tf_legacy", "torchscript",
    "gradient_checkpointing", "use_kernels", "use_mambapy", "use_bfloat16", "summary_", "slow_but_exact", "attention_softmax",
    "early_stopping", "allow_global_per_layer", "use_bidirectional", "do_sample", "use_labels", "is_causal", "disable_ngram",
)
KEPT = 0.3
FLIPPED = 0.3
LISTED = 0.4


def variant(config, seed):
    """The sizes that replace those of a config, by key."""
    draw = random.Random(seed)
    defaults = config.to_dict()
    sizes = {}

    def replace(keys, value):
        for key in keys:
            if isinstance(defaults.get(key), int) and not isinstance(defaults[key], bool):
                sizes[key] = value() if callable(value) else value

    heads = draw.choice([8, 12, 16, 20, 24, 32])
    is_latent = "kv_lora_rank" in defaults or "o_lora_rank" in defaults
    replace(HIDDEN, heads * draw.choice([32, 64, 80, 96, 128]))
    replace(HEADS, heads)
    replace(LAYERS, draw.randint(4, 16))
    replace(("head_dim",), defaults.get("head_dim") if is_latent else draw.choice([64, 80, 96, 128]))
    if "o_lora_rank" not in defaults:  # where all heads share one vector
        replace(("num_key_value_heads",), heads if is_latent else draw.choice([n for n in (1, 2, 4, heads) if heads % n == 0]))
    replace(WIDTHS, lambda: draw.randrange(512, 8192, 64))
    replace(EXPERT_WIDTHS, lambda: draw.randrange(256, 2048, 64))
    if draw.random() > KEPT:  # token ids of a class may lie beyond a small vocabulary
        replace(("vocab_size",), draw.randrange(16_000, 160_000))
    replace(CONTEXTS, draw.choice([2048, 4096, 8192, 32_768, 131_072]))
    for key, choices in CHOICES.items():
        if key in TOGETHER or draw.random() > KEPT:
            replace((key,), draw.choice(choices))
    replace_experts(defaults, replace, draw)
    replace_optional(defaults, sizes, draw, is_latent)
    return sizes


def replace_experts(defaults, replace, draw):
    if not any(isinstance(defaults.get(key), int) and defaults[key] > 1 for key in EXPERTS):
        return
    replace(EXPERTS, draw.choice([8, 16, 24, 40, 64]))
    replace(EXPERTS_PER_TOKEN, draw.choice([1, 1, 2, 4, 6]))
    replace(SHARED_EXPERTS, draw.choice([1, 2]))
    replace(("n_group", "topk_group", "num_expert_group"), 1)


def replace_optional(defaults, sizes, draw, is_latent):
    """Flags that are flipped, keys that are absent by default, and lists of the layers' kinds."""
    for key, value in defaults.items():
        if isinstance(value, bool) and not key.startswith(NEUTRAL) and draw.random() < FLIPPED:
            sizes[key] = not value
    for key, choices in ABSENT.items():
        if key in defaults and defaults[key] is None and not is_latent and draw.random() < LISTED:
            sizes[key] = draw.choice(choices)
    for key, choices in REQUIRED.items():
        if key in defaults and defaults[key] is None:
            sizes[key] = draw.choice(choices)
    if "attention_types" in defaults and "num_layers" in sizes:
        sizes["num_layers"] += sizes["num_layers"] % 2
        sizes["attention_types"] = [[["global", "local"], sizes["num_layers"] // 2]]
    if defaults.get("rope_parameters", 0) is None:
        sizes["rope_parameters"] = {"rope_type": "default", "rope_theta": 10_000.0}
    layers = next((sizes[key] for key in LAYERS if key in sizes), draw.randint(4, 16))
    for key in ("layer_types", "layers_block_type", "mlp_layer_types"):
        required = KINDS.get((defaults.get("model_type"), key))
        kinds = required or defaults.get(key)
        if isinstance(kinds, list) and len(set(kinds)) > 1 and (required or draw.random() < LISTED):
            sizes[key] = [draw.choice(sorted(set(kinds))) for _ in range(layers)]
