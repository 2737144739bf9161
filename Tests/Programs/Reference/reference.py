"""Writes a corpus of reference values from transformers: reference.py OUT [MODEL_TYPE...]

For every causal language model of the installed transformers: its class defaults, and three variants with other sizes. Each
is built on torch's meta device, which allocates nothing, and its parameters are counted there. A forward pass of two lengths
shows what its cache holds. The layout is that of other corpora:

    OUT/all/<defaults|varied>/<name>/config.json, info.json      what the Hub would serve
    OUT/expected.jsonl                                           the reference values, a line a model
    OUT/skipped.jsonl                                            what could not be built, and why
"""

import json
import os
import sys
import warnings

warnings.filterwarnings("ignore")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import transformers  # noqa: E402
from transformers import CONFIG_MAPPING  # noqa: E402
from transformers.models.auto.modeling_auto import (  # noqa: E402
    MODEL_FOR_CAUSAL_LM_MAPPING,
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
)

from measure import Unmeasurable, build, measure  # noqa: E402
from variants import variant  # noqa: E402

VARIANTS = 3
ATTEMPTS = 12  # a draw of sizes that the class refuses is drawn again


class Corpus:
    """The files of a corpus."""

    def __init__(self, directory):
        self.directory = directory
        os.makedirs(directory, exist_ok=True)
        self.expected = open(os.path.join(directory, "expected.jsonl"), "w")
        self.skipped = open(os.path.join(directory, "skipped.jsonl"), "w")

    def add(self, model_id, config, values):
        folder = os.path.join(self.directory, "all", model_id)
        os.makedirs(folder, exist_ok=True)
        total = values["parameters_total"]
        info = {
            "id": model_id,
            "sha": "0" * 40,
            "tags": [],
            "pipeline_tag": "text-generation",
            "safetensors": {"total": total, "parameters": {"BF16": total}},
        }
        for name, document in (("config.json", config), ("info.json", info)):
            with open(os.path.join(folder, name), "w") as file:
                json.dump(document, file, indent=1)
        self.expected.write(json.dumps({"model_id": model_id, **values}) + "\n")

    def skip(self, model_id, reason):
        self.skipped.write(json.dumps({"model_id": model_id, "reason": str(reason)[:300]}) + "\n")


def as_published(config, model_type, only=None):
    """The config.json of a config: all keys, or only some of them, as short configs have it."""
    document = json.loads(config.to_json_string(use_diff=False)) if only is None else dict(only)
    document.pop("transformers_version", None)
    architecture = MODEL_FOR_CAUSAL_LM_MAPPING_NAMES[model_type]
    document["architectures"] = [architecture if isinstance(architecture, str) else architecture[0]]
    document["model_type"] = model_type
    return document


def add_defaults(corpus, model_type, config):
    model_id = f"defaults/{model_type}"
    try:
        corpus.add(model_id, as_published(config, model_type), measure(build(config), config, model_type))
    except Unmeasurable as reason:
        corpus.skip(model_id, reason)


def add_variant(corpus, model_type, config_class, number):
    model_id = f"varied/{model_type}-v{number}"
    reason = "no sizes were drawn"
    for attempt in range(ATTEMPTS):
        sizes = variant(config_class(), f"{model_type} {number} {attempt}")
        try:
            config = config_class(**sizes)
            values = measure(build(config), config, model_type)
        except Exception as error:  # transformers raises whatever a class checks its sizes with
            reason = error
            continue
        # The last variant states only what differs from the class defaults.
        corpus.add(model_id, as_published(config, model_type, sizes if number == VARIANTS else None), values)
        return
    corpus.skip(model_id, reason)


def main(directory, wanted):
    corpus = Corpus(directory)
    for model_type in wanted or MODEL_FOR_CAUSAL_LM_MAPPING_NAMES:
        config_class = CONFIG_MAPPING[model_type]
        try:
            config = config_class()
        except Exception as error:
            corpus.skip(f"defaults/{model_type}", error)
            continue
        if type(config) not in MODEL_FOR_CAUSAL_LM_MAPPING:
            corpus.skip(f"defaults/{model_type}", "it has no separate class for language modeling")
            continue
        add_defaults(corpus, model_type, config)
        for number in range(1, VARIANTS + 1):
            add_variant(corpus, model_type, config_class, number)
    corpus.expected.close()
    corpus.skipped.close()
    print(f"transformers {transformers.__version__}: see {directory}/expected.jsonl and {directory}/skipped.jsonl")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
