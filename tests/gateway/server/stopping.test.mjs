/** SIGTERM while uploads are on their way. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, PROGRAM, startGateway } from '../support/gateway.mjs';
import { openRaw, writtenCase, writtenHead } from '../support/raw.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
before(async () => (crm = await startCrm({ token: CANARY })));
beforeEach(() => crm.reset());
after(() => crm?.stop());

/**
 * Half of a case's request, under way.
 * @param {Awaited<ReturnType<typeof startGateway>>} gateway
 * @param {number} file bytes
 */
async function halfSent(gateway, file) {
  const { head, body, key } = writtenCase({ file });
  const raw = await openRaw(gateway.port);
  const half = body.length / 2;
  raw.write(head + body.slice(0, half));
  await sleep(300);
  return { raw, key, rest: body.slice(half) };
}

/** @param {number} port */
const isListening = async (port) => {
  const raw = await Promise.race([openRaw(port), sleep(200)]);
  raw?.socket.destroy();
  return raw !== undefined;
};

test('with connections open it ends at once and in order', async () => {
  const gateway = await startGateway(crm);
  try {
    gateway.signal('SIGTERM');
    await until(() => gateway.log().includes('"stopped"'));
    // The same again, where its exit can be seen.
    const again = spawn(PROGRAM, ['--config', join(gateway.folder, 'gateway.json')]);
    const ended = once(again, 'exit');
    await until(() => isListening(gateway.port));
    const idle = await Promise.all([1, 2, 3].map(() => openRaw(gateway.port)));
    idle[0].write(writtenHead('GET /healthz', {}));
    assert.equal((await idle[0].answer())?.status, 200);
    idle[1].write('POST / HTT');
    const began = Date.now();
    again.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
    assert.ok(Date.now() - began < 3000);
  } finally {
    await gateway.stop();
  }
});

test('an upload in flight is finished, nobody new is let in, and then it ends', async () => {
  const gateway = await startGateway(crm);
  try {
    const { raw, rest } = await halfSent(gateway, 2_000_000);
    gateway.signal('SIGTERM');
    await until(async () => !(await isListening(gateway.port)));
    await sleep(300);
    raw.write(rest);
    const answer = await raw.answer();
    assert.equal(answer?.status, 200, answer?.text);
    assert.equal(answer?.headers.connection, 'close');
    await raw.closed;
    await until(() => gateway.log().includes('"stopped"'));
    const [made] = await crm.cases();
    assert.equal(made.files[0].size, 2_000_000);
  } finally {
    await gateway.stop();
  }
});

test('an upload that would take longer than it may is given up, and can be sent to the next', async () => {
  const gateway = await startGateway(crm, { limits: { stopSeconds: 1 } });
  try {
    const { raw, key, rest } = await halfSent(gateway, 2_000_000);
    const began = Date.now();
    gateway.signal('SIGTERM');
    await raw.closed;
    assert.ok(Date.now() - began < 4000);
    await until(() => gateway.log().includes('"stopped"'));
    await gateway.restart();
    assert.equal((await crm.stats()).cases, 0);
    // Until its lease is over it counts as running; then nothing was sent.
    assert.ok([404, 409].includes((await gateway.ask(key)).status));
    await until(async () => (await gateway.ask(key)).status === 404, 20_000);
    assert.ok(rest.length > 0);
  } finally {
    await gateway.stop();
  }
});

test('a small case that is half there may finish, or is not sent at all', async () => {
  const gateway = await startGateway(crm);
  try {
    const { raw, key, rest } = await halfSent(gateway, 0);
    gateway.signal('SIGTERM');
    await sleep(50);
    raw.write(rest);
    const answer = await raw.answer();
    await raw.closed;
    await until(() => gateway.log().includes('"stopped"'));
    await gateway.restart();
    const { cases } = await crm.stats();
    const later = await gateway.ask(key);
    console.log(`answered ${answer?.status}, ${cases} cases, later ${later.status}`);
    assert.equal(cases, answer?.status === 200 ? 1 : 0);
    assert.equal(later.status, cases === 1 ? 200 : 404);
  } finally {
    await gateway.stop();
  }
});
