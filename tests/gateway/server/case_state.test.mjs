/**
 * `GET {path}/{key}`: told to those who could have sent the case, and to them as soon as it has ended when they prefer to
 * wait.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { proofFor } from '../../../wasm/browser/request/proof.js';
import { startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';
import { AUDIENCE, signedToken } from '../support/signed_token.mjs';

const SECRET = 's'.repeat(32);
const { contact: _, ...OWN } = CASE;
const contactToken = { algorithm: 'HS256', keyEnv: 'CASEMENT_TEST_PORTAL', audience: AUDIENCE };
const proofOfWork = { keyEnv: 'CASEMENT_TEST_PORTAL', maxNumber: 2000 };
const ana = { authorization: `Bearer ${signedToken(SECRET, { contact: 'ana@example.com' })}` };
const bob = { authorization: `bearer ${signedToken(SECRET, { contact: 'bob@example.com' })}` };

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} for everybody */
let open;
/** @type {Awaited<ReturnType<typeof startGateway>>} for a portal's contacts, who also prove their work */
let signed;

before(async () => {
  process.env.CASEMENT_TEST_PORTAL = SECRET;
  crm = await startCrm({ token: CANARY });
  open = await startGateway(crm, { limits: { waitSeconds: 20 } });
  signed = await startGateway(crm, { form: { contactToken, proofOfWork } });
});
beforeEach(() => crm.reset());
after(async () => {
  await open?.stop();
  await signed?.stop();
  await crm?.stop();
});

/**
 * @param {typeof open} gateway
 * @param {string} key
 * @param {Record<string, string | undefined>} [headers]
 */
const ask = (gateway, key, headers = {}) =>
  gateway.post(`${gateway.url}/${key}`, { method: 'GET', headers, timeout: 60_000 });

/** @param {string} key */
const proof = async (key) => ({
  'idempotency-key': `"${key}"`,
  'proof-of-work': await proofFor(`${signed.url}/${key}/challenge`, AbortSignal.timeout(30_000)),
});

/** Waits until the CRM has the case. */
const arrived = () => until(async () => (await crm.stats()).posts > 0);

test('a page of the list, the own page, and who has no page may ask; no other page may', async () => {
  const key = makeKey();
  await open.send(CASE, { 'idempotency-key': `"${key}"` });
  const told = await Promise.all(
    [
      { origin: ORIGIN },
      { origin: ORIGIN, 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-origin' },
      {},
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ].map(async (headers) => (await ask(open, key, headers)).status),
  );
  assert.deepEqual(told, [200, 200, 200, 200, 403, 403, 403, 403, 403]);
});

test("of a form for a portal's contacts only the case's own contact hears", async () => {
  const key = makeKey();
  await crm.next({ reply: 'slow', delay: 30 });
  const sent = signed.send(OWN, { ...(await proof(key)), ...ana });
  await arrived();
  const asked = async () => {
    const answers = [];
    for (const who of [{}, { authorization: 'Bearer x' }, bob, ana]) {
      answers.push((await ask(signed, key, { origin: ORIGIN, ...who })).status);
    }
    return answers;
  };
  assert.deepEqual(await asked(), [401, 401, 403, 409]);
  await crm.reset();
  assert.equal((await sent).status, 200);
  assert.deepEqual(await asked(), [401, 401, 403, 200]);
});

test('a token and a proof go together, each without the other is not enough', async () => {
  const key = makeKey();
  const proved = await proof(key);
  assert.equal((await signed.send(OWN, proved)).status, 401);
  const alone = await signed.send(OWN, { 'idempotency-key': `"${key}"`, ...ana });
  assert.equal(alone.status, 401);
  assert.ok(alone.json().data.altcha);
  assert.equal((await signed.send(OWN, { ...proved, ...ana })).status, 200);
  const [{ post }] = await crm.cases();
  assert.equal(post.contact, 'ana@example.com');
});

test('who prefers to wait for a key that runs hears its end, others that it runs', async () => {
  const key = makeKey();
  const headers = { 'idempotency-key': `"${key}"` };
  await crm.next({ reply: 'slow', delay: 30 });
  const sent = open.send(CASE, headers);
  await arrived();
  assert.equal((await open.send(CASE, headers)).status, 409);
  assert.equal((await ask(open, key)).status, 409);
  assert.equal((await ask(open, key, { prefer: 'wait=0' })).status, 409);
  assert.equal((await ask(open, key, { prefer: 'wait=soon' })).status, 409);
  assert.equal((await ask(open, key, { prefer: 'respond-async, wait=1' })).status, 409);
  const waiting = [
    ask(open, key, { prefer: 'wait=60' }),
    open.send(CASE, { ...headers, prefer: 'respond-async, Wait=60' }),
  ];
  await crm.reset();
  const [asked, again] = await Promise.all(waiting);
  const first = await sent;
  assert.equal(first.status, 200);
  assert.deepEqual([asked.status, again.status], [200, 200]);
  assert.equal(again.headers['idempotency-replayed'], 'true');
  assert.equal(asked.json().data.idPrefijo, first.json().data.idPrefijo);
  assert.equal(again.json().data.idPrefijo, first.json().data.idPrefijo);
});

test('a key that nobody sent is told at once, whatever is preferred', async () => {
  const began = performance.now();
  assert.equal((await ask(open, makeKey(), { prefer: 'wait=60' })).status, 404);
  assert.ok(performance.now() - began < 15_000);
});

test('the wait is no longer than waitSeconds', async () => {
  const gateway = await startGateway(crm, { limits: { waitSeconds: 1 } });
  try {
    const key = makeKey();
    await crm.next({ reply: 'slow', delay: 30 });
    const sent = gateway.send(CASE, { 'idempotency-key': `"${key}"` });
    await arrived();
    const began = performance.now();
    assert.equal((await ask(gateway, key, { prefer: 'wait=25' })).status, 409);
    const took = performance.now() - began;
    assert.ok(took > 900 && took < 20_000, `${took} ms`);
    await crm.reset();
    assert.equal((await sent).status, 200);
  } finally {
    await gateway.stop();
  }
});

test('a page may send all of these headers', async () => {
  const headers = { origin: ORIGIN, 'access-control-request-method': 'POST' };
  const allowed = await open.post(open.url, { method: 'OPTIONS', headers });
  const names = String(allowed.headers['access-control-allow-headers']).split(', ');
  for (const name of ['authorization', 'idempotency-key', 'prefer', 'proof-of-work']) {
    assert.ok(names.includes(name), name);
  }
});
