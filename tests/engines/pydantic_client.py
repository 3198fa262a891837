"""Reads documents with a generated pydantic client.

The argument is the module of the client. For each line `{"type", "json"}` of the input it prints
the document as the client writes it again, or `null` if the client rejects it.
"""

import importlib.util
import json
import sys

from pydantic import ValidationError

spec = importlib.util.spec_from_file_location("client", sys.argv[1])
client = importlib.util.module_from_spec(spec)
sys.modules["client"] = client
spec.loader.exec_module(client)

for line in sys.stdin:
    asked = json.loads(line)
    model = getattr(client, asked["type"])
    try:
        document = model.model_validate_json(asked["json"])
    except ValidationError:
        print("null")
    else:
        print(document.model_dump_json(by_alias=True, exclude_unset=True))
