/** Firefox ESR in a window on a display of its own: without one it has no WebGL2. */
import puppeteer from 'puppeteer-core';

/** @typedef {import('./chromium.mjs').ListenedPage} ListenedPage */

/**
 * @param {{env: Record<string, string | undefined>}} display
 * @param {Record<string, unknown>} [preferences] of about:config
 */
export const startFirefox = (display, preferences = {}) =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.CASEMENT_FIREFOX ?? '/usr/bin/firefox-esr',
    headless: false,
    timeout: 120_000,
    protocolTimeout: 600_000,
    env: display.env,
    extraPrefsFirefox: { 'ui.prefersReducedMotion': 1, ...preferences },
  });

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {{width?: number, height?: number}} [look]
 * @returns {Promise<ListenedPage>}
 */
export async function openFirefoxPage(browser, { width = 1000, height = 900 } = {}) {
  const page = /** @type {ListenedPage} */ (await browser.newPage());
  await page.setViewport({ width, height });
  page.setDefaultTimeout(120_000);
  page.said = [];
  page.on('console', (message) => page.said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => page.said.push(`error: ${error}`));
  return page;
}
