"""Counts a model on torch's meta device, and reads its cache after two forward passes."""

import torch
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING

SHORT, LONG = 16, 32  # tokens: what grows between the two is kept for each token
EXPERTS = ("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts")
EXPERTS_PER_TOKEN = (
    "num_experts_per_tok", "num_experts_per_token", "moe_k", "top_k_experts", "moe_topk", "moe_top_k",
)


class Unmeasurable(Exception):
    """A class that cannot be built or run."""


def build(config):
    """The model of a config, on the meta device."""
    model_class = MODEL_FOR_CAUSAL_LM_MAPPING[type(config)]
    if isinstance(model_class, (tuple, list)):
        model_class = model_class[0]
    try:
        with torch.device("meta"):
            return model_class(config)
    except Exception as error:
        raise Unmeasurable(error) from error


def measure(model, config, model_type):
    """The reference values of a model: a line of expected.jsonl."""
    text = config.get_text_config(decoder=True)
    total, idle, experts, per_token = count(model, text)
    heads = first(text, "num_attention_heads", "n_head", "n_heads", "num_heads")
    values = {
        "origin": "transformers",
        "model_type": model_type,
        "modality": "text",
        "hidden_size": first(text, "hidden_size", "n_embd", "d_model"),
        "num_layers": first(text, "num_hidden_layers", "n_layer", "n_layers", "num_layers"),
        "num_heads": most(heads),
        "num_kv_heads": most(first(text, "num_key_value_heads") or heads),
        "vocab_size": first(text, "vocab_size"),
        "default_context_length": first(text, "max_position_embeddings", "n_positions", "model_max_length"),
        "architecture": "moe" if experts else "transformer",
        "num_experts": experts,
        "experts_per_token": per_token,
        "parameters_total": total,
        "parameters_active": total - idle,
        "kv_source": "none",
    }
    try:
        values.update(read_cache(model, values["default_context_length"]))
    except Exception as error:  # a class may need inputs that a plain forward pass does not give
        values["kv_error"] = str(error)[:200]
    return values


def count(model, text):
    """All parameters, those of routed experts that a token does not visit, and how many experts there are."""
    inner = getattr(text, "ffn_config", None)
    experts = first(text, *EXPERTS) or (first(inner, *EXPERTS) if inner is not None else None)
    per_token = first(text, *EXPERTS_PER_TOKEN) or (first(inner, *EXPERTS_PER_TOKEN) if inner is not None else None)
    total = idle = 0
    has_experts = False
    seen = set()
    for name, tensor in model.named_parameters():
        if id(tensor) in seen:  # tied embeddings are one matrix
            continue
        seen.add(id(tensor))
        total += tensor.numel()
        if not (isinstance(experts, int) and experts > 1 and per_token) or "expert" not in name or "shared" in name:
            continue
        if tensor.dim() >= 2 and tensor.shape[0] % experts == 0:
            has_experts = True
            idle += tensor.numel() * (experts - per_token) // experts
    return (total, idle, experts, per_token) if has_experts else (total, 0, None, None)


def read_cache(model, context):
    """What a token adds to the cache, by the kind of its layers, and what a sequence keeps."""
    short, long = cache_layers(model, SHORT), cache_layers(model, LONG)
    full = sliding = indexer = recurrent = 0
    window = None
    for before, after in zip(short, long):
        growth = (elements(after, "keys", "values") - elements(before, "keys", "values")) // (LONG - SHORT)
        size = getattr(after, "sliding_window", None) if getattr(after, "is_sliding", False) else None
        if size is not None and (context is None or size < context):
            sliding, window = sliding + growth, size
        else:
            full += growth
        indexer += (elements(after, "indexer_keys") - elements(before, "indexer_keys")) // (LONG - SHORT)
        recurrent += sum(states(after, "recurrent_states"))
        recurrent += sum(states(after, "conv_states", columns_less=1))
    return {
        "kv_source": "probe",
        "kv_elements_per_token": full + sliding,
        "kv_full_elements_per_token": full or None,
        "kv_sliding_elements_per_token": sliding or None,
        "sliding_window": window,
        "indexer_elements_per_token": indexer or None,
        "recurrent_elements": recurrent or None,
    }


def cache_layers(model, tokens):
    with torch.no_grad():
        output = model(input_ids=torch.zeros((1, tokens), dtype=torch.long, device="meta"), use_cache=True)
    cache = getattr(output, "past_key_values", None) or getattr(output, "cache_params", None)
    if cache is None or not hasattr(cache, "layers"):
        raise Unmeasurable("it returns no cache of layers")
    return cache.layers


def elements(layer, *names):
    tensors = (getattr(layer, name, None) for name in names)
    return sum(tensor.numel() for tensor in tensors if torch.is_tensor(tensor))


def states(layer, name, columns_less=0):
    """Sizes of a layer's states. transformers keeps k columns of a convolution where engines keep k - 1."""
    kept = getattr(layer, name, None)
    for tensor in kept.values() if isinstance(kept, dict) else [kept]:
        if torch.is_tensor(tensor) and tensor.numel() > 0:
            yield tensor.numel() // tensor.shape[-1] * (tensor.shape[-1] - columns_less)


def first(config, *keys):
    return next((getattr(config, key) for key in keys if getattr(config, key, None) is not None), None)


def most(value):
    """Of a list with a number a layer, the largest."""
    return max(value) if isinstance(value, (list, tuple)) else value
