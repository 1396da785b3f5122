/** Three engines, alike for the sequences. */
import { openPage, startChromium } from '../support/chromium.mjs';
import { startDisplay } from '../support/display.mjs';
import { openFirefoxPage, startFirefox } from '../support/firefox.mjs';
import { movePointer } from '../support/webdriver_keys.mjs';
import { startWebKit } from '../support/webkit.mjs';

/** What is compared. @typedef {{pictures: Buffer[], meaning: string[]}} Look */

/**
 * @typedef {object} Stage one page
 * @property {(name: string, ...given: any[]) => Promise<any>} call one of pages/sequence.js's functions
 * @property {(ratio: number) => Promise<void>} setRatio
 * @property {() => Promise<Look>} look
 * @property {() => Promise<unknown>} close
 */
/**
 * @typedef {object} Engine
 * @property {string[]} without what its driver cannot change
 * @property {(url: string) => Promise<Stage>} open at ratio 1
 * @property {string} [asked] what it was asked last, for when it does not answer
 * @property {() => Promise<unknown>} close
 */

/** Pictures are compared this wide. */
export const size = { width: 780, height: 1100 };

/**
 * @param {import('puppeteer-core').Page} page
 * @param {() => Promise<unknown>} close
 * @param {import('puppeteer-core').ScreenshotOptions} [shot]
 * @returns {Stage}
 */
const stageOf = (page, close, shot = {}) => {
  /** @type {Stage['call']} */
  const call = (name, ...given) =>
    page.evaluate((name, given) => Reflect.get(window, name)(...given), name, given);
  return {
    call,
    // A zoom or another screen resizes the window or tells the media query; an emulated ratio alone does neither
    // before the next picture is taken.
    setRatio: async (ratio) => {
      await page.setViewport({ ...size, width: size.width + 1, deviceScaleFactor: ratio });
      await page.setViewport({ ...size, deviceScaleFactor: ratio });
    },
    look: async () => {
      await page.mouse.move(1, 1); // nothing is compared that the pointer happens to rest on
      const { meaning, box } = await call('look');
      const clip = { x: 0, y: 0, width: size.width, height: Math.ceil(box.y + box.height + 30) };
      const captureBeyondViewport = clip.height > size.height;
      return {
        meaning,
        pictures: [Buffer.from(await page.screenshot({ clip, captureBeyondViewport, ...shot }))],
      };
    },
    close,
  };
};

/** Also one that hangs. @param {import('puppeteer-core').Browser} browser */
async function end(browser) {
  const kill = setTimeout(() => browser.process()?.kill('SIGKILL'), 10_000);
  await browser.close().catch(() => {});
  clearTimeout(kill);
}

export const engines = {
  /** @returns {Promise<Engine>} */
  async chromium() {
    // Without graphics hardware the compositor is three times as fast when it does not try; WebGL is the same.
    const browser = await startChromium(['--disable-gpu-compositing']);
    /** Tabs whose document is done with: the next one is as fresh in them, and its files are near. @type {import('puppeteer-core').Page[]} */
    const idle = [];
    return {
      without: [],
      open: async (url) => {
        const page = idle.pop() ?? (await openPage(browser, size));
        await page.setViewport(size);
        await page.goto(url);
        return stageOf(page, async () => void idle.push(page), { optimizeForSpeed: true });
      },
      close: () => end(browser),
    };
  },

  /** @returns {Promise<Engine>} */
  async firefox() {
    const display = await startDisplay();
    const browser = await startFirefox(display, {
      'layout.spellcheckDefault': 0, // underlines come to what was typed, not to what was given
      'widget.gtk.overlay-scrollbars.enabled': false, // they fade as they like
    });
    return {
      without: ['ratio'],
      open: async (url) => {
        const page = await openFirefoxPage(browser, size);
        await page.goto(url);
        return stageOf(page, () => page.close());
      },
      close: async () => {
        await end(browser);
        await display.stop();
      },
    };
  },

  /** One window: a page is gone when the next is opened. @returns {Promise<Engine>} */
  async webkit() {
    const display = await startDisplay();
    // Painted by OpenGL in software, round corners of one page differ from picture to picture.
    const env = { ...display.env, WEBKIT_SKIA_ENABLE_CPU_RENDERING: '1' };
    const driver = await startWebKit({ env });
    return {
      without: ['ratio'],
      open: async (url) => {
        await driver.open('about:blank');
        await driver.open(url);
        /** @type {Stage['call']} */
        const call = (name, ...given) =>
          driver.evaluate(
            (/** @type {string} */ name, /** @type {any[]} */ given) =>
              Reflect.get(window, name)(...given),
            name,
            given,
          );
        return {
          call,
          setRatio: async () => {},
          look: async () => {
            await driver.act(movePointer(1, 1));
            const { meaning, box } = await call('look');
            await call('repaint');
            const pictures = [];
            // It pictures what is in its window.
            for (let y = 0, height = 1; y < box.y + box.height; y += height) {
              height = await call('scrollDown', y);
              pictures.push(await driver.screenshot());
            }
            return { meaning, pictures };
          },
          close: async () => {},
        };
      },
      close: async () => {
        await driver.close();
        await display.stop();
      },
    };
  },
};
