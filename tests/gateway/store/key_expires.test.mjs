/** Idempotency-Key-Expires: what is told of a key that is kept says how many seconds it is kept yet, on both stores. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';
import { startRedis } from '../support/redis.mjs';

const KEEP = 2 * 3600;

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startRedis>>} */
let redis;

before(async () => {
  crm = await startCrm({ token: CANARY });
  redis = await startRedis();
});
beforeEach(() => crm.reset());
after(async () => {
  await redis?.stop();
  await crm?.stop();
});

/** @typedef {import('../../crm/post.mjs').Answer} Answer */

const expires = (/** @type {Answer} */ { headers }) => headers['idempotency-key-expires'];
const keyed = (/** @type {string} */ key) => ({ 'idempotency-key': `"${key}"` });

for (const [name, options] of /** @type {[string, () => object][]} */ ([
  ['SQLite', () => ({})],
  ['Redis', () => ({ store: redis.store })],
])) {
  test(`each answer about a key that is kept tells for how long: ${name}`, async () => {
    const gateway = await startGateway(crm, {
      ...options(),
      limits: { keepHours: KEEP / 3600, answerSeconds: 1 },
    });
    /** @param {Answer} answer @param {number} status */
    const isWhole = (answer, status) => {
      assert.equal(answer.status, status, answer.text);
      assert.equal(expires(answer), String(KEEP));
    };
    /** @param {Answer} answer @param {number} status */
    const isLess = (answer, status) => {
      assert.equal(answer.status, status, answer.text);
      assert.match(String(expires(answer)), /^\d+$/);
      const left = Number(expires(answer));
      assert.ok(left < KEEP && left > KEEP - 600, `${left}`);
    };
    try {
      const [created, rejected, lost, running] = [makeKey(), makeKey(), makeKey(), makeKey()];
      isWhole(await gateway.send(CASE, keyed(created)), 200);
      await crm.next({ reply: '404' });
      const told = await gateway.send(CASE, keyed(rejected));
      isWhole(told, told.status);
      assert.ok(told.status >= 400 && told.status < 500, told.text);
      await crm.next({ reply: 'reset', at: 'after' });
      isWhole(await gateway.send(CASE, keyed(lost)), 502);
      isWhole(await gateway.send(CASE, keyed(lost)), 409);
      isWhole(await gateway.ask(lost), 409);
      // The first two are told a second later at the earliest.
      await until(async () => Number(expires(await gateway.ask(created))) < KEEP, 5000);
      await until(async () => Number(expires(await gateway.ask(rejected))) < KEEP, 5000);
      isLess(await gateway.ask(created), 200);
      isLess(await gateway.send(CASE, keyed(created)), 200);
      isLess(await gateway.ask(rejected), 200);
      isLess(await gateway.send(CASE, keyed(rejected)), told.status);

      await crm.next({ reply: 'slow', delay: 30 });
      const posts = (await crm.stats()).posts;
      const sent = gateway.send(CASE, keyed(running));
      await until(async () => (await crm.stats()).posts > posts);
      isWhole(await gateway.send(CASE, keyed(running)), 409);
      isWhole(await gateway.ask(running), 409);
      await sent;

      // Of a key that is not kept, and of one that belongs to another case, nothing is told.
      assert.equal(expires(await gateway.ask(makeKey())), undefined);
      const other = await gateway.send({ ...CASE, description: 'another' }, keyed(created));
      assert.deepEqual([other.status, expires(other)], [422, undefined]);
      const wrong = await gateway.send({ ...CASE, priority: 'none' }, keyed(makeKey()));
      assert.deepEqual([wrong.status, expires(wrong)], [400, undefined]);
      const { headers } = await gateway.ask(created);
      const exposed = String(headers['access-control-expose-headers']).split(', ');
      assert.ok(exposed.includes('Idempotency-Key-Expires'));
    } finally {
      await gateway.stop();
    }
  });
}
