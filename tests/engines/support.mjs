/**
 * What the oldest engines that are meant (web/engines.json) know, by MDN's browser-compat-data: its features by path, and
 * the tables by name that the readers of scripts and style sheets look into.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** @typedef {import('@mdn/browser-compat-data/types').Identifier} Feature */
/** @typedef {import('@mdn/browser-compat-data/types').CompatData} CompatData */
/** @typedef {import('@mdn/browser-compat-data/types').SimpleSupportStatement} Statement */
/** @typedef {{[engine: string]: string}} Oldest versions by the names of browser-compat-data */
/** @typedef {{path: string, feature: Feature}} Named */

/** @type {Oldest} */
export const oldestEngines = JSON.parse(
  readFileSync(new URL('../../web/engines.json', import.meta.url), 'utf8'),
);

/** @type {CompatData} */
const data = createRequire(import.meta.url)('@mdn/browser-compat-data');

/** @param {string} version "16.4", "≤79" @returns {number[]} */
const parts = (version) => version.replace('≤', '').split('.').map(Number);

/** @param {string} version @param {string} least */
function reaches(version, least) {
  const [have, want] = [parts(version), parts(least)];
  for (let at = 0; at < want.length; ++at)
    if ((have[at] ?? 0) !== want[at]) return (have[at] ?? 0) > want[at];
  return true;
}

/**
 * Behind a flag or under another name counts as not known. What is known in part counts as known: a part is noted of
 * most features that have gained a detail since.
 * @param {Statement} statement
 * @param {string} oldest
 */
const knows = (
  { version_added: added, version_removed: removed, flags, alternative_name },
  oldest,
) =>
  !!added &&
  added !== 'preview' &&
  reaches(oldest, added) &&
  !(removed && reaches(oldest, removed)) &&
  !flags &&
  !alternative_name;

/**
 * The engines that do not know a feature; one without data is known to all.
 * @param {Feature} feature
 * @param {Oldest} oldest
 */
export function tooNewFor(feature, oldest) {
  const support = feature.__compat?.support;
  if (!support) return [];
  return Object.entries(oldest).flatMap(([engine, version]) => {
    const told = support[/** @type {keyof typeof support} */ (engine)];
    if (!told) return [];
    const statements = /** @type {Statement[]} */ ([told].flat());
    return statements.some((statement) => knows(statement, version))
      ? []
      : [`${engine} ${version}`];
  });
}

/** @param {Feature} feature @returns {[string, Feature][]} */
export const childrenOf = ({ __compat, ...children }) => Object.entries(children);

/** @param {string} path with dots, "css.selectors.has" @returns {Feature | undefined} */
export function featureAt(path) {
  /** @type {Feature | undefined} */
  let at = /** @type {Feature} */ (/** @type {unknown} */ (data));
  for (const step of path.split('.')) at = at && Object.hasOwn(at, step) ? at[step] : undefined;
  return at;
}

/** Interfaces and namespaces, each with its path: those of the DOM, of JavaScript and of WebAssembly. */
export const interfaces = [
  ...childrenOf(data.api).map(([name, feature]) => ({ name, path: `api.${name}`, feature })),
  ...childrenOf(data.javascript.builtins).map(([name, feature]) => ({
    name,
    path: `javascript.builtins.${name}`,
    feature,
  })),
  ...childrenOf(data.javascript.builtins.Intl ?? {}).map(([name, feature]) => ({
    name: `Intl.${name}`,
    path: `javascript.builtins.Intl.${name}`,
    feature,
  })),
  { name: 'WebAssembly', path: 'webassembly.api', feature: data.webassembly.api },
  ...childrenOf(data.webassembly.api).map(([name, feature]) => ({
    name: `WebAssembly.${name}`,
    path: `webassembly.api.${name}`,
    feature,
  })),
];

/** @template Value @param {Map<string, Value[]>} map @param {string} key @param {Value} value */
function add(map, key, value) {
  map.get(key)?.push(value) ?? map.set(key, [value]);
}

/** @param {string} kebab "field-sizing" */
const camel = (kebab) =>
  kebab.replace(/^-/, '').replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** Every member of every interface by its name, and the CSS properties, which are members of a style. */
export const members = /** @type {Map<string, Named[]>} */ (new Map());
/** Events by name: the `type` of addEventListener. */
export const events = /** @type {Map<string, Named[]>} */ (new Map());
/** What stands alone or begins a path: interfaces, namespaces, functions and members of the window. */
export const globals = /** @type {Map<string, Named[]>} */ (new Map());
/** What belongs to an interface itself: "AbortSignal.any". */
export const statics = /** @type {Map<string, Named[]>} */ (new Map());

/** HTML's attributes, whichever element has them, and its elements. */
export const attributes = /** @type {Map<string, Named[]>} */ (new Map());
export const elements = /** @type {Map<string, Named[]>} */ (new Map());

for (const { name, path, feature } of interfaces) {
  add(globals, name, { path, feature });
  for (const [key, member] of childrenOf(feature)) {
    const named = { path: `${path}.${key}`, feature: member };
    const event = key.match(/^(\w+)_event$/)?.[1];
    const own = key.match(/^(\w+)_static$/)?.[1];
    if (event) add(events, event, named);
    if (event) add(members, `on${event}`, named);
    if (own) add(statics, `${name}.${own}`, named);
    if (event || own || /_|^@@/.test(key)) continue;
    add(members, key, named);
    // browser-compat-data does not tell JavaScript's static members from the others.
    if (!path.startsWith('api.')) add(statics, `${name}.${key}`, named);
    if (/^api\.(Window|WindowOrWorkerGlobalScope)$/.test(path)) add(globals, key, named);
  }
}
for (const [name, feature] of childrenOf(data.css.properties))
  add(members, camel(name), { path: `css.properties.${name}`, feature });

for (const [name, feature] of childrenOf(data.html.global_attributes))
  add(attributes, name, { path: `html.global_attributes.${name}`, feature });
for (const [name, feature] of childrenOf(data.html.elements)) {
  add(elements, name, { path: `html.elements.${name}`, feature });
  for (const [attribute, inner] of childrenOf(feature))
    add(attributes, attribute, { path: `html.elements.${name}.${attribute}`, feature: inner });
}

/**
 * The options of a method or constructor that browser-compat-data names, in whichever of its ways.
 * @param {Feature} method
 * @param {string} option
 * @returns {Feature | undefined}
 */
export function optionOf(method, option) {
  for (const [key, feature] of childrenOf(method)) {
    if (key === `${option}_option` || key === `${option}_parameter`) return feature;
    if (key.endsWith(`_${option}_parameter`)) return feature;
    if (key === 'options_parameter' || key === 'options') {
      if (feature[option]) return feature[option];
      const inner = optionOf(feature, option);
      if (inner) return inner;
    }
  }
  return undefined;
}
