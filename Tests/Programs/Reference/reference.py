"""Writes a corpus of reference values from transformers: reference.py OUT [MODEL_TYPE...]

For every causal language model of the installed transformers, and every model with one in it: its class defaults, and three
variants with other sizes, flags and lists. Each is built on torch's meta device, which allocates nothing, and its parameters
are counted there. A forward pass shows what its cache holds. The layout is that of other corpora:

    OUT/all/<defaults|varied>/<name>/config.json, info.json      what the Hub would serve
    OUT/expected.jsonl                                           the reference values, a line a model
    OUT/skipped.jsonl                                            what could not be built, and why

What OUT already has is kept: a run that was stopped goes on where it was.
"""

import json
import os
import sys
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import transformers  # noqa: E402
from transformers import CONFIG_MAPPING  # noqa: E402
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES  # noqa: E402

from measure import MULTIMODAL_CLASSES, measure, text_config  # noqa: E402
from variants import variant  # noqa: E402

VARIANTS = 3
ATTEMPTS = 12  # a draw of sizes that the class refuses is drawn again


class Corpus:
    """The files of a corpus."""

    def __init__(self, directory):
        self.directory = directory
        os.makedirs(directory, exist_ok=True)
        written = self.read("expected.jsonl")
        self.known = {line["model_id"] for line in written + self.read("skipped.jsonl")}
        self.measured = {line["model_id"] for line in written if line["kv_source"] == "probe"}
        self.expected = open(os.path.join(directory, "expected.jsonl"), "a", buffering=1)
        self.skipped = open(os.path.join(directory, "skipped.jsonl"), "a", buffering=1)

    def read(self, name):
        path = os.path.join(self.directory, name)
        if not os.path.exists(path):
            return []
        with open(path) as file:
            return [json.loads(line) for line in file]

    def has(self, model_id):
        return model_id in self.known

    def add(self, model_id, config, values):
        folder = os.path.join(self.directory, "all", model_id)
        os.makedirs(folder, exist_ok=True)
        total = values["parameters_total"]
        info = {
            "id": model_id,
            "sha": "0" * 40,
            "tags": [],
            "pipeline_tag": "text-generation" if values["modality"] == "text" else "image-text-to-text",
            "safetensors": {"total": total, "parameters": {"BF16": total}},
        }
        for name, document in (("config.json", config), ("info.json", info)):
            with open(os.path.join(folder, name), "w") as file:
                json.dump(document, file, indent=1)
        self.expected.write(json.dumps({"model_id": model_id, **values}) + "\n")

    def skip(self, model_id, reason):
        self.skipped.write(json.dumps({"model_id": model_id, "reason": str(reason)[:300]}) + "\n")


def as_published(config, model_type, keys="all"):
    """The config.json of a config: all keys, those that differ from what all classes have, or only the given ones."""
    document = dict(keys) if isinstance(keys, dict) else json.loads(config.to_json_string(use_diff=keys != "all"))
    document.pop("transformers_version", None)
    architecture = MODEL_FOR_CAUSAL_LM_MAPPING_NAMES.get(model_type) or MULTIMODAL_CLASSES[model_type]
    document["architectures"] = [architecture if isinstance(architecture, str) else architecture[0]]
    document["model_type"] = model_type
    return document


def add_defaults(corpus, model_type, config):
    """Adds the class defaults; whether their cache could be read."""
    model_id = f"defaults/{model_type}"
    if corpus.has(model_id):
        return model_id in corpus.measured
    try:
        values = measure(config, model_type)
    except Exception as reason:
        corpus.skip(model_id, reason)
        return False
    corpus.add(model_id, as_published(config, model_type), values)
    return values["kv_source"] == "probe"


def add_variant(corpus, model_type, config_class, number, needs_cache):
    model_id = f"varied/{model_type}-v{number}"
    if corpus.has(model_id):
        return
    reason = "no sizes were drawn"
    for attempt in range(ATTEMPTS):
        try:
            config, sizes = drawn(config_class, f"{model_type} {number} {attempt}")
            values = measure(config, model_type)
        except Exception as error:  # transformers raises whatever a class checks its sizes with
            reason = error
            continue
        if needs_cache and values["kv_source"] != "probe":  # it can be built with these sizes, but not run
            reason = values["kv_error"]
            continue
        # One variant states everything, one what save_pretrained writes, and one only what differs from the class.
        keys = ("all", "saved", sizes)[(number - 1) % 3]
        return corpus.add(model_id, as_published(config, model_type, keys), values)
    corpus.skip(model_id, reason)


def drawn(config_class, seed):
    """A config with other sizes, and these; those of a language model inside a larger one are drawn for that alone."""
    base = config_class()
    text = text_config(base)
    if text is base:
        sizes = variant(base, seed)
        return config_class(**sizes), sizes
    name = next(name for name in base.sub_configs if getattr(base, name, None) is text)
    inner = {**variant(text, seed), "model_type": text.model_type}
    tying = getattr(base, "tie_word_embeddings", None)
    if tying is None:  # the class has no opinion: what the language model says is repeated
        tying = inner.get("tie_word_embeddings", getattr(text, "tie_word_embeddings", False))
    sizes = {name: inner, "tie_word_embeddings": bool(tying)}
    return config_class(**sizes), sizes


def main(directory, wanted):
    corpus = Corpus(directory)
    for model_type in wanted or sorted({*MODEL_FOR_CAUSAL_LM_MAPPING_NAMES, *MULTIMODAL_CLASSES}):
        try:
            config_class = CONFIG_MAPPING[model_type]
            config = config_class()
        except Exception as error:
            if not corpus.has(f"defaults/{model_type}"):
                corpus.skip(f"defaults/{model_type}", error)
            continue
        if config.is_encoder_decoder:
            if not corpus.has(f"defaults/{model_type}"):
                corpus.skip(f"defaults/{model_type}", "it is an encoder-decoder")
            continue
        has_cache = add_defaults(corpus, model_type, config)
        for number in range(1, VARIANTS + 1):
            add_variant(corpus, model_type, config_class, number, has_cache)
    print(f"transformers {transformers.__version__}: see {directory}/expected.jsonl and {directory}/skipped.jsonl")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
