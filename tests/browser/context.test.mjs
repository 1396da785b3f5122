/** The WebGL context is lost and comes back: the same pixels, and then quiet again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as form from './support/form_page.mjs';
import { frames, watchPainting } from './support/painted.mjs';
import { decodePng, difference } from './support/png.mjs';
import { created } from './support/scripted_gateway.mjs';
import { stand } from './support/stand.mjs';
import { attach, shopConfig } from './support/states.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const on = stand({ gateway: true });

/** @param {Page} page */
const picture = async (page) => decodePng(await page.screenshot({ fullPage: true }));

/**
 * What a driver's crash or a sleeping laptop does to a canvas.
 * @param {Page} page
 * @param {'loseContext' | 'restoreContext'} what
 */
async function tellContext(page, what) {
  await page.evaluate(async (what) => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    const canvas = /** @type {HTMLCanvasElement} */ (root?.querySelector('canvas'));
    const done = new Promise((resolve) =>
      canvas.addEventListener(
        what === 'loseContext' ? 'webglcontextlost' : 'webglcontextrestored',
        resolve,
        { once: true },
      ),
    );
    const keep = /** @type {any} */ (window);
    keep.loss ??= canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    keep.loss[what]();
    await done;
  }, what);
  await form.settle(page);
}

/** Nobody's pointer, focus or caret. @param {Page} page */
async function leaveAlone(page) {
  await page.mouse.move(1, 1);
  await page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    /** @type {HTMLElement | null | undefined} */ (root?.activeElement)?.blur();
  });
  await form.settle(page);
}

test('the atlas of words grows without losing one', async () => {
  const fields = Array.from({ length: 10 }, (_, i) => ({
    name: `field ${i}`,
    label: `The question with the number ${i}, which is as long as a line is`,
    hint: `What is asked here is not the same as in question ${i + 1}`,
  }));
  const config = shopConfig('https://cases.example.com', { form: fields });
  const page = await form.openForm(on.browser, on.site.url, config, {
    ...{ ratio: 2, width: 456, height: 400 },
  });
  const grown = await picture(page);
  // Everything anew, in an atlas that has room for all of it.
  await page.evaluate(() => document.fonts.dispatchEvent(new Event('loadingdone')));
  await form.settle(page);
  assert.deepEqual(difference(grown, await picture(page)), { mean: 0, differing: 0 });
  await page.browserContext().close();
});

for (const ratio of [1, 2])
  test(`at ${ratio}x a lost context comes back with the same pixels, and draws nothing afterwards`, async () => {
    on.gateway.answer({ body: created('SOP-10482') });
    const page = await form.openForm(on.browser, on.site.url, shopConfig(on.gateway.origin), {
      ratio,
      prepare: watchPainting,
    });
    await (await form.control(page, 'case-type')).select('Claims');
    await form.write(page, 'description', 'Una línea,\notra y 😀.');
    await attach(page, [
      { name: 'foto.jpg', type: 'image/png', size: 90_000, picture: true },
      { name: 'factura.pdf', type: 'application/pdf', size: 5000 },
    ]);
    await leaveAlone(page);
    const before = await picture(page);

    await tellContext(page, 'loseContext');
    const plain = await page.evaluate(
      () => !!document.querySelector('casement-form')?.shadowRoot?.querySelector('.card.plain'),
    );
    assert.ok(plain, 'the controls are the form meanwhile');
    await form.write(page, 'description', 'Escrito mientras tanto.');
    await form.write(page, 'description', 'Una línea,\notra y 😀.');
    await leaveAlone(page);
    await tellContext(page, 'restoreContext');
    assert.deepEqual(difference(before, await picture(page)), { mean: 0, differing: 0 });

    const from = await frames(page);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal((await frames(page)) - from, 0, 'frames in an idle second');

    // It works on as before, with pictures that were not there when it was lost.
    await form.press(page, 'Enviar caso');
    assert.equal((await form.happened(page, 'created')).caseNumber, 'SOP-10482');
    assert.ok((await frames(page)) > from);
    assert.deepEqual(page.said, []);
    await page.browserContext().close();
  });
