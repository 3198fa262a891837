// Judges documents by ajv and ajv-formats: lines of `{"schema", "json"}` in, a line of
// `{"annotated", "asserted", "places"}` out for each. The two verdicts differ in formats: mere
// annotations, or asserted. Both are `null` where the parser takes no such text.
//
// The packages are those of the folder that it runs in; its argument is the folder of the schemas.

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
      schema = JSON.parse(readFileSync(join(process.argv[2], schema), "utf8"));
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
  // A broken `then` is told where it breaks; that of `if` only repeats it one level up.
  const errors = (asserted.errors ?? []).filter(({ keyword }) => keyword !== "if");
  return { ...verdict, places: [...new Set(errors.map(({ instancePath }) => instancePath))] };
}

const lines = readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
const verdicts = lines.map((line) => JSON.stringify(judge(JSON.parse(line))) + "\n").join("");
for (let rest = Buffer.from(verdicts); rest.length > 0; ) {
  rest = rest.subarray(writeSync(1, rest));
}
