/** What a screen says beside its controls: heading, alert, status, progress, and the receipt of a case. */
import { element, setAttribute, setHidden, setText } from './element.js';
import { sign, signs } from './ink.js';

/** @import { Description, Pairs } from './description.js' */

export class ScreenWords {
  heading = element('h2', 'spoken');
  /** What was created, for those who do not see the canvas, and for the printer. */
  receipt = element('dl', 'spoken');
  #sign = sign(signs.check, 48);
  #intro = element('p', 'spoken intro');
  #alert = element('div', 'spoken alert', element('p'), element('p'));
  #status = element('div', 'spoken status');
  #bar = /** @type {HTMLProgressElement} */ (element('progress'));
  #progress = element(
    'div',
    'spoken progress',
    element('p'),
    this.#bar,
    element('p'),
    element('p'),
  );
  #receiptRecord = '';
  /** The status says something that it did not say when focus was moved last. */
  #news = false;

  /** @param {HTMLElement} form gets them, before its controls @param {string} id of the form */
  constructor(form, id) {
    const { heading } = this;
    heading.tabIndex = -1;
    heading.id = `${id}-heading`;
    form.setAttribute('aria-labelledby', heading.id);
    this.#status.setAttribute('role', 'status');
    const title = /** @type {HTMLElement} */ (this.#progress.firstChild);
    title.id = `${id}-progress`;
    this.#bar.max = 1000;
    this.#bar.setAttribute('aria-labelledby', title.id);
    form.append(this.#sign, heading, this.#intro, this.#alert);
    form.append(this.#status, this.#progress, this.receipt);
  }

  /** What takes focus where no control does: the case number, or the heading. */
  get main() {
    return (
      /** @type {HTMLElement | null} */ (this.receipt.querySelector('[tabindex]')) ?? this.heading
    );
  }

  /** All but the status. @param {Description} description */
  sync(description) {
    const { receipt, controls } = description;
    setText(this.heading, description.heading);
    setText(this.#intro, description.intro);
    const [title, body] = this.#alert.children;
    setText(title, description.alertTitle);
    setText(body, description.alertBody);
    setHidden(this.#alert, !description.alertTitle);
    this.#syncProgress(description);
    this.#syncReceipt(receipt);
    this.#sign.classList.toggle('created', !!receipt.length);
    for (const { key, variant } of controls)
      if (key === 'copy' || key === 'print') setAttribute(this.receipt, `data-${key}`, variant);
  }

  /** @param {Description} description */
  #syncProgress({ heading, progressTitle, progressShare, progressLeft, progressRight }) {
    const [name, , before, after] = this.#progress.children;
    this.#progress.classList.toggle('untitled', progressTitle === heading);
    setHidden(this.#progress, !progressTitle);
    setText(name, progressTitle);
    setText(before, progressLeft);
    setText(after, progressRight);
    setAttribute(this.#bar, 'value', progressShare || null);
  }

  /** @param {Pairs} lines */
  #syncReceipt(lines) {
    const record = JSON.stringify(lines);
    if (record === this.#receiptRecord) return;
    this.#receiptRecord = record;
    setHidden(this.receipt, !lines.length);
    this.receipt.replaceChildren(
      ...lines.flatMap(([label, value]) => [
        element('dt', '', new Text(label)),
        element('dd', '', new Text(value)),
      ]),
    );
    // The case number takes focus when it comes.
    const [, number] = this.receipt.children;
    if (number?.textContent) /** @type {HTMLElement} */ (number).tabIndex = -1;
  }

  /** @param {string} status */
  say(status) {
    this.#news ||= status !== this.#status.textContent;
    setText(this.#status, status);
  }

  /** After a second failed send the sentence is the same, and is heard again only as a new one. */
  sayAgain() {
    const said = this.#status.textContent ?? '';
    if (!this.#news) {
      setText(this.#status, '');
      requestAnimationFrame(() => this.#status.textContent || setText(this.#status, said));
    }
    this.#news = false;
  }
}
