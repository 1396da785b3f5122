/**
 * @file The element before its form is there: attributes, when to load, the launcher's button, and
 * what stands in the form's place until then. The rest comes with casement-panel.js (panel/form.js).
 */
/// <reference path="./css.d.ts" />
import { nearestLanguage, wordsFor } from './language.js';
import { compileOnce, importPanel } from './loading.js';
import css from './shell.css';

/** @import { CaseFormConfig, PanelForm } from './types.js' */

const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

/** @type {CSSStyleSheet | undefined} */
let sheet;

export class CasementForm extends Base {
  static observedAttributes = 'config src gateway contact lang open launcher appearance'.split(' ');

  /** Stands in the form's place: the page's own children, or an empty box. @type {HTMLElement | undefined} */
  #shell;
  /** @type {HTMLElement | undefined} */
  #button;
  /** @type {PanelForm | undefined} */
  #form;
  #loading = false;
  /** @type {Promise<void> | undefined} */
  #due;
  #page = new MutationObserver(() => this.#settle());
  /** @type {CaseFormConfig | string | null | undefined} */
  #config;
  /** @type {import('./types.js').Token} */
  #token;
  /** @type {Record<string, unknown>} Given by prefill(), for a form that is still to come. */
  #values = {};
  /** @type {FocusOptions | undefined} focus() was called before there was anything to focus. */
  #focus;

  /** The form's document as an object or as JSON text; wins over the attribute and over `src`. */
  get config() {
    return this.#config;
  }

  set config(config) {
    this.#config = config;
    this.#settleSoon();
  }

  // An accessor, because Svelte knows a property by its setter.
  /** What shows a gateway who the customer is; never an attribute. @type {import('./types.js').Token} */
  get token() {
    return this.#token;
  }

  set token(token) {
    this.#token = token;
  }

  // An accessor, because frameworks assign `element.open = true` for an attribute named like a
  // property, which would overwrite a method.
  /**
   * Opens the launcher's dialog; a form without launcher is loaded, wherever it is on the page.
   * @returns {() => void}
   */
  get open() {
    return () => void (this.open = true);
  }

  /** @param {boolean | (() => void)} open */
  set open(open) {
    this.toggleAttribute('open', !!open);
    // A second try after a failed one.
    this.#settleSoon();
  }

  /** Closes the launcher's dialog; what was typed stays. */
  close() {
    this.open = false;
  }

  /**
   * Sets fields by the CRM's names, now or as soon as the form is there.
   * @param {Record<string, unknown>} values
   */
  prefill(values) {
    if (this.#form) this.#form.prefill(values);
    else Object.assign(this.#values, values);
  }

  /** Empties the form and forgets what prefill() gave. */
  reset() {
    this.#values = {};
    this.#form?.reset();
  }

  /** To the first field that wants an answer, now or as soon as it is there. @param {FocusOptions} [options] */
  focus(options = {}) {
    const launcher = this.hasAttribute('launcher') && !this.hasAttribute('open');
    if (launcher) this.#button?.focus(options);
    else if (this.#form) this.#form.focus(options);
    else this.#focus = options;
  }

  connectedCallback() {
    // Set before the element was defined, a property hides its accessor.
    for (const [name, value] of Object.entries(this)) {
      if (!(name in CasementForm.prototype)) continue;
      delete (/** @type {any} */ (this)[name]);
      /** @type {any} */ (this)[name] = value;
    }
    this.#settleSoon();
  }

  disconnectedCallback() {
    this.#settleSoon();
  }

  attributeChangedCallback() {
    this.#settleSoon();
  }

  // Moving an element is a removal and an insertion, and attributes come one by one: only what
  // holds after all of them counts.
  #settleSoon() {
    this.#due ??= Promise.resolve().then(() => {
      this.#due = undefined;
      this.#settle();
    });
  }

  #settle() {
    this.#page.disconnect();
    if (!this.isConnected) return this.#form?.rest();
    // What Vue and Svelte write for `false` before the element is defined.
    if (this.matches('[open=false]')) this.open = false;
    this.#page.observe(document, { subtree: true, attributeFilter: ['lang'] });
    if (!this.#shell) this.#build();
    this.#showButton();
    if (this.#form) return this.#form.update();
    // A form that is told nothing yet waits for its document.
    if (this.#text === undefined && !this.hasAttribute('src') && !this.hasAttribute('gateway'))
      return;
    if (this.hasAttribute('open')) return this.#load();
    if (this.hasAttribute('launcher')) return;
    // As browsers do with lazy images: there before it is seen, and not loaded when far away. The
    // observer's first word comes only with a frame, so the first look is one's own.
    const { top, bottom, width } = this.getBoundingClientRect();
    if (width && bottom > -2500 && top < innerHeight + 2500) return this.#load();
    new IntersectionObserver(
      (entries, near) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        near.disconnect();
        this.#load();
      },
      { rootMargin: '2500px' },
    ).observe(this);
  }

  #build() {
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const slot = document.createElement('slot');
    const note = document.createElement('p');
    note.setAttribute('role', 'alert');
    this.#shell = document.createElement('div');
    this.#shell.append(note, slot);
    this.#showShell(true);
    root.append(this.#shell);
  }

  /** @param {boolean} shown @param {boolean} [failed] */
  #showShell(shown, failed) {
    const shell = /** @type {HTMLElement} */ (this.#shell);
    shell.hidden = !shown;
    shell.children[0].textContent = failed ? this.#words()[1] : '';
    const own = this.textContent?.trim() || this.children[0];
    shell.className = 'shell ' + (failed ? 'failed' : own ? '' : 'empty');
  }

  #showButton() {
    const label = this.getAttribute('launcher');
    if (!this.#button) {
      if (label === null) return;
      const around = document.createElement('div');
      this.#button = document.createElement('button');
      this.#button.className = 'launcher';
      this.#button.part.value = 'launcher';
      this.#button.setAttribute('aria-haspopup', 'dialog');
      this.#button.onclick = this.open;
      around.append(this.#button);
      /** @type {ShadowRoot} */ (this.shadowRoot).prepend(around);
    }
    const button = this.#button;
    /** @type {HTMLElement} */ (button.parentElement).hidden = label === null;
    button.textContent = label || this.#words()[0];
    // Into the top layer, above whatever the page stacks; it leaves it when it is taken out.
    try {
      button.popover = 'manual';
      button.showPopover();
    } catch {
      // It is there already; or the browser has none, and it lies where its z-index puts it.
    }
  }

  #words() {
    return wordsFor(nearestLanguage(this));
  }

  get #text() {
    const config = (this.#config ?? this.getAttribute('config')) || undefined;
    return typeof config === 'object' ? JSON.stringify(config) : config;
  }

  async #load() {
    if (this.#loading || this.#form) return;
    this.#loading = true;
    const src = this.getAttribute('src');
    try {
      this.#showShell(true);
      // All files at once: what the panel needs is on its way while the panel is.
      const answer = src && this.#text === undefined ? fetch(src) : undefined;
      const module = compileOnce();
      // Whoever waits for them hears of it.
      for (const asked of [answer, module]) asked?.catch(() => {});
      const { Form } = await importPanel();
      this.#form = new Form({
        host: this,
        root: /** @type {ShadowRoot} */ (this.shadowRoot),
        shell: /** @type {HTMLElement} */ (this.#shell),
        module,
        first: { src, answer },
        values: this.#values,
        text: () => this.#text,
        words: () => this.#words(),
        show: (shown, failed) => this.#showShell(!shown, failed),
        tell: (type, detail) => this.#tell(type, detail),
      });
      if (this.#focus) this.#form.focus(this.#focus);
      await this.#form.start();
      if (!this.isConnected) this.#form.rest();
    } catch (error) {
      const reason = /** @type {any} */ (error)?.reason ?? 'wasm';
      this.#form = undefined;
      this.#showShell(true, true);
      if (reason === 'load') addEventListener('online', () => this.#settle(), { once: true });
      this.#tell('error', { reason, error });
    }
    this.#loading = false;
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(
      new CustomEvent('casement-' + type, { detail, bubbles: true, composed: true }),
    );
  }
}
