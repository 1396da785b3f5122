/**
 * One widget in a page: starts an instance of the module, gives it what it imports (host.hpp), and
 * brings it what happens. Loaded only when a form is to be shown; the element is web/src.
 */
import startModule from 'casement-glue';

import { Canvas } from './canvas.js';
import { Controls } from './controls.js';
import { copyText } from './copy.js';
import css from './controls.css';
import plainCss from './plain.css';
import { Files } from './files.js';
import { holdsText } from './keys.js';
import { Lines } from './lines.js';
import { Memory } from './memory.js';
import { listenToPointer, setCursor } from './pointer.js';
import { printReceipt } from './print.js';
import { showProblems } from './problems.js';
import { Requests } from './requests.js';
import { Runs } from './runs.js';
import { readTheme } from './theme.js';

/** @typedef {import('../../web/src/types.js').WidgetOptions} WidgetOptions */

/** What host_tell() numbers. */
const told = /** @type {const} */ (['ready', 'sent', 'created', 'rejected', 'error']);

/** Style of values (casement::TextStyle::body). */
const body = 0;

/** Of the canvas, however far a finger zooms in. */
const mostPixels = 2 ** 25;

/** The system's colours replace all others, which a canvas cannot follow. */
const forcedColours = () => matchMedia('(forced-colors: active)');

let sheet = /** @type {CSSStyleSheet | undefined} */ (undefined);

/** @param {ShadowRoot} root */
function adoptStyles(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css + plainCss);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
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
  #canvas;
  #runs;
  #lines = new Lines(this.#twin);
  #files = new Files((id, file) => this.#addFile(id, file));
  #requests;
  #controls;
  /** @type {Memory} */
  #memory = /** @type {any} */ (undefined);
  /** @type {Record<string, (...numbers: number[]) => number>} */
  #call = {};
  #pointer = 0;
  #frame = 0;
  #plain = false;
  #ratio = 1;
  #width = 0;
  #ticks = 0;
  #ended = new AbortController();

  /** @param {WidgetOptions} options */
  constructor(options) {
    this.#options = options;
    this.#canvas = new Canvas(!this.#wantsPlain());
    this.#runs = new Runs(this.#ruler, this.#canvas.limit || 2048);
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
      (id) => this.#files.get(id),
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
    const { root, box } = this.#options;
    this.#card.className = 'card';
    this.#stage.className = 'stage';
    const { element } = this.#canvas;
    element.setAttribute('aria-hidden', 'true');
    adoptStyles(root);
    this.#stage.append(element, this.#controls.form, this.#ruler, this.#twin);
    this.#card.append(this.#stage);
    box.append(this.#card);

    this.#canvas.use(this.#runs);
    await this.#instantiate();
    const { config, documentUrl, gateway, contact, lang, languageChosen } = this.#options;
    this.#memory.lendStrings(
      [config ?? '', documentUrl, gateway, contact, lang],
      (at, bytes) =>
        (this.#pointer = this.#call.start(
          at,
          bytes,
          (config === null ? 0 : 1) | (languageChosen ? 2 : 0),
        )),
    );
    if (!this.#call.has_form(this.#pointer)) return;
    this.#choosePlain();
    this.refreshTheme();
    this.#listen();
    this.#measure();
    this.#draw();
    this.#options.tell('ready', {});
  }

  async #instantiate() {
    const compiled = await this.#options.module;
    const module = await new Promise((resolve, reject) => {
      startModule({
        host: this.#imports(),
        /**
         * @param {WebAssembly.Imports} glue
         * @param {(instance: WebAssembly.Instance, module: WebAssembly.Module) => void} receive
         */
        instantiateWasm: (glue, receive) => {
          WebAssembly.instantiate(compiled, glue).then(
            (instance) => receive(instance, compiled),
            reject, // the glue itself would wait for ever
          );
          return {};
        },
      }).then(resolve, reject);
    });
    for (const [name, value] of Object.entries(module))
      if (name.startsWith('_casement_')) this.#call[name.slice('_casement_'.length)] = value;
    this.#memory = new Memory(module.wasmMemory, this.#call.allocate, this.#call.release);
  }

  /** What host.hpp declares. */
  #imports() {
    const canvas = this.#canvas;
    const runs = this.#runs;
    const text = (/** @type {number} */ at, /** @type {number} */ length) =>
      this.#memory.text(at, length);
    /** @param {number} out @param {import('./runs.js').Run} run @param {number} [x] @param {number} [y] */
    const writeRun = (out, { slot, left, top, advance }, x, y) => {
      const { width, height } = runs.canvas;
      const place = x === undefined ? [] : [x, y ?? 0];
      const numbers = [
        ...[...place, left, top, slot.width, slot.height],
        ...[slot.x / width, slot.y / height],
        ...[(slot.x + slot.width) / width, (slot.y + slot.height) / height, advance],
      ];
      this.#memory.floats(out, numbers.length).set(numbers);
    };
    /** @type {Record<string, (...numbers: number[]) => number | void>} */
    const imports = {
      // Of request.js, not of C++: a request of the module's own is about to be sent.
      opened: /** @type {any} */ (this.#requests.opened.bind(this.#requests)),

      random: (at, count) => {
        crypto.getRandomValues(this.#memory.bytes(at, count));
        return 1;
      },
      local_time: (tag, tagLength, out, room) => {
        const format = new Intl.DateTimeFormat(this.#languageFor(text(tag, tagLength)), {
          dateStyle: 'medium',
          timeStyle: 'short',
        });
        return this.#memory.write(format.format(), out, room);
      },

      text_style: (style, size, line, weight) => runs.setStyle(style, size, line, weight),
      advance: (style, at, length) => runs.advance(style, text(at, length)),
      run: (style, colour, at, length, out) =>
        writeRun(out, runs.run(style, colour >>> 0, text(at, length))),
      value_runs: (field, colour, out, room) => {
        const control = this.#controls.field(field);
        if (!control || !holdsText(control)) return 0;
        const lines = this.#lines.visible(control).slice(0, room);
        lines.forEach((line, index) =>
          writeRun(
            out + index * 44,
            runs.run(body, colour >>> 0, line.text, line.direction),
            Math.round(line.x * this.#ratio),
            Math.round(line.y * this.#ratio),
          ),
        );
        return lines.length;
      },
      value_height: (field, width) => {
        const control = this.#controls.field(field);
        if (!(control instanceof HTMLTextAreaElement)) return 0;
        return this.#lines.height(control, width / this.#ratio) * this.#ratio;
      },
      thumbnail: (file, side, out) => {
        const slot = runs.picture(file, this.#files.get(file), side, () => this.#requestFrame());
        const none = { x: 0, y: 0, width: 0, height: 0 };
        writeRun(out, { slot: slot ?? none, left: 0, top: 0, advance: 0 });
        if (slot) this.#controls.picture(file, runs.canvas, slot);
      },
      atlas_generation: () => runs.generation,

      texture: (id, wholeWidth, wholeHeight, x, y, width, height, pixels, pitch) =>
        canvas.texture(id, wholeWidth, wholeHeight, x, y, width, height, (row) =>
          this.#memory.bytes(pixels + row * pitch, width),
        ),
      drop_texture: (id) => canvas.dropTexture(id),
      begin_frame: (width, height, overhang) => {
        if (this.#plain) return;
        canvas.begin(width, height, overhang, this.#ratio);
        this.#setHeight(height / this.#ratio);
      },
      draw: (vertices, vertexCount, indices, indexCount, commands, count) => {
        if (this.#plain) return;
        canvas.draw(
          this.#memory.bytes(vertices, vertexCount * 20),
          this.#memory.bytes(indices, indexCount * 2),
          this.#memory.integers(commands, count * 7),
        );
      },
      request_frame: () => this.#requestFrame(),
      cursor: (cursor) => setCursor(canvas.element, cursor),

      describe: (at, bytes) => this.#controls.describe(this.#memory.strings(at, bytes)),
      place: (at, count) => {
        if (this.#controls.place(this.#memory.floats(at, count * 8), this.#ratio, this.#textScale))
          this.#requestFrame();
      },
      focus: (index) => this.#controls.focus(index),

      probe: (at, length) => void this.#requests.probe(text(at, length)),
      check: (at, length) => void this.#requests.check(text(at, length)),
      body: (at, pairs, stallAfter) =>
        this.#requests.expect(this.#memory.integers(at, pairs * 2), stallAfter),
      prove: (at, length) => this.#requests.prove(text(at, length)),
      ticks: (on) => {
        clearInterval(this.#ticks);
        if (on) this.#ticks = setInterval(() => this.#call.tick(this.#pointer), 1000);
      },
      pick_files: () => this.#controls.filePicker?.showPicker(),
      release_files: () => this.#files.release(),
      drop_file: (id) => this.#files.drop(id),
      copy: (at, length) =>
        void copyText(text(at, length), this.#stage).then(
          (done) => done && this.#call.copied(this.#pointer),
        ),
      print: () => printReceipt(this.#controls.receipt),
      tell: (what, at, bytes) => {
        const [caseNumber, recordId, key, reason] = this.#memory.strings(at, bytes);
        this.#options.tell(told[what], { caseNumber, recordId, key, reason });
      },
      config_problems: (fatal, at, bytes) => {
        const strings = this.#memory.strings(at, bytes);
        const { config, configStatus, documentUrl } = this.#options;
        if (config === null)
          strings.push(
            `src: ${documentUrl} ${configStatus ? `answered ${configStatus}` : 'cannot be read'}`,
          );
        if (fatal) showProblems(this.#stage, strings);
        for (const line of strings.slice(fatal ? 4 : 0)) console.warn(`casement-form: ${line}`);
        if (fatal) this.#options.tell('error', { reason: 'config' });
      },
      token_exposed: () =>
        console.warn(
          'casement-form: the CRM token of this form is open to everybody who can open this page. ' +
            'Direct mode is for inside use; use the gateway for the public.',
        ),
    };
    return imports;
  }

  /** The page's own variant of the language (es-CO), where it is the same language. @param {string} tag */
  #languageFor(tag) {
    const { lang } = this.#options;
    return lang.toLowerCase().startsWith(tag) ? lang : tag;
  }

  #listen() {
    const { signal } = this.#ended;
    const { element } = this.#canvas;
    listenToPointer(element, {
      pointer: (kind, x, y, touch) =>
        void this.#call.pointer(this.#pointer, kind, x * this.#ratio, y * this.#ratio, +touch),
      frameNow: () => this.#draw(),
      wheel: (lines) => this.#wheel(lines),
      focusUnder: (x, y) => this.#controls.under(x, y)?.focus({ preventScroll: true }),
      pickUnder: (x, y) => {
        const control = this.#controls.under(x, y);
        const list = control?.matches('select:enabled:not(.segmented)');
        if (!list || !control || !('showPicker' in control)) return false;
        control.showPicker();
        return true;
      },
      listIsOpen: () => !!this.#call.list_open(this.#pointer),
    });
    this.#controls.listenToPresses(signal);
    this.#files.listenForDrops(
      this.#card,
      (over) => {
        this.#call.drag_over(this.#pointer, +over);
        this.#card.classList.toggle('over', over);
      },
      () => this.#controls.takesFiles,
    );
    element.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      this.#choosePlain();
    });
    element.addEventListener('webglcontextrestored', () => this.#restoreContext());

    const sized = new ResizeObserver(() => this.#measure());
    sized.observe(this.#stage);
    signal.addEventListener('abort', () => sized.disconnect());
    this.#watchRatio();
    visualViewport?.addEventListener('resize', () => this.#viewChangedSoon(), { signal });
    for (const query of [
      '(prefers-color-scheme: dark)',
      '(prefers-reduced-motion: reduce)',
      '(prefers-contrast: more)',
      '(pointer: coarse)',
    ])
      matchMedia(query).addEventListener('change', () => this.refreshTheme(), { signal });
    forcedColours().addEventListener('change', () => this.#choosePlain(), { signal });
    document.fonts.addEventListener('loadingdone', () => this.#fontsChanged(), { signal });
  }

  /** A finger zooms, or the phone's keyboard comes and goes: once it rests. */
  #viewChangedSoon() {
    clearTimeout(this.#viewTimer);
    this.#viewTimer = setTimeout(() => {
      this.#measure();
      const view = visualViewport;
      const [height, scale] = this.#view;
      this.#view = [view?.height ?? 0, view?.scale ?? 1];
      const zoomed = scale !== view?.scale;
      const focused = this.#options.root.activeElement;
      if (!view || !holdsText(focused)) return;
      const { top, bottom } = focused.getBoundingClientRect();
      // Two fingers look where they want; only a keyboard takes some of the height.
      if (zoomed || view.height >= height) return;
      if (top < view.offsetTop || bottom > view.offsetTop + view.height)
        focused.scrollIntoView({ block: 'nearest' });
    }, 150);
  }
  #viewTimer = 0;
  #view = [visualViewport?.height ?? 0, visualViewport?.scale ?? 1];

  /** @param {boolean} plain by the page's choice */
  setPlain(plain) {
    this.#options.plain = plain;
    this.#choosePlain();
  }

  #wantsPlain() {
    return this.#options.plain || forcedColours().matches;
  }

  /** Without pixels the controls themselves are the form: nothing that was typed is lost. */
  #choosePlain() {
    if (!this.#wantsPlain() && this.#canvas.open()) this.#restoreContext();
    const plain = this.#wantsPlain() || !this.#canvas.usable;
    if (plain === this.#plain) return;
    this.#plain = plain;
    this.#card.classList.toggle('plain', plain);
    if (plain) this.#stage.style.height = '';
    this.#controls.setPlain(plain);
    this.#requestFrame();
  }

  #restoreContext() {
    this.#canvas.restore();
    this.#call.restore_context(this.#pointer);
    this.#choosePlain();
  }

  /** A media query matches one ratio alone, so it is made anew after each change. */
  #watchRatio() {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      this.#measure();
      this.#watchRatio();
    };
    query.addEventListener('change', changed, { once: true, signal: this.#ended.signal });
  }

  /** @param {number} lines */
  #wheel(lines) {
    return !!this.#call.wheel(this.#pointer, lines);
  }

  #fontsChanged() {
    this.#runs.fontsChanged();
    this.#lines.forget();
    this.#requestFrame();
  }

  /** Width and ratio of the card; at the limits of WebGL the ratio is lowered, never the form cut. */
  #measure() {
    const width = this.#stage.getBoundingClientRect().width;
    if (!width) return;
    const height = this.#stage.offsetHeight * 1.5; // half as tall again, for the list that hangs over
    const fitting = Math.min(
      (this.#canvas.limit || 4096) / Math.max(width, height),
      Math.sqrt(mostPixels / (width * height)),
    );
    const wanted = devicePixelRatio * (visualViewport?.scale ?? 1);
    // A whole part of what is wanted, so that the device's pixels stay even.
    const ratio = wanted / Math.max(1, Math.ceil(wanted / fitting));
    const pixels = Math.round(width * ratio);
    if (pixels === this.#width && ratio === this.#ratio) return;
    this.#width = pixels;
    this.#ratio = ratio;
    this.#lines.forget();
    this.#requestFrame();
  }

  /** @param {number} height CSS px */
  #setHeight(height) {
    const value = `${height}px`;
    if (this.#stage.style.height !== value) this.#stage.style.height = value;
  }

  #requestFrame() {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#pointer || !this.#width) return;
    this.#runs.configure(this.#ratio, this.#textScale, this.#family, this.#width);
    this.#call.frame(this.#pointer, this.#width, this.#ratio, performance.now() / 1000);
    this.#card.classList.toggle('listing', !!this.#call.list_open(this.#pointer));
  }

  #textScale = 1;
  #family = 'system-ui';

  refreshTheme() {
    const { colours, fieldRadius, textScale, family, flags } = readTheme(this.#ruler);
    this.#textScale = textScale;
    this.#family = family;
    this.#controls.form.dir = flags & 4 ? 'rtl' : 'ltr';
    const at = this.#call.allocate(colours.length * 4);
    this.#memory.integers(at, colours.length).set(colours);
    this.#call.theme(this.#pointer, at, fieldRadius, textScale, flags);
    this.#call.release(at);
  }

  /** @param {number} id @param {File} file */
  #addFile(id, file) {
    this.#memory.lend([file.name, file.type], (name, nameLength, type, typeLength) =>
      this.#call.add_file(this.#pointer, id, name, nameLength, type, typeLength, file.size),
    );
  }

  /** @param {string} tag @param {boolean} [chosen] by the element's own attribute */
  setLanguage(tag, chosen = false) {
    this.#options.lang = tag;
    this.#memory.lend([tag], (at, length) =>
      this.#call.set_language(this.#pointer, at, length, +chosen),
    );
  }

  /** @param {Record<string, string>} values by field name */
  prefill(values) {
    for (const [name, value] of Object.entries(values))
      this.#memory.lend([name, String(value)], (...pairs) =>
        this.#call.prefill(this.#pointer, ...pairs),
      );
  }

  reset() {
    this.#call.reset(this.#pointer);
  }

  destroy() {
    this.#ended.abort();
    this.#requests.stop();
    cancelAnimationFrame(this.#frame);
    clearInterval(this.#ticks);
    clearTimeout(this.#viewTimer);
    if (this.#pointer) this.#call.stop(this.#pointer);
    this.#pointer = 0;
    this.#canvas.release();
    this.#files.release();
    this.#card.remove();
  }
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
