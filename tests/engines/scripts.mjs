/**
 * What a script uses that some of the oldest engines do not know. It knows no types, so a member is judged by its name
 * alone: when no interface has an old one of this name, it is too new for certain; when only some have, it is told as
 * well, by the interface, for a person to judge once (allowed.mjs).
 */
import { parse } from 'acorn';

import { held } from './allowed.mjs';
import {
  attributes,
  elements,
  events,
  globals,
  members,
  oldestEngines,
  optionOf,
  statics,
  tooNewFor,
} from './support.mjs';

/** @typedef {import('acorn').AnyNode} Node */
/** @typedef {import('./support.mjs').Oldest} Oldest */
/** @typedef {{path: string, engines: string[], near: string}} Finding `near`: the code around it */

/** Newer syntax than this does not parse, regular expressions' own included. All three engines know all of it. */
const newestSyntax = 2023;

/** The window's own names for itself. */
const windows = new Set(['window', 'self', 'globalThis']);

/** @param {unknown} value @returns {value is Node} */
const isNode = (value) => typeof (/** @type {any} */ (value)?.type) === 'string';

/** @param {Node} node @param {(node: Node, parent: Node | undefined) => void} visit @param {Node} [parent] */
function walk(node, visit, parent) {
  visit(node, parent);
  for (const value of Object.values(node))
    for (const child of [value].flat()) if (isNode(child)) walk(child, visit, node);
}

/** Names that a pattern binds. @param {Node | null} pattern @returns {string[]} */
function bound(pattern) {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((p) => bound(p.type === 'Property' ? p.value : p));
    case 'ArrayPattern':
      return pattern.elements.flatMap(bound);
    case 'RestElement':
      return bound(pattern.argument);
    case 'AssignmentPattern':
      return bound(pattern.left);
    default:
      return [];
  }
}

/** Names that are declared anywhere in the script: those are not the engine's. @param {Node} program */
function declaredIn(program) {
  const names = new Set();
  walk(program, (node) => {
    const patterns =
      node.type === 'VariableDeclarator' || node.type === 'ClassDeclaration'
        ? [node.id]
        : node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression'
          ? [node.id ?? null, ...node.params]
          : node.type === 'ArrowFunctionExpression'
            ? node.params
            : node.type === 'CatchClause'
              ? [node.param ?? null]
              : /^Import.*Specifier$/.test(node.type)
                ? [/** @type {any} */ (node).local]
                : [];
    for (const name of patterns.flatMap(bound)) names.add(name);
  });
  return names;
}

/** Names of members that the script's classes and objects define. @param {Node} program */
function membersDefinedIn(program) {
  const names = new Set();
  walk(program, (node, parent) => {
    const defines =
      node.type === 'MethodDefinition' ||
      node.type === 'PropertyDefinition' ||
      (node.type === 'Property' && parent?.type === 'ObjectExpression');
    const name = defines ? nameOf(node) : undefined;
    if (name) names.add(name);
  });
  return names;
}

/** The name of a member or of a property, if it stands there. @param {any} node @returns {string | undefined} */
function nameOf({ computed, property, key = property }) {
  if (!computed && key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}

/** @param {Node | null | undefined} node @returns {string | undefined} "Intl.Segmenter", without `window.` */
function dotted(node) {
  if (node?.type === 'ChainExpression') return dotted(node.expression);
  if (node?.type === 'Identifier') return node.name;
  if (node?.type !== 'MemberExpression') return undefined;
  const [object, name] = [dotted(node.object), nameOf(node)];
  if (!object || !name) return undefined;
  return windows.has(object) ? name : `${object}.${name}`;
}

/** @param {string} path "api.Response.bytes", "javascript.builtins.Intl.Locale.getTimeZones" */
const ownerOf = (path) =>
  path
    .replace(/^(api|javascript\.builtins)\./, '')
    .replace(/^webassembly\.api/, 'WebAssembly')
    .replace(/(?<=^(Intl\.|WebAssembly\.)?[A-Z]\w*)\.[^A-Z].*/, '');

/** @param {import('./support.mjs').Named} named */
const isHeld = ({ path }) => path.startsWith('css.') || held.has(ownerOf(path));

/** The texts that a script holds. @param {Node} node */
export function textOf(node) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral' || node.expressions.length) return undefined;
  return node.quasis[0].value.cooked ?? undefined;
}

/** Every text of the script, such as its style sheets. @param {string} source @returns {string[]} */
export function textsIn(source) {
  /** @type {string[]} */
  const texts = [];
  walk(parse(source, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    const text = textOf(node);
    if (text) texts.push(text);
  });
  return texts;
}

/**
 * @param {string} source a module
 * @param {Oldest} [oldest]
 * @returns {Finding[]}
 */
export function checkScript(source, oldest = oldestEngines) {
  /** @type {Map<string, Finding>} */
  const found = new Map();
  /** @param {string} path @param {string[]} engines @param {Node} node */
  const tell = (path, engines, { start, end }) => {
    const near = source.slice(Math.max(0, start - 40), Math.min(end, start + 80) + 20);
    if (!found.has(path)) found.set(path, { path, engines, near: near.replace(/\s+/g, ' ') });
  };
  /**
   * When all that may be meant are too new, that is told for each; when some are, it is told for these, unless the
   * script has members of this name itself. (An iterator's members are named as an array's: they count as the former.)
   * @param {import('./support.mjs').Named[]} meant
   * @param {Node} node
   * @param {string} [name]
   */
  const judge = (meant, node, name = '') => {
    const tooNew = meant.filter(({ feature }) => tooNewFor(feature, oldest).length);
    const all = tooNew.length === meant.length;
    for (const { path, feature } of tooNew)
      if (all || !(own.has(name) || ownerOf(path) === 'Iterator' || path.startsWith('css.')))
        tell(path, tooNewFor(feature, oldest), node);
  };

  /** @type {Node} */
  let program;
  try {
    program = parse(source, { ecmaVersion: newestSyntax, sourceType: 'module' });
  } catch (error) {
    const { message, pos = 0 } = /** @type {SyntaxError & {pos?: number}} */ (error);
    const near = `${message}: ${source.slice(Math.max(0, pos - 60), pos + 60)}`;
    return [{ path: 'syntax', engines: [`ECMAScript ${newestSyntax}`], near }];
  }
  const declared = declaredIn(program);
  const own = membersDefinedIn(program);
  /** @param {string | undefined} name */
  const isOurs = (name) => !name || declared.has(name.split('.')[0]);

  /** @param {Node | null | undefined} owner @param {string | undefined} name @param {Node} node */
  const member = (owner, name, node) => {
    if (!name) return;
    const of = dotted(owner);
    if (of && windows.has(of))
      return void (globals.has(name) && judge(globals.get(name) ?? [], node));
    // What an interface that is named here has itself is that; any other member may be anybody's that is held.
    const known = of && !isOurs(of) ? statics.get(`${of}.${name}`) : undefined;
    judge(known ?? (members.get(name) ?? []).filter(isHeld), node, name);
  };
  /** @param {any} node a call or `new` */
  const options = (node) => {
    const { callee } = node;
    const inner = callee.type === 'ChainExpression' ? callee.expression : callee;
    const name =
      inner.type === 'Identifier' ? inner.name : inner.type === 'MemberExpression' && nameOf(inner);
    if (!name) return;
    const owners =
      node.type === 'NewExpression' || inner.type === 'Identifier'
        ? (globals.get(name) ?? []).map(({ path, feature }) => ({
            path: `${path}.${name}`,
            feature: feature[name] ?? feature,
          }))
        : (members.get(name) ?? []).filter(isHeld);
    for (const argument of node.arguments)
      for (const property of argument.type === 'ObjectExpression' ? argument.properties : []) {
        const option = property.type === 'Property' ? nameOf(property) : undefined;
        const meant = owners.flatMap(({ path, feature }) => {
          const known = option ? optionOf(feature, option) : undefined;
          return known ? [{ path: `${path}.${option}`, feature: known }] : [];
        });
        judge(meant, property);
      }
  };

  walk(program, (node, parent) => {
    if (node.type === 'MemberExpression') member(node.object, nameOf(node), node);
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      options(node);
      const [first] = node.arguments;
      const text = first && textOf(first);
      const callee = node.callee.type === 'MemberExpression' ? nameOf(node.callee) : undefined;
      if (text && /^(set|toggle)Attribute$/.test(callee ?? ''))
        judge(attributes.get(text) ?? [], node);
      if (text && callee === 'createElement') judge(elements.get(text) ?? [], node);
      if (text && callee === 'addEventListener')
        judge((events.get(text) ?? []).filter(isHeld), node);
    }
    // const { any } = AbortSignal
    if (node.type === 'ObjectPattern') {
      const from = parent?.type === 'VariableDeclarator' ? parent.init : undefined;
      for (const property of node.properties)
        if (property.type === 'Property') member(from, nameOf(property), property);
    }
    if (node.type !== 'Identifier' || declared.has(node.name)) return;
    const isName =
      (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
      (parent &&
        'key' in parent &&
        parent.key === node &&
        !('computed' in parent && parent.computed)) ||
      parent?.type === 'LabeledStatement' ||
      parent?.type === 'ExportSpecifier';
    if (!isName) judge(globals.get(node.name) ?? [], node);
  });
  return [...found.values()];
}
