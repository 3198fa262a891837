"""Validates documents with the Python package jsonschema.

For each line `{"schema", "json"}` of the input it prints a line `{"annotated", "asserted",
"places"}`: whether the document is valid with formats as annotations and with formats asserted,
both `null` if the parser rejects it, and where the errors are. A schema is given in full, by its
file, or by its name in the OpenAPI document (`openapi.json#Task`). The argument is the directory of
the schemas.
"""

import functools
import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMAS = Path(sys.argv[1])


@functools.cache
def validators(key):
    schema = json.loads(key)
    if isinstance(schema, str):
        file, _, component = schema.partition("#")
        text = (SCHEMAS / file).read_text(encoding="utf-8")
        schema = json.loads(text.replace("#/components/schemas/", "#/$defs/"))
        if component:
            schema = {"$ref": f"#/$defs/{component}", "$defs": schema["components"]["schemas"]}
    Draft202012Validator.check_schema(schema)
    formats = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator(schema), Draft202012Validator(schema, format_checker=formats)


def place(error):
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in error.absolute_path)
    return "".join(f"/{step}" for step in steps)


def judge(schema, text):
    annotated, asserted = validators(json.dumps(schema))
    try:
        document = json.loads(text)
    except ValueError:
        return {"annotated": None, "asserted": None, "places": []}
    errors = list(asserted.iter_errors(document))
    return {
        "annotated": annotated.is_valid(document),
        "asserted": not errors,
        "places": sorted({place(error) for error in errors}),
    }


for line in sys.stdin.buffer:
    asked = json.loads(line)
    print(json.dumps(judge(asked["schema"], asked["json"])))
