/** When a person rests: the pixels must not take over in the middle of a word. */

/** Milliseconds after a key or a press. */
const second = 1000;

/** Safari has no idle callbacks. @type {(call: () => void) => number} */
const whenIdle =
  'requestIdleCallback' in globalThis
    ? (call) => requestIdleCallback(call, { timeout: 300 })
    : (call) => setTimeout(call, 50);

export class Rest {
  #last = -second;
  #composing = false;
  /** A list of the platform's own may be open: it would close with its control's new look, and tells no end. */
  #picking = false;
  /** Grows with each plan: an older one that still comes round is void. */
  #plan = 0;
  #timer = 0;
  /** @type {(() => void) | undefined} */
  #wanted;

  /** @param {HTMLElement} form */
  constructor(form) {
    // What was typed before is not known.
    if (form.matches(':focus-within')) this.#last = performance.now();
    this.#picking = CSS.supports('selector(:open)') && !!form.querySelector('select:open');
    /** @param {string} type @param {(event: Event) => void} heard */
    const listen = (type, heard) =>
      form.addEventListener(type, heard, { capture: true, passive: true });
    for (const type of ['keydown', 'beforeinput', 'input', 'pointerdown', 'compositionstart'])
      listen(type, () => (this.#last = performance.now()));
    for (const type of ['keydown', 'pointerdown'])
      listen(type, ({ target }) => (this.#picking = target instanceof HTMLSelectElement));
    listen('change', () => this.#picked());
    listen('compositionstart', () => (this.#composing = true));
    listen('compositionend', () => (this.#composing = false));
    listen('focusout', () => {
      this.#composing = false;
      this.#last = -second;
      this.#picked();
    });
  }

  #picked() {
    this.#picking = false;
    if (this.#wanted) this.whenResting(this.#wanted);
  }

  get isBusy() {
    return this.#composing || this.#picking || performance.now() - this.#last < second;
  }

  /** Calls once: after what is there has been painted, when nobody types and the browser is idle. @param {() => void} call */
  whenResting(call) {
    this.stop();
    this.#wanted = call;
    const plan = this.#plan;
    requestAnimationFrame(() =>
      whenIdle(() => {
        if (plan !== this.#plan) return;
        if (!this.isBusy) {
          this.stop();
          call();
        } else if (!this.#picking) {
          const left = second - (performance.now() - this.#last);
          this.#timer = setTimeout(() => this.whenResting(call), Math.max(50, left));
        }
      }),
    );
  }

  stop() {
    ++this.#plan;
    clearTimeout(this.#timer);
    this.#wanted = undefined;
  }
}
