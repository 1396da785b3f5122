/**
 * The gateway on a real Redis: the store's own tests, two gateways on one store, and a Redis that goes away.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';
import { openRaw, writtenCase } from '../support/raw.mjs';
import { startRedis } from '../support/redis.mjs';

const TESTS = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../../build/native/tests/gateway_tests',
);

/** @type {Awaited<ReturnType<typeof startRedis>>} */
let redis;
let store = '';
/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;

before(async () => {
  redis = await startRedis();
  ({ store } = redis);
  crm = await startCrm({ token: CANARY });
});
after(async () => {
  await crm?.stop();
  await redis?.stop();
});

test('the tests of the store pass on it', async () => {
  const { stdout } = await promisify(execFile)(TESTS, ['--source-file=*/store_test.cpp'], {
    env: { ...process.env, CASEMENT_TEST_REDIS: store },
  });
  assert.match(stdout, /SUCCESS/);
});

test("two gateways share keys and the CRM's places", async () => {
  const gateways = [await startGateway(crm, { store }), await startGateway(crm, { store })];
  try {
    await crm.next({ reply: 'slow', delay: 0.1, times: 'always' });
    const keys = Array.from({ length: 6 }, makeKey);
    const answers = await Promise.all(
      keys.flatMap((key) =>
        gateways.map((gateway) => gateway.send(CASE, { 'idempotency-key': `"${key}"` })),
      ),
    );
    for (const { status, text } of answers) assert.ok([200, 409].includes(status), text);
    assert.equal((await crm.stats()).cases, keys.length);
    for (const key of keys) assert.equal((await gateways[1].ask(key)).status, 200);
    const refused = (await crm.requests()).filter(({ status }) => status === 403);
    assert.equal(refused.length, 0);
  } finally {
    for (const gateway of gateways) await gateway.stop();
  }
});

test('two gateways together leave a place to small cases', async () => {
  const gateways = [await startGateway(crm, { store }), await startGateway(crm, { store })];
  await crm.reset();
  const uploads = [];
  try {
    for (const gateway of gateways) {
      const upload = await openRaw(gateway.port);
      uploads.push(upload);
      const { head, body } = writtenCase({ file: 400_000 });
      upload.write(head + body.slice(0, 100_000));
    }
    const waits = async () => /casement_places_taken 1\b/.test(await gateways[1].metrics());
    await until(waits);
    for (const gateway of gateways) {
      const began = Date.now();
      assert.equal((await gateway.send()).status, 200);
      assert.ok(Date.now() - began < 2000);
    }
  } finally {
    for (const upload of uploads) upload.socket.destroy();
    for (const gateway of gateways) await gateway.stop();
  }
});

test('a case that is not its own any more is not sent again to a busy CRM', async () => {
  await crm.reset();
  const gateway = await startGateway(crm, { store });
  try {
    await crm.next({ reply: '403-simultaneous', times: 'always' });
    const key = makeKey();
    const answer = gateway.send(CASE, { 'idempotency-key': `"${key}"` });
    await until(async () => (await crm.stats()).posts > 0);
    // As another gateway would that took it for abandoned.
    await redis.ask('hset', `casement:case:${key}`, 'a', 'another', 's', '2');
    const began = Date.now();
    assert.equal((await answer).status, 429);
    assert.ok(Date.now() - began < 5000, 'it does not go on for all of queueSeconds');
    assert.ok((await crm.requests()).length <= 3);
  } finally {
    await gateway.stop();
    await crm.reset();
  }
});

test('a Redis that is emptied while the CRM answers gets the key back', async () => {
  await crm.reset();
  const gateways = [await startGateway(crm, { store }), await startGateway(crm, { store })];
  try {
    for (const [reply, status] of /** @type {const} */ ([
      [{ reply: 'slow', delay: 1 }, 200],
      [{ reply: 'reset', delay: 1 }, 409],
    ])) {
      const key = makeKey();
      const before = await crm.stats();
      await crm.next(reply);
      const first = gateways[0].send(CASE, { 'idempotency-key': `"${key}"` });
      await until(async () => (await crm.stats()).posts > before.posts);
      await redis.ask('flushall');
      const told = (await first).status;
      assert.equal(told, status === 200 ? 200 : 502);
      for (const gateway of gateways) {
        assert.equal((await gateway.ask(key)).status, status);
        const again = await gateway.send(CASE, { 'idempotency-key': `"${key}"` });
        assert.equal(again.status, status, again.text);
      }
      assert.equal((await crm.stats()).cases, before.cases + 1);
    }
  } finally {
    for (const gateway of gateways) await gateway.stop();
  }
});

test('while the CRM takes its time, an emptied Redis hears again which keys are in flight', async () => {
  await crm.reset();
  const gateways = [await startGateway(crm, { store }), await startGateway(crm, { store })];
  try {
    await crm.next({ reply: 'slow', delay: 8 });
    const key = makeKey();
    const first = gateways[0].send(CASE, { 'idempotency-key': `"${key}"` });
    await until(async () => (await crm.stats()).posts > 0);
    await redis.ask('flushall');
    await until(async () => (await redis.ask('hget', `casement:case:${key}`, 's')) === '2');
    const other = await gateways[1].send(CASE, { 'idempotency-key': `"${key}"` });
    assert.equal(other.status, 409, other.text);
    assert.equal((await first).status, 200);
    assert.equal((await crm.stats()).cases, 1);
  } finally {
    for (const gateway of gateways) await gateway.stop();
  }
});

test('a Redis that lacks what came last hears which keys are in flight before anything else', async () => {
  await crm.reset();
  const gateway = await startGateway(crm, { store });
  try {
    await crm.next({ reply: 'slow', delay: 5 });
    const key = makeKey();
    const first = gateway.send(CASE, { 'idempotency-key': `"${key}"` });
    await until(async () => (await crm.stats()).posts > 0);
    // As after a failover: other data, and no connection that was there before.
    await redis.ask('flushall');
    await redis.ask('client', 'kill', 'type', 'normal');
    await until(async () => (await fetch(`${gateway.origin}/readyz`)).status === 200);
    assert.equal(await redis.ask('hget', `casement:case:${key}`, 's'), '2');
    assert.equal((await first).status, 200);
  } finally {
    await gateway.stop();
  }
});

test('a Redis that would forget is not used', async () => {
  const forgetful = await startRedis('everysec');
  try {
    const gateway = await startGateway(crm, { store: forgetful.store });
    const answer = await gateway.send();
    assert.equal(answer.status, 503);
    assert.equal(answer.json().retry, true);
    assert.match(gateway.log(), /\/store: it could forget: .*appendfsync always/);
    await gateway.stop();
  } finally {
    await forgetful.stop();
  }
});

test('without Redis cases are refused clearly, and it is found again', async () => {
  await crm.reset();
  const gateway = await startGateway(crm, { store });
  try {
    const key = { 'idempotency-key': `"${makeKey()}"` };
    assert.equal((await gateway.send(CASE, key)).status, 200);
    await redis.halt();
    const answer = await gateway.send();
    assert.equal(answer.status, 503);
    assert.equal(answer.json().retry, true);
    assert.equal((await fetch(`${gateway.origin}/readyz`)).status, 503);
    redis.start();
    // It listens before it has read its file.
    await until(async () => (await fetch(`${gateway.origin}/readyz`)).status === 200);
    const again = await gateway.send(CASE, key);
    assert.equal(again.status, 200);
    assert.equal(again.headers['idempotency-replayed'], 'true');
    assert.equal((await crm.stats()).cases, 1);
  } finally {
    await gateway.stop();
  }
});

/** What can happen to a primary that keeps its connections, how it is ended, and what is said of it. */
const SPELLS = /** @type {const} */ ([
  [['replicaof', '127.0.0.1', '1'], ['replicaof', 'no', 'one'], 'it is a replica'],
  [
    ['config', 'set', 'min-replicas-to-write', '1'],
    ['config', 'set', 'min-replicas-to-write', '0'],
    'too few of its replicas are there',
  ],
  [['config', 'set', 'maxmemory', '1'], ['config', 'set', 'maxmemory', '0'], 'its memory is full'],
  [
    ['acl', 'setuser', 'default', '-eval'],
    ['acl', 'setuser', 'default', '+eval'],
    'this user may not do what is needed there',
  ],
]);

for (const [begin, end, problem] of SPELLS) {
  test(`a Redis of which "${problem}" is told as away and found again`, async () => {
    const own = await startRedis();
    const gateway = await startGateway(crm, { store: own.store });
    const ready = async () => (await fetch(`${gateway.origin}/readyz`)).status;
    try {
      assert.equal((await gateway.send()).status, 200);
      await own.ask(...begin);
      assert.equal((await gateway.send()).status, 503);
      assert.equal(await ready(), 503);
      await own.ask(...end);
      await until(async () => (await ready()) === 200);
      assert.equal((await gateway.send()).status, 200);
      const log = gateway.log();
      assert.equal(log.split(`/store: ${problem}; until it changes cases are refused`).length, 2);
      assert.equal(log.split('/store: it is there again').length, 2);
    } finally {
      await gateway.stop();
      await own.stop();
    }
  });
}

test('however many probes there are, the store is asked once a second', async () => {
  const own = await startRedis();
  const gateway = await startGateway(crm, { store: own.store });
  const count = async () =>
    Number(/eval:calls=(\d+)/.exec(await own.ask('info', 'commandstats'))?.[1] ?? 0);
  try {
    const began = Date.now();
    const before = await count();
    for (let round = 0; round < 5; round++) {
      const probes = Array.from({ length: 20 }, () => fetch(`${gateway.origin}/readyz`));
      for (const { status } of await Promise.all(probes)) assert.equal(status, 200);
    }
    const seconds = Math.ceil((Date.now() - began) / 1000);
    const asked = (await count()) - before;
    assert.ok(asked >= 1 && asked <= 1 + seconds, `${asked} in ${seconds} s`);
  } finally {
    await gateway.stop();
    await own.stop();
  }
});
