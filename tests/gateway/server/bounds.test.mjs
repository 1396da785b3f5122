/**
 * Senders who take what belongs to all: memory that they only promise to fill, bodies that never end, the upload place.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';
import { openRaw, writtenBody, writtenHead } from '../support/raw.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
before(async () => (crm = await startCrm({ token: CANARY })));
beforeEach(() => crm.reset());
after(() => crm?.stop());

const written = writtenBody({ file: 1 });

/** @param {number} length what the head says @param {string} [key] */
const headOf = (length, key = makeKey()) =>
  writtenHead(`POST ${INSERT_PATH}`, {
    'idempotency-key': `"${key}"`,
    'content-type': written.type,
    'content-length': length,
  });

test('who promises much and sends little takes little memory', async () => {
  const gateway = await startGateway(crm);
  try {
    await gateway.send();
    const before = gateway.memory();
    const senders = await Promise.all(Array.from({ length: 400 }, () => openRaw(gateway.port)));
    for (const sender of senders) sender.write(`${headOf(250_000)}--`);
    await until(async () => /casement_connections 40[0-9]/.test(await gateway.metrics()));
    await sleep(300);
    assert.equal((await gateway.send()).status, 200);
    const grown = gateway.memory() - before;
    console.log(`400 promises of 250,000 bytes: ${(grown / 1e6).toFixed(1)} MB`);
    assert.ok(grown < 16_000_000, `${grown} bytes`);
    for (const sender of senders) sender.socket.destroy();
  } finally {
    await gateway.stop();
  }
});

test('bodies together have a bound: who comes beyond it is asked to come again, small cases go on', async () => {
  const gateway = await startGateway(crm, { limits: { bodyMemory: 1_000_000 } });
  try {
    const senders = await Promise.all(Array.from({ length: 12 }, () => openRaw(gateway.port)));
    /** @type {import('../support/raw.mjs').RawAnswer[]} */
    const refused = [];
    for (const sender of senders) {
      void sender.answer().then((answer) => answer && refused.push(answer));
      sender.write(headOf(240_000) + written.body.slice(0, 100) + 'x'.repeat(200_000));
    }
    // Four of them fill the memory, whoever comes first; the others give theirs back at once.
    await until(() => refused.length >= 8);
    assert.equal((await gateway.send()).status, 200);
    for (const { status, headers, text } of refused) {
      assert.deepEqual([status, JSON.parse(text).retry], [503, true]);
      assert.ok(Number(headers['retry-after']) > 0);
    }
    assert.equal(refused.length, 8, 'those who came first still hold theirs');
    for (const sender of senders) sender.socket.destroy();
  } finally {
    await gateway.stop();
  }
});

test('a body has a time for all of it, however steadily it drips', async () => {
  const gateway = await startGateway(crm, { limits: { bodySeconds: 2 } });
  try {
    const raw = await openRaw(gateway.port);
    const key = makeKey();
    raw.write(headOf(written.body.length, key));
    let at = 0;
    const drip = setInterval(() => raw.write(written.body.slice(at, ++at)), 100);
    const began = Date.now();
    const answer = await raw.answer();
    clearInterval(drip);
    assert.equal(answer?.status, 408);
    assert.ok(Date.now() - began < 5000);
    assert.equal((await gateway.ask(key)).status, 404);
  } finally {
    await gateway.stop();
  }
});

test('an upload that came fast and then trickles loses its place', async () => {
  const gateway = await startGateway(crm);
  try {
    const large = writtenBody({ file: 9_000_000 });
    const raw = await openRaw(gateway.port);
    raw.write(headOf(large.body.length) + large.body.slice(0, 8_000_000));
    let at = 8_000_000;
    const drip = setInterval(() => raw.write(large.body.slice(at, ++at)), 500);
    const began = Date.now();
    const answer = await raw.answer();
    clearInterval(drip);
    assert.equal(answer?.status, 408, answer?.text);
    assert.ok(Date.now() - began < 25_000);
    const file = { name: 'a.pdf', bytes: Buffer.alloc(1_000_000), type: 'application/pdf' };
    assert.equal((await gateway.send([...Object.entries(CASE), ['file[]', file]])).status, 200);
  } finally {
    await gateway.stop();
  }
});
