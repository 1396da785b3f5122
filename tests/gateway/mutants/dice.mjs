/** What is thrown for each mutant: choices, numbers and words, all of one seeded generator. */

/** @typedef {import('../faults/kinds.mjs').Random} Random */

export const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
export const BOUNDARY_SIGNS = `${LETTERS}'()+_,-./:=? `;

/** @param {Random} random */
export const dice = (random) => ({
  random,
  chance: (/** @type {number} */ part) => random() < part,
  /** @template T @param {readonly T[]} list @returns {T} */
  one: (list) => list[Math.floor(list.length * random())],
  /** @param {string} signs */
  sign: (signs) => signs[Math.floor(signs.length * random())],
  number: (/** @type {number} */ from, /** @type {number} */ to) =>
    from + Math.floor((to - from + 1) * random()),
  /** @template T @param {T[]} list */
  shuffled: (list) => {
    for (let i = list.length - 1; i > 0; i--) {
      const k = Math.floor((i + 1) * random());
      [list[i], list[k]] = [list[k], list[i]];
    }
    return list;
  },
});
/** @typedef {ReturnType<typeof dice>} Dice */

/** @param {Dice} dice @param {string} text */
export const anyCase = ({ chance }, text) =>
  chance(0.6)
    ? text
    : Array.from(text, (c) => (chance(0.5) ? c.toUpperCase() : c.toLowerCase())).join('');

/** @param {Dice} dice */
export const blanks = ({ one }) => one([' ', ' ', ' ', '', '  ', '\t', ' \t ']);

/** @param {Dice} d @param {string} signs @param {number} length */
export const text = (d, signs, length) => Array.from({ length }, () => d.sign(signs)).join('');

/** What may stand without quotes. */
export const isWord = (/** @type {string} */ value) => /^[A-Za-z0-9!#$&+\-.^_`|~]+$/.test(value);
