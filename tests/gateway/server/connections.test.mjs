/**
 * Requests on one connection, one after the other or all at once, and the methods that are understood.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';
import { openRaw, writtenBody, writtenCase, writtenHead } from '../support/raw.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  crm = await startCrm({ token: CANARY });
  gateway = await startGateway(crm);
});
beforeEach(() => crm.reset());
after(async () => {
  await gateway?.stop();
  await crm?.stop();
});

/** @param {Parameters<typeof writtenBody>[0]} [wanted] @param {string} [key] */
function caseRequest(wanted, key = makeKey()) {
  const { head, body } = writtenCase(wanted, { 'idempotency-key': `"${key}"` });
  return head + body;
}

test('a connection serves one request after the other', async () => {
  const raw = await openRaw(gateway.port);
  for (let i = 0; i < 5; i++) {
    raw.write(caseRequest({ file: i * 100_000 }));
    assert.equal((await raw.answer())?.status, 200);
    raw.write(writtenHead('GET /healthz', {}));
    assert.equal((await raw.answer())?.status, 200);
  }
  assert.equal(raw.isClosed, false);
  assert.equal((await crm.stats()).cases, 5);
  raw.socket.destroy();
});

test('requests that are sent without waiting are answered in their order', async () => {
  const raw = await openRaw(gateway.port);
  const descriptions = ['first', 'second', 'third', 'fourth'];
  const all = descriptions.map((description, i) =>
    caseRequest({ texts: { ...CASE, description }, file: i === 2 ? 300_000 : i * 50 }),
  );
  raw.write(all.join('') + writtenHead('GET /healthz', {}));
  /** @type {string[]} */
  const numbers = [];
  for (let i = 0; i < all.length; i++) {
    const answer = await raw.answer();
    assert.equal(answer?.status, 200, answer?.text);
    numbers.push(JSON.parse(answer?.text ?? '').data.idPrefijo);
  }
  assert.equal((await raw.answer())?.text, '{"ok":true}');
  assert.equal(raw.rest, '');
  const made = await crm.cases();
  assert.deepEqual(
    made.map(({ post, created }) => [post.description, created?.idPrefijo]),
    descriptions.map((description, i) => [description, numbers[i]]),
  );
  raw.socket.destroy();
});

test('the same requests come through byte by byte', async () => {
  const raw = await openRaw(gateway.port);
  raw.socket.setNoDelay(true);
  for (const byte of Buffer.from(caseRequest())) {
    raw.write(Buffer.of(byte));
    if (byte === 10) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal((await raw.answer())?.status, 200);
  raw.socket.destroy();
});

test('each method gets what belongs to it', async () => {
  const state = `${INSERT_PATH}/${makeKey()}`;
  const stranger = 'https://evil.example';
  /** @type {[string, string, string | undefined, number][]} */
  const rows = [
    ['OPTIONS', INSERT_PATH, ORIGIN, 204],
    ['OPTIONS', state, ORIGIN, 204],
    ['OPTIONS', INSERT_PATH, stranger, 403],
    ['OPTIONS', INSERT_PATH, undefined, 403],
    ['HEAD', INSERT_PATH, ORIGIN, 204],
    ['HEAD', INSERT_PATH, undefined, 204],
    ['HEAD', INSERT_PATH, stranger, 403],
    ['GET', INSERT_PATH, ORIGIN, 405],
    ['GET', state, ORIGIN, 404],
    ['GET', state, undefined, 404],
    ['GET', state, stranger, 403],
    ['POST', state, ORIGIN, 405],
    ['PUT', INSERT_PATH, ORIGIN, 405],
    ['DELETE', state, ORIGIN, 405],
    ['TRACE', INSERT_PATH, ORIGIN, 405],
    ['GET', '/', ORIGIN, 404],
    ['GET', `${INSERT_PATH}/`, ORIGIN, 404],
    ['GET', `${INSERT_PATH}/../${makeKey()}`, ORIGIN, 404],
    ['GET', `${INSERT_PATH}?x=1`, ORIGIN, 404],
  ];
  for (const [method, target, origin, status] of rows) {
    const raw = await openRaw(gateway.port);
    const length = method === 'POST' || method === 'PUT' ? 0 : undefined;
    raw.write(writtenHead(`${method} ${target}`, { origin, 'content-length': length }));
    const answer = await raw.answer({ head: method === 'HEAD' });
    assert.equal(answer?.status, status, `${method} ${target} from ${origin}`);
    const allowed = origin === ORIGIN && target.startsWith(INSERT_PATH) ? ORIGIN : undefined;
    const known = target === INSERT_PATH || target === state;
    if (known) assert.equal(answer?.headers['access-control-allow-origin'], allowed);
    raw.socket.destroy();
  }
  assert.equal((await crm.stats()).posts, 0);
});

test('an answer to HEAD has no body, whatever it says', async () => {
  const wrong = [];
  for (const target of ['/nowhere', '/healthz', '/readyz', '/metrics', INSERT_PATH]) {
    const raw = await openRaw(gateway.port);
    raw.write(writtenHead(`HEAD ${target}`, { origin: 'https://evil.example' }));
    assert.ok(await raw.answer({ head: true }), target);
    // Who reads no body takes what follows for the next answer.
    raw.write(writtenHead('GET /healthz', { connection: 'close' }));
    const next = await raw.answer();
    if (next?.status !== 200) wrong.push(target);
    raw.socket.destroy();
  }
  assert.deepEqual(wrong, []);
});

test('Connection: close is obeyed, and HTTP/1.0 and /2 are not taken', async () => {
  const closing = await openRaw(gateway.port);
  closing.write(writtenHead('GET /healthz', { connection: 'close' }));
  assert.equal((await closing.answer())?.headers.connection, 'close');
  await closing.closed;
  for (const version of ['HTTP/1.0', 'HTTP/2.0', 'HTTP/1.2', 'HTTP/9']) {
    const raw = await openRaw(gateway.port);
    raw.write(writtenHead('GET /healthz', {}).replace('HTTP/1.1', version));
    assert.equal((await raw.answer())?.status, 400, version);
    await raw.closed;
  }
});
