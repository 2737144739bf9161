"""Parses one file, and does nothing with it: `load_orjson.py FILE`."""

import sys

import orjson

with open(sys.argv[1], "rb") as file:
    orjson.loads(file.read())
