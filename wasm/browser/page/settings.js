/** What the page says of a form: its document, gateway, contact, language, and the values that it gives. */
import { settingsConfigRead, settingsLanguageChosen } from '../bridge/contract.js';
import { nearestLanguage } from '../../../web/src/language.js';

/** @typedef {import('../../../web/src/types.js').WidgetOptions} WidgetOptions */
/** @typedef {import('../../../web/src/types.js').ConfigDocument} ConfigDocument */

/**
 * @typedef {object} Module
 * @property {import('../bridge/contract.js').Calls} call
 * @property {import('../bridge/memory.js').Memory} memory
 */

export class Settings {
  #options;
  #module;
  language;
  /** @type {ConfigDocument | undefined} */
  #document;
  /** What was wrong with the document before the module saw it. @type {string[]} */
  #problems = [];
  /** What the module has; compared as a whole. */
  #had = '';

  /** @param {WidgetOptions} options @param {Module} module read when it is needed */
  constructor(options, module) {
    this.#options = options;
    this.language = nearestLanguage(options.host);
    this.#module = module;
  }

  /** @param {ConfigDocument} document @param {string[]} problems that are known of it already */
  take(document, problems) {
    this.#document = document;
    this.#problems = problems;
    this.tell();
    this.#problems = [];
  }

  /** Gives the module what the page says, when that is not what it has. */
  tell() {
    const { host, gateway } = this.#options;
    const document = this.#document;
    if (!document) return;
    // Out of the page nothing around it says a language.
    if (host.isConnected) this.language = nearestLanguage(host);
    const { config, documentUrl } = document;
    const contact = host.getAttribute('contact') ?? '';
    const flags =
      (config === null ? 0 : settingsConfigRead) |
      (host.getAttribute('lang') ? settingsLanguageChosen : 0);
    /** @type {[string, string, string, string, string]} */
    const texts = [config ?? '', documentUrl, gateway(), contact, this.language];
    const settings = JSON.stringify([texts, flags]);
    if (settings === this.#had) return;
    this.#had = settings;
    const { call, memory } = this.#module;
    memory.lend(texts, (...pairs) => call.configure(...pairs, flags));
  }

  /** Once more, as if nothing had been said. */
  tellAgain() {
    this.#had = '';
    this.tell();
  }

  /** @param {boolean} refused @param {string[]} lines */
  tellProblems(refused, lines) {
    const problems = [...this.#problems, ...lines];
    for (const line of problems) console.warn(`casement-form: ${line}`);
    if (refused) this.#options.tell('error', { reason: 'config', problems });
  }

  /** @param {Record<string, unknown>} values by field name; nothing is the empty text */
  prefill(values) {
    // They may be for a person or a document that the module does not have yet.
    this.tell();
    const { call, memory } = this.#module;
    for (const [name, value] of Object.entries(values))
      memory.lend([name, `${value ?? ''}`], (...pairs) => call.prefill(...pairs));
  }
}
