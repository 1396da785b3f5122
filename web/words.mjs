/**
 * What the module reads of a language that it does not hold (core/messages/messages.hpp, take_words), made of the
 * C++ that says it: the stamp of the English words, then a line for each message.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { enumerators, tags } from './contract.mjs';

const core = join(dirname(fileURLToPath(import.meta.url)), '../wasm/core');

/** The languages that have such a file: all but English. */
export async function languagesApart() {
  const all = tags(await readFile(join(core, 'text/language.hpp'), 'utf8'));
  return all.filter((tag) => tag !== 'en');
}

/** @param {string} language @returns {Promise<string>} */
export async function makeWords(language) {
  const stamp = stampOf(await messagesOf('en'))
    .toString(16)
    .padStart(8, '0');
  return [stamp, ...(await messagesOf(language)), ''].join('\n');
}

/** Rows `{name, "words"},` in the order of the enum; the compiler has judged that none is missing. @param {string} language */
async function messagesOf(language) {
  const names = enumerators(await readFile(join(core, 'messages/messages.hpp'), 'utf8'), 'Message');
  const source = await readFile(join(core, `messages/messages_${language}.cpp`), 'utf8');
  const rows = [...source.matchAll(/\{(\w+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\}/g)].map(
    ([, name, literals]) => ({
      name,
      words: (literals.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((each) => JSON.parse(each)).join(''),
    }),
  );
  const wrong = names.slice(0, -1).find((name, index) => rows[index]?.name !== name);
  if (wrong || rows.length !== names.length - 1 || rows.some(({ words }) => words.includes('\n')))
    throw new Error(`messages_${language}.cpp cannot be read${wrong ? `: ${wrong}` : ''}`);
  return rows.map(({ words }) => words);
}

/** FNV-1a of 32 bits, each ended by NUL. @param {string[]} words */
function stampOf(words) {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(words.map((each) => `${each}\0`).join('')))
    hash = Math.imul(hash ^ byte, 16777619);
  return hash >>> 0;
}
