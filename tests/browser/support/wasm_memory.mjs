/** How much memory the modules of a page take, seen from outside the widget. */

/** Notes every memory that a module exports. Call before the page loads. @param {import('puppeteer-core').Page} page */
export async function watchMemory(page) {
  await page.evaluateOnNewDocument(() => {
    /** @type {WebAssembly.Memory[]} */
    const memories = [];
    Object.assign(window, { memories });
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (/** @type {[any, any]} */ ...given) => {
      const made = /** @type {any} */ (await instantiate(...given));
      for (const exported of Object.values((made.instance ?? made).exports))
        if (exported instanceof WebAssembly.Memory) memories.push(exported);
      return made;
    };
  });
}

/**
 * The size of the one module's memory in bytes. It never shrinks, so it is also its peak.
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<number>}
 */
export async function moduleMemory(page) {
  const sizes = await page.evaluate(() =>
    /** @type {any} */ (window).memories.map(
      (/** @type {WebAssembly.Memory} */ { buffer }) => buffer.byteLength,
    ),
  );
  if (sizes.length !== 1) throw new Error(`one module was expected, not ${sizes.length}`);
  return sizes[0];
}
