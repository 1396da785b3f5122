/** One sequence: a living page beside a fresh one, by picture and by meaning; and the shortest that differs. */
import { decodePng } from '../png.mjs';
import { size } from './engines.mjs';
import { after, shown } from './state.mjs';

/** @typedef {import('./engines.mjs').Engine} Engine */
/** @typedef {import('./engines.mjs').Stage} Stage */
/** @typedef {import('./state.mjs').State} State */
/** @typedef {import('./state.mjs').Step} Step */
/** @typedef {import('./state.mjs').Sequence} Sequence */
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
 * @param {Engine} engine
 * @param {string} url
 * @param {Omit<Sequence, 'seed'>} sequence
 * @param {Stage} [living] that is in the state where it begins
 */
export async function compare(engine, url, { from, steps, to }, living) {
  living ??= await fresh(engine, url, from);
  await live(living, steps);
  const lived = await living.look();
  await living.close();
  const next = await fresh(engine, url, to);
  const anew = await next.look();
  const still = from.ratio === 1 && !steps.some(({ name }) => name === 'ratio');
  return { found: difference(lived, anew, still, engine.tolerance), lived, anew, next };
}

/**
 * The shortest that still differs: every step is left out once.
 * @param {Engine} engine @param {string} url @param {Omit<Sequence, 'seed'>} sequence
 */
export async function shrink(engine, url, { from, steps }) {
  let last = '';
  for (let at = -1; at < steps.length;) {
    const fewer = shown(steps.filter((_, i) => i !== at));
    if (at >= 0 && fewer.length >= steps.length) {
      ++at; // what puts the form back into view
      continue;
    }
    const { found, next } = await compare(engine, url, {
      from,
      steps: fewer,
      to: fewer.reduce(after, from),
    });
    await next.close();
    if (found) [steps, last] = [fewer, found];
    else if (at < 0) return { steps, last: 'not seen again' };
    if (at < 0 || !found) ++at;
  }
  return { steps, last };
}
