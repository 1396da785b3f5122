/**
 * One form in a page: an instance of the module, its controls and its pixels, through everything that
 * the page does to it. Loaded only when a form is to be shown; the element is web/src.
 *
 * The controls are the form from the start. Where there is WebGL2, the pixels take over once
 * the form has been seen and nobody is typing; while its element is out of the page it has none.
 */
import { hostImports } from './bridge/imports.js';
import { instantiate } from './bridge/start.js';
import { Controls } from './controls.js';
import css from './controls.css';
import plainCss from './plain.css';
import { Files } from './files.js';
import { Lines } from './lines.js';
import { Measure } from './paint/measure.js';
import { Requests } from './requests.js';
import { watchSurroundings } from './sensors.js';
import { differ, fittingRatio, readSurroundings } from './surroundings.js';
import { keepFieldInView } from './visual_viewport.js';
import { nearestLanguage } from '../../web/src/language.js';

/** @typedef {import('../../web/src/types.js').WidgetOptions} WidgetOptions */
/** @typedef {import('../../web/src/types.js').ConfigDocument} ConfigDocument */
/** @typedef {import('./surroundings.js').Surroundings} Surroundings */

/** Imports without which there is no picture: when one of them fails, the controls are the form. */
const painting = ['text_style', 'advance', 'run', 'value_runs', 'texture', 'begin_frame', 'draw'];

let sheet = /** @type {CSSStyleSheet | undefined} */ (undefined);

/** @param {ShadowRoot} root */
function adoptStyles(root) {
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css + plainCss);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** @param {string} className */
function block(className) {
  const element = document.createElement('div');
  element.className = className;
  element.setAttribute('aria-hidden', 'true');
  return element;
}

class Widget {
  #options;
  /** The card with its border, and inside it what canvas and controls share. */
  #card = document.createElement('div');
  #stage = document.createElement('div');
  #ruler = block('ruler');
  #twin = block('twin');
  #measure = new Measure();
  /** What is loaded once the form can be used; then what it makes. @type {typeof import('./later.js') | undefined} */
  #code;
  /** @type {import('./rest.js').Rest | undefined} */
  #rest;
  /** @type {import('./paint/canvas.js').Canvas | undefined} */
  #canvas;
  /** @type {import('./paint/runs.js').Runs | undefined} */
  #runs;
  #lines = new Lines(this.#twin);
  #files = new Files(
    (id, file) => this.#addFile(id, file),
    (unreadable) => this.#filesChecked(unreadable),
  );
  #requests;
  #controls;
  /** @type {import('./memory.js').Memory} */
  #memory = /** @type {any} */ (undefined);
  /** @type {Record<string, (...numbers: number[]) => number>} */
  #call = {};
  #pointer = 0;
  #frame = 0;
  #ticks = 0;
  /** What the picture depends on, as the last frame showed it. @type {Surroundings | undefined} */
  #seen;
  #fonts = 0;
  #ratio = 1;
  #plain = true;
  /** Pixels are not to be had: no WebGL2, or it failed. */
  #pixelsFailed = false;
  /** The page knows that the form is there: what comes later may be asked for. */
  #isUsable = false;
  /** The page's settings that the module has; compared as a whole. */
  #settings = '';
  /** @type {ConfigDocument | undefined} */
  #document;
  #language = '';
  /** Of the time in the page; the widget outlives it. @type {AbortController | undefined} */
  #attached;

  /** @param {WidgetOptions} options */
  constructor(options) {
    this.#options = options;
    const widget = () => this.#pointer;
    this.#requests = new Requests(
      {
        probeEnded: (reached, online) => this.#call.probe_ended(widget(), +reached, +online),
        progress: (sent, total, now) => this.#call.progress(widget(), sent, total, now),
        failed: (failure) => this.#call.request_failed(widget(), failure),
        checkEnded: (status, text) =>
          this.#memory.lend([text], (at, length) =>
            this.#call.check_ended(widget(), status, at, length),
          ),
      },
      (id) => this.#files.body(id),
    );
    this.#controls = new Controls({
      setValue: (index, value) =>
        this.#memory.lend([value], (at, length) =>
          this.#call.set_value(widget(), index, at, length),
        ),
      leave: (index) => this.#call.leave(widget(), index),
      press: (index) => {
        this.#call.press(widget(), index);
        this.#draw(); // at once, so that the next press finds the controls as they are now
      },
      focus: (index, flags) => {
        this.#call.focus(widget(), index, flags);
        this.#draw(); // at once, so that no frame shows the value twice or not at all
      },
      scrolled: () => this.#draw(),
      addFiles: (files) => this.#files.add(files),
      listIsOpen: () => !!this.#call.list_open(widget()),
      closeList: () => this.#call.close_list(widget()),
    });
  }

  async start() {
    const { root, module } = this.#options;
    this.#card.hidden = true;
    this.#card.className = 'card plain soon';
    this.#stage.className = 'stage';
    adoptStyles(root);
    this.#stage.append(this.#controls.form, this.#ruler, this.#twin);
    this.#card.append(this.#stage);
    this.#controls.setPlain(true);
    this.#controls.form.addEventListener('keydown', (event) => this.#sendByKey(event), true);
    this.#files.listenForDrops(
      this.#card,
      (over) => {
        this.#call.drag_over(this.#pointer, +over);
        this.#card.classList.toggle('over', over);
      },
      () => this.#controls.takesFiles,
    );
    const { call, memory } = await instantiate(module, this.#imports(), (name, error) =>
      this.#threw(name, error),
    );
    this.#call = call;
    this.#memory = memory;
    this.#pointer = this.#call.start();
  }

  /** Something that an import called threw; the module went on with the import's fallback. @param {string} name @param {unknown} error */
  #threw(name, error) {
    console.error(`casement-form: ${name}`, error);
    if (!painting.includes(name) || this.#pixelsFailed) return;
    this.#pixelsFailed = true;
    queueMicrotask(() => this.#choosePixels());
  }

  #imports() {
    const widget = this;
    return hostImports({
      get memory() {
        return widget.#memory;
      },
      get canvas() {
        return widget.#canvas;
      },
      get ratio() {
        return widget.#ratio;
      },
      get textScale() {
        return widget.#seen?.textScale ?? 1;
      },
      get plain() {
        return widget.#plain;
      },
      get language() {
        return widget.#language;
      },
      get runs() {
        return widget.#runs;
      },
      measure: this.#measure,
      lines: this.#lines,
      files: this.#files,
      controls: this.#controls,
      requests: this.#requests,
      stage: this.#stage,
      requestFrame: () => this.#requestFrame(),
      later: (use) => {
        const used = this.#code ? Promise.resolve(use(this.#code)) : this.#later().then(use);
        used.catch((error) => this.#threw('later', error));
      },
      setHeight: (height) => this.#setHeight(height),
      tick: (on) => {
        clearInterval(this.#ticks);
        if (on) this.#ticks = setInterval(() => this.#call.tick(this.#pointer), 1000);
      },
      copied: () => this.#call.copied(this.#pointer),
      setBusy: (busy) => {
        if (busy) addEventListener('beforeunload', askBeforeLeaving);
        else removeEventListener('beforeunload', askBeforeLeaving);
      },
      problems: (refused, lines) => this.#tellProblems(refused, lines),
      tell: (type, detail) => this.#options.tell(type, detail),
    });
  }

  // The page's settings ----------------------------------------------------------------------------

  get hasForm() {
    return !!this.#pointer && !!this.#call.has_form(this.#pointer);
  }

  /** Stands wherever the page's side puts it. */
  get card() {
    return this.#card;
  }

  /** What was wrong with the document before the module saw it. @type {string[]} */
  #problems = [];

  /**
   * Takes up a document; a form that lives keeps what was written in it.
   * @param {ConfigDocument} document @param {string[]} problems that are known of it already
   */
  take(document, problems) {
    const had = this.hasForm;
    this.#document = document;
    this.#problems = problems;
    this.#configure();
    this.#problems = [];
    if (had || !this.hasForm) return had;
    this.#giveValues(this.#given);
    this.#given = {};
    this.#options.show();
    this.attach();
    this.#draw();
    this.#options.tell('ready', {});
    this.#isUsable = true;
    this.#choosePixels();
    return true;
  }

  /** @param {boolean} refused @param {string[]} lines */
  #tellProblems(refused, lines) {
    const problems = [...this.#problems, ...lines];
    for (const line of problems) console.warn(`casement-form: ${line}`);
    if (refused) this.#options.tell('error', { reason: 'config', problems });
  }

  /** Gives the module what the page says, when that is not what it has. */
  #configure() {
    const { host, gateway } = this.#options;
    const document = this.#document;
    if (!document) return;
    this.#language = nearestLanguage(host);
    const { config, documentUrl } = document;
    const contact = host.getAttribute('contact') ?? '';
    const texts = [config ?? '', documentUrl, gateway(), contact, this.#language];
    const flags = (config === null ? 0 : 1) | (host.getAttribute('lang') ? 2 : 0);
    const settings = JSON.stringify([texts, flags]);
    if (settings === this.#settings) return;
    this.#settings = settings;
    this.#memory.lendStrings(texts, (at, bytes) =>
      this.#call.configure(this.#pointer, at, bytes, flags),
    );
  }

  /** The page may have changed any of its settings. */
  refresh() {
    this.#configure();
    this.#requestFrame();
  }

  // In the page, and out of it ---------------------------------------------------------------------

  attach() {
    if (this.#attached || !this.hasForm) return;
    const { signal } = (this.#attached = new AbortController());
    const { host } = this.#options;
    const calls = {
      changed: () => this.refresh(),
      sized: () => this.#draw(),
      fonts: () => {
        ++this.#fonts;
        this.#requestFrame();
      },
    };
    try {
      watchSurroundings(host, this.#stage, calls, signal);
    } catch (error) {
      this.#threw('surroundings', error); // a form that does not follow its page is a form all the same
    }
    this.#controls.listenToPresses(signal);
    this.#files.listenForPastes(this.#options.root, () => this.#controls.takesFiles, signal);
    keepFieldInView(this.#options.root, signal);
    this.#requestFrame();
  }

  /** What was written lives on, and a case that is being sent; all that the page lends goes back. */
  detach() {
    this.#attached?.abort();
    this.#attached = undefined;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#rest?.stop();
    this.#canvas?.release();
    this.#canvas = undefined;
    this.#seen = undefined;
    this.#setPlain(true);
    this.#card.classList.toggle('soon', !this.#pixelsFailed);
  }

  destroy() {
    this.detach();
    this.#requests.stop();
    clearInterval(this.#ticks);
    if (this.#pointer) this.#call.stop(this.#pointer);
    this.#pointer = 0;
    this.#files.release();
    this.#card.remove();
  }

  // Pixels -----------------------------------------------------------------------------------------

  /** Whether the pixels are to be seen, and when they take over. */
  #choosePixels() {
    const wanted = !this.#seen?.plain && !this.#pixelsFailed;
    const usable = wanted && (!this.#canvas || this.#canvas.usable);
    if (!usable) this.#setPlain(true);
    this.#card.classList.toggle('soon', wanted && usable && this.#plain);
    if (!wanted || !this.#plain) return this.#rest?.stop();
    if (!usable || !this.#isUsable) return;
    this.#later().then(
      (code) => this.#rest?.whenResting(() => this.#takeOver(code)),
      (error) => {
        this.#card.classList.remove('soon');
        this.#threw('later', error);
      },
    );
  }

  /** @type {Promise<typeof import('./later.js')> | undefined} */
  #loading;

  /** A form without it is whole; it is asked for again when it is wanted again. */
  #later() {
    this.#loading ??= import('./casement-later.js').then(
      (code) => {
        this.#code = code;
        this.#rest = new code.Rest(this.#controls.form);
        this.#runs = new code.Runs(this.#ruler, 2048, this.#measure);
        this.#requestFrame();
        return code;
      },
      (error) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }

  /** @param {typeof import('./later.js')} code */
  #takeOver(code) {
    if (!this.#attached || this.#seen?.plain) return;
    const canvas = this.#canvas ?? new code.Canvas();
    if (!this.#canvas && canvas.open())
      this.#listenToCanvas((this.#canvas = canvas), code.listenToPointer);
    // The context took its time; somebody may have begun to type meanwhile.
    if (canvas.usable && this.#rest?.isBusy)
      return this.#rest.whenResting(() => this.#takeOver(code));
    this.#card.classList.remove('soon');
    if (!this.#runs || !canvas.usable) {
      this.#pixelsFailed ||= !canvas.gl;
      return;
    }
    canvas.use(this.#runs);
    this.#call.restore_context(this.#pointer);
    this.#setPlain(false);
    this.#draw();
  }

  /** @param {import('./paint/canvas.js').Canvas} canvas @param {typeof import('./paint/pointer.js').listenToPointer} listenToPointer */
  #listenToCanvas(canvas, listenToPointer) {
    const { element } = canvas;
    element.setAttribute('aria-hidden', 'true');
    this.#stage.prepend(element);
    listenToPointer(element, {
      pointer: (kind, x, y, touch) =>
        void this.#call.pointer(this.#pointer, kind, x * this.#ratio, y * this.#ratio, +touch),
      frameNow: () => this.#draw(),
      wheel: (lines) => !!this.#call.wheel(this.#pointer, lines),
      focusUnder: (x, y) => this.#controls.under(x, y)?.focus({ preventScroll: true }),
      pickUnder: (x, y) => this.#pickUnder(x, y),
      listIsOpen: () => !!this.#call.list_open(this.#pointer),
    });
    element.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      if (canvas === this.#canvas) this.#choosePixels();
    });
    element.addEventListener('webglcontextrestored', () => {
      if (canvas !== this.#canvas) return;
      canvas.restore();
      this.#choosePixels();
    });
  }

  /** The platform's own list for a finger, where the page may open one. @param {number} x @param {number} y */
  #pickUnder(x, y) {
    const control = this.#controls.under(x, y);
    const list = control?.matches('select:enabled:not(.segmented)');
    if (!list || !control || !('showPicker' in control)) return false;
    try {
      control.showPicker();
      return true;
    } catch {
      return false; // in a frame of another origin: ImGui's list opens instead
    }
  }

  /** Without pixels the controls themselves are the form: nothing that was typed is lost. @param {boolean} plain */
  #setPlain(plain) {
    if (plain === this.#plain) return;
    this.#plain = plain;
    this.#card.classList.toggle('plain', plain);
    if (plain) this.#stage.style.height = '';
    this.#controls.setPlain(plain);
    if (plain) this.#requestFrame();
  }

  #requestFrame() {
    if (!this.#attached || this.#frame) return;
    try {
      this.#frame = requestAnimationFrame(() => this.#draw());
    } catch {
      this.#frame = setTimeout(() => this.#draw());
    }
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#attached || !this.hasForm) return;
    const { host, box } = this.#options;
    const now = readSurroundings(
      host,
      { box, stage: this.#stage, ruler: this.#ruler },
      this.#fonts,
    );
    if (!now) return;
    if (differ(now, this.#seen)) this.#see(now);
    const { width, textScale, family } = now;
    const height = this.#stage.offsetHeight;
    this.#ratio = fittingRatio(now.ratio, width, height, this.#canvas?.limit || 4096);
    const pixels = Math.round(width * this.#ratio);
    this.#controls.gather();
    this.#measure.configure(this.#ratio, textScale, family);
    this.#runs?.configure(pixels);
    this.#call.frame(this.#pointer, pixels, this.#ratio, performance.now() / 1000);
    this.#card.classList.toggle('listing', !!this.#call.list_open(this.#pointer));
  }

  /** @param {Surroundings} now */
  #see(now) {
    const { colours, fieldRadius, textScale, flags } = now;
    const first = !this.#seen;
    const choice = this.#seen?.plain !== now.plain;
    if (!first && now.fonts !== this.#seen?.fonts) this.#measure.fontsChanged();
    this.#seen = now;
    this.#lines.forget();
    this.#controls.form.dir = flags & 4 ? 'rtl' : 'ltr';
    const at = this.#call.allocate(colours.length * 4);
    this.#memory.integers(at, colours.length).set(colours);
    this.#call.theme(this.#pointer, at, fieldRadius, textScale, flags);
    this.#call.release(at);
    // It asks for the frame that is being drawn.
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (first || choice) this.#choosePixels();
  }

  /** @param {number} height CSS px */
  #setHeight(height) {
    const value = `${height}px`;
    if (this.#stage.style.height !== value) this.#stage.style.height = value;
  }

  // What a person and the page do ------------------------------------------------------------------

  /** Ctrl+Enter sends from any field. @param {KeyboardEvent} event */
  #sendByKey(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const send = this.#controls.sendButton;
    if (!send) return;
    event.preventDefault();
    send.click();
  }

  /** @param {number} id @param {File} file */
  #addFile(id, file) {
    this.#memory.lend([file.name, file.type], (...pairs) =>
      this.#call.add_file(this.#pointer, id, ...pairs, file.size, file.lastModified),
    );
  }

  /** @param {number[]} unreadable */
  #filesChecked(unreadable) {
    if (!this.#pointer) return;
    const at = this.#call.allocate(unreadable.length * 4);
    this.#memory.integers(at, unreadable.length).set(unreadable);
    this.#call.files_checked(this.#pointer, at, unreadable.length);
    this.#call.release(at);
  }

  /** @param {Record<string, unknown>} values by field name; nothing is the empty text */
  prefill(values) {
    if (this.hasForm) this.#giveValues(values);
    else Object.assign(this.#given, values);
  }
  /** For a form that is still to come. @type {Record<string, unknown>} */
  #given = {};

  /** @param {Record<string, unknown>} values */
  #giveValues(values) {
    for (const [name, value] of Object.entries(values))
      this.#memory.lend([name, `${value ?? ''}`], (...pairs) =>
        this.#call.prefill(this.#pointer, ...pairs),
      );
  }

  reset() {
    this.#given = {};
    this.#call.reset(this.#pointer);
  }

  /** @param {FocusOptions} options */
  focus(options) {
    this.#controls.focusFirst(options);
  }
}

/** @param {BeforeUnloadEvent} event */
function askBeforeLeaving(event) {
  event.preventDefault();
  event.returnValue = true; // before 2023 browsers asked for this
}

/** @param {WidgetOptions} options */
export async function createWidget(options) {
  const widget = new Widget(options);
  try {
    await widget.start();
  } catch (error) {
    widget.destroy();
    throw error;
  }
  return widget;
}
