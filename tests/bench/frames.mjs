/** Frames that are drawn when nothing happens, and for each key. Counted where WebGL clears. */
import { setTimeout as sleep } from 'node:timers/promises';

import { control, settle } from '../browser/support/form_page.mjs';
import { frames, watchPainting } from '../browser/support/painted.mjs';
import { leave, showForm, startBare, visit } from './stage.mjs';

const idle = 5000; // ms
const perKey = 3;
const words = 'Fifty characters are typed here, one after another';

/** @param {import('puppeteer-core').Page} page */
async function idleFrames(page) {
  await sleep(1000); // fonts and the first frames are through
  const from = await frames(page);
  await sleep(idle);
  return (await frames(page)) - from;
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./report.mjs').Report} report
 */
export async function measureFrames(stage, report) {
  report.section('Frames');
  const page = await visit(stage, 'before.html', watchPainting);
  await showForm(page);
  report.gate('in 5 idle seconds', await idleFrames(page), 0);

  const description = await control(page, 'description');
  await description.focus();
  await sleep(200);
  report.gate('in 5 idle seconds with the caret in a field', await idleFrames(page), 0);

  // Each key alone, until all that it brought about is drawn: a busy machine would draw several keys
  // with one frame, and flatter the figure.
  const from = await frames(page);
  let most = 0;
  for (const key of words) {
    const before = await frames(page);
    await page.keyboard.type(key);
    await settle(page);
    most = Math.max(most, (await frames(page)) - before);
  }
  report.gate('for 50 typed characters', (await frames(page)) - from, perKey * words.length);
  report.gate('for one of them, at most', most, perKey);
  report.must('every key is drawn', (await frames(page)) - from >= words.length);
  await leave(page);

  if (!stage.hasBare) return;
  const bare = await visit(stage, 'bare.html', watchPainting);
  await startBare(bare);
  report.row('a bare ImGui page in 5 idle seconds', String(await idleFrames(bare)));
  await leave(bare);
}
