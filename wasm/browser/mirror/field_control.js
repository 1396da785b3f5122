/**
 * One real control with its label, hint, error and counter, all tied to it. Nothing is written that
 * did not change, because screen readers notice every write.
 */
import {
  controlDisabled,
  controlHidden,
  controlReadOnly,
  controlRequired,
  controlSegmented,
} from '../bridge/contract.js';
import { element, setAttribute, setHidden, setText } from './element.js';
import { inked, sign, signs } from './ink.js';
import { holdsText } from './keys.js';

/** @import { Described } from './description.js' */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLButtonElement} Control */

/** How many code points of a text take two UTF-16 units, which is what HTML counts. @param {string} text */
const pairs = (text) => text.length - [...text].length;

/** WHATWG HTML, "valid time string" without fractions. */
const times = /^([01]\d|2[0-3])(:[0-5]\d){1,2}$/;

export class Mounted {
  /** @type {HTMLElement} */
  wrap;
  control;
  /** The value that the form held when it was last described. */
  held = '';
  #label = new Text();
  #mark = element('bdi', 'mark');
  #space = new Text();
  #tail = element('data', '', this.#space, this.#mark);
  #notes;
  #most = 0;
  #last = '';
  #options = '';
  /** Ink of the plain appearance: a choice's segments, a file's badge and its name. */
  #segments = /** @type {HTMLElement | undefined} */ (undefined);
  #badge = /** @type {HTMLElement | undefined} */ (undefined);
  #picture = /** @type {HTMLCanvasElement | undefined} */ (undefined);
  #name = new Text();
  #call = [new Text(), new Text()];
  #place = '';
  #size = '';

  /** @param {Described} described @param {string} id */
  constructor({ key, kind, name, mode, autocomplete }, id) {
    const button = kind === 'submit' || kind === 'button';
    const tag = button ? 'button' : kind === 'textarea' || kind === 'select' ? kind : 'input';
    const control = (this.control = /** @type {Control} */ (document.createElement(tag)));
    control.id = id;
    if (name) control.name = name;
    this.#notes = ['hint', 'error', 'counter'].map((what) => {
      const note = element('span', `spoken ${what}`);
      note.id = `${id}-${what}`;
      return note;
    });
    this.wrap = element('div', key.replace(/-.*/, ''), control, ...this.#notes);
    if (control instanceof HTMLButtonElement) {
      control.type = kind === 'submit' ? 'submit' : 'button';
      control.append(this.#label);
      if (/^(copy|remove)/.test(key)) control.className = 'small';
      if (!this.wrap.matches('.remove')) return;
      control.append(sign(signs.cross));
      this.#badge = inked('badge');
      this.wrap.prepend(this.#badge, inked('name', this.#name));
      return;
    }
    const label = /** @type {HTMLLabelElement} */ (element('label', 'spoken'));
    label.append(element('bdi', '', this.#label), this.#tail);
    label.htmlFor = id;
    // What it says is said by aria-required already.
    this.#tail.setAttribute('aria-hidden', 'true');
    this.wrap.prepend(label);
    if (control instanceof HTMLInputElement) {
      control.type = kind === 'files' ? 'file' : kind === 'time' ? 'text' : kind;
      control.multiple = kind === 'files' && name.endsWith('[]');
    }
    if (kind === 'files') {
      const [choose, drop] = this.#call;
      const call = inked('call', element('b', '', choose), ' ', element('span', '', drop));
      control.after(element('span', 'zone', call, this.#notes[0]));
    }
    if (control instanceof HTMLSelectElement) {
      const segments = (this.#segments = inked('segments'));
      control.after(sign(signs.chevron), segments);
      // As on the canvas: the real control has focus, its segments are pressed.
      for (const type of ['mousedown', 'click'])
        segments.addEventListener(type, (event) => {
          event.preventDefault();
          control.focus({ preventScroll: true });
          const segment = /** @type {HTMLElement} */ (event.target);
          const { value } = segment.dataset;
          if (type === 'mousedown' || value === undefined) return;
          control.value = value;
          control.dispatchEvent(new Event('change', { bubbles: true }));
        });
    }
    if (!holdsText(control)) return;
    control.className = 'text';
    if (mode) control.inputMode = mode;
    setAttribute(control, 'autocomplete', autocomplete || 'off');
  }

  /** @param {Described} described @param {string} mark of required fields */
  sync(described, mark) {
    const record = JSON.stringify([described, mark]);
    if (record === this.#last) return;
    this.#last = record;
    const { control } = this;
    const { hint, error, counter } = described;
    const has = (/** @type {number} */ flags) => !!(Number(described.flags) & flags);
    setHidden(this.wrap, has(controlHidden));
    setText(this.#label, described.label);
    [hint, error, counter].forEach((text, index) => setText(this.#notes[index], text));
    // Not the counter: a description that changes with every key would be read with every key.
    const noted = (hint || error || counter) && described.kind !== 'files';
    this.wrap.classList.toggle('noted', !!noted);
    this.wrap.classList.toggle('wrong', !!error);
    const spoken = this.#notes.filter((note, index) => index < 2 && note.textContent);
    setAttribute(control, 'aria-describedby', spoken.map(({ id }) => id).join(' ') || null);
    if (control instanceof HTMLButtonElement) {
      setText(this.#name, described.value);
      if (this.#badge) {
        this.#badge.hidden = described.variant === '1';
        if (!this.#picture) setText(this.#badge, described.mode);
      }
      return;
    }

    const files = described.kind === 'files';
    const required = has(controlRequired);
    const marked = required && (files || !has(controlDisabled | controlReadOnly));
    setText(this.#space, marked ? ' ' : '');
    setText(this.#mark, marked ? mark : '');
    // Of a list Chromium tells only the platform's own `required`. No engine judges by itself, then.
    const list = control instanceof HTMLSelectElement;
    if (list && control.required !== required) control.required = required;
    // Firefox tells its screen readers of "true" where nothing was before, and of "false" after it.
    if (error && control.getAttribute('aria-invalid') !== 'true')
      control.removeAttribute('aria-invalid');
    if (error || list || control.hasAttribute('aria-invalid'))
      setAttribute(control, 'aria-invalid', error ? 'true' : 'false');
    setAttribute(control, 'aria-errormessage', error ? this.#notes[1].id : null);
    setAttribute(control, 'aria-required', required && !files ? 'true' : null);
    const disabled = has(controlDisabled);
    if (control.disabled !== disabled) control.disabled = disabled;
    if (files) {
      setText(this.#call[0], described.placeholder);
      setText(this.#call[1], described.mode);
      setAttribute(this.#tail, 'aria-hidden', null); // no engine tells that files are required
      return setAttribute(control, 'accept', described.value);
    }
    if (described.kind === 'time') this.#offerPicker(described.value);
    // What a script or a password manager wrote without a word is not written over.
    const silent = control.value !== this.held && described.value === this.held;
    if (list) {
      control.classList.toggle('segmented', has(controlSegmented));
      control.classList.toggle('none', !described.value);
      this.#syncOptions(control, described);
    } else if (control.readOnly !== has(controlReadOnly)) control.readOnly = has(controlReadOnly);
    this.held = described.value;
    if (control.value !== described.value && !silent) control.value = described.value;
    if (holdsText(control)) {
      this.#most = Number(described.maxLength);
      setAttribute(control, 'placeholder', described.placeholder || null);
      // As people write it; an empty field follows the page.
      setAttribute(control, 'dir', described.value ? 'auto' : null);
      this.limit();
    }
  }

  /**
   * A finger has the platform's own picker of times; whoever types or speaks, and a value that it
   * would not show, has a text, which loses nothing.
   * @param {string} value
   */
  #offerPicker(value) {
    const control = /** @type {HTMLInputElement} */ (this.control);
    // Never under somebody's hands.
    if (/** @type {ShadowRoot} */ (control.getRootNode()).activeElement === control) return;
    const picks = matchMedia('(pointer: coarse)').matches && (!value || times.test(value));
    setAttribute(control, 'type', picks ? 'time' : 'text');
    setAttribute(control, 'step', picks ? '1' : null); // with seconds
  }

  /**
   * Keeps maxlength in step with the core, which counts code points. What is pasted is never cut: it
   * arrives whole, and the core says that it is too long.
   * @param {InputEvent} [event] before it takes effect
   */
  limit(event) {
    const control = /** @type {HTMLTextAreaElement} */ (this.control);
    if (!this.#most) return;
    const typed = !event || /^insert(Text|LineBreak|Composition)/.test(event.inputType);
    const units = this.#most + pairs(control.value) + pairs(event?.data ?? '');
    const free = !typed || control.value.length > units;
    setAttribute(control, 'maxlength', free ? null : `${units}`);
  }

  /** @param {HTMLSelectElement} select @param {Described} described */
  #syncOptions(select, { options, value, placeholder }) {
    const none = value === '' ? placeholder : '';
    const record = JSON.stringify([options, none]);
    const segments = /** @type {HTMLElement} */ (this.#segments);
    if (record !== this.#options) {
      this.#options = record;
      const offered = none ? [['', none], ...options] : options;
      select.replaceChildren(...offered.map(([of, label]) => new Option(label, of)));
      segments.replaceChildren(
        ...options.map(([of, label]) => {
          const segment = element('span', '', label);
          segment.dataset.value = of;
          return segment;
        }),
      );
    }
    for (const segment of segments.children)
      segment.classList.toggle('chosen', segment.getAttribute('data-value') === value);
  }

  /**
   * The file's picture, in place of the letters of its badge.
   * @param {HTMLCanvasElement} atlas @param {import('../paint/runs.js').Slot} slot where it is
   */
  picture(atlas, { x, y, width, height }) {
    if (this.#picture?.width === width) return;
    const picture = (this.#picture = document.createElement('canvas'));
    picture.width = width;
    picture.height = height;
    picture.getContext('2d')?.drawImage(atlas, x, y, width, height, 0, 0, width, height);
    this.#badge?.replaceChildren(picture);
  }

  /**
   * In the plain form all flows, except what flowing cannot know: how tall a text area is, and where
   * the case number's box is, in which its button stands.
   * @param {number[]} box CSS px
   */
  placePlain([x, y, w, h]) {
    const { style } = this.control;
    if (this.control instanceof HTMLTextAreaElement) style.height = `${h}px`;
    if (!this.wrap.matches('.copy')) return;
    style.left = `${x}px`;
    style.top = `${y}px`;
    style.width = `${w}px`;
    style.height = `${h}px`;
  }

  /**
   * @param {number[]} box CSS px: x, y, w, h of the box, then of its content (no width: no text)
   * @returns {boolean} a text control's size changed, which may change how it lays out its value
   */
  place([x, y, w, h, contentX, contentY, contentW, contentH]) {
    const text = contentW > 0;
    const padding = text
      ? [contentY - y, x + w - contentX - contentW, y + h - contentY - contentH, contentX - x]
      : [0, 0, 0, 0];
    const size = [w, h, ...padding].join();
    const place = [x, y, size].join();
    if (place === this.#place) return false;
    this.#place = place;
    const { style } = this.control;
    style.left = `${x}px`;
    style.top = `${y}px`;
    if (size === this.#size) return false;
    this.#size = size;
    style.width = `${w}px`;
    // An input of a given height centres its text by rules of its own, up to a px off its line box.
    const oneLine = text && this.control instanceof HTMLInputElement;
    style.height = oneLine ? '' : `${h}px`;
    style.padding = padding.map((length) => `${Math.max(0, length)}px`).join(' ');
    return text;
  }

  /** Back into the flow of the plain form. */
  unplace() {
    this.#place = this.#size = '';
    this.control.removeAttribute('style');
  }
}
