/**
 * What a canvas says: the words that were drawn for it and the frames that were shown. Both are
 * counted outside the widget, at the browser's own drawing functions.
 */

/** Call before the page loads. @param {import('puppeteer-core').Page} page */
export async function watchPainting(page) {
  await page.evaluateOnNewDocument(() => {
    const watched = { words: /** @type {Set<string>} */ (new Set()), frames: 0 };
    Object.assign(window, { painting: watched });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
      watched.words.add(text);
      return fillText.call(this, text, ...where);
    };
    const { clear } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.clear = function (bits) {
      ++watched.frames;
      return clear.call(this, bits);
    };
  });
}

/** @param {import('puppeteer-core').Page} page */
export const paintedWords = (page) =>
  page.evaluate(() => [.../** @type {any} */ (window).painting.words].join('\n'));

/** @param {import('puppeteer-core').Page} page @returns {Promise<number>} */
export const frames = (page) => page.evaluate(() => /** @type {any} */ (window).painting.frames);
