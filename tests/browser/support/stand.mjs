/** What most tests here stand on: the built site, a Chromium and, when asked for, a gateway. */
import { after, before } from 'node:test';

import { openPage, startChromium } from './chromium.mjs';
import { serveForm } from './form_page.mjs';
import { startScriptedGateway } from './scripted_gateway.mjs';

/**
 * @typedef {object} Stand there while the tests of the file run
 * @property {Awaited<ReturnType<typeof serveForm>>} site
 * @property {import('puppeteer-core').Browser} browser
 * @property {import('./chromium.mjs').ListenedPage} page for all tests, each with a new document in it
 * @property {import('./scripted_gateway.mjs').ScriptedGateway} gateway with `gateway: true`
 */

/** @param {{gateway?: boolean, page?: boolean, connect?: string[]}} [wants] connect: more origins to send to */
export function stand({ gateway = false, page = false, connect = [] } = {}) {
  const on = /** @type {Stand} */ ({});
  before(async () => {
    if (gateway) on.gateway = await startScriptedGateway();
    on.site = await serveForm(gateway ? [on.gateway.origin, ...connect] : connect);
    on.browser = await startChromium();
    if (page) on.page = await openPage(on.browser);
  });
  after(async () => {
    await on.browser?.close();
    await on.site?.close();
    await on.gateway?.close();
  });
  return on;
}
