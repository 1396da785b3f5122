/**
 * A case whose answer was lost: the CRM is asked by the key that the case carries in a field of its own.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { CANARY, CASE, LOCKED, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;

before(async () => (crm = await startCrm({ token: CANARY })));
beforeEach(() => crm.reset());
after(() => crm?.stop());

const start = (/** @type {object} */ reconcile) =>
  startGateway(crm, { form: { reconcile }, limits: { answerSeconds: 1 } });

/** @param {Awaited<ReturnType<typeof startGateway>>} gateway @param {object} reply */
async function lose(gateway, reply) {
  const key = makeKey();
  await crm.next(/** @type {any} */ (reply));
  const answer = await gateway.send(CASE, { 'idempotency-key': `"${key}"` });
  assert.ok(answer.status >= 500, answer.text);
  return key;
}

test('a case that exists is told with its number, and from then on again', async () => {
  const gateway = await start({ customField: 'casement_key' });
  try {
    const key = await lose(gateway, { reply: 'reset', at: 'after' });
    const told = await gateway.ask(key);
    assert.equal(told.status, 200, told.text);
    assert.equal(told.json().data.idPrefijo, 'SOP-10482');
    const [made] = await crm.cases();
    assert.equal(made.post.form, `{"casement_key":"${key}"}`);
    const again = await gateway.send(CASE, { 'idempotency-key': `"${key}"` });
    assert.deepEqual([again.status, again.headers['idempotency-replayed']], [200, 'true']);
    assert.equal((await crm.stats()).cases, 1);
  } finally {
    await gateway.stop();
  }
});

test('one that does not exist is told so once it cannot appear any more', async () => {
  const gateway = await start({ customField: 'casement_key', after: 10 });
  try {
    const key = await lose(gateway, { reply: 'reset', at: 'during' });
    const early = await gateway.ask(key);
    assert.equal(early.status, 409, early.text);
    // Its lease ends after 15 seconds, and 10 more must pass.
    await sleep(26_000);
    // A field that the CRM does not have finds nothing either: first it must find a case that is there.
    assert.equal((await gateway.ask(key)).status, 409);
    assert.equal((await gateway.send()).status, 200);
    await sleep(10_500);
    const late = await gateway.ask(key);
    assert.equal(late.status, 404, late.text);
    assert.equal((await gateway.send(CASE, { 'idempotency-key': `"${key}"` })).status, 200);
    assert.equal((await crm.stats()).cases, 2);
  } finally {
    await gateway.stop();
  }
});

test('a CRM that ignores the field proves nothing, and is not asked too often', async () => {
  const gateway = await start({ customField: 'casement_key', queryField: 'unknown' });
  try {
    assert.equal((await gateway.send()).status, 200);
    const key = await lose(gateway, { reply: 'reset', at: 'during' });
    const before = (await crm.requests()).length;
    for (let i = 0; i < 5; i++) assert.equal((await gateway.ask(key)).status, 409);
    assert.equal((await crm.requests()).length, before + 1);
  } finally {
    await gateway.stop();
  }
});

test('a case that was sent without the field, or through another form, is not missed in it', async () => {
  const gateway = await startGateway(crm, { limits: { answerSeconds: 1 } });
  try {
    const key = await lose(gateway, { reply: 'reset', at: 'after' });
    const reconcile = { customField: 'casement_key', after: 10 };
    const other = { origins: [ORIGIN], path: '/other', fields: LOCKED, reconcile };
    gateway.reconfigure({
      form: { reconcile },
      config: {
        forms: [{ origins: [ORIGIN], fields: LOCKED, reconcile }, other],
      },
    });
    gateway.signal('SIGHUP');
    await sleep(300);
    assert.equal((await gateway.send()).status, 200);
    await sleep(26_000);
    const before = (await crm.requests()).length;
    assert.equal((await gateway.ask(key)).status, 409);
    assert.equal((await crm.requests()).length, before, 'the CRM was not even asked');
    const elsewhere = await fetch(`${gateway.origin}/other${INSERT_PATH}/${key}`);
    assert.equal(elsewhere.status, 404);
    assert.equal((await gateway.send(CASE, { 'idempotency-key': `"${key}"` })).status, 409);
    assert.equal((await crm.stats()).cases, 2);
  } finally {
    await gateway.stop();
  }
});

test('a visitor cannot write the field of the key', async () => {
  const gateway = await start({ customField: 'casement_key' });
  try {
    const answer = await gateway.send({ ...CASE, form: '{"casement_key":"mine"}' });
    assert.equal(answer.status, 400);
    assert.equal((await crm.stats()).cases, 0);
  } finally {
    await gateway.stop();
  }
});
