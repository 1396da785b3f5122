/** The demo's files, read as text: what a strict policy and three languages ask of them. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { translations } from '../../web/demo/words.js';

const folder = new URL('../../web/demo/', import.meta.url);
const read = (/** @type {string} */ name) => readFile(new URL(name, folder), 'utf8');
const html = await read('index.html');

/** English texts that the page translates. */
function textsOfThePage() {
  const marked = [...html.matchAll(/ data-text(?:="")?\s*>([^<]+)</g)].map(([, text]) =>
    text.trim().replace(/\s+/g, ' '),
  );
  const [, title] = /** @type {RegExpMatchArray} */ (html.match(/<title>(.+)<\/title>/));
  return [...marked, title];
}

async function textsOfTheScripts() {
  const scripts = await Promise.all(['demo.js', 'received.js'].map(read));
  return scripts.flatMap((script) =>
    [...script.matchAll(/(?:say\(|setText\(status, )'([^']+)'/g)].map(([, text]) => text),
  );
}

test('every text of the page stands in Spanish and Portuguese, and none is left over', async () => {
  const used = new Set([...textsOfThePage(), ...(await textsOfTheScripts())]);
  assert.ok(used.size > 30);
  for (const [language, words] of Object.entries(translations)) {
    assert.deepEqual([...used].filter((text) => !words[text]).sort(), [], `${language} lacks`);
    const unused = Object.keys(words).filter((text) => !used.has(text));
    assert.deepEqual(unused, [], `${language} has too many`);
  }
});

test('the policy in the page is the strict one', () => {
  const [, policy] = /** @type {RegExpMatchArray} */ (html.match(/content="(default-src[^"]+)"/));
  assert.equal(
    policy,
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
      "connect-src 'self'; img-src 'self' blob:; font-src 'self'; worker-src 'self'; " +
      "require-trusted-types-for 'script'",
  );
});

test('nothing in the page needs a looser policy', () => {
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/);
  for (const [, attributes, body] of html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
    assert.match(attributes, / src="/);
    assert.equal(body.trim(), '');
  }
});

test('the page loads nothing from elsewhere and stands in any folder', async () => {
  for (const name of (await readdir(folder)).filter((file) =>
    /\.(html|css|json|svg)$/.test(file),
  )) {
    const text = (await read(name)).replaceAll('http://www.w3.org/2000/svg', '');
    assert.doesNotMatch(text, /https?:|url\(|@import|(?:src|href)="\//, name);
  }
});

test('scripts write text, never markup', async () => {
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.js'))) {
    assert.doesNotMatch(
      await read(name),
      /innerHTML|outerHTML|insertAdjacent|document\.write/,
      name,
    );
  }
});

test('the form can be sent with a description alone', async () => {
  const config = JSON.parse(await read('case-form.json'));
  for (const name of ['proxy', 'server', 'token', 'operation', 'responsible', 'owner', 'status']) {
    assert.equal(typeof config[name], 'string', name);
  }
  for (const name of ['case-type', 'contact', 'priority']) {
    assert.equal(typeof config[name].default, 'string', name);
  }
  for (const name of ['case-type', 'priority']) {
    const values = config[name].options.map((/** @type {{ value: string }} */ { value }) => value);
    assert.ok(values.includes(config[name].default), name);
  }
  for (const field of [...config.form, config.file]) assert.ok(!field.required);
});

test('every label of the form comes in three languages', async () => {
  const config = JSON.parse(await read('case-form.json'));
  const fields = [config['case-type'], config.priority, ...config.form];
  const texts = fields.flatMap(({ label, hint, options = [] }) => [
    label,
    hint,
    ...options.map((/** @type {{ label: object }} */ option) => option.label),
  ]);
  for (const text of texts.filter(Boolean)) {
    assert.deepEqual(Object.keys(text), ['en', 'es', 'pt']);
  }
});
