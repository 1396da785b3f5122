/** A picture of each page as it looks at last, to see that all show the same seven fields. */
import { join } from 'node:path';

import { openPage, startChromium } from '../../browser/support/chromium.mjs';
import { folder } from './pages.mjs';

/** @param {string} url @param {{name: string}[]} pages */
export async function photograph(url, pages) {
  const browser = await startChromium();
  try {
    for (const { name } of pages) {
      const page = await openPage(browser, { width: 608, height: 1000 });
      await page.setBypassCSP(true);
      await page.goto(`${url}${name}.html`, { waitUntil: 'networkidle0' });
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
      const errors = page.said.filter((line) => line.startsWith('error'));
      for (const line of errors) console.error(`${name}: ${line}`);
      await page.browserContext().close();
    }
  } finally {
    await browser.close();
  }
}
