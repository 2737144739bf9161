"""What the cache of a model holds, read from a forward pass on torch's meta device."""

import torch

TOKENS = 16
COMPRESSED_TOKENS = 1024  # a multiple of the ratios that compressors have
STATES_AS_ENGINES = ("zaya",)  # its convolutions keep one column less than their kernels have


class Unmeasurable(Exception):
    """A class that cannot be built or run, or whose cache has another form."""


def read_cache(model, config, context):
    """What a token adds to the cache, by the kind of its layers, and what a sequence keeps."""
    cache = run(model, TOKENS)
    full = sliding = indexer = 0
    window, head_counts, is_compressed = None, set(), False
    for layer in cache.layers:
        added = per_token(layer, "keys")
        if getattr(layer, "values", None) is not getattr(layer, "keys", None):
            added += per_token(layer, "values")
        size = getattr(layer, "sliding_window", None) if getattr(layer, "is_sliding", False) else None
        if size is not None and (context is None or size < context):
            sliding, window = sliding + added, size
        else:
            full += added
        indexer += per_token(layer, "indexer_keys") + per_token(layer, "idx_keys")
        is_compressed = is_compressed or hasattr(layer, "compressed_kv")
        if torch.is_tensor(getattr(layer, "keys", None)) and layer.keys.dim() == 4:
            head_counts.add(layer.keys.shape[1])
    if is_compressed:
        entries = [layer.compressed_kv for layer in run(model, COMPRESSED_TOKENS).layers if hasattr(layer, "compressed_kv")]
        full += compressed(entries, "compressor")
        indexer += compressed(entries, "indexer")
    states = recurrent(cache, config)
    if full + sliding + states == 0:
        raise Unmeasurable("its cache has another form")
    return {
        "kv_source": "probe",
        "kv_elements_per_token": full + sliding,
        "kv_full_elements_per_token": full or None,
        "kv_sliding_elements_per_token": sliding or None,
        "sliding_window": window,
        "indexer_elements_per_token": indexer or None,
        "recurrent_elements": states or None,
        "cached_heads": head_counts,
    }


def run(model, tokens):
    """The cache after a forward pass."""
    with torch.no_grad():
        output = model(input_ids=torch.zeros((1, tokens), dtype=torch.long, device="meta"), use_cache=True)
    found = (getattr(output, name, None) for name in ("past_key_values", "cache_params", "cache"))
    cache = next((cache for cache in found if cache is not None), None)
    if cache is None or not hasattr(cache, "layers"):
        raise Unmeasurable("it returns no cache of layers")
    return cache


def per_token(layer, name):
    tensor = getattr(layer, name, None)
    if not torch.is_tensor(tensor) or tensor.dim() < 3 or tensor.shape[-2] == 0:
        return 0
    return tensor.numel() // tensor.shape[-2]


def compressed(entries, name):
    """Elements of entries that stand for several tokens, rounded up once over all layers."""
    kept = [entry[name].numel() for entry in entries if torch.is_tensor(entry.get(name))]
    return -(-sum(kept) // COMPRESSED_TOKENS)


def recurrent(cache, config):
    """States and convolution columns. transformers keeps k columns of a convolution where engines keep k - 1."""
    if config.model_type == "recurrent_gemma":  # its modules keep the states
        kinds = [config.block_types[layer % len(config.block_types)] for layer in range(config.num_hidden_layers)]
        width = config.lru_width or config.hidden_size
        return kinds.count("recurrent") * width * config.conv1d_width
    total = sum(tensor.numel() for tensor in getattr(cache, "linear_cache", []) if torch.is_tensor(tensor))
    columns_less = 0 if config.model_type in STATES_AS_ENGINES else 1
    for layer in cache.layers:
        total += sum(tensor.numel() for tensor in tensors(layer, "recurrent_states"))
        for tensor in tensors(layer, "conv_states"):
            total += tensor.numel() // max(tensor.shape[-1], 1) * max(tensor.shape[-1] - columns_less, 0)
    return total


def tensors(layer, name):
    kept = getattr(layer, name, None)
    for tensor in kept.values() if isinstance(kept, dict) else [kept]:
        if torch.is_tensor(tensor):
            yield tensor
