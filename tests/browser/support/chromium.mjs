/** Debian's Chromium, headless, with WebGL2 by SwiftShader; every page's console is kept. */
import puppeteer from 'puppeteer-core';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {Page & {said: string[]}} ListenedPage `said`: console lines and errors, with their type */

/** Chromium asks Google's hosts for things at every start unless told not to. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-sandbox',
];

/** @param {string[]} [more] */
export function startChromium(more = []) {
  return puppeteer.launch({
    executablePath: process.env.CASEMENT_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    protocolTimeout: 600_000,
    args: [...quiet, '--use-angle=swiftshader', '--enable-unsafe-swiftshader', ...more],
  });
}

/**
 * @typedef {object} PageLook
 * @property {number} [width] CSS px
 * @property {number} [height]
 * @property {number} [ratio] device pixel ratio
 * @property {boolean} [dark]
 * @property {boolean} [touch] a phone's screen
 * @property {boolean} [oldEngine] without all that the oldest engines lack (web/engines.json)
 */

/**
 * A page in a profile of its own; close its context when done.
 * @param {import('puppeteer-core').Browser} browser
 * @param {PageLook} [look]
 * @returns {Promise<ListenedPage>}
 */
export async function openPage(browser, look = {}) {
  const { width = 1000, height = 900, ratio = 1, dark = false, touch = false } = look;
  const { oldEngine = !!process.env.CASEMENT_OLD_ENGINES } = look;
  const context = await browser.createBrowserContext();
  const page = /** @type {ListenedPage} */ (await context.newPage());
  await page.setViewport({
    width,
    height,
    deviceScaleFactor: ratio,
    hasTouch: touch,
    isMobile: touch,
  });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
  ]);
  page.setDefaultTimeout(120_000); // machines that run tests may be busy with other things
  if (oldEngine) await growOld(page);
  page.said = [];
  page.on('console', (message) => page.said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) =>
    page.said.push(`error: ${error instanceof Error ? error.stack : error}`),
  );
  return page;
}

/** @param {Page} page */
async function growOld(page) {
  const { forget, newerThan } = await import('../../engines/older.mjs'); // reads much
  await page.evaluateOnNewDocument(forget, newerThan());
}
