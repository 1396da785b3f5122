/** @file The form's document: fetched and bounded here, parsed by the core. */

/** Bytes; the core refuses larger documents (wasm/core/config/config.hpp, config_limit). */
export const configLimit = 256 * 1024;
/** Milliseconds. A server that accepts and never answers must not leave an empty box for ever. */
const patience = 30_000;

/**
 * @param {string | null} url
 * @returns {string} absolute, '' when there is none; what is no URL stays, for the core to refuse
 */
export function absolute(url) {
  try {
    return url ? new URL(url, document.baseURI).href : '';
  } catch {
    return /** @type {string} */ (url);
  }
}

/**
 * @param {string | undefined} text the page's own document, if it gave one
 * @param {string | null} src where it is otherwise
 * @param {Promise<Response>} [asked] its answer, when it was asked for already
 * @returns {Promise<import('../types.js').ConfigDocument>} never rejects
 */
export async function readConfig(text, src, asked) {
  if (text !== undefined) return { config: text, configStatus: 200, documentUrl: document.baseURI };
  const documentUrl = absolute(src);
  let configStatus = 0;
  let timer = /** @type {unknown} */ (0);
  /** @type {Promise<Response>} */
  const late = new Promise((_, reject) => (timer = setTimeout(reject, patience)));
  try {
    const response = await Promise.race([asked ?? fetch(documentUrl), late]);
    configStatus = response.status;
    return { config: response.ok ? await boundedText(response) : null, configStatus, documentUrl };
  } catch {
    return { config: null, configStatus, documentUrl };
  } finally {
    clearTimeout(/** @type {number} */ (timer));
  }
}

/**
 * Stops as soon as the limit is passed; what was read until then is long enough to be refused.
 * @param {Response} response
 */
export async function boundedText(response) {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  while (reader && size <= configLimit) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    text += decoder.decode(value, { stream: true });
  }
  reader?.cancel();
  return text;
}
