/**
 * A browser that sends a POST again by itself. Chromium and Firefox do so when a connection that has served before dies
 * after the body and before any header of the answer: no script is asked, none can prevent it. Two requests reach the
 * gateway, one case the CRM.
 *
 * Observed in Chromium 156 and Firefox 153, alike: cut while the CRM worked on the first, the second was told 409, and
 * the page heard the number when it asked by the key; cut when the answer was there, the second got it, replayed. A
 * preflight that was not remembered (Firefox, mostly) ended the connection that it came on, which made one case safe from
 * this; it is the other idle connections that are left.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { openPage, startChromium } from '../../browser/support/chromium.mjs';
import { startDisplay } from '../../browser/support/display.mjs';
import { openFirefoxPage, startFirefox } from '../../browser/support/firefox.mjs';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { startCuttingProxy } from '../support/cutting_proxy.mjs';
import { CANARY, CASE, makeKey, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('node:http').Server} */
let site;
let pageUrl = '';
/** @type {Awaited<ReturnType<typeof startDisplay>>} */
let display;

before(async () => {
  site = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>A portal</title>');
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (site.address());
  pageUrl = `http://127.0.0.1:${port}/`;
  crm = await startCrm({ token: CANARY });
  gateway = await startGateway(crm, { form: { origins: [pageUrl.slice(0, -1)] } });
  display = await startDisplay();
});
beforeEach(() => crm.reset());
after(async () => {
  await display?.stop();
  await gateway?.stop();
  await crm?.stop();
  site?.closeAllConnections();
  site?.close();
});

/** Runs in the page: sends a case, and asks for its state as long as it runs. */
const sendFromPage = async (
  /** @type {string} */ url,
  /** @type {string} */ key,
  /** @type {Record<string, string>} */ fields,
) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // Two connections that have served: a preflight, where it is not remembered, ends the one that it comes on.
  const [, other] = await Promise.all([1, 2].map((n) => fetch(`${url}/${key}-before-${n}`)));
  await other.text();
  form.append('file[]', new Blob(['x'.repeat(50_000)], { type: 'application/pdf' }), 'a.pdf');
  const headers = { 'Idempotency-Key': `"${key}"` };
  const answer = await fetch(url, { method: 'POST', headers, body: form });
  let told = await answer.json();
  for (let asked = 0; told.code === 409 && asked < 40; ++asked) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    told = await (await fetch(`${url}/${key}`)).json();
  }
  return { status: answer.status, replayed: answer.headers.get('Idempotency-Replayed'), told };
};

const browsers = {
  Chromium: async () => {
    const browser = await startChromium();
    return { browser, page: await openPage(browser) };
  },
  Firefox: async () => {
    const browser = await startFirefox(display);
    return { browser, page: await openFirefoxPage(browser) };
  },
};

for (const [name, start] of Object.entries(browsers)) {
  test(`${name} sends a POST again by itself, and one case is made`, async (context) => {
    const proxy = await startCuttingProxy(gateway.port);
    const { browser, page } = await start();
    try {
      await page.goto(pageUrl);
      const url = `http://127.0.0.1:${proxy.port}${INSERT_PATH}`;
      const send = (/** @type {string} */ key) => page.evaluate(sendFromPage, url, key, CASE);
      // The first case brings the answer to the preflight, which Chromium remembers.
      assert.equal((await send(makeKey())).status, 200);

      for (const cuts of /** @type {const} */ (['when-answered', 'at-once'])) {
        // Now and then a browser opens another connection for the POST: then there is nothing to cut, and the next
        // case tries again.
        let sent, posts;
        for (let tries = 0; ; ++tries) {
          await crm.reset();
          // The answer is still to come when the second request arrives.
          if (cuts === 'at-once') await crm.next({ reply: 'slow', delay: 1 });
          const before = proxy.requests.length;
          proxy.cuts = cuts;
          sent = await send(makeKey());
          posts = proxy.requests.slice(before).filter(({ method }) => method === 'POST');
          if (posts[0].reused || tries === 9) break;
        }
        const { status, replayed, told } = sent;
        context.diagnostic(
          `${await browser.version()}, cut ${cuts}: ${posts.length} POSTs, the page got ${status}` +
            `${replayed ? ', replayed' : ''}, then ${told.code} ${told.data.idPrefijo}`,
        );
        assert.deepEqual(
          posts.map(({ cut }) => cut),
          [true, false],
        );
        assert.ok(posts[0].reused, 'a connection that had served before was cut');
        const [made, ...more] = await crm.cases();
        assert.equal(more.length, 0);
        assert.equal(told.data.idPrefijo, made.created?.idPrefijo);
        if (cuts === 'when-answered') assert.deepEqual([status, replayed], [200, 'true']);
        else assert.deepEqual([status, replayed], [409, null]);
      }
    } finally {
      await browser.close();
      await proxy.stop();
    }
  });
}
