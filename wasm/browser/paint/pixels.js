/**
 * Whether the pixels are to be seen, and when they take over: where there is WebGL2, once the form has
 * been seen and nobody is typing. What they are made of comes with casement-later.js (takeover.js);
 * until then, and without them, the controls are the form.
 */

/** @typedef {typeof import('../later.js')} Later */

/** Imports without which there is no picture: when one of them fails, the controls are the form. */
export const painting = [
  ...['text_style', 'advance', 'run', 'value_runs'],
  ...['texture', 'begin_frame', 'draw'],
];

/**
 * @typedef {object} Painted the form that the pixels are of; what changes is read when it is needed
 * @property {HTMLElement} card
 * @property {HTMLElement} stage
 * @property {HTMLElement} ruler
 * @property {import('./measure.js').Measure} measure
 * @property {import('../mirror/form_controls.js').Controls} controls
 * @property {import('../bridge/contract.js').Calls} call
 * @property {number} ratio
 * @property {boolean} isAttached
 * @property {boolean} wantsPlain the page or the system wants no pixels
 * @property {() => void} draw
 * @property {() => void} requestFrame
 * @property {(name: string, error: unknown) => void} threw
 */

export class Pixels {
  #form;
  /** The controls are what is seen. */
  plain = true;
  /** Not to be had: no WebGL2, or it failed. */
  failed = false;
  /** The page knows that the form is there: what comes later may be asked for. */
  #isUsable = false;
  /** @type {Promise<Later> | undefined} */
  #loading;
  /** @type {import('./takeover.js').Takeover | undefined} */
  #takeover;

  /** @param {Painted} form */
  constructor(form) {
    this.#form = form;
  }

  get canvas() {
    return this.#takeover?.canvas;
  }

  get runs() {
    return this.#takeover?.runs;
  }

  /** The form can be used. */
  begin() {
    this.#isUsable = true;
    this.choose();
  }

  /** Anew, when what the choice depends on may have changed. */
  choose() {
    const { card, wantsPlain, threw } = this.#form;
    const { canvas } = this;
    const wanted = !wantsPlain && !this.failed;
    const usable = wanted && (!canvas || canvas.usable);
    if (!usable) this.setPlain(true);
    card.classList.toggle('soon', usable && this.plain);
    if (!wanted || !this.plain) return this.#takeover?.rest.stop();
    if (!usable || !this.#isUsable) return;
    // What is there is seen first; meanwhile the rest arrives.
    const seen = new Promise((resolve) => requestAnimationFrame(resolve));
    Promise.all([this.#load(), seen]).then(
      () => this.#takeover?.takeOverSoon(),
      (error) => {
        card.classList.remove('soon');
        threw('later', error);
      },
    );
  }

  /** Without pixels the controls themselves are the form: nothing that was typed is lost. @param {boolean} plain */
  setPlain(plain) {
    if (plain === this.plain) return;
    this.plain = plain;
    const { card, stage, controls, requestFrame } = this.#form;
    card.classList.toggle('plain', plain);
    if (plain) stage.style.height = '';
    controls.setPlain(plain);
    if (plain) requestFrame();
  }

  /** All that the page lends goes back. */
  release() {
    this.#takeover?.release();
    this.setPlain(true);
    this.#form.card.classList.toggle('soon', !this.failed);
  }

  /** Pictures of files are made of runs' atlas in the plain look as well. */
  needRuns() {
    this.later(() => {
      this.#takeover?.makeRuns();
      this.#form.requestFrame();
    });
  }

  /** At once when it is there. @param {(code: Later) => unknown} use */
  later(use) {
    const used = this.#code ? Promise.resolve(use(this.#code)) : this.#load().then(use);
    used.catch((error) => this.#form.threw('later', error));
  }
  /** @type {Later | undefined} */
  #code;

  /** A form without it is whole; it is asked for again when it is wanted again. */
  #load() {
    this.#loading ??= import('../casement-later.js').then(
      (code) => {
        this.#code = code;
        this.#takeover = new code.Takeover(this.#form, this);
        return code;
      },
      (error) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }
}
