/** Questions to a gateway: what the network did is told, what was our own doing is not told as the network's. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { failureUnsent } from '../../wasm/browser/bridge/contract.js';
import { Requests } from '../../wasm/browser/request/requests.js';

const given = {
  fetch: globalThis.fetch,
  AbortController: globalThis.AbortController,
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
};
const url = 'https://gateway.example/casement/v1/cases/1';
/** What the widget was told: the call and what it was given. @type {unknown[][]} */
let told = [];
/** What the page says. @type {import('../../web/src/types.js').Token} */
let token;
/** @type {Requests} */
let requests;
const files = { body: () => undefined, unreadable: async () => /** @type {number[]} */ ([]) };

beforeEach(() => {
  Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true });
  told = [];
  token = undefined;
  const keep =
    (/** @type {string} */ name) =>
    (/** @type {unknown[]} */ ...values) =>
      void told.push([name, ...values]);
  requests = new Requests(
    {
      probeEnded: keep('probe'),
      checkEnded: keep('check'),
      progress: keep('progress'),
      failed: keep('failed'),
      token: () => token,
    },
    files,
  );
});
afterEach(() => void Object.assign(globalThis, given));

/** @param {(request: Request) => Promise<Response>} answer */
function network(answer) {
  globalThis.fetch = (request) => answer(/** @type {Request} */ (request));
}

/** An answer that only an abort ends, as the network's do. @param {Request} request @returns {Promise<Response>} */
const silence = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('an answer is told, and its text', async () => {
  network(async () => new Response('{"code":200}', { status: 409 }));
  await requests.probe(url);
  await requests.check(url);
  assert.deepEqual(told, [
    ['probe', true, true],
    ['check', 409, '{"code":200}', 0],
  ]);
});

test('an answer says how long the gateway knows the key, if it can be read', async () => {
  const rows = { 259200: 259200, 0: 0, '': 0, 'Fri, 27 Nov 2026 10:00:00 GMT': 0 };
  for (const [header, lives] of Object.entries(rows)) {
    told = [];
    const headers = { 'Idempotency-Key-Expires': header };
    network(async () => new Response('', { status: 409, headers }));
    await requests.check(url);
    assert.deepEqual(told, [['check', 409, '', lives]]);
  }
});

test('a lost connection is told as one', async () => {
  network(() => Promise.reject(new TypeError('Failed to fetch')));
  await requests.probe(url);
  await requests.check(url);
  assert.deepEqual(told, [
    ['probe', false, true],
    ['check', 0, '', 0],
  ]);
});

test('an answer that breaks off is none', async () => {
  const broken = () => new ReadableStream({ start: (stream) => stream.error(new TypeError()) });
  network(async () => new Response(broken()));
  await requests.check(url);
  assert.deepEqual(told, [['check', 0, '', 0]]);
});

test('a gateway that stays silent is given up', async () => {
  /** @type {(() => void)[]} */
  const timers = [];
  globalThis.setTimeout = /** @type {any} */ ((/** @type {() => void} */ run) => timers.push(run));
  network(silence);
  const ended = requests.check(url);
  await new Promise((resolve) => setImmediate(resolve));
  for (const run of timers) run();
  await ended;
  assert.deepEqual(told, [['check', 0, '', 0]]);
});

test('a form that is gone asks no longer, and nobody is told', async () => {
  network(silence);
  const ended = Promise.all([requests.probe(url), requests.check(url)]);
  await new Promise((resolve) => setImmediate(resolve));
  requests.stop();
  await ended;
  assert.deepEqual(told, []);
});

test('no browser needs AbortSignal.any for it', async () => {
  const { any } = AbortSignal;
  Reflect.deleteProperty(AbortSignal, 'any');
  try {
    network(async () => new Response(null, { status: 204 }));
    await requests.probe(url);
    assert.deepEqual(told, [['probe', true, true]]);
  } finally {
    AbortSignal.any = any;
  }
});

test('what fails before anything is asked is not told as the network’s doing', async () => {
  network(async () => new Response());
  const { any, timeout } = AbortSignal;
  Object.assign(AbortSignal, { any: undefined, timeout: undefined });
  globalThis.AbortController = /** @type {any} */ (undefined);
  try {
    await requests.probe(url);
  } finally {
    Object.assign(AbortSignal, { any, timeout });
  }
  assert.deepEqual(told, [['probe', true, true]]);
});

/** An upload that stands still, and time in the test's own hands. @param {number[]} broken files */
function standingStill(broken) {
  let now = 0;
  /** @type {Map<number, {at: number, run: () => void}>} */
  const timers = new Map();
  Object.assign(globalThis, {
    setTimeout: (/** @type {() => void} */ run, /** @type {number} */ wait) => {
      timers.set(timers.size + 1, { at: now + wait, run });
      return timers.size;
    },
    clearTimeout: (/** @type {number} */ id) => timers.set(id, { at: Infinity, run: () => {} }),
  });
  files.unreadable = async () => broken;
  const upload = new EventTarget();
  const request = Object.assign(new EventTarget(), { upload });
  requests.expect([0, 0], 120_000, '');
  void requests.opened(/** @type {any} */ (request), new Uint8Array(), () => {});
  const pass = async (/** @type {number} */ seconds) => {
    now += seconds * 1000;
    for (const [id, { at, run }] of timers)
      if (at <= now) {
        timers.set(id, { at: Infinity, run: () => {} });
        run();
      }
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { upload, pass };
}

test('an upload that stands still by a file that is gone is given up at once', async () => {
  const { pass } = standingStill([1]);
  await pass(4.999);
  assert.deepEqual(told, []);
  await pass(0.001);
  assert.deepEqual(told, [['failed', 0]]);
});

test('an upload that stands still for another reason is waited for as long as the document says', async () => {
  const { upload, pass } = standingStill([]);
  await pass(100);
  upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: 1, total: 2 }));
  told = [];
  await pass(5);
  await pass(114.999);
  assert.deepEqual(told, []);
  await pass(0.001);
  assert.deepEqual(told, [['failed', 1]]);
});

test('once all is sent, a file that is gone is no reason to give up', async () => {
  const { upload, pass } = standingStill([1]);
  upload.dispatchEvent(new Event('loadend'));
  await pass(5);
  assert.deepEqual(told, []);
});

test('a request that the module announced and did not open is told as not sent', async () => {
  requests.expect([0, 0], 120_000, '');
  await Promise.resolve();
  assert.deepEqual(told, [['failed', failureUnsent]]);
});

test('a request that nobody announced does not go', async () => {
  let sent = false;
  const request = { readyState: 1, abort() {} };
  const opened = requests.opened(/** @type {any} */ (request), new Uint8Array(), () => {
    sent = true;
  });
  await assert.rejects(opened);
  assert.equal(sent, false);
  assert.deepEqual(told, [['failed', failureUnsent]]);
});
