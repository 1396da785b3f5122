/**
 * What a person has of a browser, alike in three engines: a keyboard, a pointer, the file picker,
 * and the role and name that the engine itself computes for what has focus.
 */
import { openPage } from './chromium.mjs';
import { pressKey, pressPoint, typeText } from './webdriver_keys.mjs';

/**
 * @typedef {object} Hands
 * @property {<Given extends any[], Result>(script: (...given: Given) => Result, ...given: Given) =>
 *   Promise<Awaited<Result>>} evaluate in the page
 * @property {(url: string) => Promise<unknown>} open
 * @property {(chord: string) => Promise<unknown>} key "Tab", "Shift+Tab"
 * @property {(text: string) => Promise<unknown>} type
 * @property {(x: number, y: number) => Promise<unknown>} press viewport CSS px
 * @property {() => Promise<{role: string, name: string}>} focused
 * @property {(path: string) => Promise<unknown>} choose a file, for the picker that has focus
 */

/** What has focus, through shadow roots. */
function focusedElement() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/**
 * Puppeteer's Chromium: its names of keys are WebDriver's, but for a space.
 * @param {import('puppeteer-core').Browser} browser
 * @param {import('./chromium.mjs').PageLook} [look]
 * @returns {Promise<Hands & {page: import('./chromium.mjs').ListenedPage}>}
 */
export async function chromiumHands(browser, look) {
  const page = await openPage(browser, look);
  const session = await page.createCDPSession();
  return {
    page,
    evaluate: (script, ...given) => /** @type {Promise<any>} */ (page.evaluate(script, ...given)),
    open: (url) => page.goto(url),
    key: async (chord) => {
      const keys = /** @type {import('puppeteer-core').KeyInput[]} */ (chord.split('+'));
      for (const key of keys) await page.keyboard.down(key);
      for (const key of keys.toReversed()) await page.keyboard.up(key);
    },
    type: (text) => page.keyboard.type(text),
    press: (x, y) => page.mouse.click(x, y),
    focused: async () => {
      const { result } = await session.send('Runtime.evaluate', {
        expression: `(${focusedElement})()`,
      });
      const { nodes } = await session.send('Accessibility.getPartialAXTree', {
        objectId: result.objectId,
        fetchRelatives: false,
      });
      await session.send('Runtime.releaseObject', { objectId: result.objectId ?? '' });
      const [{ role, name }] = nodes;
      return { role: role?.value ?? '', name: name?.value ?? '' };
    },
    choose: async (path) => {
      const waiting = page.waitForFileChooser();
      await page.evaluate(() => {}); // until the browser knows that it is waited for
      await page.keyboard.press('Enter');
      const chooser = await waiting;
      await chooser.accept([path]);
    },
  };
}

/**
 * @typedef {Pick<Hands, 'evaluate' | 'open'> & {
 *   act: (actions: object[]) => Promise<unknown>,
 *   role: (element: unknown) => Promise<string>,
 *   label: (element: unknown) => Promise<string>,
 *   choose: (element: unknown, path: string) => Promise<unknown>,
 * }} WebDriver
 */

/** Firefox and WebKitGTK, in WebDriver's words. @param {WebDriver} driver @returns {Hands} */
export const driverHands = (driver) => ({
  evaluate: driver.evaluate,
  open: driver.open,
  key: (chord) => driver.act(pressKey(chord)),
  type: (text) => driver.act(typeText(text)),
  press: (x, y) => driver.act(pressPoint(x, y)),
  focused: async () => {
    const element = await driver.evaluate(focusedElement);
    return { role: await driver.role(element), name: await driver.label(element) };
  },
  choose: async (path) => driver.choose(await driver.evaluate(focusedElement), path),
});
