/**
 * A gateway that is stopped, as a paused machine is, between the store's last answer and its first byte to the CRM, until
 * another gateway has found that nothing was sent and has sent the case itself.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCrm } from '../crm/crm.mjs';
import { until } from '../crm/until.mjs';
import { CANARY, CASE, makeKey, startGateway } from './gateway.mjs';
import { startRedis } from './redis.mjs';

/** In front of Redis: tells of each request that holds the words, before Redis gets it. */
async function startListener(/** @type {number} */ port) {
  /** @type {{ words: string, heard: () => void }} */
  const listener = { words: '', heard: () => {} };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    near.on('data', (bytes) => {
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
  return { listener, store: `redis://127.0.0.1:${address.port}/0`, stop: () => server.close() };
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
