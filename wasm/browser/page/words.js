/** The words of each language but English, which is in the module: a file each, shared by all forms of a page. */
import { boundedText } from '../../../web/src/panel/document.js';
import { languageTags } from '../bridge/contract.js';

/** Then the form is shown in English, ms. */
const patience = 10_000;

/** @type {Map<string, Promise<string>>} */
const files = new Map();

/**
 * @param {string} language @param {RequestCache} [cache] another than the one that was tried
 * @returns {Promise<string>} empty when it cannot be had
 */
export function wordsOf(language, cache) {
  const known = files.get(language);
  if (known && !cache) return known;
  const file = load(language, cache).catch(() => '');
  files.set(language, file);
  // A failure is not kept: the next form, or the next change of language, tries again.
  file.then((text) => text || files.delete(language));
  return file;
}

/** @param {string} language @param {RequestCache} [cache] */
async function load(language, cache) {
  const url = new URL(`./casement-${language}.txt`, import.meta.url);
  const answer = await fetch(url, { cache, signal: AbortSignal.timeout(patience) });
  // Servers and tools may have made a text file's line ends their own.
  return answer.ok ? (await boundedText(answer)).replaceAll('\r\n', '\n') : '';
}

/** What is likely to be asked for, while the module is still on its way. @param {string} tag as the page wrote it */
export function expectWords(tag) {
  const primary = tag.slice(0, 2).toLowerCase();
  if (languageTags.slice(1).some((each) => each === primary)) wordsOf(primary);
}
