# The database as models.dev keeps models: one object a model, keyed by its id, with the members of its TOML files.
# Source: the format of models.dev's model files, read 2026-11. Only what an entry says is given.

[
  .models[] | select(.id != "custom")
  | {
      key: (.hf_model_id // .id),
      value: (
        {name: .name, open_weights: true}
        + (if .default_context_length then {limit: {context: .default_context_length}} else {} end)
        + (if .license then {license: .license} else {} end)
        + (if .hf_model_id then {weights: "https://huggingface.co/\(.hf_model_id)"} else {} end)
        + {
            parameters: (
              {total: .parameters_billions}
              + (if .active_parameters_billions then {active: .active_parameters_billions} else {} end)
            ),
            modalities: {input: ["text"], output: ["text"]}
          }
      )
    }
] | from_entries
