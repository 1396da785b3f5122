/** What most tests here stand on: the built site, a Chromium and, when asked for, a gateway or a CRM. */
import { after, before } from 'node:test';

import { startCorsProxy } from '../../crm/cors_proxy.mjs';
import { startCrm } from '../../crm/crm.mjs';
import { openPage, startChromium } from './chromium.mjs';
import { serveForm } from './form_page.mjs';
import { startScriptedGateway } from './scripted_gateway.mjs';

/**
 * @typedef {object} Stand there while the tests of the file run
 * @property {Awaited<ReturnType<typeof serveForm>>} site
 * @property {import('puppeteer-core').Browser} browser
 * @property {import('./chromium.mjs').ListenedPage} page for all tests, each with a new document in it
 * @property {import('./scripted_gateway.mjs').ScriptedGateway} gateway with `gateway: true`
 * @property {import('../../crm/crm.mjs').Crm} crm with `crm: true`
 * @property {import('../../crm/cors_proxy.mjs').CorsProxy} proxy in front of it
 */

/** @param {{gateway?: boolean, crm?: boolean, page?: boolean, connect?: string[]}} [wants] connect: more origins to send to */
export function stand({ gateway = false, crm = false, page = false, connect = [] } = {}) {
  const on = /** @type {Stand} */ ({});
  before(async () => {
    if (gateway) on.gateway = await startScriptedGateway();
    const origins = gateway ? [on.gateway.origin, ...connect] : connect;
    on.site = await serveForm(origins);
    if (crm) {
      on.crm = await startCrm();
      on.proxy = await startCorsProxy({ crm: on.crm, origins: [new URL(on.site.url).origin] });
      origins.push(on.proxy.origin);
    }
    on.browser = await startChromium();
    if (page) on.page = await openPage(on.browser);
  });
  after(async () => {
    await on.browser?.close();
    await on.site?.close();
    await on.proxy?.stop();
    await on.crm?.stop();
    await on.gateway?.close();
  });
  return on;
}
