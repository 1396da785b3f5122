/**
 * One form in a page: an instance of the module and its controls, through everything that the page
 * does to it. What the page says is in settings.js, the pixels over the controls are in pixels.js.
 * Loaded only when a form is to be shown; the element is web/src.
 */
import { themeRightToLeft } from './bridge/contract.js';
import { hostImports } from './imports.js';
import { instantiate } from './bridge/start.js';
import { Controls } from './mirror/form_controls.js';
import css from './mirror/form_controls.css';
import plainCss from './mirror/plain/plain.css';
import { Files } from './request/files.js';
import { Lines } from './paint/lines.js';
import { Measure } from './paint/measure.js';
import { painting, Pixels } from './paint/pixels.js';
import { Requests } from './request/requests.js';
import { watchSurroundings } from './page/sensors.js';
import { Settings } from './page/settings.js';
import { expectWords, wordsOf } from './page/words.js';
import { differ } from './page/surroundings.js';
import { keepFieldInView } from './mirror/visual_viewport.js';
import { ViewSize } from './view_size.js';

/** @typedef {import('../../web/src/types.js').WidgetOptions} WidgetOptions */
/** @typedef {import('../../web/src/types.js').ConfigDocument} ConfigDocument */
/** @typedef {import('./page/surroundings.js').Surroundings} Surroundings */
/** @typedef {import('./bridge/contract.js').Calls} Calls */

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
  #lines = new Lines(this.#twin);
  #files = new Files(
    (id, file) => this.#addFile(id, file),
    (id, head) => this.#fileLooked(id, head),
    (id, size) => this.#call.file_converted?.(id, size),
    (unreadable) => this.#filesChecked(unreadable),
  );
  #requests;
  #controls;
  /** @type {import('./bridge/memory.js').Memory} */
  #memory = /** @type {any} */ (undefined);
  #call = /** @type {Calls} */ ({});
  #frame = 0;
  #ticks = 0;
  /** A form is to be shown once its words are there. */
  #awaited = false;
  /** @type {Promise<void> | undefined} */
  #coming;
  #begun = false;
  #size;
  #settings;
  #pixels;
  /** Of the time in the page; the widget outlives it. @type {AbortController | undefined} */
  #attached;

  /** @param {WidgetOptions} options */
  constructor(options) {
    this.#options = options;
    const { host, box } = options;
    this.#size = new ViewSize(host, { box, stage: this.#stage, ruler: this.#ruler });
    const self = this;
    this.#settings = new Settings(options, {
      get call() {
        return self.#call;
      },
      get memory() {
        return self.#memory;
      },
    });
    this.#pixels = new Pixels({
      card: this.#card,
      stage: this.#stage,
      ruler: this.#ruler,
      measure: this.#measure,
      get controls() {
        return self.#controls;
      },
      get call() {
        return self.#call;
      },
      get ratio() {
        return self.#size.ratio;
      },
      get isAttached() {
        return !!self.#attached;
      },
      get wantsPlain() {
        return !!self.#size.seen?.plain;
      },
      draw: () => this.#draw(),
      requestFrame: () => this.#requestFrame(),
      threw: (name, error) => this.#threw(name, error),
    });
    this.#requests = new Requests(
      {
        probeEnded: (reached, online) => this.#call.probe_ended(+reached, +online),
        progress: (sent, total, now) => this.#call.progress(sent, total, now),
        failed: (failure) => this.#call.request_failed(failure),
        checkEnded: (status, text, keyLives) =>
          this.#memory.lend([text], (at, length) =>
            this.#call.check_ended(status, at, length, keyLives),
          ),
        token: () => this.#options.host.token,
      },
      this.#files,
    );
    this.#controls = new Controls({
      setValue: (index, value) =>
        this.#memory.lend([value], (at, length) => this.#call.set_value(index, at, length)),
      leave: (index) => this.#call.leave(index),
      press: (index) => {
        this.#call.press(index);
        this.#draw(); // at once, so that the next press finds the controls as they are now
      },
      focus: (index, flags) => {
        this.#call.focus(index, flags);
        this.#draw(); // at once, so that no frame shows the value twice or not at all
      },
      scrolled: () => this.#draw(),
      addFiles: (files) => this.#files.add(files),
      listIsOpen: () => !!this.#call.list_open(),
      closeList: () => this.#call.close_list(),
    });
  }

  async start() {
    const { root, module } = this.#options;
    expectWords(this.#settings.language);
    this.#card.hidden = true;
    this.#card.className = 'card plain soon';
    this.#stage.className = 'stage';
    adoptStyles(root);
    this.#stage.append(this.#controls.form, this.#ruler, this.#twin);
    this.#card.append(this.#stage);
    this.#controls.setPlain(true);
    this.#files.listenForDrops(
      this.#card,
      (over) => {
        this.#call.drag_over(+over);
        this.#card.classList.toggle('over', over);
      },
      () => this.#controls.takesFiles,
    );
    const { call, memory } = await instantiate(module, this.#imports(), (name, error) =>
      this.#threw(name, error),
    );
    this.#call = call;
    this.#memory = memory;
    call.start();
  }

  /** Something that an import called threw; the module went on with the import's fallback. @param {string} name @param {unknown} error */
  #threw(name, error) {
    console.error(`casement-form: ${name}`, error);
    if (!painting.includes(name) || this.#pixels.failed) return;
    this.#pixels.failed = true;
    queueMicrotask(() => this.#pixels.choose());
  }

  #imports() {
    const widget = this;
    return hostImports({
      get memory() {
        return widget.#memory;
      },
      get canvas() {
        return widget.#pixels.canvas;
      },
      get ratio() {
        return widget.#size.ratio;
      },
      get textScale() {
        return widget.#size.seen?.textScale ?? 1;
      },
      get plain() {
        return widget.#pixels.plain;
      },
      get language() {
        return widget.#settings.language;
      },
      get runs() {
        return widget.#pixels.runs;
      },
      measure: this.#measure,
      lines: this.#lines,
      files: this.#files,
      controls: this.#controls,
      requests: this.#requests,
      stage: this.#stage,
      requestFrame: () => this.#requestFrame(),
      needRuns: () => this.#pixels.needRuns(),
      later: (use) => this.#pixels.later(use),
      setHeight: (height) => this.#size.setHeight(height),
      tick: (on) => {
        clearInterval(this.#ticks);
        if (on) this.#ticks = setInterval(() => this.#call.tick(), 1000);
      },
      copied: () => this.#call.copied(),
      setBusy: (busy) => {
        if (busy) addEventListener('beforeunload', askBeforeLeaving);
        else removeEventListener('beforeunload', askBeforeLeaving);
      },
      words: (language) => (this.#coming = this.#bringWords(language)),
      problems: (refused, lines) => {
        if (refused) this.#awaited = false;
        this.#settings.tellProblems(refused, lines);
      },
      tell: (type, detail) => this.#options.tell(type, detail),
    });
  }

  // What the page says -----------------------------------------------------------------------------

  get hasForm() {
    return !!this.#call.has_form?.();
  }

  /** Kept when the words that were asked for last are there, and the form is shown. */
  get coming() {
    return this.#coming;
  }

  /** Stands wherever the page's side puts it. */
  get card() {
    return this.#card;
  }

  /**
   * Takes up a document; a form that lives keeps what was written in it.
   * @param {ConfigDocument} document @param {string[]} problems that are known of it already
   */
  take(document, problems) {
    this.#settings.take(document, problems);
    return this.#begin();
  }

  /** @returns {boolean} whether there is a form, or will be */
  #begin() {
    if (this.#begun || !this.hasForm) return this.#begun || this.#awaited;
    this.#begun = true;
    this.#options.show();
    // Its words may come when it has been taken out again.
    if (this.#options.host.isConnected) this.attach();
    this.#draw();
    this.#options.tell('ready', {});
    this.#pixels.begin();
    this.#options.shown();
    return true;
  }

  /** @param {string} language which the module has no words of */
  async #bringWords(language) {
    this.#awaited = true;
    const give = (/** @type {string} */ file) =>
      this.#memory.lend([language, file], (...pairs) => this.#call.words?.(...pairs));
    const file = await wordsOf(language);
    // A cache may hold those of another version.
    if (!give(file) && !(file && give(await wordsOf(language, 'reload')))) {
      console.warn(`casement-form: casement-${language}.txt cannot be used`);
      give('');
    }
    if (!this.#call.words) return; // destroyed meanwhile
    if (this.#awaited && !this.hasForm) this.#settings.tellAgain();
    this.#awaited = false;
    this.#begin();
  }

  /** The page may have changed any of its settings. */
  refresh() {
    this.#settings.tell();
    this.#begin();
    this.#requestFrame();
  }

  /** @param {Record<string, unknown>} values by field name; nothing is the empty text */
  prefill(values) {
    this.#settings.prefill(values);
  }

  reset() {
    this.#call.reset();
  }

  // In the page, and out of it ---------------------------------------------------------------------

  attach() {
    if (this.#attached || !this.hasForm) return;
    const { signal } = (this.#attached = new AbortController());
    const { host } = this.#options;
    const calls = {
      changed: () => this.refresh(),
      sized: () => this.#draw(),
      begun: () => {
        if (this.#size.isStale) this.#draw();
      },
      fonts: () => {
        this.#size.fontsChanged();
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
    this.#size.seen = undefined;
    this.#pixels.release();
  }

  destroy() {
    this.detach();
    this.#requests.stop();
    clearInterval(this.#ticks);
    this.#call.stop?.();
    this.#call = /** @type {Calls} */ ({});
    this.#files.release();
    this.#card.remove();
  }

  // Frames -----------------------------------------------------------------------------------------

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
    const now = this.#size.read();
    if (!now) return;
    if (differ(now, this.#size.seen)) this.#see(now);
    const { canvas, plain } = this.#pixels;
    const pixels = this.#size.fit(now, plain ? undefined : canvas?.limit);
    const { ratio } = this.#size;
    this.#controls.gather();
    this.#measure.configure(ratio, now.textScale, now.family);
    this.#pixels.runs?.configure(pixels);
    this.#call.frame(pixels, ratio, performance.now() / 1000);
    this.#card.classList.toggle('listing', !!this.#call.list_open());
  }

  /** @param {Surroundings} now */
  #see(now) {
    const { colours, fieldRadius, textScale, flags } = now;
    const { seen } = this.#size;
    if (seen && now.fonts !== seen.fonts) this.#measure.fontsChanged();
    this.#size.seen = now;
    this.#lines.forget();
    this.#controls.form.dir = flags & themeRightToLeft ? 'rtl' : 'ltr';
    this.#memory.lendIntegers(colours, (at) => this.#call.theme(at, fieldRadius, textScale, flags));
    // It asks for the frame that is being drawn.
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (seen?.plain !== now.plain) this.#pixels.choose();
  }

  // What a person does ------------------------------------------------------------------

  /** @param {number} id @param {File} file */
  #addFile(id, file) {
    this.#memory.lend([file.name, file.type], (...pairs) =>
      this.#call.add_file(id, ...pairs, file.size, file.lastModified),
    );
  }

  /** @param {number} id @param {Uint8Array} head */
  #fileLooked(id, head) {
    if (this.#call.file_looked)
      this.#memory.lend([head], (...pair) => this.#call.file_looked(id, ...pair));
  }

  /** @param {number[]} unreadable */
  #filesChecked(unreadable) {
    if (!this.#call.files_checked) return;
    this.#memory.lendIntegers(unreadable, this.#call.files_checked);
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
