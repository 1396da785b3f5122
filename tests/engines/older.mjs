/**
 * A browser of today made to forget what any of the oldest engines does not know: interfaces, members and functions are
 * deleted, and style sheets lose what an old parser would leave out. What stands in options and events cannot be taken
 * away; the check of the built files knows it.
 */
import { childrenOf, featureAt, interfaces, oldestEngines, tooNewFor } from './support.mjs';

/**
 * @typedef {object} Newer
 * @property {string[][]} names where it stands below the window: ["AbortSignal", "any"]
 * @property {string[]} properties of CSS
 * @property {string[]} keywords with their property: "width:stretch"
 * @property {string[]} functions
 * @property {string[]} selectors without their colons
 */

/** Without it a policy that asks for it lets nothing through; older engines do not know that policy either. */
const kept = /^trusted/i;

/** @param {import('./support.mjs').Oldest} [oldest] @returns {Newer} */
export function newerThan(oldest = oldestEngines) {
  /** @param {import('./support.mjs').Feature} feature */
  const isNewer = (feature) => tooNewFor(feature, oldest).length > 0;
  /** @type {string[][]} */
  const names = [];
  for (const { name, path, feature } of interfaces) {
    if (kept.test(name)) continue;
    const place = name.split('.');
    if (isNewer(feature)) names.push(place);
    for (const [key, member] of childrenOf(feature)) {
      if (!isNewer(member) || key.startsWith('@@')) continue;
      const event = key.match(/^(\w+)_event$/)?.[1];
      const own = key.match(/^(\w+)_static$/)?.[1];
      if (!event && !own && key.includes('_')) continue;
      const known = event ? `on${event}` : (own ?? key);
      if (own || !path.startsWith('api.')) names.push([...place, known]);
      if (!own) names.push([...place, 'prototype', known]);
      if (name === 'Window') names.push([known]);
    }
  }
  const properties = childrenOf(featureAt('css.properties') ?? {});
  const types = childrenOf(featureAt('css.types') ?? {});
  return {
    names,
    properties: properties.filter(([, feature]) => isNewer(feature)).map(([name]) => name),
    keywords: properties.flatMap(([property, feature]) =>
      childrenOf(feature)
        .filter(([keyword, inner]) => /^[a-z-]+$/.test(keyword) && isNewer(inner))
        .map(([keyword]) => `${property}:${keyword}`),
    ),
    functions: types
      .flatMap(([name, feature]) => [[name, feature], ...childrenOf(feature)])
      .filter(([, feature]) => isNewer(/** @type {import('./support.mjs').Feature} */ (feature)))
      .map(([name]) => `${name}`),
    selectors: childrenOf(featureAt('css.selectors') ?? {})
      .filter(([, feature]) => isNewer(feature))
      .map(([name]) => name),
  };
}

/** Runs in the page, before its own scripts. @param {Newer} newer */
export function forget({ names, properties, keywords, functions, selectors }) {
  for (const place of names) {
    const name = /** @type {string} */ (place.pop());
    let owner = /** @type {any} */ (globalThis);
    for (const step of place) owner = owner && Object.hasOwn(owner, step) ? owner[step] : undefined;
    if (owner && Object.hasOwn(owner, name)) Reflect.deleteProperty(owner, name);
  }

  const words = (/** @type {string[]} */ list) => list.join('|') || '(?!)';
  const newFunction = new RegExp(`(?<![\\w-])(${words(functions)})\\(`, 'g');
  const newSelector = new RegExp(`::?(${words(selectors)})(?![\\w-])`);
  const newProperties = new Set(properties);
  const newKeywords = new Set(keywords);
  /** @param {CSSStyleSheet | CSSGroupingRule} sheet */
  const weed = (sheet) => {
    for (let at = sheet.cssRules.length - 1; at >= 0; --at) {
      const rule = /** @type {CSSStyleRule & CSSGroupingRule} */ (sheet.cssRules[at]);
      if (rule.selectorText && newSelector.test(rule.selectorText)) {
        sheet.deleteRule(at);
        continue;
      }
      for (const property of [...(rule.style ?? [])]) {
        const value = rule.style.getPropertyValue(property);
        if (newProperties.has(property) || newKeywords.has(`${property}:${value}`))
          rule.style.removeProperty(property);
        else if (value.search(newFunction) >= 0) {
          // With a variable in it a value is kept as it is written, and means nothing when it is used.
          const kept = property.startsWith('--') || value.includes('var(');
          const unknown = kept ? value.replace(newFunction, '-unknown-$1(') : '';
          rule.style.setProperty(property, unknown, rule.style.getPropertyPriority(property));
        }
      }
      if (rule.cssRules) weed(rule);
    }
  };
  const { replaceSync } = CSSStyleSheet.prototype;
  CSSStyleSheet.prototype.replaceSync = function (text) {
    replaceSync.call(this, text);
    weed(this);
  };
  const { supports } = CSS;
  CSS.supports = (/** @type {string[]} */ ...condition) =>
    !condition.some(
      (text) =>
        text.search(newFunction) >= 0 ||
        newSelector.test(text) ||
        properties.some((name) => text.replace(/[( :].*/, '') === name),
    ) && supports.apply(CSS, /** @type {[string]} */ (condition));
}
