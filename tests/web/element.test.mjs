/** The element's parts that need no browser; the rest is tested in real ones (tests/browser). */
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';

import { build } from '../../web/node_modules/esbuild/lib/main.js';
import { absolute, boundedText, configLimit, readConfig } from '../../web/src/panel/document.js';
import { nearestLanguage, wordsFor } from '../../web/src/language.js';

const source = new URL('../../web/src/casement.js', import.meta.url).pathname;

/** The element as a page gets it: one file, style sheet included. */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [source],
    bundle: true,
    format: 'esm',
    write: false,
    loader: { '.css': 'text' },
    external: ['./casement-panel.js'],
  });
  return outputFiles[0].text;
}

test('importing the element on a server does nothing', async () => {
  const before = Object.getOwnPropertyNames(globalThis);
  const { CasementForm } = await import(
    `data:text/javascript,${encodeURIComponent(await bundle())}`
  );
  assert.equal(typeof CasementForm, 'function');
  assert.deepEqual(Object.getOwnPropertyNames(globalThis), before);
});

test('the element does nothing that a strict policy forbids', async () => {
  const text = await bundle();
  assert.doesNotMatch(text, /innerHTML|insertAdjacent|\beval\(|new Function|setAttribute\("style/);
});

const global = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (globalThis));
const { fetch: realFetch } = globalThis;
beforeEach(() => {
  global.document = { baseURI: 'https://shop.test/help/index.html' };
});
after(() => {
  delete global.document;
  globalThis.fetch = realFetch;
});

test('addresses resolve against the page, and what is none stays as it is', () => {
  assert.equal(absolute('form.json'), 'https://shop.test/help/form.json');
  assert.equal(absolute('/gateway/'), 'https://shop.test/gateway/');
  assert.equal(absolute('https://other.test/x'), 'https://other.test/x');
  assert.equal(absolute('https://'), 'https://');
  assert.equal(absolute(''), '');
  assert.equal(absolute(null), '');
});

test("the page's own document is taken as it is", async () => {
  assert.deepEqual(await readConfig('{ not JSON', 'ignored.json'), {
    config: '{ not JSON',
    configStatus: 200,
    documentUrl: 'https://shop.test/help/index.html',
  });
});

/** @param {() => Response | Promise<Response>} answer */
function network(answer) {
  /** @type {string[]} */
  const asked = [];
  globalThis.fetch = async (input) => {
    asked.push(String(input));
    return answer();
  };
  return asked;
}

test('a document is fetched and given on without being parsed', async () => {
  const asked = network(() => new Response('{"title":"¿Qué pasó?"'));
  assert.deepEqual(await readConfig(undefined, 'form.json'), {
    config: '{"title":"¿Qué pasó?"',
    configStatus: 200,
    documentUrl: 'https://shop.test/help/form.json',
  });
  assert.deepEqual(asked, ['https://shop.test/help/form.json']);
});

test('a document that is not there is told by its status', async () => {
  network(() => new Response('<h1>Not found', { status: 404 }));
  const { config, configStatus } = await readConfig(undefined, 'form.json');
  assert.deepEqual([config, configStatus], [null, 404]);
});

test('a document that cannot be had at all is status 0', async () => {
  network(() => Promise.reject(new TypeError('Failed to fetch')));
  const { config, configStatus } = await readConfig(undefined, 'form.json');
  assert.deepEqual([config, configStatus], [null, 0]);
});

test('a document that breaks off is not half taken', async () => {
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode('{"title":'));
      controller.error(new TypeError('connection lost'));
    },
  });
  network(() => new Response(body));
  const { config, configStatus } = await readConfig(undefined, 'form.json');
  assert.deepEqual([config, configStatus], [null, 200]);
});

test('documents are read whole up to the limit and stopped one byte beyond it', async () => {
  for (const size of [configLimit - 1, configLimit, configLimit + 1]) {
    const text = await boundedText(new Response('x'.repeat(size)));
    assert.equal(text.length > configLimit, size > configLimit, `${size} bytes`);
    if (size <= configLimit) assert.equal(text.length, size);
  }
});

test('an endless document is cut off and still recognised as too long', async () => {
  let canceled = false;
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(64 * 1024).fill(0x20));
    },
    cancel() {
      canceled = true;
    },
  });
  const text = await boundedText(new Response(body));
  assert.ok(text.length > configLimit && text.length <= configLimit + 64 * 1024);
  assert.ok(canceled);
});

test('letters that are split between two chunks stay whole', async () => {
  const bytes = new TextEncoder().encode('ñ😀');
  const body = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  assert.equal(await boundedText(new Response(body)), 'ñ😀');
});

test('words come by the primary subtag, English otherwise', () => {
  assert.equal(wordsFor('es-CO')[0], 'Abrir un caso');
  assert.equal(wordsFor('PT-br')[0], 'Abrir um caso');
  assert.equal(wordsFor('xx')[0], 'Open a case');
  assert.equal(wordsFor('')[0], 'Open a case');
});

test('the language is the nearest one, across shadow roots, else the browser’s', () => {
  Object.defineProperty(globalThis, 'navigator', {
    value: { language: 'pt-BR' },
    configurable: true,
  });
  const holder = (/** @type {string | null} */ lang, /** @type {object | undefined} */ host) =>
    /** @type {any} */ ({
      closest: () => (lang === null ? null : { getAttribute: () => lang }),
      getRootNode: () => ({ host }),
    });
  assert.equal(nearestLanguage(holder('es-CO', undefined)), 'es-CO');
  assert.equal(nearestLanguage(holder(null, holder('en', undefined))), 'en');
  assert.equal(nearestLanguage(holder(null, undefined)), 'pt-BR');
});
