# A stage in another language: makes an entry of a snapshot of Llama's kind, as docs/contract.md promises it.
# An argument FIELD=JSON puts a wrong value in the place of a right one.
import json, sys

def entry(snapshot):
    config, name = snapshot["config"], snapshot["model_id"].split("/")[-1]
    hidden, heads = config["hidden_size"], config["num_attention_heads"]
    layers, groups = config["num_hidden_layers"], config["num_key_value_heads"]
    inner, words = config["intermediate_size"], config["vocab_size"]
    layer = 2 * hidden * hidden + 2 * hidden * groups * (hidden // heads) + 3 * hidden * inner + 2 * hidden
    return {
        "id": name.lower(), "name": name, "hf_model_id": snapshot["model_id"],
        "parameters_billions": (layers * layer + 2 * words * hidden + hidden) / 1e9, "hidden_size": hidden,
        "num_layers": layers, "num_heads": heads, "default_context_length": config["max_position_embeddings"],
        "architecture": "transformer", "num_kv_heads": groups,
        "kv_cache": {"full_elements_per_token": 2 * layers * groups * (hidden // heads)},
    }

for line in sys.stdin:
    snapshot = json.loads(line)
    if "error" in snapshot:
        print(json.dumps(snapshot))
        continue
    try:
        result = entry(snapshot)
    except KeyError as key:
        failure = {"model_id": snapshot["model_id"], "stage": "transform", "code": "missing_fields", "message": f"no {key}"}
        print(json.dumps({"error": failure}))
        continue
    for argument in sys.argv[1:]:
        path, value = argument.split("=", 1)
        *parents, last = path.split(".")
        target = result
        for parent in parents:
            target = target[parent]
        target[last] = json.loads(value)
    print(json.dumps(result))
