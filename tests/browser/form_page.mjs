/** A page with one form on it, in the tests' own hands. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serve } from '../../web/serve.mjs';
import { openPage } from './chromium.mjs';

/** @typedef {import('./chromium.mjs').ListenedPage} ListenedPage */

const here = dirname(fileURLToPath(import.meta.url));

/** The built site with the tests' pages over it. @param {string[]} [connect] */
export const serveForm = (connect) =>
  serve({ root: [join(here, 'pages'), join(here, '../../build/site')], connect });

/**
 * Opens the page with this configuration and waits for its form, or for the reason why there is
 * none.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} site
 * @param {object | string} config the document
 * @param {import('./chromium.mjs').PageLook & {lang?: string, attributes?: Record<string, string>}} [look]
 */
export async function openForm(browser, site, config, look = {}) {
  const page = await openPage(browser, look);
  await page.goto(`${site}form.html`);
  await page.evaluate(
    async (config, lang, attributes) => {
      document.documentElement.lang = lang;
      const form = /** @type {any} */ (document.querySelector('casement-form'));
      for (const [name, value] of Object.entries(attributes)) form.setAttribute(name, value);
      const settled = new Promise((resolve) => {
        form.addEventListener('casement-ready', resolve, { once: true });
        form.addEventListener('casement-error', resolve, { once: true });
      });
      const events = /** @type {any} */ ((window).events = /** @type {any[]} */ ([]));
      for (const name of ['ready', 'sent', 'created', 'rejected', 'error'])
        form.addEventListener(`casement-${name}`, (/** @type {CustomEvent} */ event) =>
          events.push([name, event.detail]),
        );
      form.config = config;
      await settled;
      await document.fonts.ready;
    },
    config,
    look.lang ?? 'es',
    look.attributes ?? {},
  );
  await settle(page);
  return page;
}

/** Until everything asked for has been drawn. @param {import('puppeteer-core').Page} page */
export async function settle(page) {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 4; ++frame)
      await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/**
 * A real control of the form, by its name (the CRM's) or by its text for buttons.
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 */
export async function control(page, name) {
  const handle = await page.evaluateHandle((name) => {
    const root = /** @type {any} */ (document.querySelector('casement-form')).shadowRoot;
    const controls = [...root.querySelectorAll('input, textarea, select, button')];
    return controls.find(
      (c) => !c.parentElement.hidden && (c.name === name || c.textContent === name),
    );
  }, name);
  const element = handle.asElement();
  if (!element) throw new Error(`no control '${name}' on the form`);
  return /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (element);
}

/**
 * Presses the middle of a control with the pointer, as a person would: on the canvas.
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 */
export async function press(page, name) {
  const element = await control(page, name);
  await element.evaluate((e) => e.scrollIntoView({ block: 'center' }));
  const box = await element.boundingBox();
  if (!box) throw new Error(`'${name}' has no box`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await settle(page);
}
