/** What a form and its page can be like, what changes it, and random walks through all of that. */

/**
 * @typedef {object} State a page that is shown, with its form in it
 * @property {boolean} dark
 * @property {number} textSize
 * @property {string} font a class of pages/sequence.css
 * @property {string} direction
 * @property {string} language
 * @property {number} width
 * @property {boolean} green other tokens
 * @property {number} ratio
 * @property {boolean} plain
 * @property {string} place
 * @property {'full' | 'other'} config
 * @property {Record<string, string>} values that were written or given
 * @property {Record<string, string>} given by the page, under what was written as well
 * @property {string[]} told fields that were left while they were wrong
 * @property {string[]} files
 */
/** @typedef {{name: string, value: any, rest: boolean}} Step */

/** @type {State} */
const start = {
  dark: false,
  textSize: 16,
  font: '',
  direction: 'ltr',
  language: 'es',
  width: 456,
  green: false,
  ratio: 1,
  plain: false,
  place: 'one',
  config: 'full',
  values: {},
  given: {},
  told: [],
  files: [],
};

/** Random numbers that a seed repeats (mulberry32). @param {number} seed */
function randomFrom(seed) {
  let at = seed >>> 0;
  return () => {
    at = (at + 0x6d2b79f5) >>> 0;
    let t = at;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @type {Record<string, any[]>} */
const choices = {
  dark: [true, false],
  textSize: [16, 13, 24],
  font: ['', 'serif', 'sans'],
  direction: ['ltr', 'rtl'],
  language: ['es', 'en', 'pt', 'fr', 'de', 'es_CO', 'en-US.UTF-8'],
  width: [456, 320, 560, 720, 401.5],
  green: [true, false],
  ratio: [1, 2, 1.25, 1.5],
  plain: [true, false],
  place: ['one', 'two'],
  config: ['full', 'other'],
  hidden: [true, false],
  attached: [true, false],
  shrunk: [true, false],
  files: [[], ['a.pdf'], ['b.pdf', 'uno (2).pdf']],
  context: [0],
};
const texts = {
  contact: ['ana@example.com', 'ana@', ''],
  description: [
    'Faltan dos piezas.',
    'Una línea,\notra y 😀.',
    '',
    'ب ت ث hello',
    'larga '.repeat(60),
  ],
  order: ['48213', ''],
  priority: ['low', 'medium'],
};

/** @type {Record<string, boolean>} */
const inView = { hidden: false, attached: true, shrunk: false };

/** What is compared is a form that is in view: the steps, and what puts it back. @param {Step[]} steps */
export function shown(steps) {
  const last = (/** @type {string} */ name) => steps.findLast((step) => step.name === name);
  const back = Object.entries(inView)
    .filter(([name, value]) => (last(name)?.value ?? value) !== value)
    .map(([name, value]) => ({ name, value, rest: false }));
  return [...steps, ...back];
}

/** What a page is like after a step. @param {State} before @param {Step} step @returns {State} */
export function after(before, { name, value }) {
  const state = structuredClone(before);
  if (name === 'type') {
    state.values[value.name] = value.value;
    const wrong = value.name === 'contact' && value.value === 'ana@';
    if (wrong && !state.told.includes('contact')) state.told.push('contact');
  } else if (name === 'prefill')
    for (const held of [state.values, state.given]) Object.assign(held, value);
  else if (name in state) Object.assign(state, { [name]: value });
  // What was written goes with its field; what was given comes back with it.
  if (state.config === 'other') delete state.values.order;
  else if (before.config === 'other' && state.given.order !== undefined)
    state.values.order = state.given.order;
  return state;
}

/**
 * @param {() => number} random
 * @param {State} from
 * @param {number} length
 * @param {string[]} without changes that this engine's driver cannot make
 * @returns {{steps: Step[], to: State}}
 */
function walk(random, from, length, without) {
  const pick = (/** @type {any[]} */ list) => list[Math.floor(random() * list.length)];
  const names = [...Object.keys(choices), 'type', 'type', 'prefill', 'prefill'].filter(
    (name) => !without.includes(name),
  );
  let to = from;
  /** @type {Record<string, boolean>} */
  const away = { ...inView };
  /** @type {Step[]} */
  const steps = [];
  const step = (/** @type {string} */ name, /** @type {any} */ value, rest = random() < 0.5) => {
    steps.push({ name, value, rest });
    if (name in away) away[name] = value;
    to = after(to, { name, value, rest });
  };
  while (steps.length < length) {
    const name = pick(names);
    const shown = !away.hidden && away.attached;
    if (['type', 'files', 'context'].includes(name) && !shown) continue;
    if (name === 'type' || name === 'prefill') {
      const fields = Object.keys(texts).filter(
        (field) => field !== 'order' || to.config === 'full',
      );
      const field = pick(fields);
      const value = pick(texts[/** @type {'contact'} */ (field)]);
      if (name === 'type') step(name, { name: field, value }, true);
      else step(name, { [field]: value });
    } else {
      step(name, pick(choices[name]));
    }
  }
  return { steps: shown(steps), to };
}

/** A page that has lived through so many sequences makes way for a new one. */
const chain = 10;

/** @typedef {{seed: number, from: State, steps: Step[], to: State}} Sequence */

/**
 * What a seed stands for, whichever was run before it: each begins where the one before it ends, and
 * every tenth at the start.
 * @param {number} seed
 * @param {string[]} [without]
 * @returns {Sequence}
 */
export function sequenceOf(seed, without = []) {
  let from = start;
  for (let at = seed - (seed % chain); ; ++at) {
    const random = randomFrom(at);
    const { steps, to } = walk(random, from, 3 + Math.floor(random() * 10), without);
    if (at === seed) return { seed, from, steps, to };
    from = { ...to, given: { ...to.given, ...to.values } }; // as a fresh page is brought there
  }
}

/** Those that follow one another on living pages, together. @param {number[]} seeds in order @returns {number[][]} */
export function chainsOf(seeds) {
  /** @type {Record<number, number[]>} */
  const chains = {};
  for (const seed of seeds) (chains[Math.floor(seed / chain)] ??= []).push(seed);
  return Object.values(chains);
}
