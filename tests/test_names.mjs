/**
 * Which tests a change takes away, adds or moves:
 *
 *     node tests/test_names.mjs BEFORE [AFTER]     two commits; AFTER is HEAD when it is left out
 *
 * Ends with 1 when a name is gone. Names that are made while the tests run are compared as they are written.
 */
import { execFileSync } from 'node:child_process';
import { argv, exit } from 'node:process';

const [before, after = 'HEAD'] = argv.slice(2);
if (!before) {
  console.error('usage: node tests/test_names.mjs BEFORE [AFTER]');
  exit(2);
}

const begin = String.raw`^\s*(TEST_CASE|test|it)\(\s*`;
const name = String.raw`("(\\.|[^"\\])*"|'(\\.|[^'\\])*'|` + '`(\\\\.|[^`\\\\])*`)';

/** Names, and the files that they stand in. @param {string} commit @returns {Map<string, Set<string>>} */
function testsOf(commit) {
  const found = new Map();
  const lines = execFileSync('git', ['grep', '-P', begin + name, commit, '--', 'tests'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  for (const line of lines.split('\n').filter(Boolean)) {
    const [, file, text] = /^[^:]*:([^:]*):(.*)$/.exec(line) ?? [];
    const test = new RegExp(begin + name).exec(text)?.[2];
    if (test) found.set(test, (found.get(test) ?? new Set()).add(file));
  }
  return found;
}

const [old, now] = [testsOf(before), testsOf(after)];
const gone = [...old.keys()].filter((test) => !now.has(test));
const files = (/** @type {Set<string>} */ set) => [...set].sort().join(', ');
/** @type {Map<string, number>} */
const moves = new Map();
for (const [test, from] of old) {
  const to = now.get(test);
  if (!to || files(from) === files(to)) continue;
  const move = `${files(from)} -> ${files(to)}`;
  moves.set(move, (moves.get(move) ?? 0) + 1);
}
for (const [move, count] of moves) console.log(`moved  ${move}: ${count}`);
for (const test of gone)
  console.log(`gone   ${test} of ${files(/** @type {any} */ (old.get(test)))}`);
console.log(`${old.size} before, ${now.size} now, ${gone.length} gone`);
exit(gone.length ? 1 : 0);
