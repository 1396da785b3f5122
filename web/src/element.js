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

/** Milliseconds. A server that accepts and never answers must not leave an empty box for ever. */
const patience = 30_000;

/** @type {CSSStyleSheet | undefined} */
let sheet;

export class CasementForm extends Base {
  static observedAttributes = [
    ...['config', 'src', 'gateway', 'contact', 'lang', 'dir'],
    ...['open', 'launcher', 'appearance'],
  ];

  /** Stands in the form's place: the page's own children, or an empty box. */
  #shell = /** @type {HTMLElement | undefined} */ (undefined);
  #note = /** @type {HTMLElement | undefined} */ (undefined);
  #button = /** @type {HTMLElement | undefined} */ (undefined);
  /** @type {PanelForm | undefined} */
  #form;
  #loading = false;
  #due = false;
  /** @type {IntersectionObserver | undefined} */
  #near;
  /** @type {CaseFormConfig | string | null | undefined} */
  #config;
  /** @type {Record<string, string>} Given by prefill(), for a form that is still to come. */
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
    /** @type {Record<string, string>} */
    const texts = {};
    for (const name in values) texts[name] = `${values[name] ?? ''}`;
    if (this.#form) this.#form.prefill(texts);
    else Object.assign(this.#values, texts);
  }

  /** Empties the form and forgets what prefill() gave. */
  reset() {
    this.#values = {};
    this.#form?.reset();
  }

  /** To the first field that wants an answer, now or as soon as it is there. @param {FocusOptions} [options] */
  focus(options = {}) {
    const button = !this.hasAttribute('open') && this.#button;
    if (button) button.focus(options);
    else if (this.#form) this.#form.focus(options);
    else this.#focus = options;
  }

  connectedCallback() {
    // Set before the element was defined, a property hides its accessor.
    const self = /** @type {Record<string, any>} */ (/** @type {unknown} */ (this));
    for (const name of ['config', 'open']) {
      if (!Object.hasOwn(self, name)) continue;
      const value = self[name];
      delete self[name];
      self[name] = value;
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
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#settle();
    });
  }

  #settle() {
    this.#near?.disconnect();
    removeEventListener('online', this.#again);
    if (!this.isConnected) return this.#form?.rest();
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
    const reach = 2500;
    const { top, bottom, width } = this.getBoundingClientRect();
    if (width && bottom > -reach && top < innerHeight + reach) return this.#load();
    this.#near = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && this.#load(),
      { rootMargin: `${reach}px` },
    );
    this.#near.observe(this);
  }

  #build() {
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const slot = document.createElement('slot');
    this.#note = document.createElement('p');
    this.#note.setAttribute('role', 'alert');
    this.#shell = document.createElement('div');
    this.#shell.append(this.#note, slot);
    this.#showShell(true);
    root.append(this.#shell);
  }

  /** @param {boolean} shown @param {boolean} [failed] */
  #showShell(shown, failed) {
    const shell = /** @type {HTMLElement} */ (this.#shell);
    const note = /** @type {HTMLElement} */ (this.#note);
    shell.hidden = !shown;
    note.textContent = failed ? wordsFor(nearestLanguage(this))[2] : '';
    note.hidden = !failed;
    const own = failed || this.textContent?.trim() || this.children.length;
    shell.className = `shell ${failed ? 'failed' : own ? '' : 'empty'}`;
  }

  #showButton() {
    const label = this.getAttribute('launcher');
    if (label === null) {
      this.#button?.parentElement?.remove();
      this.#button = undefined;
      return;
    }
    if (!this.#button) {
      const button = (this.#button = document.createElement('button'));
      button.className = 'launcher';
      button.part.add('launcher');
      button.setAttribute('aria-haspopup', 'dialog');
      button.onclick = () => (this.open = true);
      const around = document.createElement('div');
      around.append(button);
      /** @type {ShadowRoot} */ (this.shadowRoot).prepend(around);
    }
    this.#button.textContent = label || wordsFor(nearestLanguage(this))[0];
    // Into the top layer, above whatever the page stacks; it leaves it when it is taken out.
    if ('showPopover' in this.#button && !this.#button.matches(':popover-open')) {
      this.#button.popover = 'manual';
      this.#button.showPopover();
    }
  }

  get #text() {
    const config = this.#config ?? this.getAttribute('config') ?? undefined;
    if (!config || typeof config === 'string') return config || undefined;
    try {
      return JSON.stringify(config);
    } catch {
      return String(config); // the form says what is wrong with it
    }
  }

  /** Once the network is there again. */
  #again = () => this.#settleSoon();

  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    const src = this.getAttribute('src');
    try {
      this.#showShell(true);
      this.#button?.setAttribute('aria-busy', 'true');
      // All files at once: what the panel needs is on its way while the panel is.
      const answer = src && this.#text === undefined ? ask(src) : undefined;
      const module = compileOnce();
      module.catch(() => {}); // whoever waits for it hears of it
      const { Form } = await importPanel();
      this.#form = new Form({
        host: this,
        root: /** @type {ShadowRoot} */ (this.shadowRoot),
        shell: /** @type {HTMLElement} */ (this.#shell),
        module,
        first: { src, answer },
        values: this.#values,
        text: () => this.#text,
        show: (shown, failed) => this.#showShell(!shown, failed),
        tell: (type, detail) => this.#tell(type, detail),
      });
      if (this.#focus) this.#form.focus(this.#focus);
      await this.#form.start();
      if (!this.isConnected) this.#form.rest();
    } catch (error) {
      this.#fail(/** @type {any} */ (error));
    }
    this.#loading = false;
    this.#button?.removeAttribute('aria-busy');
  }

  /** @param {any} error */
  #fail(error) {
    const reason = error?.reason ?? 'wasm';
    this.#form = undefined;
    this.#showShell(true, true);
    if (reason === 'load') addEventListener('online', this.#again);
    this.#tell('error', { reason, error });
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

/** @param {string} src @returns {Promise<Response> | undefined} */
function ask(src) {
  try {
    const answer = fetch(new URL(src, document.baseURI), { signal: AbortSignal.timeout(patience) });
    answer.catch(() => {}); // whoever reads it hears of it
    return answer;
  } catch {
    return undefined; // no address: the form says so
  }
}
