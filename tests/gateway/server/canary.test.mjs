/**
 * The token appears nowhere, even when the CRM says it aloud. Every other test looks for it, too, when its gateway stops.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { CANARY, CASE, leaks, makeKey, startGateway } from '../support/gateway.mjs';

const json = (/** @type {object} */ each) => JSON.stringify({ msg: '', ...each });

/** @type {Record<string, import('../../crm/crm.mjs').CrmReply>} */
const LOUD = {
  'a refusal': {
    reply: 'raw',
    status: 403,
    created: false,
    body: json({ code: 403, error: `no ${CANARY} here, ${CANARY}`, data: [] }),
  },
  'a number': {
    reply: 'raw',
    body: json({ code: 200, error: 'null', data: { idPrefijo: CANARY, wolkvox_id: CANARY } }),
  },
  'a header': { reply: 'created', headers: [`X-Token: ${CANARY}`, `Set-Cookie: t=${CANARY}`] },
  'a page': { reply: 'raw', status: 500, contentType: 'text/html', body: `<p>${CANARY}</p>` },
  'half an answer': { reply: 'raw', framing: 500, body: `{"code":200,"error":"${CANARY}` },
};

test('whatever the CRM says, no answer, log, metric or file holds the token', async () => {
  const crm = await startCrm({ token: CANARY });
  const gateway = await startGateway(crm, { limits: { answerSeconds: 2 } });
  try {
    for (const [what, reply] of Object.entries(LOUD)) {
      await crm.next(reply);
      const key = makeKey();
      const header = { 'idempotency-key': `"${key}"` };
      const answers = [await gateway.send(CASE, header), await gateway.send(CASE, header)];
      answers.push(await gateway.ask(key));
      for (const answer of answers) assert.ok(!leaks(answer), `${what}: ${answer.text}`);
    }
    assert.doesNotMatch(await gateway.metrics(), new RegExp(CANARY));
    assert.equal(
      (await crm.posts()).every(({ headers }) => headers['wolkvox-token'] === CANARY),
      true,
    );
  } finally {
    await gateway.stop();
    await crm.stop();
  }
});

test('the search for it finds it', () => {
  const answer = { status: 200, json: () => ({}), envelope: /** @type {any} */ (() => ({})) };
  const found = [
    { ...answer, headers: { 'x-a': `b ${CANARY}` }, body: Buffer.from(''), text: '' },
    { ...answer, headers: {}, body: Buffer.from(`{"error":"${CANARY}"}`), text: '' },
  ];
  assert.deepEqual(found.map(leaks), [true, true]);
});
