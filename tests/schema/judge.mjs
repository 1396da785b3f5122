/**
 * What the readers say of documents, by the program config_judge: the gateway's reader, and the widget's for a document
 * alone (`direct`) and behind the element's attribute `gateway` (`attribute`).
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {'direct' | 'attribute' | 'gateway'} Reader
 * @typedef {{ place: string, what: string, allowed: string }} Problem
 * @typedef {{ errors: Problem[], warnings: Problem[], config?: unknown }} Verdict
 * @typedef {{ reader: Reader, text: string }} Question
 * @typedef {{ key: string, default: number, minimum: number, maximum: number, meaning: string }} Limit
 */

const program = fileURLToPath(
  new URL('../../build/native/tests/schema/config_judge', import.meta.url),
);

/** @param {string[]} given @param {string} input */
function run(given, input) {
  if (!existsSync(program)) throw new Error(`${program} is not there: ./dev test schema builds it`);
  return execFileSync(program, given, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
}

/** @param {Question[]} questions @returns {Verdict[]} */
export function judge(questions) {
  const lines = run([], questions.map((each) => JSON.stringify(each) + '\n').join('')).split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line));
}

/** @param {Reader} reader @param {unknown} document */
export const verdictOf = (reader, document) =>
  judge([{ reader, text: JSON.stringify(document) }])[0];

/** @returns {{ languages: string[], limits: Limit[] }} */
export const facts = () => JSON.parse(run(['facts'], ''));
