/** The pixels of one form: when a person rests, their context is made and they are what is seen. */
import { Canvas } from './canvas.js';
import { listenToPointer } from './pointer.js';
import { Runs } from './runs.js';
import { Rest } from './rest.js';

export class Takeover {
  #form;
  #pixels;
  rest;
  /** @type {Canvas | undefined} */
  canvas;
  /** @type {Runs | undefined} */
  runs;

  /** @param {import('./pixels.js').Painted} form @param {import('./pixels.js').Pixels} pixels */
  constructor(form, pixels) {
    this.#form = form;
    this.#pixels = pixels;
    this.rest = new Rest(form.controls.form);
  }

  makeRuns() {
    return (this.runs ??= new Runs(this.#form.ruler, 2048, this.#form.measure));
  }

  takeOverSoon() {
    this.rest.whenResting(() => this.#takeOver());
  }

  release() {
    this.rest.stop();
    this.canvas?.release();
    this.canvas = undefined;
  }

  #takeOver() {
    const form = this.#form;
    const pixels = this.#pixels;
    if (!form.isAttached || form.wantsPlain) return;
    const canvas = this.canvas ?? new Canvas();
    if (!this.canvas && canvas.open()) this.#listenTo((this.canvas = canvas));
    // The context took its time; somebody may have begun to type meanwhile.
    if (canvas.usable && this.rest.isBusy) return this.takeOverSoon();
    form.card.classList.remove('soon');
    if (!canvas.usable) {
      pixels.failed ||= !canvas.gl;
      return;
    }
    canvas.use(this.makeRuns());
    form.call.restore_context();
    pixels.setPlain(false);
    form.draw();
  }

  /** @param {Canvas} canvas */
  #listenTo(canvas) {
    const form = this.#form;
    const { element } = canvas;
    element.setAttribute('aria-hidden', 'true');
    form.stage.prepend(element);
    listenToPointer(element, {
      pointer: (kind, x, y, touch) =>
        void form.call.pointer(kind, x * form.ratio, y * form.ratio, +touch),
      frameNow: form.draw,
      wheel: form.call.wheel,
      focusUnder: (x, y) => form.controls.under(x, y)?.focus({ preventScroll: true }),
      pickUnder: (x, y) => this.#pickUnder(x, y),
      listIsOpen: form.call.list_open,
    });
    element.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      if (canvas === this.canvas) this.#pixels.choose();
    });
    element.addEventListener('webglcontextrestored', () => {
      if (canvas !== this.canvas) return;
      canvas.restore();
      this.#pixels.choose();
    });
  }

  /** The platform's own list for a finger, where the page may open one. @param {number} x @param {number} y */
  #pickUnder(x, y) {
    const control = /** @type {HTMLSelectElement | undefined} */ (this.#form.controls.under(x, y));
    if (!control?.matches('select:enabled:not(.segmented)')) return false;
    try {
      control.showPicker();
      return true;
    } catch {
      return false; // in a frame of another origin, or an older browser: ImGui's list opens instead
    }
  }
}
