/**
 * However a page got into a state, its form looks as on a fresh page in that state: random sequences
 * of changes, each compared with a fresh page, by picture and by meaning. The fresh page is the next
 * sequence's living one. What this build has passed already is not run again.
 *
 *     node tests/browser/sequences/run.mjs [chromium|firefox|webkit] [COUNT] [FIRST SEED] [--jobs N] [--again]
 */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { serveForm } from '../support/form_page.mjs';
import { compare, shrink } from './compare.mjs';
import { engines } from './engines.mjs';
import { openResults } from './results.mjs';
import { chainsOf, sequenceOf } from './state.mjs';

/** @typedef {import('./engines.mjs').Engine} Engine */
/** @typedef {import('./engines.mjs').Stage} Stage */

const folder = 'build/sequences';

/** A page that answers nothing for so long has died, ms; machines may be busy with other things. */
const patience = 100_000;

/** A browser may die so many times in one sequence before that is what is told of it. */
const lives = 3;

/** @template Value @param {Promise<Value>} promise @param {number} [most] ms @returns {Promise<Value>} */
function inTime(promise, most = patience) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), most);
  });
  return /** @type {Promise<Value>} */ (Promise.race([promise, late])).finally(() =>
    clearTimeout(timer),
  );
}

/**
 * @typedef {object} Wanted
 * @property {keyof typeof engines} engine
 * @property {number} count
 * @property {number} first the first seed
 * @property {number} [jobs] browsers at once
 * @property {boolean} [again] also what this build has passed
 */

/**
 * @param {Wanted} wanted
 * @param {(line: string) => void} say
 * @returns {Promise<string[]>} what differed
 */
export async function runSequences({ engine: name, count, first, jobs = 1, again }, say) {
  const results = openResults(folder, name);
  const site = await serveForm(['http://127.0.0.1:9']);
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  const left = again ? seeds : seeds.filter((seed) => results.of(seed) !== '');
  const chains = chainsOf(left);
  /** @type {string[]} */
  const failures = [];
  let done = 0;

  /** @param {number} seed @param {string} differs */
  const tell = (seed, differs) => {
    results.add(seed, differs);
    if (differs) failures.push(`seed ${seed}: ${differs}`);
    if (differs) say(failures[failures.length - 1]);
    if (++done % 50 === 0) say(`${name}: ${done} of ${left.length}, ${failures.length} differ`);
  };

  /** Runs what is left in a browser of its own, and in another when that one dies. */
  const work = async () => {
    /** @type {Engine | undefined} */
    let engine;
    for (let chain = chains.shift(); chain; chain = chains.shift()) {
      /** The page that the last sequence left, for the next. @type {{stage: Stage, seed: number} | undefined} */
      let living;
      const leave = async () => {
        await living?.stage.close();
        living = undefined;
      };
      let deaths = 0;
      for (let at = 0; at < chain.length; ++at) {
        const seed = chain[at];
        try {
          engine ??= await engines[name]();
          if (living?.seed !== seed) await leave();
          const sequence = sequenceOf(seed, engine.without);
          const seen = await inTime(compare(engine, site.url, sequence, living?.stage));
          living = { stage: seen.next, seed: seed + 1 };
          if (!seen.found) {
            tell(seed, '');
            continue;
          }
          await leave(); // an engine with one window loses the page by what follows
          for (const [i, picture] of seen.lived.pictures.entries())
            await writeFile(`${folder}/${name}-${seed}-lived-${i}.png`, picture);
          for (const [i, picture] of seen.anew.pictures.entries())
            await writeFile(`${folder}/${name}-${seed}-fresh-${i}.png`, picture);
          const short = await inTime(shrink(engine, site.url, sequence), 20 * patience);
          const way = `from ${JSON.stringify(sequence.from)} by ${JSON.stringify(short.steps)}`;
          tell(seed, `${seen.found}; shortest: ${short.last}; ${way}`);
        } catch (error) {
          say(`seed ${seed}, ${engine?.asked}: ${error}; another browser`);
          await engine?.close();
          engine = living = undefined;
          if (++deaths < lives) --at;
          else tell(seed, `the browser dies: ${error}`);
        }
      }
      await leave();
    }
    await engine?.close();
  };

  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    await site.close();
  }
  say(
    `${name}, build ${results.build}: ${count} sequences from seed ${first}, ${failures.length} differ`,
  );
  return failures;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { jobs: { type: 'string', default: '1' }, again: { type: 'boolean' } },
  });
  const [name = 'chromium', count = '100', first = '0'] = positionals;
  // A driver that hears a signal ends its browser alone; who asks for an end wants all of it ended.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const began = Date.now();
  const failures = await runSequences(
    {
      engine: /** @type {'chromium'} */ (name),
      count: Number(count),
      first: Number(first),
      jobs: Number(values.jobs),
      again: values.again,
    },
    console.log,
  );
  console.log(`${Math.round((Date.now() - began) / 1000)} s`);
  process.exitCode = failures.length ? 1 : 0;
}
