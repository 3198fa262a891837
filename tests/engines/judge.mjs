// Validates documents with ajv and ajv-formats. For each line `{"schema", "json"}` of the input it
// prints a line `{"annotated", "asserted", "places"}`: whether the document is valid with formats as
// annotations and with formats asserted, both `null` if the parser rejects it, and where the errors
// are. A schema is given in full, by its file, or by its name in the OpenAPI document
// (`openapi.json#Task`).
//
// Uses the packages of its working directory. Its argument is the directory of the schemas.

import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(`${process.cwd()}/`);
const { Ajv2020 } = require("ajv/dist/2020");
const { default: addFormats } = require("ajv-formats");

const annotating = new Ajv2020({ allErrors: true, validateFormats: false });
const asserting = addFormats(new Ajv2020({ allErrors: true }));

const compiled = new Map();

function validators(schema) {
  const key = JSON.stringify(schema);
  if (!compiled.has(key)) {
    if (typeof schema === "string") {
      const [file, component] = schema.split("#");
      const text = readFileSync(join(process.argv[2], file), "utf8");
      schema = JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/"));
      if (component !== undefined) {
        schema = { $ref: `#/$defs/${component}`, $defs: schema.components.schemas };
      }
    }
    compiled.set(key, [annotating.compile(schema), asserting.compile(schema)]);
  }
  return compiled.get(key);
}

function judge({ schema, json }) {
  const [annotated, asserted] = validators(schema);
  let document;
  try {
    document = JSON.parse(json);
  } catch {
    return { annotated: null, asserted: null, places: [] };
  }
  const verdict = { annotated: annotated(document), asserted: asserted(document) };
  // The error of `if` only repeats those of `then` or `else` one level up.
  const errors = (asserted.errors ?? []).filter(({ keyword }) => keyword !== "if");
  return { ...verdict, places: [...new Set(errors.map(({ instancePath }) => instancePath))] };
}

const lines = readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
const verdicts = lines.map((line) => JSON.stringify(judge(JSON.parse(line))) + "\n").join("");
for (let rest = Buffer.from(verdicts); rest.length > 0; ) {
  rest = rest.subarray(writeSync(1, rest));
}
