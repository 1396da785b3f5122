/** The tables of the docs: each object of a schema, with its keys, what they take and what they mean. */
import { isDeepStrictEqual } from 'node:util';

import { inlined, keyOf, resolved, titleOf, wordsOf } from './schema.mjs';

/** @typedef {import('./schema.mjs').Schema} Schema */

/** An object that has more of its keys in common with another one is told as a kind of that. */
const shared = 6;

/** @param {unknown} value */
const code = (value) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** @param {string} title */
const anchor = (title) => title.toLowerCase().replaceAll(' ', '-').replaceAll('.', '');

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', '<br>');

/**
 * What a key takes, in a few words.
 * @param {Schema} schema @param {Schema} root @param {(title: string) => string} link @returns {string}
 */
function kindOf(schema, root, link) {
  const title = titleOf(inlined(schema, root), root);
  if (title && title !== 'Size') return link(title);
  const {
    not,
    enum: names,
    anyOf,
    items,
    minimum,
    maximum,
    type,
    ...rest
  } = resolved(schema, root);
  if (not) return 'not here';
  if (names) return names.map(code).join(', ');
  if ('const' in rest) return code(rest.const);
  if (anyOf) return anyOf.map((each) => kindOf(each, root, link)).join(' or ');
  const kinds = [type ?? []].flat().map((each) => {
    if (each === 'array') return `list of ${items ? kindOf(items, root, link) : 'values'}`;
    if (each === 'integer') return minimum === undefined ? each : `${minimum} to ${maximum}`;
    return each === 'boolean' ? 'true or false' : each;
  });
  return kinds.join(' or ');
}

/** @param {Schema} schema @param {Schema} root */
function meaningOf(schema, root) {
  const { description = '', enum: names, enumDescriptions: meanings } = resolved(schema, root);
  const each = (names ?? []).map((name, i) => `${code(name)}: ${meanings?.[i] ?? ''}`);
  return [description, ...(meanings ? each : [])].join('\n');
}

/** @param {Schema} schema @param {Schema} root */
function standardOf(schema, root) {
  const { default: standard } = resolved(schema, root);
  if (standard === undefined) return '';
  if (standard === '') return '`""`';
  return Array.isArray(standard) ? standard.map(code).join(' ') : code(standard);
}

/** @param {Schema} object @param {string[]} keys @param {Schema} root @param {(title: string) => string} link */
function table(object, keys, root, link) {
  const lines = keys.map((key) => {
    const schema = keyOf(object, key, root);
    const must = object.required?.includes(key);
    const standard = must ? 'must be there' : standardOf(schema, root);
    const cells = [code(key), kindOf(schema, root, link), standard, meaningOf(schema, root)];
    return `| ${cells.map(cell).join(' | ')} |\n`;
  });
  return `| key | takes | when left out | meaning |\n|---|---|---|---|\n${lines.join('')}`;
}

/** @param {Schema} schema @param {string} key @param {Schema} other */
const sameKey = (schema, key, other) =>
  isDeepStrictEqual(schema.properties?.[key], other.properties?.[key]);

/**
 * @param {Schema} root
 * @param {Map<string, string>} [elsewhere] by the titles of objects: the page that has their tables
 */
export function keyTables(root, elsewhere = new Map()) {
  /** @param {string} title */
  const link = (title) => `[${title}](${elsewhere.get(title) ?? ''}#${anchor(title)})`;
  const objects = [root, ...Object.values(root.$defs ?? {})].filter(
    ({ title, properties }) => title && properties && !elsewhere.has(title),
  );
  const sections = objects.map((object, i) => {
    const { title = '', properties = {} } = object;
    const keys = Object.keys(properties).filter((key) => !properties[key].doNotSuggest);
    // One that has most keys of another says only what is its own.
    const like = objects
      .slice(0, i)
      .find((other) => keys.filter((key) => sameKey(object, key, other)).length > shared);
    const own = keys.filter((key) => !like || !sameKey(object, key, like));
    const rest = like ? ` The other keys are those of ${link(like.title ?? '')}.` : '';
    return `### ${title}\n\n${wordsOf(object)}${rest}\n\n${table(object, own, root, link)}`;
  });
  return sections.join('\n');
}
