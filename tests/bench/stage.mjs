/** What every measurement stands on: one browser, the built site, and pages with one form each. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serve } from '../../web/serve.mjs';
import { openPage, startChromium } from '../browser/support/chromium.mjs';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */

const patience = 60_000; // ms, for anything that takes one

const here = dirname(fileURLToPath(import.meta.url));
const bareFolder = join(here, '../../build/wasm/bare');

/** The compiled files of the bare page; none when it was not built. */
export const bareFiles = ['bare_imgui.mjs', 'bare_imgui.wasm']
  .map((name) => join(bareFolder, name))
  .filter((path) => existsSync(path));

/** @param {boolean} wantsBare a bare ImGui page is to stand beside, where one was built */
export async function openStage(wantsBare) {
  const folders = [join(here, 'pages'), join(here, '../../build/site'), bareFolder];
  /** @type {string[]} */
  const connect = [];
  const site = await serve({ root: folders, connect });
  const browser = await startChromium();
  return {
    url: site.url,
    browser,
    /** Origins that pages opened from now on may send to, beside their own. */
    connect,
    hasBare: wantsBare && bareFiles.length === 2,
    close: async () => {
      await browser.close();
      await site.close();
    },
  };
}

/**
 * A page in a fresh profile, so nothing is cached, with hooks put in before anything loads.
 * @param {Stage} stage
 * @param {string} path below the site
 * @param {(page: Page) => Promise<unknown>} [prepare]
 */
export async function visit(stage, path, prepare) {
  const page = await openPage(stage.browser, { width: 416, height: 900 });
  page.setDefaultTimeout(patience);
  await prepare?.(page);
  await page.goto(stage.url + path, { waitUntil: 'load' });
  return page;
}

/** @param {Page} page */
export const leave = (page) => page.browserContext().close();

/**
 * Puts the form on the page and waits until it is ready. When that began is left in `opened`.
 * @param {Page} page
 * @param {object} [config] default: the demo's document, loaded
 */
export const showForm = (page, config) =>
  page.evaluate(
    (config, patience) =>
      new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('the form did not come')), patience);
        const form = /** @type {any} */ (document.createElement('casement-form'));
        form.addEventListener('casement-ready', () => resolve(undefined));
        form.addEventListener('casement-error', (/** @type {CustomEvent} */ event) =>
          reject(new Error(`the form did not start: ${JSON.stringify(event.detail)}`)),
        );
        form.addEventListener('casement-created', (/** @type {CustomEvent} */ event) => {
          /** @type {any} */ (window).created = event.detail;
        });
        if (config) form.config = config;
        else form.setAttribute('src', 'case-form.json');
        form.setAttribute('open', '');
        Object.assign(window, { opened: performance.now() });
        document.body.append(form);
      }),
    config,
    patience,
  );

/** Starts the bare ImGui page; `opened` as with the form. @param {Page} page */
export const startBare = (page) =>
  page.evaluate(async (url) => {
    Object.assign(window, { opened: performance.now() });
    const { default: start } = await import(url);
    await start();
  }, new URL('bare_imgui.mjs', page.url()).href);

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
