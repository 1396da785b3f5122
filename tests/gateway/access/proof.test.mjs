/**
 * A form for everybody that asks for a proof of work: what a client without one hears, what one proof is good for, and
 * the widget that finds it by itself.
 */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { proofFor } from '../../../wasm/browser/request/proof.js';
import { startChromium } from '../../browser/support/chromium.mjs';
import * as form from '../../browser/support/form_page.mjs';
import { startCrm } from '../../crm/crm.mjs';
import { createChallenge, solveChallenge, verifySolution } from '../clients/altcha.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';

const built = existsSync(join(form.siteFolder, 'index.html'));
const skip = built ? false : 'the site is not there: ./dev build';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof form.serveForm>>} */
let site;
const SECRET = 'x'.repeat(32);
/** What the page may send to. @type {string[]} */
const connect = [];

before(async () => {
  crm = await startCrm({ token: CANARY });
  site = await form.serveForm(connect);
  gateway = await startGateway(crm, {
    form: {
      origins: [ORIGIN, new URL(site.url).origin],
      proofOfWork: { keyEnv: 'CASEMENT_TEST_SECRET', maxNumber: 20_000 },
    },
    prepare: () => (process.env.CASEMENT_TEST_SECRET = SECRET),
  });
  connect.push(gateway.origin);
});
beforeEach(() => crm.reset());
after(async () => {
  await gateway?.stop();
  await site?.close();
  await crm?.stop();
});

/** @param {string} key */
const prove = (key) => proofFor(`${gateway.url}/${key}/challenge`, AbortSignal.timeout(30_000));

test('without a proof a case is refused with a challenge, as a header and as JSON', async () => {
  const key = makeKey();
  const answer = await gateway.send(CASE, { 'idempotency-key': `"${key}"` });
  assert.equal(answer.status, 401);
  const { altcha } = answer.json().data;
  assert.deepEqual(Object.keys(altcha), [
    'algorithm',
    'challenge',
    'maxnumber',
    'salt',
    'signature',
  ]);
  assert.match(altcha.salt, new RegExp(`key=${key}&$`));
  const header = String(answer.headers['www-authenticate']);
  assert.ok(header.startsWith('Altcha algorithm=SHA-256, challenge='), header);
  assert.ok(header.includes(altcha.challenge));
  assert.equal((await gateway.ask(key)).status, 404);
  assert.equal((await crm.stats()).posts, 0);
});

test('a proof is good for its case and its retries, and for no other', async () => {
  const key = makeKey();
  const authorization = await prove(key);
  const send = (/** @type {string} */ each) =>
    gateway.send(CASE, { 'idempotency-key': `"${each}"`, authorization });
  assert.equal((await send(key)).status, 200);
  const again = await send(key);
  assert.deepEqual([again.status, again.headers['idempotency-replayed']], [200, 'true']);
  const other = await send(makeKey());
  assert.equal(other.status, 401);
  assert.match(other.json().error, /another case or form/);
  assert.equal((await crm.stats()).cases, 1);
});

test("ALTCHA's own library solves the challenge, verifies it and would have made it so", async () => {
  const key = makeKey();
  const refused = await gateway.send(CASE, { 'idempotency-key': `"${key}"` });
  const { altcha } = refused.json().data;
  const { algorithm, challenge, maxnumber, salt, signature } = altcha;
  const solution = await solveChallenge(challenge, salt, algorithm, maxnumber).promise;
  assert.ok(solution);
  const { number } = solution;
  const made = await createChallenge({ algorithm, hmacKey: SECRET, maxnumber, number, salt });
  assert.deepEqual(made, altcha);
  const payload = { algorithm, challenge, number, salt, signature };
  assert.equal(await verifySolution(payload, SECRET), true);
  // RFC 9110, 11.1: a scheme is one in any case.
  const authorization = `altcha ${Object.entries(payload)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}`;
  const answer = await gateway.send(CASE, { 'idempotency-key': `"${key}"`, authorization });
  assert.equal(answer.status, 200, answer.text);
});

test('the widget finds its proof and sends, with a file', { skip, timeout: 120_000 }, async () => {
  const browser = await startChromium();
  try {
    const file = join(gateway.folder, 'a.pdf');
    writeFileSync(file, '%PDF-1.7');
    const page = await form.openForm(browser, site.url, {
      gateway: gateway.origin,
      proofOfWork: true,
    });
    await (await form.control(page, 'case-type')).select('Claims');
    await form.write(page, 'contact', 'lucia@ejemplo.com');
    await form.write(page, 'description', 'Faltan dos piezas.');
    await form.chooseFiles(page, [file]);
    await form.press(page, 'Enviar caso');
    const { caseNumber } = await form.happened(page, 'created');
    const [made] = await crm.cases();
    assert.equal(caseNumber, made.created?.idPrefijo);
    assert.equal(made.files.length, 1);
  } finally {
    await browser.close();
  }
});

test(
  'a widget that was not told so is refused clearly, and keeps what was typed',
  { skip },
  async () => {
    const browser = await startChromium();
    try {
      const page = await form.openForm(browser, site.url, { gateway: gateway.origin });
      await (await form.control(page, 'case-type')).select('Claims');
      await form.write(page, 'contact', 'lucia@ejemplo.com');
      await form.write(page, 'description', 'Faltan dos piezas.');
      await form.press(page, 'Enviar caso');
      const { reason } = await form.happened(page, 'rejected');
      assert.equal(reason, 'token-missing');
      const typed = await form.control(page, 'description');
      assert.equal(
        await typed.evaluate((each) => /** @type {any} */ (each).value),
        'Faltan dos piezas.',
      );
      assert.equal((await crm.stats()).posts, 0);
    } finally {
      await browser.close();
    }
  },
);
