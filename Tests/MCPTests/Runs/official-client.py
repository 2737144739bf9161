"""Talks to `hf-fetch --mcp` with the official Python client, and prints what it saw as one JSON object.

Arguments: the executable, how to connect (auto: the newest revision; legacy: initialize), the Hub, and a database.
"""

import asyncio
import json
import sys

from mcp import Client, StdioServerParameters

CALLS = {
    "discover_models": {"limit": 2},
    "fetch_snapshot": {"model": "org/small"},
    "describe_model": {"model": "org/small"},
    "preview_import": {"models": ["org/small"], "existing": "update"},
    "find_entries": {"id": "sm*"},
    "audit_entries": {},
    "bad id": {"model": "org/none"},
}


async def main(executable, mode, endpoint, database):
    options = ["--mcp", "--no-cache", "--retries", "0", "--endpoint", endpoint]
    seen = {"calls": {}, "progress": []}
    async with Client(StdioServerParameters(command=executable, args=options), mode=mode) as client:
        seen["revision"] = client.session.protocol_version
        seen["tools"] = [tool.name for tool in (await client.list_tools()).tools]
        for name, arguments in CALLS.items():
            tool = "fetch_snapshot" if name == "bad id" else name
            if tool in ("preview_import", "find_entries", "audit_entries"):
                arguments = {**arguments, "database": database}

            async def note(progress, total, message):
                seen["progress"].append([progress, total, message])

            # The client checks the result against the output schema.
            result = await client.call_tool(tool, arguments, progress_callback=note)
            seen["calls"][name] = {"isError": result.is_error, "structured": result.structured_content}
    print(json.dumps(seen))


asyncio.run(main(*sys.argv[1:]))
