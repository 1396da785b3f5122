/** Three engines, each with the same hands. */
import { startChromium } from './chromium.mjs';
import { chromiumHands, driverHands } from './hands.mjs';
import { startMarionette } from './marionette.mjs';
import { startWebKit } from './webkit.mjs';

/** @typedef {{env: Record<string, string | undefined>}} Display */
/** @typedef {{hands: import('./hands.mjs').Hands, close: () => Promise<unknown>}} Engine */

/** @type {Record<string, (display: Display) => Promise<Engine>>} */
export const engines = {
  Chromium: async () => {
    const browser = await startChromium();
    return { hands: await chromiumHands(browser), close: () => browser.close() };
  },
  Firefox: async (display) => {
    const driver = await startMarionette(display);
    return { hands: driverHands(driver), close: driver.close };
  },
  WebKitGTK: async (display) => {
    const driver = await startWebKit(display);
    return { hands: driverHands(driver), close: driver.close };
  },
};
