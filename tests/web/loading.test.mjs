/** The compiled module: made once for all forms, and its failures told apart. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { compileOnce, importPanel } from '../../web/src/loading.js';

/** The smallest module there is. */
const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
let requests = 0;

/** @param {() => Response} answer */
function network(answer) {
  requests = 0;
  globalThis.fetch = async (input) => {
    ++requests;
    assert.match(String(input), /\/casement\.wasm$/);
    return answer();
  };
}

beforeEach(() => network(() => new Response(empty)));

/** What a failure of the network is marked with. */
const isNotLoaded = (/** @type {any} */ error) => error.reason === 'load';

test('a file that is not there is a failure to load, and the next form tries again', async () => {
  network(() => new Response('', { status: 404 }));
  await assert.rejects(compileOnce(), isNotLoaded);
  await assert.rejects(compileOnce());
  assert.equal(requests, 2);
});

test('a lost connection is a failure to load', async () => {
  network(() => {
    throw new TypeError('Failed to fetch');
  });
  await assert.rejects(compileOnce(), isNotLoaded);
});

test('a panel that is not there is a failure to load', async () => {
  await assert.rejects(importPanel(), isNotLoaded);
});

test('a module that does not compile is not a failure to load', async () => {
  network(() => new Response('<!doctype html>'));
  await assert.rejects(compileOnce(), (error) => {
    assert.ok(error instanceof WebAssembly.CompileError);
    return !isNotLoaded(error);
  });
});

test('nothing is downloaded where WebAssembly is missing', async () => {
  const { WebAssembly } = globalThis;
  delete (/** @type {any} */ (globalThis).WebAssembly);
  try {
    await assert.rejects(compileOnce(), ReferenceError);
    assert.equal(requests, 0);
  } finally {
    globalThis.WebAssembly = WebAssembly;
  }
});

test('the module is compiled once, whatever type the server gave it', async () => {
  network(() => new Response(empty, { headers: { 'content-type': 'application/octet-stream' } }));
  const [one, two] = await Promise.all([compileOnce(), compileOnce()]);
  assert.ok(one instanceof WebAssembly.Module);
  assert.equal(one, two);
  assert.equal(await compileOnce(), one);
  assert.equal(requests, 1);
});
