// clang-tidy over the C++ of wasm/ and web/gateway/. Most of its time goes into the headers of Boost and of the
// standard library, which each source includes anew: the sources of a folder are read as one, one below the other.
// (A folder's names without a header must therefore differ, and a `using` counts as used that another source uses.)
//
//   node lint.mjs [ARGUMENT of clang-tidy]…     build/native must be built
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

const root = process.cwd();
const native = join(root, 'build/native');
const lint = join(root, 'build/lint');
// Each language has its own `table`.
const apart = ['wasm/core/messages'];

/** @typedef {{ name: string, folder: string, command: string, sources: Set<string> }} Unit */

const read = (/** @type {string} */ path) => readFileSync(path, 'utf8');
const hash = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');

/** What each source of ours is compiled from, by its path: itself and our headers. */
function sourcesAndHeaders() {
  /** @type {Map<string, string[]>} */
  const made = new Map();
  const told = execFileSync('ninja', ['-C', native, '-t', 'deps'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  for (const block of told.split('\n\n')) {
    const paths = block
      .split('\n')
      .slice(1)
      .map((line) => relative(root, join(line.startsWith('    /') ? '/' : native, line.trim())))
      .filter((path) => path && !path.startsWith('..'));
    if (paths.length > 0) made.set(paths[0], paths);
  }
  return made;
}

/** The sources that are linted as one, and how the first of them is compiled. */
function units() {
  /** @type {Map<string, Unit>} */
  const all = new Map();
  for (const { file, command } of JSON.parse(read(join(native, 'compile_commands.json')))) {
    const source = relative(root, file);
    if (!/^(wasm|web\/gateway)\//.test(source)) continue;
    const folder = dirname(source);
    const name = apart.includes(folder) ? source : join(folder, 'all.cpp');
    const unit = all.get(name) ?? {
      name,
      folder,
      command: command.replace(file, join(lint, name)),
      sources: new Set(),
    };
    all.set(name, unit);
    unit.sources.add(source);
  }
  return [...all.values()];
}

/**
 * One text of all sources, and which line of it is which of whom. What one has included, no other includes again.
 * @param {Iterable<string>} sources
 */
function together(sources) {
  /** @type {string[]} */
  const lines = [];
  /** @type {string[]} */
  const places = [];
  /** @type {Set<string>} */
  const included = new Set();
  for (const source of sources) {
    const others = new Set(included);
    read(join(root, source))
      .split('\n')
      .forEach((line, index) => {
        // Only once: the second of this source's own is for the lint to find.
        lines.push(others.delete(line) ? '' : line);
        places.push(`${source}:${index + 1}`);
        if (line.startsWith('#include ')) included.add(line);
      });
  }
  return { text: lines.join('\n'), places };
}

/**
 * @param {Unit} unit
 * @param {string[]} places
 * @param {string[]} rest
 * @returns {Promise<boolean>} whether nothing was found
 */
function tidy(unit, places, rest) {
  const path = join(lint, unit.name);
  const ask = ['--quiet', ...rest, '-p', lint, path];
  return new Promise((resolve) => {
    execFile('clang-tidy', ask, { maxBuffer: 2 ** 28 }, (error, said, counts) => {
      process.stdout.write(
        said.replaceAll(new RegExp(`${path}:(\\d+)`, 'g'), (_, line) => places[line - 1]),
      );
      // What it writes there is how much it left out, unless it broke.
      if (error && !said) process.stderr.write(counts || `${error.message}\n`);
      resolve(!error);
    });
  });
}

const rest = process.argv.slice(2);
const made = sourcesAndHeaders();
const all = units();
mkdirSync(join(lint, 'marks'), { recursive: true });
const commands = all.map(({ name, command }) => ({
  directory: native,
  file: join(lint, name),
  command,
}));
writeFileSync(join(lint, 'compile_commands.json'), JSON.stringify(commands));

// A unit is linted again only when a source, a header or the rules have changed: its mark's name is the hash of these.
const version = execFileSync('clang-tidy', ['--version'], { encoding: 'utf8' });
/** @type {(() => Promise<void>)[]} */
const waiting = [];
for (const unit of all) {
  const { text, places } = together(unit.sources);
  const rules = ['.clang-tidy', join(unit.folder, '.clang-tidy')].filter(existsSync);
  const files = new Set([...unit.sources].flatMap((source) => made.get(source) ?? []));
  const mark = join(
    lint,
    'marks',
    hash([version, rest, unit.command, ...[...rules, ...files].map(read)].join('\0')),
  );
  if (existsSync(mark)) continue;
  mkdirSync(join(lint, unit.folder), { recursive: true });
  rmSync(join(lint, unit.folder, '.clang-tidy'), { force: true });
  for (const own of rules.slice(1)) copyFileSync(own, join(lint, unit.folder, basename(own)));
  writeFileSync(join(lint, unit.name), text);
  waiting.push(async () => {
    const clean = await tidy(unit, places, rest);
    if (clean) writeFileSync(mark, '');
    else process.exitCode = 1;
  });
}

// From the last on: the server, which takes longest, is among the first then.
await Promise.all(
  Array.from({ length: availableParallelism() }, async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await next();
  }),
);
