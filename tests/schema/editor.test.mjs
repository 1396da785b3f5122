/** What a person who writes a document sees in an editor: VS Code's own language server, as other editors use it too. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { openEditor } from './editor.mjs';
import { direct, gateway } from './places.mjs';
import { readSchema } from './schema.mjs';

/** Where documents lie whose `$schema` is "./…". */
const web = new URL('../../web/', import.meta.url);
const server = new URL('gateway/', web);
const formSchema = '"$schema": "./case-form.schema.json"';
const gatewaySchema = '"$schema": "./gateway.schema.json"';

/** @type {Awaited<ReturnType<typeof openEditor>>} */
let editor;
before(async () => {
  editor = await openEditor();
});
after(() => editor.close());

/** @param {import('./editor.mjs').Completion[]} items */
const labels = (items) => items.map(({ label }) => label).sort();

/** @param {import('./editor.mjs').Completion} item */
const told = ({ documentation = '' }) =>
  typeof documentation === 'string' ? documentation : documentation.value;

/** @param {Record<string, unknown>} document @param {string} schema */
const written = (document, schema) => JSON.stringify({ $schema: schema, ...document }, null, 2);

test('the keys of a field are suggested, but those that it has', async () => {
  const found = await editor.complete(web, `{ ${formSchema}, "contact": { "required": true, ¦ } }`);
  const keys = Object.keys(readSchema('form').$defs?.field.properties ?? {});
  assert.deepEqual(labels(found), keys.filter((key) => key !== 'required').sort());
  const hint = found.find(({ label }) => label === 'hint');
  assert(hint);
  assert.match(told(hint), /sentence below the field/);
});

test('the names of a choice are suggested, and what each means', async () => {
  for (const [key, name] of [
    ['visibility', 'locked'],
    ['kind', 'multiline'],
  ]) {
    const found = await editor.complete(
      web,
      `{ ${formSchema}, "form": [{ "name": "a", "${key}": ¦ }] }`,
    );
    const { enum: names = [], enumDescriptions = [] } = readSchema('form').$defs?.[key] ?? {};
    assert.deepEqual(labels(found), names.map((each) => `"${each}"`).sort());
    const one = found.find(({ label }) => label === `"${name}"`);
    assert(one);
    assert.equal(told(one).replaceAll('\\', ''), enumDescriptions[names.indexOf(name)]);
  }
});

test('the languages of a text are suggested', async () => {
  const found = await editor.complete(web, `{ ${formSchema}, "title": { ¦ } }`);
  assert.deepEqual(
    labels(found),
    Object.keys(readSchema('form').$defs?.text.properties ?? {}).sort(),
  );
});

test('a key under the pointer says what it is', async () => {
  assert.match(
    await editor.hover(web, `{ ${formSchema}, "time¦out": 60 }`),
    /Seconds without any progress/,
  );
  assert.match(
    await editor.hover(web, `{ ${formSchema}, "own¦er": "ana@acme" }`),
    /user who owns the case/,
  );
  const limit = await editor.hover(server, `{ ${gatewaySchema}, "limits": { "keep¦Hours": 72 } }`);
  assert.match(limit, /that the key of a finished case is kept/);
});

test('documents that are right have nothing underlined', async () => {
  const demo = await readFile(new URL('demo/case-form.json', web), 'utf8');
  const { $schema, ...document } = JSON.parse(demo);
  const form = './case-form.schema.json';
  for (const right of [direct, { gateway: 'https://cases.example.com' }, document]) {
    assert.deepEqual(await editor.diagnose(web, written(right, form)), []);
  }
  assert.deepEqual(await editor.diagnose(server, written(gateway, './gateway.schema.json')), []);
});

test('what is wrong is underlined', async () => {
  const wrong = `{
    ${formSchema}, "gateway": "./",
    "token": "secret",
    "contact": { "visibility": "seen", "naem": "you" },
    "timeout": 0,
    "file": { "maxFiles": 21 }
  }`;
  const found = await editor.diagnose(web, wrong);
  const at = (/** @type {string} */ marked) =>
    found.find((each) => each.marked === marked)?.message;
  assert.match(at('"secret"') ?? '', /must not be in the page/);
  assert.match(at('"seen"') ?? '', /shown.*read-only.*hidden.*locked/);
  assert.match(at('"naem": "you"') ?? '', /not known and is ignored/);
  assert.match(at('0') ?? '', /minimum of 1/);
  assert.match(at('21') ?? '', /maximum of 20/);
  assert.equal(found.length, 5, JSON.stringify(found));
});

test('the keys and names of the gateway are suggested', async () => {
  const root = labels(await editor.complete(server, `{ ${gatewaySchema}, ¦ }`));
  assert(
    root.includes('forms') && root.includes('tokenFile') && !root.includes('token'),
    `${root}`,
  );
  const token = await editor.complete(
    server,
    `{ ${gatewaySchema}, "forms": [{ "contactToken": { "algorithm": ¦ } }] }`,
  );
  assert.deepEqual(labels(token), ['"ES256"', '"EdDSA"', '"HS256"', '"RS256"']);
  const status = await editor.complete(
    server,
    `{ ${gatewaySchema}, "forms": [{ "fields": { "status": { "options": [{ ¦ }] } } }] }`,
  );
  assert.deepEqual(labels(status), ['caseTypes', 'condition', 'label', 'value']);
});

test('what is wrong in the gateway’s document is underlined', async () => {
  const wrong = `{
    ${gatewaySchema}, "server": "crm0001.wolkvox.com", "tokenFile": "/token", "store": "/keys.db",
    "forms": [{ "origins": ["https://portal.example.com"], "reconcile": {} }],
    "limits": { "keepHours": 9999, "keepDays": 3 },
    "token": "secret"
  }`;
  const found = await editor.diagnose(server, wrong);
  const at = (/** @type {string} */ marked) =>
    found.find((each) => each.marked === marked)?.message;
  assert.match(at('9999') ?? '', /maximum of 8760/);
  assert.match(at('"keepDays": 3') ?? '', /not known and is ignored/);
  assert.match(at('"secret"') ?? '', /A secret must not be in this document/);
  assert.match(at('"reconcile"') ?? at('{}') ?? '', /customField/);
  assert.equal(found.length, 4, JSON.stringify(found));
});
