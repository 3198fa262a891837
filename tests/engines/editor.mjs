// Checks what Visual Studio Code completes, shows and marks with the schemas. `‸` is the cursor.
//
// Uses the packages of its working directory. Its argument is the directory of the schemas.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(`${process.cwd()}/`);
const { getLanguageService, TextDocument } = require("vscode-json-languageservice");

const file = join(process.argv[2], "create-task-request.schema.json");
const schema = JSON.parse(readFileSync(file, "utf8"));
const service = getLanguageService({});
service.configure({ validate: true, schemas: [{ uri: schema.$id, fileMatch: ["*"], schema }] });

async function ask(marked) {
  const offset = marked.indexOf("‸");
  const document = TextDocument.create("file:///task.json", "json", 1, marked.replace("‸", ""));
  const json = service.parseJSONDocument(document);
  const position = document.positionAt(offset);
  const completion = await service.doComplete(document, position, json);
  const hover = await service.doHover(document, position, json);
  return {
    items: new Map(completion.items.map((item) => [item.label, item])),
    hover: (hover?.contents ?? []).join("\n").replaceAll("\\", ""),
    marks: (await service.doValidation(document, json)).map(({ message }) => message),
  };
}

const task = (rest) => `{"name": "t", "language": "typescript", ${rest}}`;
const session = (rest) => task(`"browserConfiguration": {${rest}}`);
const proxy = (rest) => session(`"proxy": {${rest}}`);

// The items that are offered, and a part of the documentation of one of them.
const COMPLETIONS = [
  ["{‸}", ["name", "code", "language", "description", "browserConfiguration"], "code", "Base64"],
  ['{"language": ‸}', ['"typescript"'], '"typescript"', "TypeScript source code"],
  [session("‸"), ["initial_url", "recording", "proxy", "timeout", "live_view"], "recording", "recorded"],
  [session('"recording": {"active": ‸}'), ["true", "false"], "true", ""],
  [session('"timeout": {"max_duration": ‸}'), ["20", "60"], "20", ""],
  [proxy("‸"), ["active", "type", "country_code", "region", "city"], "city", "requires `region`"],
  [
    proxy('"active": true, "type": "custom", ‸'),
    ["server", "username", "password"],
    "password",
    "Keep it out of logs",
  ],
  [
    proxy('"active": true, "type": "anchor_g‸ov"'),
    ['"anchor_proxy"', '"anchor_residential"', '"anchor_mobile"', '"anchor_gov"', '"custom"'],
    '"anchor_mobile"',
    "in a mobile network",
  ],
];

// What is shown for the value or key at the cursor.
const HOVERS = [
  ['{"na‸me": "t"}', "ASCII letters, digits, underscores and hyphens"],
  ['{"language": "type‸script"}', "TypeScript source code"],
  [session('"time‸out": {}'), "in whole minutes"],
  [proxy('"type": "anchor_g‸ov"'), "government sites"],
  [proxy('"type": "cus‸tom"'), "distinguishes this kind of proxy"],
  [proxy('"type": "anchor_gov", "country_code": "u‸s"'), "Country code\n\nUnited States, offered by"],
  [proxy('"country_code": "g‸b"'), "United Kingdom, offered by `anchor_residential` and `anchor_mobile`"],
];

// What is marked as invalid.
const MARKS = [
  [task('"description": "d‸"'), []],
  ['{"name": "t‸"}', ['Missing property "language".']],
  [proxy('"active": true, "type": "anchor_proxy", "country_code": "u‸s"'), []],
  [proxy('"type": "anchor_proxy‸"'), ['Missing property "active".']],
];

let checked = 0;
for (const [marked, labels, label, part] of COMPLETIONS) {
  const { items } = await ask(marked);
  assert.deepEqual([...items.keys()].sort(), [...labels].sort(), marked);
  const { documentation } = items.get(label);
  assert.ok((documentation?.value ?? documentation ?? "").includes(part), `${marked}: ${label}`);
  checked += 1;
}
for (const [marked, part] of HOVERS) {
  const { hover } = await ask(marked);
  assert.ok(hover.includes(part), `${marked}: ${hover}`);
  checked += 1;
}
for (const [marked, messages] of MARKS) {
  const { marks } = await ask(marked);
  assert.deepEqual(marks, messages, marked);
  checked += 1;
}

// Each country is offered with its name and the types that offer it.
const { items } = await ask(proxy('"active": true, "country_code": ‸'));
assert.equal(items.size, 193);
for (const { label, documentation } of items.values()) {
  assert.match(documentation.value ?? documentation, /^\p{Lu}.*, offered by `anchor_/u, label);
}
assert.equal(items.get('"us"').detail, "Default value");

console.log(`${checked + 1} checks passed`);
