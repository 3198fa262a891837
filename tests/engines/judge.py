"""Judges documents by the Python package jsonschema.

Lines of `{"schema", "json"}` in, a line of `{"annotated", "asserted", "places"}` out for each. The
two verdicts differ in formats: mere annotations, or asserted. Both are `null` where the parser
takes no such text. The argument is the folder of the schemas.
"""

import functools
import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

FOLDER = Path(sys.argv[1])


@functools.cache
def validators(key):
    schema = json.loads(key)
    if isinstance(schema, str):
        schema = json.loads((FOLDER / schema).read_text(encoding="utf-8"))
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
