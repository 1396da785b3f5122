/**
 * A gateway that is stopped, as a paused machine is, between the store's last answer and its last byte to the CRM, until
 * another gateway has found that nothing was sent and has sent the case itself.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { startSteps } from '../faults/steps.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';
import { startRedis } from '../support/redis.mjs';

/** In front of a server: tells of each request that holds the words, before that one gets it, and counts the bytes. */
async function startListener(/** @type {number} */ port) {
  /** @type {{ words: string, heard: () => void, passed: number }} */
  const listener = { words: '', heard: () => {}, passed: 0 };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.on('data', (bytes) => {
      listener.passed += bytes.length;
      if (listener.words && bytes.includes(listener.words)) listener.heard();
      far.write(bytes);
    });
    far.on('data', (bytes) => near.write(bytes));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      one.on('error', () => {}).on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const store = `redis://127.0.0.1:${address.port}/0`;
  return { listener, port: address.port, store, stop: () => server.close() };
}

test('a gateway that was frozen past its lease sends nothing', { timeout: 120_000 }, async () => {
  const crm = await startCrm({ token: CANARY });
  const redis = await startRedis();
  const between = await startListener(redis.port);
  const options = {
    form: { reconcile: { customField: 'casement_key', after: 10 } },
    limits: { dailyBudget: 1000 },
  };
  const frozen = await startGateway(crm, { ...options, store: between.store });
  const other = await startGateway(crm, { ...options, store: redis.store });
  try {
    // Without a case that is there it would not believe that there is none.
    assert.equal((await other.send()).status, 200);
    // The day's budget is the last that is asked of the store.
    const asked = new Promise((resolve) => {
      between.listener.words = 'crm-day';
      between.listener.heard = () => {
        between.listener.words = '';
        frozen.signal('SIGSTOP');
        resolve(undefined);
      };
    });
    const key = { 'idempotency-key': `"${makeKey()}"` };
    const first = frozen.send(CASE, key);
    await asked;
    // The lease, and what the CRM may still be doing.
    await sleep(26_000);
    const name = key['idempotency-key'].replaceAll('"', '');
    await until(async () => (await other.ask(name)).status === 404, 30_000);
    assert.equal((await other.send(CASE, key)).status, 200);
    frozen.signal('SIGCONT');
    const answer = await first;
    assert.deepEqual([answer.status, answer.json().retry], [503, true], answer.text);
    assert.equal((await crm.stats()).cases, 2);
    assert.equal((await frozen.send(CASE, key)).headers['idempotency-replayed'], 'true');
  } finally {
    frozen.signal('SIGCONT');
    await frozen.stop();
    await other.stop();
    between.stop();
    await redis.stop();
    await crm.stop();
  }
});

test(
  'nor does one that was frozen in the middle of a body send the rest',
  { timeout: 120_000 },
  async () => {
    const crm = await startCrm({ token: CANARY });
    const redis = await startRedis();
    const between = await startListener(crm.port);
    const options = {
      form: { reconcile: { customField: 'casement_key', after: 10 } },
      store: redis.store,
    };
    const under = /** @type {string[]} */ ([]);
    let steps = /** @type {import('../faults/steps.mjs').Steps | undefined} */ (undefined);
    // Both, as a case is looked up where it was sent.
    const place = { ...crm, port: between.port, origin: `https://localhost:${between.port}` };
    const frozen = await startGateway(place, {
      ...options,
      under,
      prepare: (folder) => {
        steps = startSteps(folder);
        under.push(...steps.under);
      },
    });
    const other = await startGateway(place, options);
    /** @type {import('../../crm/post.mjs').Entry[]} */
    const long = Object.entries(CASE);
    long.push([
      'file[]',
      { name: 'a.pdf', type: 'application/pdf', bytes: Buffer.alloc(200_000, 'a') },
    ]);
    try {
      assert.equal((await other.send()).status, 200);
      let key = '';
      let made = 1;
      /** @type {ReturnType<typeof frozen.send> | undefined} */
      let first;
      // Until one is stopped when some of its body has passed, and not all.
      for (let calls = 1; !first; calls++) {
        assert.ok(calls < 200 && steps);
        const before = between.listener.passed;
        key = makeKey();
        steps.arm(calls);
        const sent = frozen.send(long, { 'idempotency-key': `"${key}"` });
        const ended = sent.then(() => true);
        while (!steps.stopped(frozen.pid() ?? 0)) {
          if (await Promise.race([ended, sleep(5)])) break;
        }
        await sleep(50);
        const passed = between.listener.passed - before;
        if (steps.call() === 'send' && passed > 50_000 && passed < 200_000) first = sent;
        else {
          frozen.signal('SIGCONT');
          assert.equal((await sent).status, 200);
          made++;
        }
      }
      await sleep(26_000);
      await until(async () => (await other.ask(key)).status === 404, 30_000);
      assert.equal((await other.send(long, { 'idempotency-key': `"${key}"` })).status, 200);
      frozen.signal('SIGCONT');
      const answer = await first;
      assert.equal(answer.status, 502, answer.text);
      assert.equal((await crm.stats()).cases, made + 1);
    } finally {
      frozen.signal('SIGCONT');
      await frozen.stop();
      await other.stop();
      between.stop();
      await redis.stop();
      await crm.stop();
    }
  },
);
