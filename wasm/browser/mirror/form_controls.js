/**
 * Meaning: the real controls that stand over the pixels, in reading order, in a real form. They are
 * described by the module (mirror.hpp). In the plain appearance they are the form that is seen.
 */
import { boxFloats, focusEditing, focusRing } from '../bridge/contract.js';
import { Mounted } from './field_control.js';
import { decode } from './description.js';
import { element, setAttribute } from './element.js';
import { contain, holdsText } from './keys.js';
import { ScreenWords } from './screen_words.js';

/** @import { Control } from './field_control.js' */

/**
 * @typedef {object} ControlCalls
 * @property {(index: number, value: string) => void} setValue
 * @property {(index: number) => void} leave
 * @property {(index: number) => void} press
 * @property {(index: number, flags: number) => void} focus flags: focusRing, focusEditing
 * @property {() => void} scrolled
 * @property {(files: FileList) => void} addFiles
 * @property {() => boolean} listIsOpen ImGui's list, which a pointer opened
 * @property {() => void} closeList
 */

/** Of layout.hpp and the screens, CSS px. */
const spaces = [2, 3, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 36, 44, 48, 60, 98];
/** Of TextStyle, and of the files' parts. */
const lines = [14, 18, 20, 22, 23, 24, 28, 30];

let instances = 0;

export class Controls {
  form = /** @type {HTMLFormElement} */ (element('form'));
  /** What stands above them. */
  words;
  #calls;
  #id = `casement-${++instances}`;
  /** @type {Map<string, Mounted>} */
  #mounted = new Map();
  /** @type {Mounted[]} in the order of the description */
  #order = [];
  #plain = false;
  /** Of the last frame that was drawn, CSS px, boxFloats a control. */
  #boxes = /** @type {number[]} */ ([]);
  #pressing = false;
  /** @type {Set<Control>} */
  #left = new Set();
  #focusFlags = 0;

  /** @param {ControlCalls} calls */
  constructor(calls) {
    this.#calls = calls;
    const { form } = this;
    form.noValidate = true;
    this.words = new ScreenWords(form, this.#id);
    this.#listen();
    contain(form);
  }

  /** @param {number} index @returns {Control | undefined} */
  at(index) {
    return this.#order[index]?.control;
  }

  /** The text control of a field (its key carries its field_id). @param {number} field */
  field(field) {
    return this.#mounted.get(`field-${field}`)?.control;
  }

  /** @returns {HTMLInputElement | undefined} */
  get filePicker() {
    return /** @type {HTMLInputElement | undefined} */ (this.#mounted.get('files')?.control);
  }

  /** The first wrong field, else the first; on other screens what says most. @param {FocusOptions} options */
  focusFirst(options) {
    const fields = this.#order.filter(
      ({ wrap, control }) => !wrap.hidden && !control.disabled && control.name,
    );
    const wrong = fields.find(({ control }) => control.getAttribute('aria-invalid') === 'true');
    (wrong?.control ?? fields[0]?.control ?? this.words.main).focus(options);
  }

  /** The form is shown; also when it is full, so that people see which files are too many. */
  get takesFiles() {
    const files = this.#mounted.get('files');
    return !!files && !files.wrap.hidden;
  }

  /** Values that a script or a password manager wrote without telling are told to the form. */
  gather() {
    this.#order.forEach(({ control, held }, index) => {
      const told = control.value === held || control instanceof HTMLButtonElement;
      if (told || control.type === 'file' || (control.type === 'select-one' && !control.value))
        return;
      this.#calls.setValue(index, control.value);
    });
  }

  /** @param {string[]} strings as mirror.hpp orders them */
  describe(strings) {
    const description = decode(strings);
    setAttribute(this.form, 'lang', description.language);
    this.words.sync(description);

    const gone = new Map(this.#mounted);
    const before = this.#order;
    const focused = /** @type {ShadowRoot} */ (this.form.getRootNode()).activeElement;
    this.#order = description.controls.map((described) => {
      const { key } = described;
      gone.delete(key);
      let mounted = this.#mounted.get(key);
      if (!mounted)
        this.#mounted.set(key, (mounted = new Mounted(described, `${this.#id}-${key}`)));
      mounted.sync(described, description.requiredMark);
      return mounted;
    });
    const lost = before.findIndex(
      ({ wrap, control }) => control === focused && !this.#order.some((now) => now.wrap === wrap),
    );
    for (const [key, { wrap }] of gone) {
      wrap.remove();
      this.#mounted.delete(key);
    }
    // Only what is out of order moves, and never what has focus: moving would take it away.
    const at = Math.max(0, this.#indexOf(focused));
    const { receipt, heading } = this.words;
    let previous = /** @type {Element} */ (receipt);
    if (this.#indexOf(focused) >= 0) previous = this.#order[at].wrap;
    for (let i = at - 1, next = previous; i >= 0; --i) {
      const { wrap } = this.#order[i];
      if (next.previousElementSibling !== wrap) next.before(wrap);
      next = wrap;
    }
    for (const { wrap } of this.#order.slice(previous === receipt ? 0 : at + 1)) {
      if (previous.nextElementSibling !== wrap) previous.after(wrap);
      previous = wrap;
    }
    // A file that was removed gives its focus to the next one, or to what chooses files.
    if (lost >= 0) {
      const next = this.#order[lost];
      const file = next?.wrap.matches('.remove') ? next.control : this.filePicker;
      (file ?? heading).focus({ preventScroll: true });
    }
    // Last, so that a screen reader that hears it finds the rest in place.
    this.words.say(description.status);
  }

  /**
   * @param {Float32Array} boxes boxFloats each, device px: box and content
   * @param {number} ratio
   * @param {number} scale of the page's text zoom
   * @returns {boolean} a text control's size changed, which may change how it lays out its value
   */
  place(boxes, ratio, scale) {
    this.#boxes = Array.from(boxes, (length) => length / ratio);
    this.#measure(ratio, scale);
    return this.#placeAll();
  }

  #placeAll() {
    const plain = this.#plain;
    return this.#order
      .map((mounted, index) => {
        const box = this.#boxes.slice(index * boxFloats, (index + 1) * boxFloats);
        return plain ? mounted.placePlain(box) : mounted.place(box);
      })
      .includes(true);
  }

  /**
   * The look's lengths on the device grid, as the panel rounds them (layout.hpp), for the style sheet:
   * `--s6` is a space of 6 px, `--l18` a line of 18 px of text, `--b` a border. The thousandth keeps
   * an engine that cuts fractions from losing a pixel.
   * @param {number} ratio @param {number} scale
   */
  #measure(ratio, scale) {
    const { style } = this.form;
    const set = (/** @type {string} */ name, /** @type {number} */ css, least = 0) =>
      style.setProperty(
        name,
        `${(Math.max(least, Math.floor(css * ratio + 0.5)) + 0.001) / ratio}px`,
      );
    set('--b', 1, 1);
    for (const space of spaces) set(`--s${space}`, space);
    for (const line of lines) set(`--l${line}`, line * scale);
  }

  /** @param {boolean} plain the controls are the form that is seen */
  setPlain(plain) {
    this.#plain = plain;
    if (plain) for (const mounted of this.#order) mounted.unplace();
    this.#placeAll();
  }

  /**
   * A file's picture, once it is decoded.
   * @param {number} file @param {HTMLCanvasElement} atlas @param {import('../paint/runs.js').Slot} slot
   */
  picture(file, atlas, slot) {
    this.#mounted.get(`remove-${file}`)?.picture(atlas, slot);
  }

  /** @param {number} index beyond the last: the case number, or the heading */
  focus(index) {
    this.words.sayAgain();
    const target = this.at(index) ?? this.words.main;
    target.focus({ preventScroll: true });
    if (!this.#isSeen(target)) target.scrollIntoView({ block: 'center' });
  }

  /** With its label, and not under a header that the page keeps in place. @param {Element} target */
  #isSeen(target) {
    const root = /** @type {ShadowRoot} */ (this.form.getRootNode());
    const { left, top, bottom } = target.getBoundingClientRect();
    const label = 28;
    return [top - label, bottom - 2].every((y) =>
      root.contains(root.elementFromPoint(left + 4, y)),
    );
  }

  /**
   * The control whose box holds this point, for a press on the canvas.
   * @param {number} x @param {number} y viewport CSS px
   */
  under(x, y) {
    return this.#order.findLast(({ wrap, control }) => {
      if (wrap.hidden) return false;
      const { left, top, right, bottom } = control.getBoundingClientRect();
      return x >= left && x < right && y >= top && y < bottom;
    })?.control;
  }

  /**
   * A field that was left may get an error line, which moves what is below it. While a press is under
   * way this waits for its release, so that the press still hits what it was meant for.
   * @param {number} index
   */
  #leave(index) {
    const { control } = this.#order[index];
    if (this.#pressing) this.#left.add(control);
    else this.#calls.leave(index);
  }

  /** @param {AbortSignal} signal */
  listenToPresses(signal) {
    const options = { signal, capture: true, passive: true };
    const released = () => {
      this.#pressing = false;
      const left = [...this.#left].map((control) => this.#indexOf(control));
      this.#left.clear();
      for (const index of left) if (index >= 0) this.#calls.leave(index);
    };
    addEventListener('pointerdown', () => (this.#pressing = true), options);
    // The click comes right after the release.
    for (const type of ['pointerup', 'pointercancel'])
      addEventListener(type, () => setTimeout(released), options);
  }

  /** @param {EventTarget | null} target */
  #indexOf(target) {
    return this.#order.findIndex(({ control }) => control === target);
  }

  /** @param {EventTarget | null} target */
  #tellFocus(target) {
    const index = this.#indexOf(target);
    const text = index >= 0 && holdsText(target);
    const ring = text || (index >= 0 && /** @type {Element} */ (target).matches(':focus-visible'));
    const flags = (ring ? focusRing : 0) | (text ? focusEditing : 0);
    this.#focusFlags = flags;
    this.#calls.focus(index, flags);
  }

  #listen() {
    const { form } = this;
    const calls = this.#calls;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const send = this.#order.findIndex(({ control }) => control.type === 'submit');
      this.gather();
      if (send >= 0) calls.press(send);
    });
    form.addEventListener('click', (event) => {
      const index = this.#indexOf(event.target);
      if (!(event.target instanceof HTMLButtonElement) || index < 0) return;
      // Enter in a field presses Send by a click as well. A frame without allow-forms stops forms
      // only after that.
      if (event.target.type === 'submit') {
        event.preventDefault();
        this.gather();
      }
      calls.press(index);
    });
    form.addEventListener('beforeinput', (event) => {
      if (holdsText(event.target)) this.#order[this.#indexOf(event.target)]?.limit(event);
    });
    // Some password managers tell only of the change.
    for (const type of ['input', 'change'])
      form.addEventListener(type, ({ target }) => {
        const index = this.#indexOf(target);
        if (index < 0) return;
        const control = /** @type {HTMLInputElement} */ (target);
        if (control.type !== 'file') return calls.setValue(index, control.value);
        if (control.files?.length) calls.addFiles(control.files);
        control.value = ''; // the same file may be chosen again after it was removed
      });
    form.addEventListener('focusin', ({ target }) => this.#tellFocus(target));
    form.addEventListener('focusout', ({ target, relatedTarget }) => {
      const index = this.#indexOf(target);
      if (target instanceof HTMLSelectElement) calls.closeList();
      if (index >= 0) this.#leave(index);
      if (!form.contains(/** @type {Node | null} */ (relatedTarget))) calls.focus(-1, 0);
    });
    form.addEventListener('keydown', (event) => this.#sendByKey(event), true);
    form.addEventListener('keydown', (event) => {
      const { target } = event;
      if (target instanceof HTMLSelectElement && calls.listIsOpen())
        this.#moveInList(target, event);
      // What a pointer focused shows its ring once keys are used.
      if (!holdsText(target) && !this.#focusFlags) this.#tellFocus(target);
    });
    // A value that scrolls inside its control is painted scrolled as well.
    form.addEventListener('scroll', () => calls.scrolled(), true);
  }

  /** Ctrl+Enter sends from any field. @param {KeyboardEvent} event */
  #sendByKey(event) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const { control, wrap } = this.#mounted.get('send') ?? {};
    if (!control || wrap?.hidden) return;
    event.preventDefault();
    control.click();
  }

  /**
   * ImGui shows the list, so the browser must not open its own over it. Letters are the browser's:
   * it finds the option that they begin.
   * @param {HTMLSelectElement} select @param {KeyboardEvent} event
   */
  #moveInList(select, event) {
    const { key } = event;
    const last = select.length - 1;
    const first = select.options[0]?.value ? 0 : 1;
    const at = select.selectedIndex;
    const to = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - 5,
      PageDown: at + 5,
      Home: first,
      End: last,
    }[key];
    if (to !== undefined) {
      select.selectedIndex = Math.max(first, Math.min(last, to));
      this.#calls.setValue(this.#indexOf(select), select.value);
    } else if (['Enter', ' ', 'Escape', 'Tab', 'F4'].includes(key)) {
      this.#calls.closeList();
    } else {
      return;
    }
    if (key !== 'Tab') event.preventDefault();
  }
}
