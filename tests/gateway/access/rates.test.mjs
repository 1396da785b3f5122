/**
 * How many cases one address, one contact and one day may bring, and whose address it is.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { Stand } from '../../crm/servers.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
before(async () => (crm = await startCrm({ token: CANARY })));
beforeEach(() => crm.reset());
after(() => crm?.stop());

/**
 * @param {import('../../crm/post.mjs').Answer} answer
 * @param {number} status
 * @param {number} longest seconds
 */
function assertLater(answer, status, longest) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json().retry, true);
  const seconds = Number(answer.headers['retry-after']);
  assert.ok(seconds > 0 && seconds <= longest, `Retry-After: ${seconds}`);
  assert.match(String(answer.headers['access-control-expose-headers']), /Retry-After/);
}

test('an address may bring so many cases a minute; nothing of the next reaches the CRM', async () => {
  const gateway = await startGateway(crm, { limits: { addressRequests: 3 } });
  try {
    for (let i = 0; i < 3; i++) assert.equal((await gateway.send()).status, 200);
    const key = makeKey();
    const header = { 'idempotency-key': `"${key}"` };
    assertLater(await gateway.send(CASE, header), 429, 60);
    assert.equal((await gateway.ask(key)).status, 404);
    // Nobody believes a header of a stranger.
    const elsewhere = { 'x-forwarded-for': '203.0.113.9' };
    assertLater(await gateway.send(CASE, elsewhere), 429, 60);
    assert.equal((await crm.stats()).posts, 3);
  } finally {
    await gateway.stop();
  }
});

test('X-Forwarded-For counts from a trusted proxy, and there its last stranger alone', async () => {
  const gateway = await startGateway(crm, {
    limits: { addressRequests: 2 },
    config: { trustedProxies: ['127.0.0.1', '10.0.0.0/8', '2001:db8::1'] },
  });
  const from = async (/** @type {string | undefined} */ forwarded) =>
    (await gateway.send(CASE, { 'x-forwarded-for': forwarded })).status;
  try {
    // Whatever a visitor writes in front, the address that the proxy saw is the same.
    assert.equal(await from('203.0.113.7'), 200);
    assert.equal(await from('1.2.3.4, 203.0.113.7'), 200);
    for (const spoofed of ['9.9.9.9', '10.0.0.1', '127.0.0.1', 'nonsense', '::1', '']) {
      assert.equal(await from(`${spoofed}, 203.0.113.7`), 429, spoofed);
      assert.equal(await from(`${spoofed},203.0.113.7, 10.0.0.1`), 429, spoofed);
    }
    assert.equal(await from('198.51.100.1'), 200);
    assert.equal(await from('2001:db8:0:0::5, 2001:db8::1'), 200);
    assert.equal(await from('2001:db8::5'), 200);
    assert.equal(await from('2001:DB8::5'), 429);
    // What is no address ends the search at the nearest that is one: the proxy's own.
    assert.equal(await from('unknown'), 200);
    assert.equal(await from('203.0.113.8:4711'), 200);
    assert.equal(await from(undefined), 429);
  } finally {
    await gateway.stop();
  }
});

test('a signed-in contact may bring so many cases a minute, from wherever', async () => {
  const folder = new Stand('secret');
  const secret = '0123456789abcdef0123456789abcdef';
  const keyFile = join(folder.folder, 'secret');
  writeFileSync(keyFile, secret);
  const gateway = await startGateway(crm, {
    limits: { contactRequests: 2 },
    form: { contactToken: { algorithm: 'HS256', keyFile, audience: 'casement' } },
  });
  const { contact: _, ...own } = CASE;
  const send = (/** @type {string} */ contact) => {
    const part = (/** @type {object} */ each) =>
      Buffer.from(JSON.stringify(each)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 60;
    const message = `${part({ alg: 'HS256' })}.${part({ aud: 'casement', exp, contact })}`;
    const mac = createHmac('sha256', secret).update(message).digest('base64url');
    return gateway.send(own, { authorization: `Bearer ${message}.${mac}` });
  };
  try {
    for (let i = 0; i < 2; i++) assert.equal((await send('a@example.com')).status, 200);
    assertLater(await send('a@example.com'), 429, 60);
    assert.equal((await send('b@example.com')).status, 200);
    assert.equal((await crm.stats()).posts, 3);
  } finally {
    await gateway.stop();
    await folder.stop();
  }
});

test("a day's requests to the CRM are counted, across restarts; answers again cost none", async () => {
  const gateway = await startGateway(crm, { limits: { dailyBudget: 2 } });
  try {
    const key = { 'idempotency-key': `"${makeKey()}"` };
    for (let i = 0; i < 3; i++) assert.equal((await gateway.send(CASE, key)).status, 200);
    assert.equal((await gateway.send()).status, 200);
    assertLater(await gateway.send(), 503, 86_400);
    assert.equal((await gateway.send(CASE, key)).status, 200);
    gateway.signal('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await gateway.restart();
    assertLater(await gateway.send(), 503, 86_400);
    assert.equal((await crm.stats()).posts, 2);
  } finally {
    await gateway.stop();
  }
});
