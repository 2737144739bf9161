"""Validates NDJSON against a schema: `validate_jsonschema.py SCHEMA`. The validator is made once."""

import json
import sys

from jsonschema import Draft202012Validator

with open(sys.argv[1], "rb") as file:
    validator = Draft202012Validator(json.load(file))
write = sys.stdout.buffer.write
for line in sys.stdin.buffer:
    if not validator.is_valid(json.loads(line)):
        sys.exit(f"not valid: {line!r}")
    write(line)
