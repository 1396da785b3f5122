/** The documents that people copy are taken: those of the docs, of the demo, and the examples in the schemas themselves. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { verdictOf } from './judge.mjs';
import { gateway, places } from './places.mjs';
import { readSchema, resolved } from './schema.mjs';
import { validator } from './validator.mjs';

const tree = new URL('../../', import.meta.url);
const judged = { form: validator('form'), gateway: validator('gateway') };

/** @param {string} path */
const read = (path) => readFileSync(new URL(path, tree), 'utf8');

/** The blocks of JSON in a page, whole documents or some of their members. "…" stands for a secret. @param {string} path */
function blocks(path) {
  return [...read(path).matchAll(/^```json\n([^]*?)^```$/gm)].map(([, text]) => {
    const clean = text.replaceAll('…', 'secret').trim();
    return JSON.parse(clean.startsWith('{') ? clean : `{${clean}}`);
  });
}

test('the documents in the docs', () => {
  const pages = readdirSync(new URL('docs', tree)).map((name) => `docs/${name}`);
  let found = 0;
  for (const page of ['README.md', ...pages]) {
    for (const document of blocks(page)) {
      ++found;
      const ofGateway = 'forms' in document || 'store' in document;
      const { tokenEnv, ...base } = gateway;
      const token = 'tokenFile' in document ? {} : { tokenEnv };
      const whole = ofGateway ? { ...base, ...token, ...document } : document;
      const { words, unknown } = judged[ofGateway ? 'gateway' : 'form'](whole);
      assert.deepEqual([...words, ...unknown], [], `${page}: ${JSON.stringify(document)}`);
      // The files that it names are not here; all else is read.
      const { errors, warnings } = verdictOf(ofGateway ? 'gateway' : 'direct', whole);
      const own = errors.filter(({ place }) => !/(File|Env)$/.test(place));
      assert.deepEqual([...own, ...warnings], [], `${page}: ${JSON.stringify(document)}`);
    }
  }
  assert(found > 4);
});

test('the demo’s document', () => {
  const document = JSON.parse(read('web/demo/case-form.json'));
  const { words, unknown } = judged.form(document);
  const { errors, warnings } = verdictOf('direct', document);
  assert.deepEqual([...words, ...unknown, ...errors, ...warnings], []);
});

test('the examples in the schemas', () => {
  let found = 0;
  for (const { reader, schema: title, base, document } of places) {
    const name = reader === 'gateway' ? 'gateway' : 'form';
    const root = readSchema(name);
    const object = [root, ...Object.values(root.$defs ?? {})].find((each) => each.title === title);
    for (const [key, each] of Object.entries(object?.properties ?? {})) {
      for (const example of resolved(each, root).examples ?? []) {
        ++found;
        // Each is there without the other.
        const { tokenEnv, token, ...others } = base;
        const apart = ['tokenFile', 'gateway'].includes(key);
        const whole = document({ ...(apart ? others : base), [key]: example });
        assert.deepEqual(judged[name](whole).words, [], `${title}: ${key} ${example}`);
      }
    }
  }
  assert(found > 60, `${found}`);
});
