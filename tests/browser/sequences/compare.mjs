/** One sequence: a living page beside a fresh one, by picture and by meaning; and the shortest that differs. */
import { after, shown } from './state.mjs';

/** @typedef {import('./engines.mjs').Engine} Engine */
/** @typedef {import('./engines.mjs').Stage} Stage */
/** @typedef {import('./state.mjs').State} State */
/** @typedef {import('./state.mjs').Step} Step */
/** @typedef {import('./state.mjs').Sequence} Sequence */
/** @typedef {import('./engines.mjs').Look} Look */

/** @param {Engine} engine @param {string} url @param {State} state */
async function fresh(engine, url, state) {
  engine.asked = 'open';
  const stage = await engine.open(`${url}sequence.html`);
  engine.asked = 'build';
  if (state.ratio !== 1) await stage.setRatio(state.ratio);
  await stage.call('build', state);
  return stage;
}

/** @param {Engine} engine @param {Stage} stage @param {Step[]} steps */
async function live(engine, stage, steps) {
  for (const { name, value, rest } of steps) {
    engine.asked = `${name} ${JSON.stringify(value)}`;
    if (name === 'ratio') await stage.setRatio(value);
    else await stage.call('change', name, value, rest);
  }
}

/**
 * Chromium on Linux keeps the hints that letters were first drawn with, whatever the ratio becomes, in HTML
 * too; so where the ratio changed, places and sizes are compared, and not the letters' own pixels.
 * @param {Look} one @param {Look} other @param {boolean} pictures
 * @returns {string}
 */
function difference(one, other, pictures) {
  const at = one.meaning.findIndex((line, i) => line !== other.meaning[i]);
  if (at >= 0 || one.meaning.length !== other.meaning.length)
    return `meaning: '${one.meaning[at]}' is '${other.meaning[at]}' on a fresh page`;
  if (!pictures) return '';
  const same = one.pictures.every((picture, i) => other.pictures[i]?.equals(picture));
  return same && one.pictures.length === other.pictures.length ? '' : 'picture';
}

/**
 * @param {Engine} engine
 * @param {string} url
 * @param {Omit<Sequence, 'seed'>} sequence
 * @param {Stage} [living] that is in the state where it begins
 */
export async function compare(engine, url, { from, steps, to }, living) {
  living ??= await fresh(engine, url, from);
  await live(engine, living, steps);
  engine.asked = 'look';
  const lived = await living.look();
  await living.close();
  const next = await fresh(engine, url, to);
  engine.asked = 'look anew';
  const anew = await next.look();
  const still = from.ratio === 1 && !steps.some(({ name }) => name === 'ratio');
  return { found: difference(lived, anew, still), lived, anew, next };
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
