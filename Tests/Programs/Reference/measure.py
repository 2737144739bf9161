"""Builds models on torch's meta device, and reads their reference values from modules and tensors."""

import re

import torch
import transformers
from caches import Unmeasurable, read_cache
from transformers.models.auto import modeling_auto
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING

HIDDEN = ("hidden_size", "n_embd", "d_model")
HEADS = ("num_attention_heads", "n_head", "n_heads", "num_heads")
LAYERS = ("num_hidden_layers", "num_layers", "n_layer", "n_layers")
CONTEXTS = (
    "max_position_embeddings", "n_positions", "model_max_length", "max_seq_len", "position_bias_max_distance",
)
WIDTHS = ("intermediate_size", "ffn_dim", "n_inner", "ffn_hidden_size", "d_inner", "dff", "dim_ff")
HEAD_WIDTHS = ("head_dim", "attention_head_dim", "kv_channels", "dim_head")
EXPERTS = ("num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts")
EXPERTS_PER_TOKEN = (
    "num_experts_per_tok", "num_experts_per_token", "moe_k", "top_k_experts", "moe_topk", "moe_top_k",
)
# Their attention keeps columns of convolutions, but no layer is without attention.
STATES_IN_ATTENTION = ("zaya", "inkling")
SHARED_EXPERTS = ("n_shared_experts", "num_shared_experts", "moe_num_shared_experts")

# Parts of a class for text and more that are not of its language model.
OTHER_PARTS = ("embed_tokens_extend", "image_encoder", "visual_projection", "img_temperal_embedding")
# The projection that leads out of a dense feed-forward.
DENSE_OUTPUT = re.compile(
    r"\.(?:(?:mlps?(?:\.\d+)?|mlp_block|feed_forward|ffn|mixer|dense_mlp)\."
    r"(?:down_proj|c_proj|dense_4h_to_h|fc2|fc_out|w2|wo|Wo|2)|(?:fc2|ff_proj_out))\.weight$"
)
EXPERT_OUTPUT = re.compile(r"^(?!.*att(?:n|ention)).*\.(?:down_proj|output_linear|w2)(?:\.weight)?$")


def names_of(mapping):
    return getattr(modeling_auto, mapping, {})


MULTIMODAL_CLASSES = {
    **names_of("MODEL_FOR_MULTIMODAL_LM_MAPPING_NAMES"), **names_of("MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES")
}


def text_config(config):
    """The language model's part of a config, which may be the whole."""
    try:
        text = config.get_text_config(decoder=True)
    except Exception:  # more than one part may be a decoder
        text = config
    for part in (config, text):
        part.allow_global_per_layer_attribute_access = True
    return text


def on_meta(model_class, config):
    try:
        with torch.device("meta"):
            return model_class(config)
    except Exception as error:  # transformers raises whatever a class checks its sizes with
        raise Unmeasurable(error) from error


def causal_class(config):
    model_class = MODEL_FOR_CAUSAL_LM_MAPPING[type(config)]
    return model_class[0] if isinstance(model_class, (tuple, list)) else model_class


def measure(config, model_type):
    """The reference values of a config's model: a line of expected.jsonl."""
    text = text_config(config)
    if text is config and model_type not in MULTIMODAL_CLASSES:
        return {**described(on_meta(causal_class(config), config), text, model_type), "modality": "text"}
    whole = on_meta(whole_class(config, model_type), config)
    language = language_model(whole, text)
    values = described(language, text, model_type)
    values["architecture_class"] = type(whole).__name__
    total, active = values.pop("parameters_total"), values.pop("parameters_active")
    values.update(
        modality="multimodal", parameters_total=sum(own_sizes(whole)), parameters_active=None,
        parameters_text=total, parameters_text_active=active)
    return values


def whole_class(config, model_type):
    name = MULTIMODAL_CLASSES.get(model_type)
    if name is None:
        return causal_class(config)
    return getattr(transformers, name if isinstance(name, str) else name[0])


def language_model(whole, text):
    """The language model by itself, with its head, which is tied as the whole model's is."""
    head, tokens = whole.get_output_embeddings(), whole.get_input_embeddings()
    if type(text) in MODEL_FOR_CAUSAL_LM_MAPPING:
        if head is not None:
            text.tie_word_embeddings = head.weight is tokens.weight
        return on_meta(causal_class(text), text)
    return LanguagePart(whole)


class LanguagePart(torch.nn.Module):
    """The language model inside a larger one."""

    def __init__(self, whole):
        super().__init__()
        found = [module for name, module in whole.named_modules() if re.search(r"(^|\.)(language_model|text_model)$", name)]
        if not found:
            raise Unmeasurable("it has no separate language model")
        self.model = found[0]
        self.head = whole.get_output_embeddings()

    def forward(self, **inputs):
        return self.model(**inputs)


def own_sizes(model):
    return [parameter.numel() for parameter in model.parameters()]


def described(model, text, model_type):
    """What modules, tensors and the cache show of a language model."""
    sizes = read_experts(model, text)
    hidden, heads = first(text, *HIDDEN), most(first(text, *HEADS))
    context = first(text, *CONTEXTS)
    is_latent = any("kv_a_" in name or "kv_latent" in name for name, _ in model.named_parameters())
    values = {
        "origin": "transformers",
        "model_type": model_type,
        "architecture_class": type(model).__name__,
        "hidden_size": hidden,
        "num_layers": layer_count(text),
        "num_heads": heads,
        "vocab_size": first(text, "vocab_size"),
        "default_context_length": context,
        "head_dim": None if is_latent else head_width(text, hidden, heads),
        "dtype": dtype_name(text),
        **sizes,
        **dense_width(model, text, hidden),
    }
    cached_heads, states = set(), None
    try:
        cache = read_cache(model, text, context)
        cached_heads, states = cache.pop("cached_heads"), cache["recurrent_elements"]
        values.update(cache)
    except Exception as error:  # a class may need inputs that a plain forward pass does not give
        values.update(kv_source="none", kv_error=str(error)[:200])
    key_value_heads = most(first(text, "num_key_value_heads"))
    if key_value_heads is None or hasattr(text, "multi_query"):
        key_value_heads = max(cached_heads, default=heads)
    # A cache of such layers alone cannot be asked for its length, and the model is refused.
    if states and not cached_heads or "only contain LinearAttention" in values.get("kv_error", ""):
        values["num_heads"] = None
    values["num_kv_heads"] = key_value_heads
    values["attention"] = attention_kind(is_latent, states, key_value_heads, heads, text)
    return values


def layer_count(text):
    """As the config writes it: a property of the class may count blocks instead.

    A config that lists an attention and an MLP for each layer (Dory) counts both.
    """
    stated = text.to_dict()
    count = next((stated[key] for key in LAYERS[:2] if stated.get(key) is not None), first(text, *LAYERS))
    return count // 2 if set((stated.get("layer_types") or [])[1::2]) == {"mlp"} else count


def read_experts(model, text):
    """All parameters, those that a token visits, and what the mixture of experts is made of."""
    parts = (text, getattr(text, "ffn_config", None))
    experts, per_token, shared = (
        next((first(part, *keys) for part in parts if part is not None and first(part, *keys) is not None), None)
        for keys in (EXPERTS, EXPERTS_PER_TOKEN, SHARED_EXPERTS)
    )
    hidden = first(text, *HIDDEN)
    total = idle = 0
    width, is_mixture, has_shared = None, False, False
    zero_experts = getattr(text, "zero_expert_num", 0)
    for name, tensor in model.named_parameters():
        if any(part in name for part in OTHER_PARTS):
            continue
        size = tensor.numel()
        if zero_experts and tensor.dim() == 3 and tensor.shape[0] == experts + zero_experts:
            size = size // tensor.shape[0] * experts  # those that do nothing have no weights in a checkpoint
        total += size
        has_shared = has_shared or "shared" in name and ("expert" in name or "mlp" in name)
        if not isinstance(experts, int) or experts < 2 or not is_of_experts(name, tensor, experts, zero_experts):
            continue
        is_mixture = True
        # A token of text visits none of the experts for images.
        visited = 0 if "vision_moe" in name else per_token or 0
        idle += size * (experts - visited) // experts
        if EXPERT_OUTPUT.search(name) and "vision_moe" not in name and tensor.dim() == 3 and hidden in tensor.shape[1:]:
            width = tensor.shape[1] * tensor.shape[2] // hidden
    if not is_mixture:
        return {"parameters_total": total, "parameters_active": total, "architecture": "transformer"}
    return {
        "parameters_total": total,
        "parameters_active": total - idle if per_token else None,
        "architecture": "moe",
        "num_experts": experts,
        "experts_per_token": per_token,
        "num_shared_experts": shared or int(has_shared),
        "moe_intermediate_size": width,
    }


def is_of_experts(name, tensor, experts, zero_experts):
    if "shared" in name or "conv" in name or "router" in name or name.endswith(("gate.weight", "gate.wg.weight")):
        return False
    if tensor.dim() == 3:
        return tensor.shape[0] in (experts, experts + zero_experts)
    return ".experts." in name and tensor.dim() == 2 and tensor.shape[0] % experts == 0


def dense_width(model, text, hidden):
    """The width of the dense feed-forwards; where there are none, or they differ, as the config has it."""
    stated = most(first(text, *WIDTHS))
    widths = set()
    for name, tensor in model.named_parameters():
        if "expert" in name or "shared" in name or tensor.dim() != 2 or not DENSE_OUTPUT.search(name):
            continue
        if hidden in tensor.shape:
            widths.add(tensor.numel() // hidden)
    if len(widths) > 1:
        return {"intermediate_size": max(widths), "intermediate_size_config": stated, "notes": "dense widths vary"}
    return {"intermediate_size": max(widths, default=stated), "intermediate_size_config": stated, "notes": None}


def head_width(text, hidden, heads):
    stated = most(first(text, *HEAD_WIDTHS))
    if stated is not None or not hidden or not heads:
        return stated
    return hidden // heads


def attention_kind(is_latent, states, key_value_heads, heads, text):
    kinds = first(text, "layer_types", "layers_block_type") or []
    has_linear = any(word in str(kind) for kind in kinds for word in ("linear", "mamba", "conv", "recurrent"))
    if has_linear or states and not text.model_type.startswith(STATES_IN_ATTENTION):
        return "hybrid"
    if is_latent:
        return "mla"
    if key_value_heads == heads:
        return "mha"
    return "mqa" if key_value_heads == 1 else "gqa"


def dtype_name(text):
    dtype = getattr(text, "dtype", None)
    return None if dtype is None else str(dtype).removeprefix("torch.")


def first(config, *keys):
    return next((getattr(config, key) for key in keys if getattr(config, key, None) is not None), None)


def most(value):
    """Of a list with a number a layer, the largest."""
    return max(value) if isinstance(value, (list, tuple)) else value
