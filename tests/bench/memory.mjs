/**
 * Memory of the module before and after a case with a large file, sent through the plain CORS proxy
 * to the real PHP. WebAssembly's memory never shrinks, so its size afterwards is its peak.
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { directConfig } from '../browser/support/direct_config.mjs';
import { control, press, settle } from '../browser/support/form_page.mjs';
import { paintedWords, watchPainting } from '../browser/support/painted.mjs';
import { startCorsProxy } from '../crm/cors_proxy.mjs';
import { startCrm } from '../crm/crm.mjs';
import { figure } from './report.mjs';
import { leave, showForm, startBare, visit } from './stage.mjs';

/** @typedef {import('puppeteer-core').Page} Page */

const budget = 1_000_000; // bytes
const bytesPerSecond = 20_000_000;

/** Notes every memory that a module exports. @param {Page} page */
const watchMemory = (page) =>
  page.evaluateOnNewDocument(() => {
    /** @type {WebAssembly.Memory[]} */
    const memories = [];
    Object.assign(window, { memories });
    for (const name of /** @type {const} */ (['instantiate', 'instantiateStreaming'])) {
      const original = /** @type {(...given: any[]) => Promise<any>} */ (WebAssembly[name]);
      WebAssembly[name] = async (/** @type {any[]} */ ...given) => {
        const made = await original(...given);
        for (const exported of Object.values((made.instance ?? made).exports))
          if (exported instanceof WebAssembly.Memory) memories.push(exported);
        return made;
      };
    }
  });

/** @param {Page} page @returns {Promise<number>} bytes */
async function moduleMemory(page) {
  const sizes = /** @type {number[]} */ (
    await page.evaluate('memories.map(({ buffer }) => buffer.byteLength)')
  );
  if (sizes.length !== 1) throw new Error(`${sizes.length} modules instead of one`);
  return sizes[0];
}

/** What JavaScript itself holds, rubbish removed. @param {Page} page */
async function scriptMemory(page) {
  const session = await page.createCDPSession();
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Room for the file. */
const more = {
  'case-type': { default: 'Request' },
  contact: { default: 'lucia.rojas@example.com' },
  file: { maxFileSize: '400 MB', maxTotalSize: '400 MB' },
};

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./report.mjs').Report} report
 * @param {number} megabytes of the file
 */
export async function measureMemory(stage, report, megabytes) {
  report.section(`Memory: a case with a ${megabytes} MB file, through the proxy to PHP`);
  const size = megabytes * 1_000_000;
  const folder = await mkdtemp(join(tmpdir(), 'casement-bench-'));
  const crm = await startCrm();
  const proxy = await startCorsProxy({ crm, origins: [new URL(stage.url).origin] });
  stage.connect.push(proxy.origin);
  try {
    const path = join(folder, 'recording.zip');
    const file = await open(path, 'w');
    await file.truncate(size);
    await file.write('PK\x03\x04', 0); // a zip, by its first bytes
    await file.close();

    const page = await visit(stage, 'before.html', async (page) => {
      await watchPainting(page);
      await watchMemory(page);
    });
    await showForm(page, directConfig(proxy.origin, crm, more));
    await settle(page);
    const before = await moduleMemory(page);
    const scriptBefore = await scriptMemory(page);

    await (await control(page, 'description')).type('The recording of the call.');
    const [chooser] = await Promise.all([page.waitForFileChooser(), press(page, 'file[]')]);
    await chooser.accept([path]);
    await settle(page);
    // To this machine itself all may be gone between two frames: a line has a speed.
    await page.emulateNetworkConditions({ download: -1, upload: bytesPerSecond, latency: 0 });
    const started = performance.now();
    await press(page, 'Send case');
    await page.waitForFunction('window.created', { timeout: 300_000 });
    const seconds = (performance.now() - started) / 1000;
    await settle(page);

    const after = await moduleMemory(page);
    report.row('the module when the form is ready', figure(before));
    report.gate('grown when the case was created', after - before, budget);
    report.row('JavaScript, grown', figure((await scriptMemory(page)) - scriptBefore));
    const received = (await crm.cases()).flatMap(({ files }) => files.map((file) => file.size));
    report.must('PHP received the whole file', received.join() === `${size}`, received.join());
    const told = (await paintedWords(page)).split('\n').filter((text) => /\d of .*MB/.test(text));
    report.must('its progress was shown', told.length > 0, 'no "… of … MB" was painted');
    report.row('different states of the progress shown', String(told.length));
    report.row('sent in', `${figure(seconds, 1)} s`);
    await leave(page);

    if (stage.hasBare) {
      const bare = await visit(stage, 'bare.html', watchMemory);
      await startBare(bare);
      await settle(bare);
      report.row("a bare ImGui page's module", figure(await moduleMemory(bare)));
      await leave(bare);
    }
  } finally {
    await proxy.stop();
    await crm.stop();
    await rm(folder, { recursive: true });
  }
}
