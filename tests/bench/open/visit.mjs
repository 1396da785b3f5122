/**
 * One opening of one page: a browser and a profile of its own, so that nothing is cached or compiled before. The browser
 * has drawn something, as one that people use has: the start of its graphics process (150 to 700 ms in software) comes
 * before the first frame of any page, and would hide what the page itself takes. `cold` leaves it in.
 */
import { setTimeout as pause } from 'node:timers/promises';

import { openPage, startChromium } from '../../browser/support/chromium.mjs';
import { watchOpening } from './probe.mjs';
import { longestTask } from './trace.mjs';

/** @typedef {import('puppeteer-core').CDPSession} CDPSession */
/** @typedef {import('./probe.mjs').Seen} Seen */

/**
 * @typedef {object} Setting
 * @property {string} name
 * @property {boolean} [cold] the browser has drawn nothing before
 * @property {number} [slower] times that the processor is slowed down
 * @property {{download: number, upload: number, latency: number}} [network] bytes a second, ms
 */

/**
 * - `typed` presses a key as soon as it can be and tells when it arrived
 * - `watched` touches nothing, and tells what the page itself knows: paint, canvas, longest task
 * - `pictured` looks at every frame, which takes its share of the machine, until the form looks as it will: that time,
 *   and what all of it cost
 * @typedef {'typed' | 'watched' | 'pictured'} Kind
 */
/** @typedef {Seen & {final: number, bytes: number, busy: number, longest: number}} Opening */

const quiet = 1500; // ms without a changed pixel: the form looks as it will
const patience = 60_000; // ms

/** What is typed into the first text field; no form holds it before. */
export const pressed = '7';

/** @param {Setting} setting @param {CDPSession} session */
async function slowDown({ slower, network }, session) {
  if (slower) await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  if (network) {
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      downloadThroughput: network.download,
      uploadThroughput: network.upload,
      latency: network.latency,
    });
  }
}

/** Bodies as they travelled. @param {CDPSession} session */
function countBytes(session) {
  /** @type {Map<string, number>} */
  const heads = new Map();
  const count = { bytes: 0 };
  session.on('Network.responseReceived', ({ requestId, response }) =>
    heads.set(requestId, response.encodedDataLength),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    count.bytes += encodedDataLength - (heads.get(requestId) ?? encodedDataLength);
  });
  return count;
}

/** When a picture last differed from the one before, in seconds since the epoch. @param {CDPSession} session */
async function watchPixels(session) {
  const watched = { changed: 0 };
  let before = '';
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => {}); // the page may be gone
    if (data !== before) watched.changed = metadata.timestamp ?? 0;
    before = data;
  });
  const start = () => session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
  // Refused while one page gives way to the next.
  await start().catch(() => pause(100).then(start));
  return watched;
}

/**
 * Opens a page.
 * @param {string} url
 * @param {Setting} setting
 * @param {Kind} kind
 * @returns {Promise<Opening>}
 */
export async function open(url, setting, kind) {
  const browser = await startChromium();
  try {
    const page = await openPage(browser, { width: 608, height: 1000 });
    page.setDefaultTimeout(patience);
    const session = await page.createCDPSession();
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.setBypassCSP(true); // Form.io and Uppy need more than our server allows
    await slowDown(setting, session);
    const types = kind === 'typed';
    await page.exposeFunction('pressKey', async () => {
      const key = { key: pressed, code: 'Digit7', windowsVirtualKeyCode: 55 };
      await session.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key.key, ...key });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    });
    await page.evaluateOnNewDocument(watchOpening, types);
    const count = countBytes(session);
    const traces = kind === 'watched' && !setting.slower && !setting.network;
    if (traces) await page.tracing.start({ categories: ['toplevel', 'blink.user_timing'] });

    if (!setting.cold) await page.screenshot();
    const loaded = page.goto(url, { waitUntil: 'load' });
    // After the navigation has been asked for: the blank page before it shall draw nothing that warms up the graphics.
    const pixels = kind === 'pictured' ? await watchPixels(session) : { changed: 0 };
    await loaded;
    const read = () => /** @type {Promise<Seen>} */ (page.evaluate('window.seen()'));
    const hasField = !/(bare|clear)\.html$/.test(url);
    if (hasField) await page.waitForFunction(`!isNaN(seen().${types ? 'typed' : 'found'})`);
    // A field that is drawn anew when it gets its first focus holds the key only until then.
    if (types) await page.evaluate(twoFrames);
    else {
      if (url.endsWith('clear.html')) await page.waitForFunction('window.cleared');
      if (/(pixels|bare)[^/]*$/.test(url)) await page.waitForFunction('!isNaN(seen().inPlace)');
      if (kind === 'pictured') await rest(pixels);
      else await page.waitForFunction(`!isNaN(seen().${hasField ? 'shown' : 'paint'})`);
    }
    const origin = /** @type {number} */ (await page.evaluate('performance.timeOrigin'));
    const { metrics } = await session.send('Performance.getMetrics');
    const busy = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
    const seen = await read();
    let longest = NaN;
    if (traces) {
      const began = /** @type {number} */ (
        await page.evaluate(
          `performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/casement.js'))?.responseEnd ?? 0`,
        )
      );
      const until = hasField ? seen.found : Infinity;
      longest = longestTask((await page.tracing.stop()) ?? new Uint8Array(), began, until);
    }
    const final = Math.max(pixels.changed * 1000 - origin, seen.paint || 0, seen.inPlace || 0);
    return { ...seen, final, bytes: count.bytes, busy, longest };
  } finally {
    await browser.close();
  }
}

/** In the page: until what a key brought about is drawn. */
const twoFrames = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/** Until no pixel has changed for a while. @param {{changed: number}} pixels */
async function rest(pixels) {
  const until = Date.now() + patience;
  while (Date.now() < until) {
    if (pixels.changed && Date.now() - pixels.changed * 1000 > quiet) return;
    await pause(100);
  }
  throw new Error('its pixels do not come to rest');
}
