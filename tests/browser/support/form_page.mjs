/** A page with one form on it, in the tests' own hands. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serve } from '../../../web/serve.mjs';
import { openPage } from './chromium.mjs';
import { mountForm, untilDrawn } from './mount.mjs';

/** @typedef {import('./chromium.mjs').ListenedPage} ListenedPage */

const here = dirname(fileURLToPath(import.meta.url));

/** What is tested; another build's folder on request. */
export const siteFolder = process.env.CASEMENT_SITE ?? join(here, '../../../build/site');

/**
 * The built site with the tests' pages over it.
 * @param {string[]} [connect] origins that may be sent to; the array may grow while it serves
 * @param {boolean} [plain] without a policy: for a page that is framed by another site's
 */
export const serveForm = (connect, plain) =>
  serve({ root: [join(here, '../pages'), siteFolder], connect, plain });

/**
 * @typedef {object} FormLook
 * @property {string} [lang] of the page, 'es' when absent
 * @property {Record<string, string>} [attributes] of the element
 * @property {(page: ListenedPage) => Promise<void>} [prepare] before the page loads
 */

/**
 * Opens the page with this configuration and waits for its form, or for the reason why there is
 * none.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} site
 * @param {object | string | undefined} config the document; undefined leaves it to the attributes
 * @param {import('./chromium.mjs').PageLook & FormLook} [look]
 */
export async function openForm(browser, site, config, look = {}) {
  const page = await openPage(browser, look);
  await look.prepare?.(page);
  return reopenForm(page, site, config, look);
}

/**
 * The same with a new document in an open page, which is done in half the time.
 * @param {ListenedPage} page
 * @param {string} site
 * @param {object | string | undefined} config
 * @param {FormLook} [look]
 */
export async function reopenForm(page, site, config, look = {}) {
  page.said.length = 0;
  await page.goto(`${site}form.html`);
  await showForm(page, config, look);
  return page;
}

/**
 * Puts the form on an open page, in place of an earlier one; what it tells is kept for happened().
 * @param {import('puppeteer-core').Page} page
 * @param {object | string | undefined} config
 * @param {FormLook} [look]
 * @param {string} [inside] the page's own words
 */
export async function showForm(page, config, { lang = 'es', attributes = {} } = {}, inside = '') {
  await page.evaluate(mountForm, { config, lang, attributes, inside });
  await settle(page);
}

/** Until all is drawn. @param {import('puppeteer-core').Page} page */
export const settle = (page) => page.evaluate(untilDrawn);

/**
 * Waits for an event of the form that was not asked for before, and gives its detail. Events before
 * it count as asked for.
 * @param {import('puppeteer-core').Page} page
 * @param {'ready' | 'sent' | 'created' | 'rejected' | 'error' | 'changed'} name
 * @returns {Promise<{caseNumber: string, recordId: string, key: string, reason: string, problems?: string[],
 *   removed?: {name: string, value: string}[]}>}
 */
export async function happened(page, name) {
  const found = await page.waitForFunction(
    (name) => {
      const { events } = /** @type {any} */ (window);
      const at = events.findIndex((/** @type {any[]} */ [told]) => told === name);
      return at >= 0 && events.splice(0, at + 1)[at];
    },
    {},
    name,
  );
  const [, detail] = await found.jsonValue();
  await settle(page);
  return detail;
}

/**
 * What the form says to those who do not see the canvas.
 * @param {import('puppeteer-core').Page} page
 */
export const spoken = (page) =>
  page.evaluate(() => {
    const root = /** @type {any} */ (document.querySelector('casement-form')).shadowRoot;
    const text = (/** @type {string} */ selector) => root.querySelector(selector)?.textContent;
    return {
      heading: text('form h2'),
      intro: text('form p'),
      status: text('[role=status]'),
      alert: text('[role=alert]'),
      receipt: text('form dl'),
    };
  });

/**
 * The values of all controls by name, of those that the screen does not show too.
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<Record<string, string>>}
 */
export const values = (page) =>
  page.evaluate(() => {
    const root = /** @type {any} */ (document.querySelector('casement-form')).shadowRoot;
    const controls = [...root.querySelectorAll('input:not([type=file]), textarea, select')];
    return Object.fromEntries(controls.map(({ name, value }) => [name, value]));
  });

/**
 * A real control of the form, by its name (the CRM's) or by its text for buttons.
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 */
export async function control(page, name) {
  const handle = await page.evaluateHandle((name) => {
    const root = /** @type {any} */ (document.querySelector('casement-form')).shadowRoot;
    const controls = [...root.querySelectorAll('form :is(input, textarea, select, button)')];
    return controls.find(
      (c) => !c.parentElement.hidden && (c.name === name || c.textContent === name),
    );
  }, name);
  const element = handle.asElement();
  if (!element) throw new Error(`no control '${name}' on the form`);
  return /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (element);
}

/**
 * Writes into a text control as a paste does, all at once, over what it held.
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 * @param {string} text
 */
export async function write(page, name, text) {
  const element = await control(page, name);
  await element.evaluate((e, text) => {
    e.focus();
    e.select();
    document.execCommand('insertText', false, text);
  }, text);
  await settle(page);
}

/** A caret is there half of the time: pictures are compared without. @param {import('puppeteer-core').Page} page */
export const hideCarets = (page) =>
  page.evaluate(() => {
    const root = /** @type {any} */ (document.querySelector('casement-form')).shadowRoot;
    for (const control of root.querySelectorAll('.text')) control.style.caretColor = 'transparent';
  });

/**
 * The middle of a control, in view.
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 */
export async function middle(page, name) {
  const element = await control(page, name);
  // A page may scroll smoothly, and go on with an earlier scroll of its own.
  const box = await element.evaluate(async (e) => {
    let { x, y, width, height } = e.getBoundingClientRect();
    for (let still = 0; still < 3;) {
      if (still === 0) e.scrollIntoView({ block: 'center', behavior: 'instant' });
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = e.getBoundingClientRect();
      still = now.x === x && now.y === y ? still + 1 : 0;
      ({ x, y, width, height } = now);
    }
    return { x, y, width, height };
  });
  if (!box.width) throw new Error(`'${name}' has no box`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * Presses the middle of a control with the pointer, as a person would: on the canvas.
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 */
export async function press(page, name) {
  const { x, y } = await middle(page, name);
  await page.mouse.click(x, y);
  await settle(page);
}

/**
 * Chooses files as a person does, through the browser's own picker.
 * @param {import('puppeteer-core').Page} page
 * @param {string[]} paths
 * @param {string} [name] of the CRM's field
 */
export async function chooseFiles(page, paths, name = 'file[]') {
  const [chooser] = await Promise.all([page.waitForFileChooser(), press(page, name)]);
  await chooser.accept(paths);
  await settle(page);
}
