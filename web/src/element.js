/**
 * @file The element's life: from its first connection, over loading, to its removal. What is inside
 * the form is the widget's (casement-panel.js).
 */
import { absolute, readConfig } from './config.js';
import { nearestLanguage, wordsFor } from './language.js';
import { makeLauncher } from './launcher.js';
import { compileOnce, importPanel } from './loading.js';
import { followsSystem, styleSheet } from './theme.js';

/** @import { CaseFormConfig, Widget } from './types.js' */

const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

export class CasementForm extends Base {
  static observedAttributes = [
    'src',
    'gateway',
    'contact',
    'lang',
    'dir',
    'open',
    'launcher',
    'appearance',
  ];

  /** @type {HTMLElement | undefined} All of it; carries the theme. */
  #box;
  /** @type {ReturnType<typeof makeLauncher> | undefined} */
  #launcher;
  /** @type {HTMLElement | undefined} Shown while loading when the page gave no children. */
  #skeleton;
  /** @type {Widget | undefined} */
  #widget;
  /** @type {object | undefined} One loading and the widget that came of it; gone when stopped. */
  #life;
  /** @type {CaseFormConfig | string | null | undefined} */
  #config;
  /** @type {string | undefined} */
  #configText;
  /** @type {Record<string, string>} Given by prefill(), for this widget and those after a restart. */
  #values = {};
  /** @type {{ disconnect(): void }[]} */
  #observers = [];
  #direction = '';
  /** The language last told, and whether the element's own attribute chose it. */
  #language = '';
  #isChosen = false;
  #due = false;
  #stale = true;

  /** The form's document as an object or as JSON text; wins over `src`. */
  get config() {
    return this.#config;
  }

  set config(config) {
    this.#config = config;
    this.#configText = config && typeof config !== 'string' ? JSON.stringify(config) : config || '';
    this.#restart();
  }

  // An accessor, because frameworks assign `element.open = true` for an attribute named like a
  // property, which would overwrite a method.
  /**
   * Opens the launcher's panel; a form without launcher is loaded, wherever it is on the page.
   * @returns {() => void}
   */
  get open() {
    return () => void (this.open = true);
  }

  /** @param {boolean | (() => void)} open */
  set open(open) {
    this.toggleAttribute('open', !!open);
  }

  /** Closes the launcher's panel; what was typed stays. */
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
    Object.assign(this.#values, texts);
    this.#widget?.prefill(texts);
  }

  /** Empties the form and forgets what prefill() gave. */
  reset() {
    this.#values = {};
    this.#widget?.reset();
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

  /**
   * @param {string} name
   * @param {string | null} before
   * @param {string | null} after
   */
  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === 'lang' || name === 'dir') this.#follow();
    else if (name === 'appearance') this.#widget?.setPlain(after === 'plain');
    else if (name === 'open') this.#show();
    else this.#restart();
  }

  #restart() {
    this.#stale = true;
    this.#settleSoon();
  }

  // Moving an element is a removal and an insertion, and attributes come one by one: only what
  // holds after all of them counts.
  #settleSoon() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.#box && (this.#stale || !this.isConnected)) this.#stop();
      if (!this.isConnected) return;
      if (this.#box) this.#follow();
      else this.#start();
    });
  }

  #start() {
    this.#stale = false;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheet()];

    const box = (this.#box = document.createElement('div'));
    const slot = document.createElement('slot');
    box.className = 'box wait';
    this.#skeleton = document.createElement('div');
    this.#skeleton.className = 'skeleton';
    slot.append(this.#skeleton);
    if (this.hasAttribute('launcher')) {
      this.#launcher = makeLauncher(this);
      this.#launcher.dialog.append(slot);
      box.append(this.#launcher.button, this.#launcher.dialog);
    } else {
      box.append(slot);
    }
    root.append(box);
    box.addEventListener('transitionend', (event) => {
      if (event.target === box) this.#widget?.refreshTheme();
    });

    const page = new MutationObserver(() => this.#follow());
    for (const element of [document.documentElement, document.body ?? document.documentElement])
      page.observe(element, { attributes: true });
    this.#observers = [page];
    if (!this.#launcher) {
      const near = new IntersectionObserver(
        (entries) => {
          if (!entries.some((entry) => entry.isIntersecting)) return;
          near.disconnect();
          this.#load();
        },
        // As browsers do with lazy images: there before it is seen, and not loaded when far away.
        { rootMargin: '2500px' },
      );
      near.observe(this);
      this.#observers.push(near);
    }
    this.#follow();
    this.#show();
  }

  #stop() {
    this.#widget?.destroy();
    for (const observer of this.#observers) observer.disconnect();
    this.shadowRoot?.replaceChildren();
    this.#box = this.#launcher = this.#widget = this.#life = undefined;
    this.#language = '';
  }

  #show() {
    const isOpen = this.hasAttribute('open');
    if (this.#box && isOpen) this.#load();
    const dialog = this.#launcher?.dialog;
    if (!dialog || dialog.open === isOpen) return;
    if (isOpen) dialog.showModal();
    else dialog.close();
  }

  /** What the page may change at any time: its language and its colour scheme. */
  #follow() {
    if (!this.#box) return;
    this.#box.classList.toggle('auto', followsSystem(this));
    const { direction } = getComputedStyle(this);
    if (direction !== this.#direction) this.#widget?.refreshTheme();
    this.#direction = direction;
    const language = nearestLanguage(this);
    const isChosen = !!this.lang;
    if (language === this.#language && isChosen === this.#isChosen) return;
    this.#language = language;
    this.#isChosen = isChosen;
    this.#launcher?.label(this.getAttribute('launcher'), wordsFor(language));
    this.#widget?.setLanguage(language, isChosen);
  }

  async #load() {
    if (this.#life) return;
    const life = (this.#life = {});
    try {
      const src = this.getAttribute('src');
      const [{ createWidget }, source] = await Promise.all([
        importPanel(),
        readConfig(this.#configText || (src ? undefined : '{}'), src),
        compileOnce(),
      ]);
      const box = this.#box;
      if (this.#life !== life || !box || !this.shadowRoot) return;
      const language = this.#language;
      const isChosen = this.#isChosen;
      const show = () => box.classList.remove('wait');
      const widget = await createWidget({
        ...source,
        host: this,
        root: this.shadowRoot,
        box: this.#launcher?.dialog ?? box,
        gateway: absolute(this.getAttribute('gateway')),
        contact: this.getAttribute('contact') ?? '',
        lang: language,
        languageChosen: isChosen,
        plain: this.getAttribute('appearance') === 'plain',
        module: compileOnce(),
        tell: (type, detail) => {
          if (this.#life !== life) return;
          // Who hears of a ready form may want to focus it.
          if (type === 'ready') show();
          this.#tell(type, detail);
        },
      });
      if (this.#life !== life) return widget.destroy();
      this.#widget = widget;
      show();
      widget.setPlain(this.getAttribute('appearance') === 'plain');
      widget.prefill(this.#values);
      if (language !== this.#language || isChosen !== this.#isChosen) {
        widget.setLanguage(this.#language, this.#isChosen);
      }
    } catch (error) {
      if (this.#life === life) this.#fail(error);
    }
  }

  /** @param {any} error */
  #fail(error) {
    // The next open() may try again.
    this.#life = undefined;
    if (this.#skeleton) this.#skeleton.textContent = wordsFor(this.#language)[2];
    this.#tell('error', { reason: error?.reason ?? 'wasm', error });
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
