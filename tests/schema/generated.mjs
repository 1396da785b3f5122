/**
 * The files that `./dev docs` writes, made of the schemas and of what the readers know: the schemas themselves where
 * they follow the readers (languages, limits, what both share), the types of a page, the tables of the docs.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { compile } from 'json-schema-to-typescript';
import { format } from 'prettier';

import { facts, verdictOf } from './judge.mjs';
import { keyTables } from './key_tables.mjs';
import { inlined, keyOf, readSchema, wordsOf } from './schema.mjs';

/** @typedef {import('./schema.mjs').Schema} Schema */

const tree = new URL('../../', import.meta.url);

/** @param {string} path in the tree */
const read = (path) => readFile(new URL(path, tree), 'utf8');

/** As the project's prettier has it. @param {string} path @param {string} text */
async function pretty(path, text) {
  const style = JSON.parse(await read('.prettierrc.json'));
  return format(text, { ...style, filepath: path });
}

/** @param {Schema} form */
function fillForm(form) {
  const { languages } = facts();
  const { language } = form.properties ?? {};
  const spelled = languages.map((tag) =>
    [...tag].map((letter) => `[${letter}${letter.toUpperCase()}]`).join(''),
  );
  language.pattern = `^(?:${spelled.join('|')})(?:[-_][^]*)?$`;
  language.examples = languages;
  const { text, attachments } = form.$defs ?? {};
  text.properties = Object.fromEntries(
    languages.map((tag) => [
      tag,
      {
        description: `In ${new Intl.DisplayNames('en', { type: 'language' }).of(tag)}.`,
        type: 'string',
      },
    ]),
  );
  const { config } = verdictOf('attribute', {});
  const { extensions } = attachments.properties ?? {};
  extensions.default = /** @type {{ files: { extensions: string[] } }} */ (config).files.extensions;
}

/** @param {Schema} gateway @param {Schema} form */
function fillGateway(gateway, form) {
  const own = Object.entries(gateway.$defs ?? {}).filter(([name]) => !form.$defs?.[name]);
  gateway.$defs = { ...Object.fromEntries(own), ...form.$defs };
  gateway.$defs.limits.properties = Object.fromEntries(
    facts().limits.map(({ key, meaning, minimum, maximum, default: standard }) => [
      key,
      {
        description: meaning,
        type: 'integer',
        minimum,
        maximum,
        default: standard,
      },
    ]),
  );
}

/**
 * The schema as the compiler of types understands it: definitions with a title become types, others are put where they
 * are used; a key that is not known is none, so that a misspelt one is seen.
 * @param {Schema} form
 */
function forTypes(form) {
  /** @param {Schema} schema @returns {Schema} */
  const simple = (schema) => {
    const whole = inlined(schema, form);
    const { title, additionalProperties, $ref, $comment, default: _, examples, ...kept } = whole;
    if ($comment) kept.description = wordsOf(whole);
    if ($ref) return { description: kept.description, allOf: [{ $ref }] };
    for (const name of /** @type {const} */ (['properties', '$defs'])) {
      if (!kept[name]) continue;
      kept[name] = Object.fromEntries(
        Object.entries(kept[name]).map(([key, each]) => [key, simple(each)]),
      );
    }
    if (kept.items) kept.items = simple(kept.items);
    if (kept.anyOf) kept.anyOf = kept.anyOf.map(simple);
    return kept;
  };
  const { $id, if: _if, then: _then, else: _else, ...root } = form;
  const properties = Object.fromEntries(
    Object.keys(root.properties ?? {}).map((key) => [key, keyOf(form, key, form)]),
  );
  properties.$schema = { ...properties.$schema, type: 'string' };
  const titled = Object.entries(form.$defs ?? {}).filter(([, { title }]) => title);
  return simple({ ...root, properties, $defs: Object.fromEntries(titled) });
}

/** @param {Schema} form */
async function types(form) {
  return compile(/** @type {any} */ (forTypes(form)), 'CaseFormDocument', {
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: false,
    format: false,
    bannerComment: '/** @file Made by `./dev docs` from web/case-form.schema.json. */',
  });
}

/** @param {string} path @param {string} between */
async function withTables(path, between) {
  const [begin, end] = ['<!-- made by ./dev docs -->\n', '<!-- end -->\n'];
  const text = await read(path);
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${path} has no place for what is made`);
  return `${text.slice(0, from)}${begin}\n${between}\n${text.slice(to)}`;
}

/** @returns {Promise<Map<URL, string>>} every file that is made, and its whole text */
export async function generated() {
  const form = readSchema('form');
  const gateway = readSchema('gateway');
  fillForm(form);
  fillGateway(gateway, form);
  const shared = Object.values(form.$defs ?? {}).flatMap(({ title }) => title ?? []);
  const elsewhere = new Map(shared.map((title) => [title, 'configuration.md']));
  elsewhere.set('Limits', 'gateway.md');
  /** @type {Record<string, string>} */
  const texts = {
    'web/case-form.schema.json': JSON.stringify(form),
    'web/gateway/gateway.schema.json': JSON.stringify(gateway),
    'web/src/case_form_config.d.ts': await types(form),
    'docs/configuration.md': await withTables('docs/configuration.md', keyTables(form)),
    'docs/gateway-keys.md': await withTables('docs/gateway-keys.md', keyTables(gateway, elsewhere)),
  };
  const files = Object.entries(texts).map(async ([path, text]) => {
    const whole = path.endsWith('.md') ? text : await pretty(path, text);
    return /** @type {const} */ ([new URL(path, tree), whole]);
  });
  return new Map(await Promise.all(files));
}

/** @param {URL} file */
export const nameOf = (file) => fileURLToPath(file).slice(fileURLToPath(tree).length);
