# The database as a CycloneDX 1.7 bill of materials: a machine-learning-model component for each entry.
# Source: the schema of CycloneDX 1.7 (cyclonedx.org/docs/1.7/json), read 2026-11; purl's type huggingface.

def purl: select(.hf_model_id | type == "string") | "pkg:huggingface/\(.hf_model_id)" + (if .hf_revision then "@\(.hf_revision)" else "" end);

def property($name; $value): if $value == null then empty else {name: "hf-model-import:\($name)", value: ($value | tostring)} end;

# SPDX ids are written with capitals where SPDX has them; the Hub's ids are not all SPDX ids, so a license is a name.
def licenses: if .license | type == "string" then {licenses: [{license: {name: .license}}]} else {} end;

{
  bomFormat: "CycloneDX",
  specVersion: "1.7",
  version: 1,
  components: [
    .models | to_entries[] | .key as $index | .value | select(.id != "custom") | . as $entry
    | {
        type: "machine-learning-model",
        name: ([.name, .hf_model_id, .id, "entry \($index + 1)"] | map(strings) | first)
      }
      + (if .id | type == "string" then {"bom-ref": .id} else {} end)
      + (if .hf_revision | type == "string" then {version: .hf_revision} else {} end)
      + ([purl] | if .[0] then {purl: .[0]} else {} end)
      + licenses
      + {
          modelCard: {
            modelParameters: {
              task: "text-generation",
              architectureFamily: (if .architecture == "moe" then "mixture of experts" else "transformer" end)
            }
          },
          properties: [
            property("parameters_billions"; $entry.parameters_billions),
            property("active_parameters_billions"; $entry.active_parameters_billions),
            property("default_context_length"; $entry.default_context_length),
            property("num_layers"; $entry.num_layers),
            property("hidden_size"; $entry.hidden_size),
            property("num_heads"; $entry.num_heads),
            property("num_kv_heads"; $entry.num_kv_heads),
            property("quantization"; $entry.quantization | objects | .method),
            property("weights_bytes"; $entry.weights_bytes)
          ]
        }
  ]
}
