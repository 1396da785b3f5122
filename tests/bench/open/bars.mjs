/** What opening may take, as ratios to what was measured in the same run, and as bytes. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { figure } from '../report.mjs';
import { median } from '../stage.mjs';
import { folder } from './pages.mjs';

/** @typedef {import('./visit.mjs').Opening} Opening */
/** @typedef {Record<string, Record<string, Record<'typed' | 'watched', Opening[]>>>} Openings by setting, then by page */

const elementBytes = 2000; // casement.js, brotli
const longestTask = 50; // ms
const mostShift = 0.02;

const looks = /** @type {const} */ ([
  ['pixels', 'in pixels'],
  ['plain', 'plain'],
]);

/**
 * @param {import('../report.mjs').Report} report
 * @param {Openings} openings
 * @param {string[]} lostKeys pages whose first text field did not keep the key that was pressed
 */
export async function judge(report, openings, lostKeys) {
  const asItIs = Object.keys(openings)[0];
  /**
   * @param {string} page @param {'typed' | 'watched'} kind @param {keyof Opening} what
   * @param {string} [setting]
   */
  const of = (page, kind, what, setting = asItIs) =>
    median((openings[setting]?.[page]?.[kind] ?? []).map((opening) => Number(opening[what])));

  report.section('Opening: time until the first text field takes a key');
  const lost = (/** @type {boolean} */ own) =>
    lostKeys.filter((page) => looks.some(([look]) => look === page) === own).join(', ');
  report.must('our first text field keeps the key', !lost(true), lost(true));
  // SurveyJS draws the field anew when it gets its first focus, and the key is gone; its time counts all the same.
  report.row('others that lose it', lost(false) || 'none');
  for (const setting of Object.keys(openings)) {
    const theirs = of('survey', 'typed', 'typed', setting);
    for (const [page, look] of looks) {
      const ours = of(page, 'typed', 'typed', setting);
      report.bar(`${look}, ${setting}: × SurveyJS`, ours / theirs, 1, `aim ${figure(0.6, 1)}`);
    }
  }
  const pond = of('filepond', 'typed', 'typed');
  for (const [page, look] of looks)
    report.row(
      `${look}, ${asItIs}: × FilePond + fields`,
      figure(of(page, 'typed', 'typed') / pond, 2),
      `aim ${figure(1.2, 1)}`,
    );

  report.section('Opening: what is seen, and what it costs');
  const paint = of('plain', 'watched', 'paint');
  report.bar('plain look painted: × SurveyJS', paint / of('survey', 'watched', 'paint'), 1.2);
  const bare = of('clear', 'watched', 'cleared');
  report.bar(
    'canvas in place: × (plain look painted + a bare context)',
    of('pixels', 'watched', 'inPlace') / (paint + bare),
    1.3,
    `${figure(of('pixels', 'watched', 'inPlace'))} ms to ${figure(paint)} + ${figure(bare)} ms`,
  );
  for (const [page, look] of looks) {
    const without = of(`${page}-unstated`, 'watched', 'shift');
    const note = `${figure(without, 3)} without`;
    report.bar(
      `layout shift with a stated min-height, ${look}`,
      of(page, 'watched', 'shift'),
      mostShift,
      note,
    );
  }
  const { size } = await stat(join(folder, '../site/casement.js.br'));
  report.gate('casement.js, bytes (brotli)', size, elementBytes);
  for (const [page, look] of looks)
    report.gate(
      `longest task from the module's start to usable, ms, ${look}`,
      of(page, 'watched', 'longest'),
      longestTask,
    );
}
