/**
 * A field's text is painted by the canvas until the field takes focus, then by the real control: the
 * hand-over moves no glyph by more than one CSS px, at any ratio, on one line or many.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as form from './support/form_page.mjs';
import { fields, measureHandover, texts, writeTexts } from './support/handover.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

const on = stand();

for (const [ratio, zoom, direction] of /** @type {const} */ ([
  [1, 1, 'ltr'],
  [1.5, 1, 'ltr'],
  [2, 1, 'ltr'],
  [3, 1, 'ltr'],
  [1, 2, 'ltr'],
  [2, 1, 'rtl'],
]))
  test(`at ${ratio}x and ${zoom * 100} % text, ${direction}, no glyph moves by more than 1 CSS px when its field takes focus`, async (context) => {
    const config = shopConfig('https://cases.example.com', fields);
    const page = await form.openForm(on.browser, on.site.url, config, {
      ratio,
      width: 516,
      height: 2200 * zoom,
      prepare: (page) =>
        page
          .evaluateOnNewDocument(
            (zoom, direction) => {
              document.addEventListener('DOMContentLoaded', () => {
                document.documentElement.style.fontSize = `${zoom * 100}%`;
                document.documentElement.dir = direction;
              });
            },
            zoom,
            direction,
          )
          .then(() => {}),
    });
    await writeTexts(page);
    for (const name of Object.keys(texts).reverse()) {
      const { x, y, box, lines, differing } = await measureHandover(page, name, ratio, zoom);
      context.diagnostic(
        `${ratio}x ${zoom * 100} % ${name}: ${lines} lines moved ${x.toFixed(2)} across, ` +
          `${y.toFixed(2)} down, boxes ${box.toFixed(2)} CSS px; ` +
          `${(100 * differing).toFixed(2)} % of pixels differ`,
      );
      assert.ok(lines > 0, name);
      assert.ok(x <= 1 && y <= 1 && box <= 1, name);
    }
    await page.browserContext().close();
  });
