/** When a person rests: the pixels must not take over in the middle of a word. */

/** Milliseconds after a key or a press. */
const second = 1000;
/** After the form got focus: somebody is about to type, or the page put it there and nobody is. */
const moment = 600;

/** At the latest soon, idle or not. Safari has no idle callbacks. @type {(call: () => void) => number} */
const whenIdle =
  'requestIdleCallback' in globalThis
    ? (call) => requestIdleCallback(call, { timeout: 50 })
    : (call) => setTimeout(call, 50);

export class Rest {
  #last = -second;
  /** While a word is composed, or a list of the platform's own may be open: it would close, and tells no end. */
  #held = false;
  /** Grows with each plan: an older one that still comes round is void. */
  #plan = 0;
  #timer = 0;
  /** @type {(() => void) | undefined} */
  #wanted;

  /** @param {HTMLElement} form */
  constructor(form) {
    // What was typed before is not known.
    if (form.matches(':focus-within')) this.#last = performance.now();
    this.#held = !!form.querySelector('select:focus');
    const listen = (/** @type {string} */ type, /** @type {(event: Event) => void} */ heard) =>
      form.addEventListener(type, heard, { capture: true, passive: true });
    const freed = () => {
      this.#held = false;
      if (this.#wanted) this.whenResting(this.#wanted);
    };
    for (const type of ['keydown', 'beforeinput', 'input', 'pointerdown', 'compositionstart'])
      listen(type, ({ target }) => {
        this.#last = performance.now();
        this.#held ||= target instanceof HTMLSelectElement || type === 'compositionstart';
      });
    // From one field to the next is a blur as well, which is the time to take over.
    form.addEventListener('focusin', ({ relatedTarget }) => {
      if (relatedTarget && form.contains(/** @type {Node} */ (relatedTarget))) return;
      this.#last = Math.max(this.#last, performance.now() - second + moment);
    });
    listen('compositionend', freed);
    listen('change', freed);
    listen('focusout', () => {
      this.#last = -second;
      freed();
    });
  }

  get isBusy() {
    return this.#held || performance.now() - this.#last < second;
  }

  /** Calls once, when nobody types and the browser is idle. @param {() => void} call */
  whenResting(call) {
    this.stop();
    this.#wanted = call;
    const plan = this.#plan;
    whenIdle(() => {
      if (plan !== this.#plan) return;
      if (!this.isBusy) {
        this.stop();
        call();
      } else if (!this.#held) {
        const left = second - (performance.now() - this.#last);
        this.#timer = setTimeout(() => this.whenResting(call), Math.max(50, left));
      }
    });
  }

  stop() {
    ++this.#plan;
    clearTimeout(this.#timer);
    this.#wanted = undefined;
  }
}
