/**
 * However a page got into a state, its form looks as on a fresh page in that state: random sequences
 * of changes, each compared with a fresh page, by picture and by meaning. The fresh page is the next
 * sequence's living one.
 *
 *     node tests/browser/sequences/run.mjs [chromium|firefox|webkit] [COUNT] [FIRST SEED]
 */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import { serveForm } from '../form_page.mjs';
import { decodePng } from '../png.mjs';
import { engines, size } from './engines.mjs';
import { randomFrom, shown, start, walk } from './state.mjs';

/** @typedef {import('./engines.mjs').Engine} Engine */
/** @typedef {import('./engines.mjs').Stage} Stage */
/** @typedef {import('./state.mjs').State} State */
/** @typedef {import('./state.mjs').Step} Step */
/** @typedef {{picture: Buffer, meaning: string[]}} Look */

/** @param {Buffer} one @param {Buffer} other @param {{pixels: number, by: number}} tolerance */
function isNear(one, other, { pixels, by }) {
  const [a, b] = [one, other].map(decodePng);
  if (a.width !== b.width || a.height !== b.height) return false;
  let differing = 0;
  for (let at = 0; at < a.pixels.length; ++at) {
    const x = Math.floor(at / 3) % a.width;
    const difference = Math.abs(a.pixels[at] - b.pixels[at]);
    if (x >= size.width || difference === 0) continue;
    ++differing;
    if (difference > by) return false;
  }
  return differing <= 3 * pixels;
}

/** @param {Engine} engine @param {string} url @param {State} state */
async function fresh(engine, url, state) {
  const stage = await engine.open(`${url}sequence.html`);
  if (state.ratio !== 1) await stage.setRatio(state.ratio);
  await stage.call('build', state);
  return stage;
}

/** @param {Stage} stage @param {Step[]} steps */
async function live(stage, steps) {
  for (const { name, value, rest } of steps)
    if (name === 'ratio') await stage.setRatio(value);
    else await stage.call('change', name, value, rest);
}

/**
 * Chromium on Linux keeps the hints that letters were first drawn with, whatever the ratio becomes, in HTML
 * too; so where the ratio changed, places and sizes are compared, and not the letters' own pixels.
 * @param {Look} one @param {Look} other @param {boolean} pictures @param {Engine['tolerance']} [tolerance]
 * @returns {string}
 */
function difference(one, other, pictures, tolerance) {
  const at = one.meaning.findIndex((line, i) => line !== other.meaning[i]);
  if (at >= 0 || one.meaning.length !== other.meaning.length)
    return `meaning: '${one.meaning[at]}' is '${other.meaning[at]}' on a fresh page`;
  if (!pictures || one.picture.equals(other.picture)) return '';
  return tolerance && isNear(one.picture, other.picture, tolerance) ? '' : 'picture';
}

/**
 * @param {Engine} engine @param {string} url @param {State} from @param {Step[]} steps @param {State} to
 * @param {Stage} [living]
 */
async function compare(engine, url, from, steps, to, living) {
  living ??= await fresh(engine, url, from);
  await live(living, steps);
  const lived = await living.look();
  await living.close();
  const after = await fresh(engine, url, to);
  const anew = await after.look();
  const still = from.ratio === 1 && !steps.some(({ name }) => name === 'ratio');
  return { found: difference(lived, anew, still, engine.tolerance), lived, anew, after };
}

/** The shortest that still differs: every step is left out once. @param {Engine} engine @param {string} url @param {State} from @param {Step[]} steps */
async function shrink(engine, url, from, steps) {
  let last = '';
  for (let at = 0; at < steps.length;) {
    const fewer = shown(steps.filter((_, i) => i !== at));
    if (fewer.length >= steps.length) {
      ++at; // what puts the form back into view
      continue;
    }
    const wanted = fewer.reduce((state, step) => settled(state, step), structuredClone(from));
    const { found, after } = await compare(engine, url, from, fewer, wanted).catch(() => ({
      found: '',
      after: undefined,
    }));
    await after?.close();
    if (found) [steps, last] = [fewer, found];
    else ++at;
  }
  return { steps, last };
}

/** @param {State} state @param {Step} step @returns {State} */
function settled(state, { name, value }) {
  if (name === 'type') {
    state.values[value.name] = value.value;
    if (value.name === 'contact' && value.value === 'ana@' && !state.told.includes('contact'))
      state.told.push('contact');
  } else if (name === 'prefill') Object.assign(state.values, value);
  else if (name in state) Object.assign(state, { [name]: value });
  if (state.config === 'other') delete state.values.order;
  return state;
}

/**
 * @param {keyof typeof engines} name
 * @param {number} count
 * @param {number} first
 * @param {(line: string) => void} say
 * @returns {Promise<string[]>} what differed
 */
export async function runSequences(name, count, first, say) {
  const site = await serveForm(['http://127.0.0.1:9']);
  const engine = await engines[name]();
  /** @type {string[]} */
  const failures = [];
  try {
    let from = structuredClone(start);
    /** @type {Stage | undefined} */
    let living;
    for (let seed = first; seed < first + count; ++seed) {
      const random = randomFrom(seed);
      const { steps, state } = walk(random, from, 3 + Math.floor(random() * 10), engine.without);
      const { found, lived, anew, after } = await compare(
        engine,
        site.url,
        from,
        steps,
        state,
        living,
      );
      living = after;
      if (found) {
        await writeFile(`build/sequence-${name}-${seed}-lived.png`, lived.picture);
        await writeFile(`build/sequence-${name}-${seed}-fresh.png`, anew.picture);
        const short = await shrink(engine, site.url, from, steps);
        const line = `seed ${seed}: ${found}; shortest: ${short.last}; from ${JSON.stringify(from)} by ${JSON.stringify(short.steps)}`;
        say(line);
        failures.push(line);
        // An engine with one window has lost the page by that.
        await living.close();
        living = undefined;
      }
      from = state;
      if ((seed - first) % 50 === 49)
        say(`${name}: ${seed - first + 1} of ${count}, ${failures.length} differ`);
      // A chain that never began anew could not be repeated from its seed.
      if (seed % 10 === 9) {
        await living?.close();
        living = undefined;
        from = structuredClone(start);
      }
    }
    await living?.close();
  } finally {
    await engine.close();
    await site.close();
  }
  return failures;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name = 'chromium', count = '100', first = '0'] = process.argv.slice(2);
  const began = Date.now();
  const failures = await runSequences(
    /** @type {'chromium'} */ (name),
    Number(count),
    Number(first),
    console.log,
  );
  console.log(
    `${name}: ${count} sequences from seed ${first}, ${failures.length} differ, ${Math.round((Date.now() - began) / 1000)} s`,
  );
  process.exitCode = failures.length ? 1 : 0;
}
