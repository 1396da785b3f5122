/**
 * The gateway on a real Redis: the store's own tests, two gateways on one store, and a Redis that goes away.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createConnection } from 'node:net';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startCrm } from '../crm/crm.mjs';
import { needProgram, Stand, startOnFreePorts } from '../crm/servers.mjs';
import { until } from '../crm/until.mjs';
import { CANARY, CASE, makeKey, startGateway } from './gateway.mjs';

const TESTS = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../build/native/tests/gateway_tests',
);

/** @param {number} port @returns {Promise<boolean>} */
const listens = (port) =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** @type {Stand} */
let stand;
let port = 0;
let store = '';
/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;

const startRedis = (/** @type {number} */ free) =>
  stand.start(needProgram(/^redis-server$/, 'redis-server'), [
    ...['--port', String(free), '--bind', '127.0.0.1', '--dir', stand.folder],
    ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
  ]);

before(async () => {
  stand = new Stand('redis');
  [port] = await startOnFreePorts(
    stand,
    1,
    ([free]) => startRedis(free),
    ([free]) => listens(free),
    [],
  );
  store = `redis://127.0.0.1:${port}/0`;
  crm = await startCrm({ token: CANARY });
});
after(async () => {
  await crm?.stop();
  await stand?.stop();
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

test('a Redis that would forget is not used', async () => {
  const forgetful = new Stand('redis');
  try {
    const [free] = await startOnFreePorts(
      forgetful,
      1,
      ([each]) =>
        forgetful.start(needProgram(/^redis-server$/, 'redis-server'), [
          ...['--port', String(each), '--bind', '127.0.0.1', '--dir', forgetful.folder],
          ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
        ]),
      ([each]) => listens(each),
      [],
    );
    const gateway = await startGateway(crm, { store: `redis://127.0.0.1:${free}/0` });
    const answer = await gateway.send();
    assert.equal(answer.status, 503);
    assert.equal(answer.json().retry, true);
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
    await stand.halt();
    const answer = await gateway.send();
    assert.equal(answer.status, 503);
    assert.equal(answer.json().retry, true);
    assert.equal((await fetch(`${gateway.origin}/readyz`)).status, 503);
    startRedis(port);
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
