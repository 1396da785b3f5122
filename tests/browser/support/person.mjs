/**
 * A person who uses the form with a keyboard or a pointer, in any engine. Of what has focus they know
 * what an assistive technology tells: its role, its name, what it holds.
 */
import assert from 'node:assert/strict';
import { basename } from 'node:path';

import { until } from '../../crm/until.mjs';

/** @typedef {import('./hands.mjs').Hands} Hands */
/** @typedef {Awaited<ReturnType<Person['heard']>>} Heard */

export class Person {
  /** @param {Hands} hands */
  constructor(hands) {
    this.hands = hands;
  }

  /** What is told of the thing that has focus. */
  async heard() {
    const held = await this.hands.evaluate(async () => {
      for (let frame = 0; frame < 2; ++frame)
        await new Promise((resolve) => requestAnimationFrame(resolve));
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      const invalid = at?.getAttribute('aria-invalid') === 'true';
      if (at instanceof HTMLSelectElement)
        return { held: at.selectedOptions[0]?.label ?? '', invalid };
      if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement)
        return { held: at.value, invalid };
      return { held: (at !== document.body && at?.textContent) || '', invalid };
    });
    return { ...(await this.hands.focused()), ...held };
  }

  /** The form's live region. */
  status() {
    return this.hands.evaluate(
      () =>
        document.querySelector('casement-form')?.shadowRoot?.querySelector('[role=status]')
          ?.textContent,
    );
  }

  /**
   * Presses Tab so often and tells the names on the way.
   * @param {number} times
   * @param {'Tab' | 'Shift+Tab'} [key]
   */
  async walk(times, key = 'Tab') {
    const names = [];
    for (let i = 0; i < times; ++i) {
      await this.hands.key(key);
      names.push((await this.hands.focused()).name);
    }
    return names;
  }

  /**
   * Presses Tab until something with this name has focus. Beyond the page's last control Firefox goes
   * on to its own toolbar; WebDriver still writes into the page then, but no key presses a button.
   * @param {string} name an engine may add what a file picker holds
   */
  async tabTo(name) {
    const passed = [];
    while (passed.length < 20) {
      await this.hands.key('Tab');
      const heard = await this.heard();
      if (!(await this.hands.evaluate(() => document.hasFocus()))) break;
      if (heard.name.startsWith(name)) return heard;
      passed.push(heard.name);
    }
    return assert.fail(`no '${name}' in the page after ${passed.join(', ')}`);
  }

  /** Chooses a file with the picker that has focus. @param {string} path */
  async choose(path) {
    await this.hands.choose(path);
    await this.hearsOfFile(basename(path));
  }

  /**
   * A driver answers when the browser has the file; the form lists it with its next frame. A Tab before
   * then would pass by the place where it will stand.
   * @param {string} name
   */
  async hearsOfFile(name) {
    await until(async () => (await this.status())?.startsWith(`${name}: `), 30_000);
    await this.rest();
  }

  /** Waits until focus is on something that says this. @param {string} text */
  async hears(text) {
    let last = '';
    await until(async () => {
      const { name, held } = await this.heard();
      last = `${name} ${held}`;
      return name === text || held === text;
    }, 30_000).catch(() => assert.fail(`'${text}' was waited for, focus is on '${last}'`));
    return this.heard();
  }

  /**
   * The box of what has this label, or of the button with this text, brought into view.
   * @param {string} label
   */
  async box(label) {
    return this.hands.evaluate(async (label) => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const controls = /** @type {HTMLInputElement[]} */ ([
        ...(root?.querySelectorAll('form :is(input, select, textarea, button)') ?? []),
      ]);
      const found = controls.find((control) => {
        const name = control.labels?.[0]?.firstChild ?? control;
        return !control.closest('[hidden]') && name.textContent === label;
      });
      if (!found) throw new Error(`nothing is called '${label}'`);
      found.scrollIntoView({ block: 'center', behavior: 'instant' });
      for (let frame = 0; frame < 4; ++frame)
        await new Promise((resolve) => requestAnimationFrame(resolve));
      const { x, y, width, height } = found.getBoundingClientRect();
      return { x, y, width, height };
    }, label);
  }

  /**
   * Presses on a control, a share of its width and of its height into it.
   * @param {string} label
   * @param {number} [across]
   * @param {number} [down] beyond 1: below it
   */
  async press(label, across = 0.5, down = 0.5) {
    const { x, y, width, height } = await this.box(label);
    await this.hands.press(x + width * across, y + height * down);
    await this.rest();
  }

  /** Until the form has drawn what was done. */
  rest() {
    return this.hands.evaluate(async () => {
      for (let frame = 0; frame < 4; ++frame)
        await new Promise((resolve) => requestAnimationFrame(resolve));
    });
  }

  /** @param {string} label what a choice holds @returns {Promise<string | undefined>} */
  chosen(label) {
    return this.hands.evaluate((label) => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      const selects = [...(root?.querySelectorAll('select') ?? [])];
      const found = selects.find((select) => select.labels[0]?.firstChild?.textContent === label);
      return found?.selectedOptions[0]?.label;
    }, label);
  }
}
