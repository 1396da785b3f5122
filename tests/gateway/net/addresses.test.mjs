/** A gateway that listens on IPv6 and IPv4, and visitors of both. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { encode } from '../../crm/post.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
before(async () => (crm = await startCrm({ token: CANARY })));
after(() => crm?.stop());

/**
 * @param {Awaited<ReturnType<typeof startGateway>>} gateway
 * @param {string} host
 */
async function sendTo(gateway, host) {
  const { body, headers } = await encode(CASE);
  const own = { origin: ORIGIN, 'idempotency-key': `"${makeKey()}"` };
  const url = `http://${host}:${gateway.port}${INSERT_PATH}`;
  return (await gateway.post(url, { body, headers: { ...own, ...headers } })).status;
}

test('visitors come over IPv6 and IPv4, and each address counts for itself', async () => {
  const gateway = await startGateway(crm, {
    config: (port) => ({ listen: [`127.0.0.1:${port}`, `[::1]:${port}`] }),
    limits: { addressRequests: 1 },
  });
  try {
    assert.equal(await sendTo(gateway, '[::1]'), 200);
    assert.equal(await sendTo(gateway, '[::1]'), 429);
    assert.equal(await sendTo(gateway, '127.0.0.1'), 200);
    assert.equal(await sendTo(gateway, '127.0.0.1'), 429);
  } finally {
    await gateway.stop();
  }
});

test('[::] takes both, and an IPv4 visitor is known by the IPv4 address', async () => {
  const gateway = await startGateway(crm, {
    config: (port) => ({ listen: `[::]:${port}`, trustedProxies: ['127.0.0.1'] }),
    limits: { addressRequests: 1 },
  });
  try {
    assert.equal(await sendTo(gateway, '[::1]'), 200);
    // Only as 127.0.0.1, not as ::ffff:127.0.0.1, it is the proxy that is trusted.
    for (const forwarded of ['203.0.113.1', '203.0.113.2']) {
      const answer = await gateway.send(CASE, { 'x-forwarded-for': forwarded });
      assert.equal(answer.status, 200, answer.text);
    }
  } finally {
    await gateway.stop();
  }
});
