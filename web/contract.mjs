/**
 * Makes wasm/browser/bridge/contract.js: what JavaScript must know of the module, read from the C++ that says it, so
 * that neither side keeps a copy. `--check` writes nothing and fails when the file is not what the C++ says.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const wasm = join(dirname(fileURLToPath(import.meta.url)), '../wasm');
const target = join(wasm, 'browser/bridge/contract.js');

/** @param {string} name in C++: too_long @param {string} [prefix] @returns {string} tooLong */
const camel = (name, prefix = '') =>
  (prefix ? `${prefix}_${name}` : name).replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** @param {string} source @param {RegExp} pattern @param {string} what */
function only(source, pattern, what) {
  const found = [...source.matchAll(new RegExp(pattern, 'g'))];
  if (found.length !== 1) throw new Error(`${found.length} times in its file: ${what}`);
  return found[0][1];
}

/** @param {string} source */
const withoutComments = (source) => source.replace(/\/\/.*/g, '');

/** @param {string} list of C++, separated by commas */
const items = (list) =>
  list
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

/** Names of an enum's values, which count from 0. @param {string} source @param {string} name */
export function enumerators(source, name) {
  const body = only(
    withoutComments(source),
    RegExp(`enum class ${name}\\b[^{]*\\{([^}]*)\\}`),
    name,
  );
  const names = items(body);
  const odd = names.find((each) => !/^\w+$/.test(each));
  if (odd) throw new Error(`a value of its own in ${name}: ${odd}`);
  return names;
}

/** A constant of whole numbers and their products. @param {string} source @param {string} name */
export function constant(source, name) {
  const value = only(withoutComments(source), RegExp(`constexpr [\\w:]+ ${name} = ([^;]+);`), name);
  const factors = value.replace(/[\w:]+\{(\d+)\}/g, '$1').split('*');
  const number = factors.reduce((product, factor) => product * Number(factor), 1);
  if (!Number.isInteger(number)) throw new Error(`no number: ${name}`);
  return number;
}

/** The languages' tags, in their order. @param {string} source of language.hpp */
export const tags = (source) => [...source.matchAll(/^ {2}row\((\w+),/gm)].map(([, tag]) => tag);

/** Members of the type `Colour`. @param {string} source of theme.hpp */
export const colours = (source) =>
  [...withoutComments(source).matchAll(/^ {2}Colour ([\w, ]+);/gm)]
    .flatMap(([, names]) => items(names))
    .map((name) => name.replaceAll('_', '-'));

/**
 * What a record holds, in the order in which it is written: `add_record({owner.name, …})`.
 * @param {string} source @param {string} owner
 */
export const record = (source, owner) =>
  items(only(source, RegExp(`add_record\\(\\s*\\{\\s*(${owner}(?:\\.|->)[^}]+)\\}`), owner)).map(
    (each) => camel(each.replace(/^.*(\.|->)/, '')),
  );

/**
 * Functions of an `extern "C"` list by their prefix.
 * @param {string} source @param {string} prefix
 * @returns {{name: string, parameters: string[], result: string, ofWidget: boolean}[]}
 */
export function functions(source, prefix) {
  const pattern = RegExp(`^(.+?)\\b${prefix}(\\w+)\\(([^)]*)\\)`, 'gm');
  return [...withoutComments(source).matchAll(pattern)].map(([, result, name, list]) => {
    const parameters = items(list);
    const ofWidget = /^(const )?Widget\* \w+$/.test(parameters[0]);
    return {
      name,
      parameters: parameters
        .slice(ofWidget ? 1 : 0)
        .map((each) => camel(each.match(/\w+$/)?.[0] ?? '')),
      result: /\bvoid $/.test(result) ? 'void' : 'number',
      ofWidget,
    };
  });
}

/** @param {string} title @param {string} name @param {ReturnType<typeof functions>} list */
function typeOf(title, name, list) {
  const lines = list.map(({ name, parameters, result }) => {
    const typed = parameters.map((parameter) => `${parameter}: number`);
    const whole = ` *   ${name}: (${typed.join(', ')}) => ${result},`;
    if (whole.length <= 100) return whole;
    return ` *   ${name}: (\n${typed.map((each) => ` *     ${each},\n`).join('')} *   ) => ${result},`;
  });
  return ['/**', ` * ${title}`, ' * @typedef {{', ...lines, ` * }} ${name}`, ' */', ''].join('\n');
}

/** @param {string} title @param {string} name @param {string[]} strings */
function listOf(title, name, strings) {
  const quoted = strings.map((string) => `'${string}'`);
  const whole = `export const ${name} = /** @type {const} */ ([${quoted.join(', ')}]);`;
  const broken = [`export const ${name} = /** @type {const} */ ([`];
  for (const string of quoted) broken.push(`  ${string},`);
  broken.push(']);');
  return [`/** ${title} */`, ...(whole.length > 100 ? broken : [whole]), ''].join('\n');
}

/** @param {string} title @param {[string, number][]} numbers */
const numbersOf = (title, numbers) =>
  [`// ${title}`, ...numbers.map(([name, value]) => `export const ${name} = ${value};`), ''].join(
    '\n',
  );

/** @param {string} source @param {string} name @returns {[string, number][]} */
const valuesOf = (source, name) =>
  enumerators(source, name).map((each, value) => [
    camel(each, name[0].toLowerCase() + name.slice(1)),
    value,
  ]);

export async function makeContract() {
  const read = (/** @type {string} */ path) => readFile(join(wasm, path), 'utf8');
  const contract = await read('browser/bridge/contract.hpp');
  const constants = [...contract.matchAll(/constexpr [\w:]+ (\w+) =/g)].map(([, name]) => name);
  const mirror = await read('browser/mirror/mirror.cpp');
  const calls = functions(await read('main.cpp'), 'casement_');
  const shared = calls.filter(({ name, ofWidget }) => !ofWidget && name !== 'start');
  /** @type {(path: string, name: string) => Promise<[string, number]>} */
  const one = async (path, name) => [camel(name), constant(await read(path), name)];
  return [
    '// Made by web/contract.mjs of the C++ that says it: not to be changed by hand.\n',
    typeOf(
      'What the module imports: host.hpp.',
      'Host',
      functions(await read('browser/bridge/host.hpp'), 'host_'),
    ),
    typeOf('What it exports: main.cpp, without `casement_` and the widget.', 'Calls', calls),
    listOf(
      'Exports of the module as a whole, not of its widget.',
      'sharedCalls',
      shared.map(({ name }) => name),
    ),
    numbersOf(
      'browser/bridge/contract.hpp',
      constants.map((name) => [camel(name), constant(contract, name)]),
    ),
    numbersOf('PointerKind', valuesOf(contract, 'PointerKind')),
    numbersOf('casement::event::Failure', valuesOf(await read('core/form/events.hpp'), 'Failure')),
    numbersOf('casement::TextStyle', valuesOf(await read('panel/text_source.hpp'), 'TextStyle')),
    numbersOf('Limits and names of others', [
      await one('core/protocol/reply.hpp', 'reply_limit'),
      await one('browser/paint/canvas_text.hpp', 'run_atlas_texture'),
    ]),
    listOf(
      'casement::effect::Tell::What',
      'tellings',
      enumerators(await read('core/form/effects.hpp'), 'What'),
    ),
    listOf('casement::Language', 'languageTags', tags(await read('core/text/language.hpp'))),
    listOf('casement::Theme', 'themeColours', colours(await read('panel/theme.hpp'))),
    listOf(
      'What an effect::Tell carries.',
      'tellRecord',
      record(await read('browser/widget.cpp'), 'tell'),
    ),
    listOf(
      'What is said of the form as a whole: mirror.cpp.',
      'headRecord',
      record(mirror, 'head'),
    ),
    listOf('What is said of a control.', 'controlRecord', record(mirror, 'control')),
  ].join('\n');
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const made = await makeContract();
  const had = await readFile(target, 'utf8').catch(() => '');
  if (made !== had && argv.includes('--check')) {
    console.error(`${target} is not what the C++ says: node web/contract.mjs`);
    process.exitCode = 1;
  } else if (made !== had) {
    await writeFile(target, made);
  }
}
