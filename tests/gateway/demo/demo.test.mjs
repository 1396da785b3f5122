/** The demo in front of a real gateway and a real PHP, as a visitor uses it in Chromium. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { openPage, startChromium } from '../../browser/support/chromium.mjs';
import {
  chooseFiles,
  control,
  press,
  settle,
  siteFolder,
  write,
} from '../../browser/support/form_page.mjs';
import { paintedWords, watchPainting } from '../../browser/support/painted.mjs';
import { startDemo } from './demo.mjs';
import { LOCKED } from '../support/gateway.mjs';

const chromium = process.env.CASEMENT_CHROMIUM ?? '/usr/bin/chromium';
const missing = [chromium, join(siteFolder, 'index.html')].find((path) => !existsSync(path));
const skip = missing ? `${missing} is not there: ./dev build` : false;

test(
  "a visitor's case with a file goes through the gateway and has a number",
  { skip },
  async () => {
    const demo = await startDemo();
    const browser = await startChromium();
    const folder = mkdtempSync(join(tmpdir(), 'casement-demo-file-'));
    try {
      const page = await openPage(browser, { width: 1200 });
      await watchPainting(page);
      await page.goto(`${demo.url}?lang=en`);
      await page.waitForFunction(() => {
        const shadow = document.querySelector('casement-form')?.shadowRoot;
        return shadow?.querySelector('textarea')?.getBoundingClientRect().height;
      });
      await settle(page);
      const created = page.evaluate(
        () =>
          new Promise((/** @type {(detail: { caseNumber: string }) => void} */ resolve) =>
            document.addEventListener('casement-created', (/** @type {any} */ event) =>
              resolve(event.detail),
            ),
          ),
      );
      const pdf = join(folder, 'factura ñandú.pdf');
      writeFileSync(pdf, '%PDF-1.7\n\x00\xff binary\r\n--boundary');
      await write(page, 'description', 'Faltan dos piezas 😀.');
      await (await control(page, 'numero_pedido')).type('TA-48213');
      await chooseFiles(page, [pdf]);
      await press(page, 'Send case');
      const { caseNumber } = await created;
      assert.match(caseNumber, /^\w+-\d+$/);
      await settle(page);
      assert.ok((await paintedWords(page)).includes(caseNumber), 'the number is painted');

      const [made] = await demo.crm.cases();
      assert.equal(made.created?.idPrefijo, caseNumber);
      assert.equal(made.post.description, 'Faltan dos piezas 😀.');
      assert.equal(made.post.operation, 'talleres_andina', 'the gateway wrote it');
      assert.notEqual(made.post.owner, LOCKED.owner);
      assert.equal(made.files[0].name, 'factura ñandú.pdf');
      // The page beside the form shows what PHP received.
      await page.waitForFunction(() => document.querySelector('#received dl'));
      const shown = await page.evaluate(() => document.querySelector('#received')?.textContent);
      assert.match(shown ?? '', /talleres_andina/);
      // Only the worker can be told what to answer.
      const choice = await page.$$eval('#next-answer, #next-answer-label, #about-worker', (all) =>
        all.map((each) => each.checkVisibility()),
      );
      assert.deepEqual(choice, [false, false, false]);
      assert.match(shown ?? '', /factura ñandú\.pdf/);
      assert.deepEqual(page.said, []);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
      await demo.stop();
    }
  },
);
