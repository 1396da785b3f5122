/**
 * Random documents made of a schema: what it asks for, and now and then what it does not: other types, numbers at and
 * beyond their bounds, words that a pattern does not take, keys that are missing, keys that nobody knows.
 */
import { keyOf, resolved } from './schema.mjs';

/**
 * @typedef {import('./schema.mjs').Schema} Schema
 * @typedef {object} Dice
 * @property {(chance: number) => boolean} happens
 * @property {<T>(list: readonly T[]) => T} one
 * @property {(most: number) => number} below
 */

/** Mulberry32: the same numbers for the same seed. @param {number} seed @returns {Dice} */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    happens: (chance) => next() < chance,
    one: (list) => list[Math.floor(next() * list.length)],
    below: (most) => Math.floor(next() * most),
  };
}

/** Strings that some pattern takes, and their neighbours. */
const strings = [
  ...[
    '',
    ' ',
    '\u0085',
    '\ufeff',
    'a',
    'Z',
    'ab',
    'ñandú',
    '😀',
    'two words',
    'a\u0001b',
    '\u007f',
    '\u0000',
  ],
  ...['x'.repeat(100), 'x'.repeat(101), '😀'.repeat(100), '😀'.repeat(101), 'é'.repeat(60)],
  ...[
    'x'.repeat(64),
    'x'.repeat(65),
    't'.repeat(4096),
    't'.repeat(4097),
    'key',
    'portal',
    '%',
    "it's",
  ],
  ...[
    'acme',
    'ana@acme',
    'open',
    'closed',
    'low',
    'Request',
    'Claims',
    'order',
    'contact',
    'owner',
  ],
  ...['you@example.com', '2026-02-29', '2028-02-29', '12.5', '+57 300 123 4567'],
  ...[
    '20 MB',
    '20MB',
    '1.5 gb',
    '1.5000 GB',
    '0.0001 KB',
    '0 MB',
    '101 GB',
    '100 GB',
    ' 5 MB',
    '5. MB',
    '5',
    'MB',
    '5 b ',
  ],
  ...['pdf', '.PDF', '..pdf', 'p d', '.', 'elevenchars', 'tenletters', 'tar.gz'],
  ...['en', 'es-CO', 'PT_br', 'en-', 'e', 'eng', 'xx', 'en\n', 'zh-Hans'],
  ...['tel', 'shipping tel', 'Tel', 'tél'],
  ...[
    'crm0001.wolkvox.com',
    'https://crm0001.wolkvox.com',
    'crm.wolkvox.com/x',
    'localhost:8443',
    'crm0001.wolkvox.com:70000',
  ],
  ...[
    'https://portal.example.com',
    'https://Portal.example.com',
    'https://portal.example.com/',
    'http://localhost:5173',
  ],
  ...[
    'https://portal.example.com:443',
    'ftp://portal.example.com',
    'https://proxy.example.com/{url}',
    './',
    '/crm',
    'https://a@b.example',
  ],
  ...['/portal', '/', '/a/b', '/a/', 'portal', '/a?b', '/a%20b', '/é', '/a"b'],
  ...[
    '127.0.0.1:8090',
    '[::1]:8090',
    '0.0.0.0:0',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:65536',
    'localhost:80',
    '127.0.0.1:000080',
  ],
  ...['10.0.0.0/8', '10.0.0.0/33', '::1', 'fd00::/8', '10.0.0.1/8'],
  ...[
    '/keys.db',
    'redis://localhost:6379/0',
    'rediss:///0',
    'redis://a:b@localhost',
    'REDIS://localhost',
    'valkey://localhost',
    'redis://s:26379',
    'redis:',
    'redis:///',
  ],
  ...[
    'cases',
    'my_cases.1',
    'casement_key',
    'HS256',
    'RS256',
    'shown',
    'locked',
    'choice',
    'Open',
    'Closed',
  ],
];

const numbers = [-1, 0, 1, 2, 0.5, 5, 60, 100, 1e9, 1e15];

/** Values of every type. @type {unknown[]} */
const anything = [
  ...[null, true, false, '', 'a', 'key', [], {}, ['a'], [1], { value: 'a' }, { keyFile: 'key' }],
  ...numbers,
];

/** @param {Schema} schema @param {Dice} roll */
function number({ minimum = 0, maximum = 100 }, roll) {
  return roll.one([minimum, maximum, minimum + 1, maximum - 1, minimum + roll.below(1000)]);
}

/** The strings that are right, by what asks for them. @type {Map<string, unknown[]>} */
const chosen = new Map();

/** @param {Schema} schema @param {Dice} roll */
function string({ pattern = '', minLength = 0, maxLength = Infinity, examples = [] }, roll) {
  const asked = JSON.stringify([pattern, minLength, maxLength, examples]);
  const takes = new RegExp(pattern, 'u');
  const right =
    chosen.get(asked) ??
    [...strings, ...examples].filter(
      (each) =>
        typeof each === 'string' &&
        takes.test(each) &&
        [...each].length >= minLength &&
        [...each].length <= maxLength,
    );
  chosen.set(asked, right);
  return roll.one(right);
}

/**
 * What is nearly right: at a bound and just beyond it, what a pattern could take, lists that are empty or too long.
 * @param {Schema} schema @returns {unknown[]}
 */
function nearlyRight({ minimum, maximum, maxItems = 3, items, ...schema }) {
  const near = [];
  if (minimum !== undefined) near.push(minimum - 1, minimum, minimum + 0.5);
  if (maximum !== undefined) near.push(maximum, maximum + 1);
  if (items)
    near.push(
      [],
      ...[0, 1].map((more) => Array.from({ length: maxItems + more }, (_, i) => `a${i}`)),
    );
  if (schema.pattern || schema.enum || schema.minLength) near.push(...strings);
  if (items?.pattern) near.push(...strings.map((each) => [each]));
  return near;
}

/** All values that may be wrong here, and some that are right. @param {Schema} schema */
export const trials = (schema) => [...anything, ...nearlyRight(schema)];

/** @param {Schema} schema @param {Dice} roll @returns {unknown} */
function wrong(schema, roll) {
  const near = nearlyRight(schema);
  return roll.one(near.length > 0 && roll.happens(0.7) ? near : anything);
}

/**
 * @param {Schema} given @param {Schema} root @param {Dice} roll
 * @param {number} error the chance of each value to be wrong
 * @returns {unknown}
 */
export function grow(given, root, roll, error) {
  const schema = resolved(given, root);
  if (roll.happens(error)) return wrong(schema, roll);
  if ('const' in schema) return schema.const;
  if (schema.enum) return roll.one(schema.enum);
  const branch = schema.anyOf?.filter((each) => each.$ref ?? 'const' in each);
  if (branch?.length) return grow(roll.one(branch), root, roll, error);
  const type = roll.one([schema.type ?? (schema.properties ? 'object' : 'none')].flat());
  switch (type) {
    case 'boolean':
      return roll.happens(0.5);
    case 'integer':
      return number(schema, roll);
    case 'string':
      return string(schema, roll);
    case 'array': {
      const length = (schema.minItems ?? 0) + roll.below(3);
      return Array.from({ length }, () => grow(schema.items ?? {}, root, roll, error));
    }
    case 'object':
      return object(schema, root, roll, error);
    default:
      return roll.one(anything);
  }
}

/** @param {Schema} schema @param {Schema} root @param {Dice} roll @param {number} error */
function object(schema, root, roll, error) {
  /** @type {Record<string, unknown>} */
  const made = {};
  for (const [key, each] of Object.entries(schema.properties ?? {})) {
    const must = schema.required?.includes(key);
    const chance = must ? 1 - error : each.not ? error : 0.25;
    if (!roll.happens(chance)) continue;
    made[key] = grow(keyOf(schema, key, root), root, roll, error);
  }
  if (roll.happens(error))
    made[roll.one(['unknown', 'naem', 'Visibility', 'a/b~c'])] = roll.one(anything);
  return made;
}
