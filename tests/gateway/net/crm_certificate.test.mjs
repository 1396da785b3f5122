/**
 * A CRM whose certificate is not the right one gets nothing: neither the token nor a byte of the case.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { startInjector } from '../faults/injector.mjs';
import { wrongCertificates } from '../faults/stands.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {ReturnType<typeof wrongCertificates>} */
let wrong;
/** @type {import('../faults/injector.mjs').Injector} */
let between;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;

before(async () => {
  crm = await startCrm({ token: CANARY });
  wrong = wrongCertificates(crm.caFile ?? '');
  between = await startInjector(crm, () => undefined, wrong);
  const { port, origin } = between;
  gateway = await startGateway(
    { port, origin, caFile: wrong.caFile },
    { limits: { connectSeconds: 2 } },
  );
});
beforeEach(() => crm.reset());
after(async () => {
  await gateway?.stop();
  await between?.stop();
  await wrong?.stop();
  await crm?.stop();
});

/** @type {Record<string, import('../faults/injector.mjs').Handshake>} */
const certificates = {
  'an authority that is not known': 'authority',
  "another host's name": 'name',
  'the name as its subject alone': 'subject',
  'an end that is past': 'expired',
};
for (const [what, handshake] of Object.entries(certificates)) {
  test(`a certificate with ${what} is not spoken to, and the case can be sent later`, async () => {
    const key = makeKey();
    const header = { 'idempotency-key': `"${key}"` };
    between.handshake = handshake;
    await between.drop();
    const { requests } = between;
    const answer = await gateway.send(CASE, header);
    assert.equal(answer.status, 502, answer.text);
    assert.equal(answer.json().retry, true);
    assert.ok(Number(answer.headers['retry-after']) > 0);
    assert.equal(between.requests, requests);
    assert.equal((await gateway.ask(key)).status, 404);
    const last = () =>
      gateway
        .log()
        .match(/(?<="\/server: )[^"]*/g)
        ?.at(-1) ?? '';
    assert.match(
      last(),
      /^its certificate is not trusted: .*; until it changes cases are refused$/,
    );
    between.handshake = 'whole';
    assert.equal((await gateway.send(CASE, header)).status, 200);
    assert.equal(last(), 'it is there again');
    assert.equal((await crm.stats()).cases, 1);
  });
}

test('the right one is', async () => {
  assert.equal((await gateway.send()).status, 200);
});
