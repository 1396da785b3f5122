/**
 * Meaning: the real controls that stand over the pixels, in reading order, in a real form. They are
 * described by the module (mirror.hpp); nothing is written that did not change, because screen
 * readers notice every write.
 */

/**
 * @typedef {object} Described one control of the description
 * @property {string} key
 * @property {string} kind text, textarea, select, files, submit or button
 * @property {string} name
 * @property {string} label
 * @property {string} hint
 * @property {string} error
 * @property {string} value of `files`: the accept attribute
 * @property {string} flags r required, d disabled, o read-only, h hidden
 * @property {string} type
 * @property {string} mode
 * @property {string} autocomplete
 * @property {Pairs} options value and label
 */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLButtonElement} Control */

/**
 * @typedef {object} Mounted
 * @property {HTMLElement} wrap
 * @property {Control} control
 * @property {HTMLElement} label
 * @property {HTMLElement} hint
 * @property {HTMLElement} error
 * @property {string} last the record that was written last
 * @property {string} options
 * @property {string} place
 * @property {string} size
 */

/**
 * @typedef {object} ControlCalls
 * @property {(index: number, value: string) => void} setValue
 * @property {(index: number) => void} leave
 * @property {(index: number) => void} press
 * @property {(index: number, flags: number) => void} focus flags: 1 ring, 2 paints its own text
 * @property {() => void} scrolled
 * @property {(files: FileList) => void} addFiles
 */

let instances = 0;

/** @param {Node} node @param {string} text */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {Element} element @param {string} name @param {string | null} value null: none */
function setAttribute(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** @param {Element} control @returns {control is HTMLInputElement | HTMLTextAreaElement} */
export function holdsText(control) {
  return (
    control instanceof HTMLTextAreaElement ||
    (control instanceof HTMLInputElement && control.type !== 'file')
  );
}

/** @typedef {[string, string][]} Pairs label and value, or value and label */

/**
 * @param {string[]} strings as mirror.hpp orders them
 * @returns {{texts: string[], receipt: Pairs, controls: Described[]}}
 */
function decode(strings) {
  let at = 6;
  const pairs = () => {
    /** @type {Pairs} */
    const list = [];
    for (let left = Number(strings[at++]); left > 0; --left, at += 2)
      list.push([strings[at], strings[at + 1]]);
    return list;
  };
  const receipt = pairs();
  /** @type {Described[]} */
  const controls = [];
  while (at < strings.length) {
    const [key, kind, name, label, hint, error, value, flags, type, mode, autocomplete] =
      strings.slice(at, (at += 11));
    controls.push({
      ...{ key, kind, name, label, hint, error, value, flags, type, mode, autocomplete },
      options: pairs(),
    });
  }
  return { texts: strings.slice(0, 6), receipt, controls };
}

export class Controls {
  form = document.createElement('form');
  #heading = document.createElement('h2');
  #intro = document.createElement('p');
  #alert = document.createElement('div');
  #status = document.createElement('div');
  /** What was created, for those who do not see the canvas, and for the printer. */
  receipt = document.createElement('dl');
  #calls;
  #id = `casement-${++instances}`;
  /** @type {Map<string, Mounted>} */
  #mounted = new Map();
  /** @type {Mounted[]} in the order of the description */
  #order = [];

  /** @param {ControlCalls} calls */
  constructor(calls) {
    this.#calls = calls;
    const { form } = this;
    form.noValidate = true;
    this.#heading.tabIndex = -1;
    this.#heading.id = `${this.#id}-heading`;
    form.setAttribute('aria-labelledby', this.#heading.id);
    this.#status.setAttribute('role', 'status');
    const spoken = [this.#heading, this.#intro, this.#alert, this.#status, this.receipt];
    for (const element of spoken) element.className = 'spoken';
    form.append(...spoken);
    this.#listen();
  }

  /** @param {number} index @returns {Control | undefined} */
  at(index) {
    return this.#order[index]?.control;
  }

  /** The text control of a field (its key carries the field's number). @param {number} field */
  field(field) {
    return this.#mounted.get(`field-${field}`)?.control;
  }

  /** @returns {HTMLInputElement | undefined} */
  get filePicker() {
    return /** @type {HTMLInputElement | undefined} */ (this.#mounted.get('files')?.control);
  }

  /** @param {string[]} strings as mirror.hpp orders them */
  describe(strings) {
    const { texts, receipt, controls } = decode(strings);
    const [language, heading, intro, alertTitle, alertBody, status] = texts;
    setAttribute(this.form, 'lang', language);
    setText(this.#heading, heading);
    setText(this.#intro, intro);
    setText(this.#alert, `${alertTitle} ${alertBody}`.trim());
    this.#syncReceipt(receipt);

    const gone = new Map(this.#mounted);
    this.#order = controls.map((described) => {
      gone.delete(described.key);
      return this.#sync(described);
    });
    for (const [key, { wrap }] of gone) {
      wrap.remove();
      this.#mounted.delete(key);
    }
    // Only what is out of order moves: moving an element would take its focus away.
    let previous = /** @type {Element} */ (this.receipt);
    for (const { wrap } of this.#order) {
      if (previous.nextElementSibling !== wrap) previous.after(wrap);
      previous = wrap;
    }
    // Last, so that a screen reader that hears it finds the rest in place.
    setText(this.#status, status);
  }

  /**
   * @param {Float32Array} boxes eight numbers each, device px: box and content
   * @param {number} ratio
   * @returns {boolean} a text control's size changed, which may change how it lays out its value
   */
  place(boxes, ratio) {
    let resized = false;
    this.#order.forEach((mounted, index) => {
      const [x, y, w, h, contentX, contentY, contentW, contentH] = boxes
        .subarray(index * 8, index * 8 + 8)
        .map((length) => length / ratio);
      const text = contentW > 0;
      const padding = text
        ? [contentY - y, x + w - contentX - contentW, y + h - contentY - contentH, contentX - x]
        : [0, 0, 0, 0];
      const place = [x, y, w, h, ...padding].join();
      if (place === mounted.place) return;
      mounted.place = place;
      const { style } = mounted.control;
      style.left = `${x}px`;
      style.top = `${y}px`;
      const size = [w, h, ...padding].join();
      if (size === mounted.size) return;
      mounted.size = size;
      resized ||= text;
      style.width = `${w}px`;
      // An input of a given height centres its text by rules of its own, up to a px off its line box.
      const oneLine = text && mounted.control instanceof HTMLInputElement;
      style.height = oneLine ? '' : `${h}px`;
      style.padding = padding.map((length) => `${Math.max(0, length)}px`).join(' ');
    });
    return resized;
  }

  /** @param {number} index beyond the last: the heading */
  focus(index) {
    const target = this.at(index) ?? this.#heading;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
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

  /** @param {Pairs} lines */
  #syncReceipt(lines) {
    const record = JSON.stringify(lines);
    if (record === this.#receiptRecord) return;
    this.#receiptRecord = record;
    this.receipt.hidden = !lines.length;
    this.receipt.replaceChildren(
      ...lines.flatMap(([label, value]) =>
        [label, value].map((text, index) =>
          Object.assign(document.createElement(index ? 'dd' : 'dt'), { textContent: text }),
        ),
      ),
    );
  }
  #receiptRecord = '';

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
  #pressing = false;
  /** @type {Set<Control>} */
  #left = new Set();

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

  #listen() {
    const { form } = this;
    const calls = this.#calls;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const send = this.#order.findIndex(({ control }) => control.type === 'submit');
      if (send >= 0) calls.press(send);
    });
    form.addEventListener('click', ({ target }) => {
      const index = this.#indexOf(target);
      if (target instanceof HTMLButtonElement && target.type === 'button' && index >= 0)
        calls.press(index);
    });
    form.addEventListener('input', ({ target }) => {
      const index = this.#indexOf(target);
      if (index < 0) return;
      const control = /** @type {HTMLInputElement} */ (target);
      if (control.type !== 'file') calls.setValue(index, control.value);
    });
    form.addEventListener('change', ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
      if (target.files?.length) calls.addFiles(target.files);
      target.value = ''; // the same file may be chosen again after it was removed
    });
    form.addEventListener('focusin', ({ target }) => {
      const index = this.#indexOf(target);
      const control = /** @type {HTMLInputElement} */ (target);
      const text = index >= 0 && holdsText(control);
      const ring = text || (index >= 0 && control.matches(':focus-visible'));
      calls.focus(index, (ring ? 1 : 0) | (text ? 2 : 0));
    });
    form.addEventListener('focusout', ({ target, relatedTarget }) => {
      const index = this.#indexOf(target);
      if (index >= 0) this.#leave(index);
      if (!form.contains(/** @type {Node | null} */ (relatedTarget))) calls.focus(-1, 0);
    });
    // Keys typed into a text control are not the page's shortcuts; Tab and Escape stay the page's.
    for (const type of /** @type {const} */ (['keydown', 'keypress', 'keyup']))
      form.addEventListener(type, (event) => {
        const target = /** @type {Element} */ (event.target);
        if (holdsText(target) && event.key !== 'Tab' && event.key !== 'Escape')
          event.stopPropagation();
      });
    // A value that scrolls inside its control is painted scrolled as well.
    form.addEventListener('scroll', () => calls.scrolled(), true);
  }

  /** @param {Described} described @returns {Mounted} */
  #sync(described) {
    let mounted = this.#mounted.get(described.key);
    if (!mounted) this.#mounted.set(described.key, (mounted = this.#create(described)));
    const record = JSON.stringify(described);
    if (record === mounted.last) return mounted;
    mounted.last = record;

    const { wrap, control, label, hint, error } = mounted;
    const { flags } = described;
    const has = (/** @type {string} */ flag) => flags.includes(flag);
    if (wrap.hidden !== has('h')) wrap.hidden = has('h');
    setText(label, described.label);
    setText(hint, described.hint);
    setText(error, described.error);
    const spoken = [described.hint && hint.id, described.error && error.id].filter(Boolean);
    setAttribute(control, 'aria-describedby', spoken.join(' ') || null);
    if (control instanceof HTMLButtonElement) return mounted;

    setAttribute(control, 'aria-invalid', described.error ? 'true' : null);
    setAttribute(control, 'aria-errormessage', described.error ? error.id : null);
    setAttribute(control, 'aria-required', has('r') ? 'true' : null);
    if (control.disabled !== has('d')) control.disabled = has('d');
    if (described.kind === 'files') {
      setAttribute(control, 'accept', described.value);
      return mounted;
    }
    if (control instanceof HTMLSelectElement) this.#syncOptions(mounted, described);
    else if (control.readOnly !== has('o')) control.readOnly = has('o');
    if (control.value !== described.value) control.value = described.value;
    return mounted;
  }

  /** @param {Mounted} mounted @param {Described} described */
  #syncOptions(mounted, { options, value }) {
    const record = JSON.stringify([options, value === '']);
    if (record === mounted.options) return;
    mounted.options = record;
    const select = /** @type {HTMLSelectElement} */ (mounted.control);
    const offered = value === '' ? [['', ''], ...options] : options;
    select.replaceChildren(...offered.map(([of, label]) => new Option(label, of)));
  }

  /** @param {Described} described @returns {Mounted} */
  #create({ key, kind, name, type, mode, autocomplete }) {
    const id = `${this.#id}-${key}`;
    const wrap = document.createElement('div');
    const button = kind === 'submit' || kind === 'button';
    const tag = button ? 'button' : kind === 'textarea' || kind === 'select' ? kind : 'input';
    const control = /** @type {Control} */ (document.createElement(tag));
    const label = button ? control : document.createElement('label');
    const hint = document.createElement('span');
    const error = document.createElement('span');
    control.id = id;
    hint.id = `${id}-hint`;
    error.id = `${id}-error`;
    if (name) control.name = name;
    if (label instanceof HTMLLabelElement) {
      label.htmlFor = id;
      label.className = 'spoken';
      wrap.append(label);
    }
    hint.className = error.className = 'spoken';
    wrap.append(control, hint, error);
    if (control instanceof HTMLButtonElement) {
      control.type = kind === 'submit' ? 'submit' : 'button';
    } else if (control instanceof HTMLInputElement) {
      control.type = kind === 'files' ? 'file' : type;
      control.multiple = kind === 'files' && name.endsWith('[]');
    }
    if (holdsText(control)) {
      control.className = 'text';
      if (mode) control.inputMode = mode;
      setAttribute(control, 'autocomplete', autocomplete || 'off');
    }
    return { wrap, control, label, hint, error, last: '', options: '', place: '', size: '' };
  }
}
