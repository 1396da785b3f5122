/**
 * A portal's page in a browser: the widget shows the gateway its token and its proof of work with everything that it
 * asks, and a token that has expired while somebody wrote costs nothing that was written.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startChromium } from '../../browser/support/chromium.mjs';
import * as form from '../../browser/support/form_page.mjs';
import { startCrm } from '../../crm/crm.mjs';
import { CANARY, ORIGIN, startGateway } from '../support/gateway.mjs';
import { AUDIENCE, signedToken } from '../support/signed_token.mjs';

const built = existsSync(join(form.siteFolder, 'index.html'));
const skip = built ? false : 'the site is not there: ./dev build';
const SECRET = 's'.repeat(32);
const CONTACT = 'lucia@ejemplo.com';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof form.serveForm>>} */
let site;
/** @type {import('puppeteer-core').Browser} */
let browser;

before(async () => {
  if (skip) return;
  process.env.CASEMENT_TEST_PORTAL = SECRET;
  const keyEnv = 'CASEMENT_TEST_PORTAL';
  /** @type {string[]} */
  const connect = [];
  crm = await startCrm({ token: CANARY });
  site = await form.serveForm(connect);
  gateway = await startGateway(crm, {
    form: {
      origins: [ORIGIN, new URL(site.url).origin],
      contactToken: { algorithm: 'HS256', keyEnv, audience: AUDIENCE, skew: 0 },
      proofOfWork: { keyEnv, maxNumber: 2000 },
    },
  });
  connect.push(gateway.origin);
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await gateway?.stop();
  await site?.close();
  await crm?.stop();
});

const tokenOf = (/** @type {Record<string, unknown>} */ claims = {}) =>
  signedToken(SECRET, { contact: CONTACT, ...claims });

/** The form as the signed-in customer has it, filled in. */
async function opened() {
  await crm.reset();
  // The token says who the contact is: the gateway writes it.
  const contact = { visibility: 'locked' };
  const config = { gateway: gateway.origin, proofOfWork: true, contact };
  const page = await form.openForm(browser, site.url, config);
  await (await form.control(page, 'case-type')).select('Claims');
  await form.write(page, 'description', 'Faltan dos piezas.');
  return page;
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {string} token
 */
const give = (page, token) =>
  page.evaluate((token) => {
    Object.assign(window, { token, asked: 0 });
    /** @type {any} */ (document.querySelector('casement-form')).token = async () => {
      ++/** @type {any} */ (window).asked;
      return /** @type {any} */ (window).token;
    };
  }, token);

test(
  'a token that expired while somebody wrote is asked for anew, and the case is sent',
  { skip },
  async () => {
    const page = await opened();
    const text = tokenOf({ exp: Math.floor(Date.now() / 1000) - 60 });
    await page.evaluate((text) => {
      /** @type {any} */ (document.querySelector('casement-form')).token = text;
    }, text);
    await form.press(page, 'Enviar caso');
    const { reason } = await form.happened(page, 'rejected');
    assert.match(reason, /^token-/);
    assert.equal((await form.values(page)).description, 'Faltan dos piezas.');
    assert.equal((await crm.stats()).posts, 0);
    assert.equal(
      await page.evaluate(() => document.documentElement.outerHTML.includes('eyJ')),
      false,
    );

    await give(page, tokenOf());
    await form.press(page, 'Enviar caso');
    const { caseNumber } = await form.happened(page, 'created');
    const [made] = await crm.cases();
    assert.equal(caseNumber, made.created?.idPrefijo);
    assert.equal(made.post.contact, CONTACT);
    assert.equal(await page.evaluate('window.asked'), 1);
    await page.close();
  },
);

test('what became of a case is asked with the token', { skip, timeout: 60_000 }, async () => {
  const page = await opened();
  await give(page, tokenOf());
  await crm.next({ reply: 'reset', at: 'after' });
  const asked = page.waitForResponse(
    (answer) =>
      answer.request().method() === 'GET' &&
      !answer.url().endsWith('/challenge') &&
      answer.url().startsWith(gateway.url),
  );
  await form.press(page, 'Enviar caso');
  assert.equal((await asked).status(), 409);
  assert.equal(await page.evaluate('window.asked'), 2);
  await page.close();
});

test('a token given before the element is defined is kept', { skip }, async () => {
  const page = await form.openForm(browser, site.url, { gateway: gateway.origin });
  const kept = await page.evaluate(async () => {
    const name = 'casement-form';
    const Form = /** @type {any} */ (customElements.get(name));
    const late = Object.assign(document.createElement('late-form'), { token: 'abc' });
    document.body.append(late);
    customElements.define('late-form', class extends Form {});
    const own = /** @type {any} */ (late).token;
    return [own, 'token' in document.createElement(name)];
  });
  assert.deepEqual(kept, ['abc', true]);
  await page.close();
});
