# The database as models.dev keeps models: one object a model, keyed by its id, with the members of its TOML files.
# Source: packages/core/src/schema.ts of github.com/anomalyco/models.dev, read 2026-11-27; license, weights and
# parameters are proposed there. Only what an entry says is given, so a file also needs dates, limit.output and what the
# model can do.

[
  .models[] | select(.id != "custom")
  | {
      key: ([.hf_model_id, .id, .name, "unnamed"] | map(strings) | first),
      value: (
        {name: .name, open_weights: true}
        + (if .default_context_length then {limit: {context: .default_context_length}} else {} end)
        + (if .license then {license: .license} else {} end)
        + (if .hf_model_id then {weights: "https://huggingface.co/\(.hf_model_id)"} else {} end)
        + {
            parameters: (
              {total: .parameters_billions}
              + (if .active_parameters_billions then {active: .active_parameters_billions} else {} end)
            )
          }
        + (if (.modality // "text") == "text" then {modalities: {input: ["text"], output: ["text"]}} else {} end)
      )
    }
] | from_entries
