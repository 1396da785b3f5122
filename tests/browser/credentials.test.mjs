/** What the page says of its visitor, as headers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headersFor } from '../../wasm/browser/request/credentials.js';

const { signal } = new AbortController();
const bearer = { Authorization: 'Bearer abc' };

test('a token is text, or what a function says, soon or later, each time anew', async () => {
  assert.deepEqual(await headersFor('abc', '', signal), bearer);
  assert.deepEqual(await headersFor(() => 'abc', '', signal), bearer);
  let asked = 0;
  const renewed = async () => `token-${++asked}`;
  assert.deepEqual(await headersFor(renewed, '', signal), { Authorization: 'Bearer token-1' });
  assert.deepEqual(await headersFor(renewed, '', signal), { Authorization: 'Bearer token-2' });
});

test('none is none', async () => {
  for (const none of ['', null, undefined, () => '', async () => /** @type {any} */ (undefined)]) {
    assert.deepEqual(await headersFor(none, '', signal), {});
  }
});

test('a function that throws, rejects or stays silent is told to the developer, and nothing waits for it', async (t) => {
  const warned = t.mock.method(console, 'warn', () => {});
  const wrong = [
    () => {
      throw new Error('signed out');
    },
    () => Promise.reject(new Error('signed out')),
  ];
  for (const token of wrong) assert.deepEqual(await headersFor(token, '', signal), {});
  t.mock.timers.enable(/** @type {any} */ ({ apis: ['setTimeout'] }));
  const silent = headersFor(() => new Promise(() => {}), '', signal);
  t.mock.timers.tick(10_000);
  assert.deepEqual(await silent, {});
  assert.equal(warned.mock.callCount(), 3);
});

test('the challenge is asked for with the token, and the proof goes beside it', async (t) => {
  /** @type {unknown} */
  let headers;
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('salt7'));
  const challenge = Buffer.from(hash).toString('hex');
  const asked = { algorithm: 'SHA-256', challenge, maxnumber: 10, salt: 'salt', signature: 's' };
  t.mock.method(globalThis, 'fetch', async (/** @type {any} */ _, /** @type {any} */ how) => {
    headers = { ...how.headers };
    return Response.json(asked);
  });
  const made = await headersFor('abc', 'https://cases.example.com/challenge', signal);
  assert.deepEqual(headers, bearer);
  assert.equal(made.Authorization, 'Bearer abc');
  assert.match(made['Proof-Of-Work'], /^Altcha algorithm=SHA-256, number=7, /);
});
