/** What a language is made of is there for each of the core's list, and for no other. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { words, wordsFor } from '../../web/src/language.js';

const core = new URL('../../wasm/core/', import.meta.url);
const rows = await readFile(new URL('text/language.hpp', core), 'utf8');
const tags = [...rows.matchAll(/row\((\w\w), /g)].map(([, tag]) => tag);

test('every language of the core has its sentences, and the launcher speaks it', async () => {
  assert.ok(tags.length >= 3);
  const tables = (await readdir(new URL('messages', core))).filter((name) =>
    /_..\.cpp$/.test(name),
  );
  assert.deepEqual(tables.sort(), tags.map((tag) => `messages_${tag}.cpp`).sort());
  assert.deepEqual(Object.keys(words).sort(), [...tags].sort());
});

test('what the element says itself differs from language to language', () => {
  for (const at of [0, 1, 2])
    assert.equal(new Set(tags.map((tag) => wordsFor(tag)[at])).size, tags.length);
  assert.equal(wordsFor('pt_BR'), wordsFor('pt'));
  assert.equal(wordsFor('xx'), wordsFor('en'));
});
