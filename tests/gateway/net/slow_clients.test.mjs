/**
 * Clients that stand still or crawl: each wait has an end, and what they held is free again.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, startGateway } from '../support/gateway.mjs';
import { openRaw, writtenCase, writtenHead } from '../support/raw.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  crm = await startCrm({ token: CANARY });
  gateway = await startGateway(crm, {
    limits: { headSeconds: 2, idleSeconds: 3, stallSeconds: 1, drainSeconds: 1 },
  });
});
after(async () => {
  await gateway?.stop();
  await crm?.stop();
});

/** Deadlines are looked at ten times a second, and machines that run tests are busy. */
const SLACK = 2500;

/**
 * @param {Promise<unknown>} ended
 * @param {number} least ms
 */
async function assertEndsAfter(ended, least) {
  const began = Date.now();
  await ended;
  const took = Date.now() - began;
  assert.ok(took >= least - 200 && took <= least + SLACK, `${took} ms`);
}

/** The connections that are open, but for the one that asks. */
const connections = async () =>
  Number(/casement_connections (\d+)/.exec(await gateway.metrics())?.[1]) - 1;

for (const limit of ['headSeconds', 'answerSeconds']) {
  test(`a second of ${limit} is a second`, async () => {
    const hasty = await startGateway(crm, { limits: { [limit]: 1 } });
    try {
      const answer = await hasty.send();
      assert.equal(answer.status, 200, answer.text);
    } finally {
      await hasty.stop();
    }
  });
}

test('a connection that asks nothing is ended', async () => {
  const raw = await openRaw(gateway.port);
  await assertEndsAfter(raw.closed, 3000);
  const used = await openRaw(gateway.port);
  used.write(writtenHead('GET /healthz', {}));
  assert.equal((await used.answer())?.status, 200);
  await assertEndsAfter(used.closed, 3000);
});

test('a head that does not end in time ends the connection, however steadily it drips', async () => {
  const raw = await openRaw(gateway.port);
  raw.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n');
  const drip = setInterval(() => raw.write('X-A: b\r\n'), 100);
  await assertEndsAfter(raw.closed, 2000).finally(() => clearInterval(drip));
});

test('a hundred of them hold up nobody', async () => {
  const many = await Promise.all(Array.from({ length: 100 }, () => openRaw(gateway.port)));
  for (const raw of many) raw.write('POST /server/API');
  const began = Date.now();
  assert.equal((await gateway.send()).status, 200);
  assert.ok(Date.now() - began < 2000);
  await Promise.all(many.map((raw) => raw.closed));
  assert.equal(await connections(), 0);
});

test('a body that stands still is told so, and its key stays free', async () => {
  for (const file of [0, 20_000, 400_000]) {
    const { head, body, key } = writtenCase({ file });
    const raw = await openRaw(gateway.port);
    raw.write(head + body.slice(0, body.length / 2));
    const answer = await raw.answer();
    assert.equal(answer?.status, 408, `${file}: ${answer?.text}`);
    await raw.closed;
    await until(async () => (await gateway.ask(key)).status === 404);
  }
});

test('a client that does not read its answers is let go', async () => {
  const raw = await openRaw(gateway.port);
  raw.socket.pause();
  const asks = writtenHead('GET /metrics', {}).repeat(2000);
  // Until the answers fill the buffers on both sides, and then the questions do.
  const asking = (async () => {
    for (let i = 0; i < 200 && !raw.isClosed; i++) {
      if (!raw.write(asks)) await Promise.race([raw.closed, sleep(50)]);
    }
  })();
  await until(async () => (await connections()) === 1);
  await until(async () => (await connections()) === 0, 30_000);
  raw.socket.destroy();
  await asking;
  assert.equal((await gateway.send()).status, 200);
});
