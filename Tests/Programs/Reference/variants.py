"""Other sizes for a model class, drawn at random but the same for the same seed."""

import random

HIDDEN = ("hidden_size", "n_embd", "d_model")
HEADS = ("num_attention_heads", "n_head", "n_heads", "num_heads")
LAYERS = ("num_hidden_layers", "n_layer", "n_layers", "num_layers")
WIDTHS = ("intermediate_size", "ffn_dim", "n_inner", "ffn_hidden_size")
EXPERT_WIDTHS = (
    "moe_intermediate_size",
    "shared_expert_intermediate_size",
    "shared_intermediate_size",
    "dense_intermediate_size",
    "intermediate_size_mlp",
)
CONTEXTS = ("max_position_embeddings", "n_positions", "model_max_length")
EXPERTS = ("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts")
EXPERTS_PER_TOKEN = ("num_experts_per_tok", "num_experts_per_token", "moe_k", "top_k_experts")
SHARED_EXPERTS = ("n_shared_experts", "num_shared_experts", "moe_num_shared_experts")
LATENT_WIDTHS = {
    "kv_lora_rank": (128, 192, 256, 512),
    "q_lora_rank": (192, 256, 768),
    "qk_rope_head_dim": (32, 64),
    "qk_nope_head_dim": (64, 96, 128),
    "v_head_dim": (64, 96, 128),
}
SWITCHES = ("bias", "tie_word", "qk_norm", "qk_layernorm")


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
    replace(HIDDEN, heads * draw.choice([32, 64, 80, 96, 128]))
    replace(HEADS, heads)
    replace(LAYERS, draw.randint(4, 24))
    replace(("head_dim",), draw.choice([64, 80, 96, 128]) if "kv_lora_rank" not in defaults else defaults.get("head_dim"))
    if isinstance(defaults.get("num_key_value_heads"), int):
        is_latent = "kv_lora_rank" in defaults
        sizes["num_key_value_heads"] = heads if is_latent else draw.choice([n for n in (1, 2, 4, heads) if heads % n == 0])
    replace(WIDTHS, lambda: draw.randrange(512, 8192, 64))
    replace(EXPERT_WIDTHS, lambda: draw.randrange(256, 2048, 64))
    replace(("vocab_size",), draw.randrange(16_000, 160_000))
    replace(CONTEXTS, draw.choice([4096, 8192, 32_768, 131_072]))
    replace(("sliding_window",), draw.choice([512, 1024, 4096]))
    for key, choices in LATENT_WIDTHS.items():
        replace((key,), draw.choice(choices))
    if any(isinstance(defaults.get(key), int) and defaults[key] > 1 for key in EXPERTS):
        replace(EXPERTS, draw.choice([8, 16, 24, 40, 64]))
        replace(EXPERTS_PER_TOKEN, draw.choice([1, 2, 4, 6]))
        replace(SHARED_EXPERTS, draw.choice([1, 2]))
        replace(("n_group", "topk_group", "num_expert_group"), 1)
        replace(("first_k_dense_replace", "num_dense_layers"), draw.choice([0, 1, 2]))
    for key, value in defaults.items():
        if isinstance(value, bool) and any(part in key for part in SWITCHES) and draw.random() < 0.35:
            sizes[key] = not value
    return sizes
