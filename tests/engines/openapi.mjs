// Validates an OpenAPI document, its argument, with the schema that the OpenAPI Initiative publishes
// for its version.
//
// Uses the packages of its working directory.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const { Validator } = await import(
  pathToFileURL(require.resolve("@seriousme/openapi-schema-validator"))
);

const validator = new Validator();
const { valid, errors } = await validator.validate(process.argv[2]);
console.log(JSON.stringify({ valid, version: validator.version, errors }));
