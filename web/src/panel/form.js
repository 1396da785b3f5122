/**
 * @file What an element becomes once the panel's code is there: its document, its dialog, and the
 * widget that lives through all of the page's changes (wasm/browser/widget.js).
 */
import { createWidget } from '../../../wasm/browser/widget.js';
import { makeDialog } from './dialog.js';
import { absolute, readConfig } from './document.js';
import { styleSheet } from './sheet.js';

/** @import { ConfigDocument, FormOptions, PanelForm } from '../types.js' */

/** What React before 19 and Vue make of an object that is given to an element they do not know yet. */
const mistaken = '[object Object]';
const advice =
  'config: an object became the text "[object Object]". Allowed: JSON text, or the property (Vue :config.prop, ' +
  'Angular [config], React 19 once casement.js has run)';

/** @implements {PanelForm} */
export class Form {
  #options;
  #box = document.createElement('div');
  /** @type {ReturnType<typeof makeDialog> | undefined} */
  #dialog;
  /** @type {Awaited<ReturnType<typeof createWidget>> | undefined} */
  #widget;
  /** What the document was read from. @type {string | undefined} */
  #source;
  /** @type {FocusOptions | undefined} */
  #focus;
  #ready = false;

  /** @param {FormOptions} options */
  constructor(options) {
    this.#options = options;
    this.#box.className = 'box';
  }

  /** Rejects when the module cannot run here; then nothing of it is left behind. */
  async start() {
    const { host, root, module, tell, shell } = this.#options;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet()];
    root.append(this.#box);
    this.#arrange();
    try {
      const [document, widget] = await Promise.all([
        this.#read(),
        createWidget({
          host,
          root,
          box: this.#box,
          module,
          gateway: () => absolute(host.getAttribute('gateway')),
          show: () => {
            this.#show(true);
            this.prefill(this.#options.values);
          },
          shown: () => this.#giveFocus(),
          tell,
        }),
      ]);
      this.#widget = widget;
      this.#arrange();
      this.#take(document);
      await widget.coming;
      // The page may have named another document meanwhile; all else was read just now.
      if (host.isConnected) this.#follow();
    } catch (error) {
      this.#dialog?.show(false);
      root.append(shell);
      this.#box.remove();
      throw error;
    }
  }

  /** The page changed something, or put the element in again. */
  update() {
    this.#arrange();
    const widget = this.#widget;
    if (!widget) return;
    widget.attach();
    this.#follow();
    widget.refresh();
    this.#giveFocus();
  }

  #follow() {
    this.#read().then((document) => document && this.#take(document));
  }

  /** Taken out of the page: what was written and what is being sent live on, nothing else does. */
  rest() {
    this.#dialog?.show(false);
    this.#widget?.detach();
  }

  /** @param {Record<string, unknown>} values */
  prefill(values) {
    if (this.#widget?.hasForm) this.#widget.prefill(values);
    else Object.assign(this.#options.values, values);
  }

  reset() {
    this.#options.values = {};
    this.#widget?.reset();
  }

  /** @param {FocusOptions} options */
  focus(options) {
    this.#focus = options;
    this.#giveFocus();
  }

  /** What the page asked for, once there is something to focus. */
  #giveFocus() {
    if (!this.#focus || !this.#ready || !this.#options.host.isConnected) return;
    this.#widget?.focus(this.#focus);
    this.#focus = undefined;
  }

  /** @param {boolean} ready @param {boolean} [failed] */
  #show(ready, failed = false) {
    this.#ready = ready;
    this.#options.show(ready, failed);
    if (this.#widget) this.#widget.card.hidden = !ready;
  }

  /** The card stands in the page, or in the launcher's dialog. */
  #arrange() {
    const { host, root, shell } = this.#options;
    const label = host.getAttribute('launcher');
    if (label !== null && !this.#dialog) {
      this.#dialog = makeDialog(/** @type {any} */ (host));
      this.#box.append(this.#dialog.dialog);
    } else if (label === null && this.#dialog) {
      this.#dialog.show(false);
      this.#dialog.dialog.remove();
      this.#dialog = undefined;
    }
    const place = this.#dialog?.dialog ?? this.#box;
    const shellPlace = this.#dialog?.dialog ?? root;
    if (shell.parentNode !== shellPlace) shellPlace.append(shell);
    const card = this.#widget?.card;
    if (card && card.parentNode !== place) place.append(card);
    if (!this.#dialog) return;
    const [title, , shut] = this.#options.words();
    this.#dialog.label(label || title, shut);
    this.#dialog.show(host.hasAttribute('open'));
  }

  /** @returns {Promise<ConfigDocument | undefined>} nothing when it is the one that was read last */
  async #read() {
    const { host, first, text } = this.#options;
    const src = host.getAttribute('src');
    const own =
      text() ?? (src === null ? (host.hasAttribute('gateway') ? '{}' : undefined) : undefined);
    const source = own ?? src ?? undefined;
    // None any more: what is there stays.
    if (source === undefined || source === this.#source) return undefined;
    this.#source = source;
    const asked = first.src === src ? first.answer : undefined;
    first.answer = undefined;
    const document = await readConfig(own, src, asked);
    // Meanwhile the page may have named another.
    if (this.#source !== source) return undefined;
    if (document.config === null) this.#source = undefined; // tried again with the next change
    return document;
  }

  /** @param {ConfigDocument | undefined} document */
  #take(document) {
    const widget = this.#widget;
    if (!widget || !document) return;
    const problems = document.config === mistaken ? [advice] : [];
    if (document.config === null) {
      const { documentUrl, configStatus: status } = document;
      problems.push(`src: ${documentUrl} ${status ? `answered ${status}` : 'cannot be read'}`);
    }
    const taken = widget.take(document, problems);
    if (!taken && !widget.hasForm) {
      this.#show(false, true);
      if (document.configStatus === 0) this.#tryAgain();
    }
  }

  #tryAgain() {
    addEventListener('online', () => this.#options.host.isConnected && this.update(), {
      once: true,
    });
  }
}
