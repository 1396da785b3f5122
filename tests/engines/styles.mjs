/**
 * What a style sheet uses that some of the oldest engines do not know: properties, their keywords, functions, units,
 * selectors, at-rules and media features.
 */
import { parse, walk } from 'css-tree';

import { childrenOf, featureAt, oldestEngines, tooNewFor } from './support.mjs';

/** @typedef {import('./scripts.mjs').Finding} Finding */
/** @typedef {import('./support.mjs').Oldest} Oldest */

/** Of a function or unit, wherever browser-compat-data keeps it. @param {string} name */
function typesNamed(name) {
  const types = featureAt('css.types') ?? {};
  return childrenOf(types).flatMap(([group, feature]) => {
    if (group === name) return [`css.types.${group}`];
    return feature[name] ? [`css.types.${group}.${name}`] : [];
  });
}

/** Units of the newer kinds share an entry. @param {string} unit */
function unitPaths(unit) {
  const kind = /^([sld])v(w|h|i|b|min|max)$/.exec(unit)?.[1];
  const kinds = { s: 'small', l: 'large', d: 'dynamic' };
  if (kind)
    return [`css.types.length.viewport_percentage_units_${kinds[/** @type {'s'} */ (kind)]}`];
  if (/^cq(w|h|i|b|min|max)$/.test(unit)) return ['css.types.length.container_query_length_units'];
  return typesNamed(unit);
}

/** An engine that does not know one of a list of selectors leaves out the whole rule. @param {import('css-tree').Rule | null} rule */
const sharesRule = (rule) =>
  rule?.prelude.type === 'SelectorList' && rule.prelude.children.size > 1;

/** A text that is asked of matchMedia, as a style sheet. @param {string} text */
export const asMediaRule = (text) =>
  /^\([a-z-]+( *[:<>=][^()]*)?\)$/.test(text) ? `@media ${text}{a{top:0}}` : undefined;

/** @param {string} text @returns {boolean} the text is a style sheet, and not merely a sentence or a condition */
export function isStyleSheet(text) {
  if (!/\{[^{}]*:/.test(text)) return false;
  let wrong = false;
  const sheet = parse(text, { onParseError: () => (wrong = true) });
  return !wrong && sheet.type === 'StyleSheet' && !sheet.children.isEmpty;
}

/**
 * @param {string} text
 * @param {Oldest} [oldest]
 * @returns {Finding[]}
 */
export function checkStyles(text, oldest = oldestEngines) {
  /** @type {Map<string, Finding>} */
  const found = new Map();
  /** @param {string[]} paths any of which would do @param {import('css-tree').CssNode} node @param {string} [more] */
  const judge = (paths, node, more = '') => {
    const known = paths.flatMap((path) => {
      const feature = featureAt(path);
      return feature ? [{ path, engines: tooNewFor(feature, oldest) }] : [];
    });
    if (!known.length || known.some(({ engines }) => !engines.length)) return;
    const at = node.loc?.start.offset ?? 0;
    const near = text.slice(Math.max(0, at - 40), at + 80).replace(/\s+/g, ' ');
    for (const { path, engines } of known)
      if (!found.has(path + more)) found.set(path + more, { path: path + more, engines, near });
  };
  const sheet = parse(text, {
    parseCustomProperty: true,
    positions: true,
    onParseError: ({ message }) =>
      found.set(message, { path: `css: ${message}`, engines: ['the parser'], near: message }),
  });
  walk(sheet, function (node) {
    const { declaration, rule } = this;
    switch (node.type) {
      case 'Declaration':
        judge([`css.properties.${node.property}`], node);
        break;
      case 'Identifier':
        // Of a property that is not known itself nothing more is to be said.
        if (declaration && !found.has(`css.properties.${declaration.property}`))
          judge([`css.properties.${declaration.property}.${node.name}`], node);
        break;
      case 'Function':
        judge(
          [...typesNamed(node.name), `css.properties.${declaration?.property}.${node.name}`],
          node,
        );
        break;
      case 'Dimension':
        judge(unitPaths(node.unit), node);
        break;
      case 'PseudoClassSelector':
      case 'PseudoElementSelector':
        judge(
          [`css.selectors.${node.name}`],
          node,
          sharesRule(rule) ? ', and the rest of its rule' : '',
        );
        break;
      case 'NestingSelector':
        judge(['css.selectors.nesting'], node);
        break;
      case 'Atrule':
        judge([`css.at-rules.${node.name}`], node);
        break;
      case 'Feature':
        judge(
          ['', 'min-', 'max-'].map(
            (prefix) => `css.at-rules.media.${node.name.replace(new RegExp(`^${prefix}`), '')}`,
          ),
          node,
        );
        break;
      case 'FeatureRange':
        judge(['css.at-rules.media.range_syntax'], node);
        break;
      case 'Rule':
        // A rule inside another one without the nesting selector.
        if (rule && rule !== node) judge(['css.selectors.nesting'], node);
        break;
    }
  });
  return [...found.values()];
}
