/** Which keys a control uses itself: those do not reach the page, and all others do. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

class Control {
  /** @param {string} [type] */
  constructor(type) {
    this.type = type;
  }
}
const classes = {
  HTMLInputElement: class extends Control {},
  HTMLTextAreaElement: class extends Control {},
  HTMLSelectElement: class extends Control {},
  HTMLButtonElement: class extends Control {},
};

/** A key with what is held down: `Ctrl+Enter`. @param {string} pressed @param {object} [more] */
function press(pressed, more) {
  const held = pressed.split('+');
  const key = held.pop() || '+';
  return /** @type {any} */ ({
    key,
    ctrlKey: held.includes('Ctrl'),
    metaKey: held.includes('Meta'),
    altKey: held.includes('Alt'),
    isComposing: false,
    getModifierState: (/** @type {string} */ name) => held.includes(name),
    ...more,
  });
}

/** @type {typeof import('../../wasm/browser/mirror/keys.js')['usesKey']} */
let usesKey;
/** The same where the Option key makes letters. @type {typeof usesKey} */
let usesKeyOnApple;
before(async () => {
  Object.assign(globalThis, classes);
  const platform = (/** @type {string} */ name) =>
    Object.defineProperty(globalThis, 'navigator', {
      value: { platform: name },
      configurable: true,
    });
  platform('Linux x86_64');
  ({ usesKey } = await import('../../wasm/browser/mirror/keys.js'));
  platform('MacIntel');
  ({ usesKey: usesKeyOnApple } = await import(
    /** @type {any} */ ('../../wasm/browser/mirror/keys.js?apple')
  ));
});

const line = /** @type {any} */ (new classes.HTMLInputElement('text'));
const area = /** @type {any} */ (new classes.HTMLTextAreaElement());
const list = /** @type {any} */ (new classes.HTMLSelectElement());
const files = /** @type {any} */ (new classes.HTMLInputElement('file'));
const button = /** @type {any} */ (new classes.HTMLButtonElement());

/** @type {[what: string, control: EventTarget | null, used: string[], free: string[]][]} */
const rules = [
  [
    'a text field',
    line,
    [
      ...['a', 'ñ', '😀', ' ', 'Dead', 'Process', 'Unidentified', 'Enter', 'Backspace', 'Delete'],
      ...['Home', 'ArrowLeft', 'Ctrl+ArrowLeft', 'Shift', 'AltGraph', 'CapsLock'],
      ...['Ctrl+a', 'Ctrl+C', 'Meta+v', 'Ctrl+Alt+e', 'AltGraph+Alt+@'],
    ],
    [
      'Escape',
      'Tab',
      'F1',
      'F4',
      'PageDown',
      'Ctrl+k',
      'Ctrl+s',
      'Alt+f',
      'Alt+ArrowLeft',
      'Ctrl+Enter',
    ],
  ],
  ['a text area', area, ['PageUp', 'PageDown', 'Enter'], ['Escape', 'Ctrl+Enter', 'Meta+Enter']],
  [
    'a list',
    list,
    ['ArrowDown', 'Home', 'PageUp', 'F4', 'Enter', 'q', ' ', 'Shift'],
    ['Escape', 'Tab', 'Ctrl+q', 'Ctrl+Enter', 'Backspace'],
  ],
  ['a button', button, ['Enter', ' '], ['a', 'ArrowDown', 'Ctrl+Enter', 'Escape']],
  ['what chooses files', files, ['Enter', ' '], ['a', 'Backspace']],
  ['nothing', null, ['Enter'], ['a']],
];

for (const [what, control, used, free] of rules)
  test(`${what} uses ${used.length} keys and leaves ${free.length} to the page`, () => {
    for (const key of used) assert.equal(usesKey(control, press(key)), true, key);
    for (const key of free) assert.equal(usesKey(control, press(key)), false, key);
  });

test('while a word is composed every key is the field’s', () => {
  for (const key of ['Escape', 'Tab', 'F1'])
    assert.equal(usesKey(line, press(key, { isComposing: true })), true, key);
});

test('where the Option key makes letters and moves by words, it is no command', () => {
  for (const key of ['Alt+ß', 'Alt+ArrowLeft', 'Alt+Backspace'])
    assert.deepEqual(
      [usesKey(line, press(key)), usesKeyOnApple(line, press(key))],
      [false, true],
      key,
    );
  assert.equal(usesKeyOnApple(line, press('Meta+k')), false);
});
