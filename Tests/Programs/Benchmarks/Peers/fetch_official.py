"""Fetches a model's info and config.json with the official client: `fetch_official.py ID`."""

import sys

from huggingface_hub import HfApi, hf_hub_download

info = HfApi().model_info(sys.argv[1])
with open(hf_hub_download(info.id, "config.json", revision=info.sha), encoding="utf-8") as file:
    sys.stdout.write(file.read())
