/**
 * Many connections that say nothing: they are in nobody's way, whether they come from one address or from many, and what
 * the operator asks has an entrance of its own.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
before(async () => {
  crm = await startCrm({ token: CANARY });
});
beforeEach(() => crm.reset());
after(() => crm?.stop());

/**
 * Connections of one address of this machine, and which of them the gateway has ended.
 * @param {number} port
 * @param {number} count
 * @param {string} localAddress
 * @param {string} [says] what each says
 */
async function crowd(port, count, localAddress = '127.0.0.1', says = '') {
  const sockets = Array.from({ length: count }, () =>
    connect({ port, host: '127.0.0.1', localAddress }),
  );
  const ended = new Set();
  for (const socket of sockets) {
    socket.on('error', () => {});
    socket.on('close', () => ended.add(socket));
    socket.resume();
  }
  await Promise.all(
    sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))),
  );
  for (const socket of sockets) if (says) socket.write(says);
  return { sockets, ended, end: () => sockets.forEach((socket) => socket.destroy()) };
}

test('silent connections give way to whoever comes, the longest silent first', async () => {
  const gateway = await startGateway(crm, { limits: { connections: 20, drainSeconds: 1 } });
  try {
    for (const says of ['', 'POST / HTTP/1.1\r\nHost: a\r\n']) {
      const many = await crowd(gateway.port, 60, '127.0.0.1', says);
      assert.equal((await gateway.send()).status, 200);
      assert.equal((await fetch(`${gateway.origin}/healthz`)).status, 200);
      const last = many.sockets.at(-1);
      assert.ok(many.ended.size >= 40, `${many.ended.size} were ended`);
      assert.ok(!many.ended.has(last), 'the last one is still there');
      many.end();
    }
  } finally {
    await gateway.stop();
  }
});

test('an address has its share, and others theirs', async () => {
  const limits = { connections: 100, addressConnections: 10, drainSeconds: 1 };
  const gateway = await startGateway(crm, { limits });
  try {
    const other = await crowd(gateway.port, 3, '127.0.0.3');
    const many = await crowd(gateway.port, 200, '127.0.0.2');
    assert.equal((await gateway.send()).status, 200);
    const open = Number(/^casement_connections (\d+)/m.exec(await gateway.metrics())?.[1]);
    assert.ok(open <= 3 + 10 + 3, `${open} connections are open`);
    assert.equal(other.ended.size, 0);
    many.end();
    other.end();
  } finally {
    await gateway.stop();
  }
});

test('who has a whole share of unanswered requests is told to come later', async () => {
  const limits = { addressConnections: 2, drainSeconds: 1, simultaneous: 8 };
  const gateway = await startGateway(crm, { limits });
  try {
    await crm.next({ reply: 'slow', delay: 30, times: 2 });
    const sent = [gateway.send(), gateway.send()];
    await until(async () => (await crm.stats()).posts >= 2);
    const third = await gateway.send();
    assert.equal(third.status, 503, third.text);
    assert.equal(third.json().retry, true);
    assert.ok(Number(third.headers['retry-after']) > 0);
    await crm.reset();
    for (const answer of await Promise.all(sent)) assert.equal(answer.status, 200);
    assert.equal((await gateway.send()).status, 200);
  } finally {
    await gateway.stop();
  }
});

test('behind a trusted proxy each forwarded address has its share, the proxy none', async () => {
  const limits = { addressConnections: 1, simultaneous: 8, drainSeconds: 1 };
  const gateway = await startGateway(crm, { limits, config: { trustedProxies: ['127.0.0.1'] } });
  const of = (/** @type {string} */ address) => gateway.send(CASE, { 'x-forwarded-for': address });
  try {
    const idle = await crowd(gateway.port, 20);
    await crm.next({ reply: 'slow', delay: 30 });
    const sent = of('192.0.2.1');
    await until(async () => (await crm.stats()).posts >= 1);
    assert.equal((await of('192.0.2.1')).status, 503);
    assert.equal((await of('192.0.2.2')).status, 200);
    await crm.reset();
    assert.equal((await sent).status, 200);
    assert.equal((await of('192.0.2.1')).status, 200);
    assert.equal(idle.ended.size, 0);
    idle.end();
  } finally {
    await gateway.stop();
  }
});

test('adminListen has health and metrics to itself, whatever the crowd', async () => {
  const gateway = await startGateway(crm, { limits: { connections: 2 }, admin: true });
  const status = async (/** @type {string} */ url) => (await fetch(url)).status;
  try {
    const many = await crowd(gateway.port, 10);
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      assert.equal(await status(gateway.admin + path), 200, path);
      assert.equal(await status(gateway.origin + path), 404, path);
    }
    const headers = { 'idempotency-key': `"${'k'.repeat(32)}"` };
    const admitted = gateway.admin + INSERT_PATH;
    assert.equal((await fetch(admitted, { method: 'POST', headers })).status, 404);
    assert.equal((await gateway.send()).status, 200);
    many.end();
  } finally {
    await gateway.stop();
  }
});
