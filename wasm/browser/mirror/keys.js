/**
 * Containment: what a control uses itself does not reach the page's listeners; what it has no use
 * for does, untouched.
 */

/** @param {EventTarget | null} control @returns {control is HTMLInputElement | HTMLTextAreaElement} */
export function holdsText(control) {
  return (
    control instanceof HTMLTextAreaElement ||
    (control instanceof HTMLInputElement && control.type !== 'file')
  );
}

const moves = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'];
const pages = ['PageUp', 'PageDown'];
const editing = [...moves, 'Enter', 'Backspace', 'Delete', 'Insert'];
/** Held down for capitals, accents and the clipboard's keys. */
const held = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'];
/** Select all, copy, paste, cut, undo, redo. */
const clipboard = ['a', 'c', 'v', 'x', 'z', 'y'];

/** There the Option key makes letters, as AltGr does elsewhere. */
const apple = /^(Mac|iP)/.test(globalThis.navigator?.platform ?? '');

/** @param {EventTarget | null} control @param {KeyboardEvent} event */
export function usesKey(control, event) {
  const { key, ctrlKey, metaKey, altKey, isComposing } = event;
  const alternative = altKey && (apple || event.getModifierState('AltGraph') || ctrlKey);
  const command = (ctrlKey || metaKey || altKey) && !alternative;
  // One code point, or a key that makes one with the next ("Dead"), or an IME's.
  const types = [...key].length === 1 || ['Dead', 'Process', 'Unidentified'].includes(key);
  if (holdsText(control)) {
    if (isComposing || held.includes(key)) return true;
    if (editing.includes(key)) return !(altKey && !apple) && !(command && key === 'Enter');
    if (pages.includes(key)) return control instanceof HTMLTextAreaElement;
    return types && (!command || clipboard.includes(key.toLowerCase()));
  }
  if (control instanceof HTMLSelectElement)
    return (
      [...moves, ...pages, 'F4'].includes(key) ||
      key === 'Shift' ||
      ((types || key === 'Enter') && !command)
    );
  return ['Enter', ' '].includes(key) && !command;
}

/** Events of a text control that mean editing, and nothing to a page. */
const edits = [
  ...['beforeinput', 'input', 'change', 'select', 'copy', 'cut', 'paste'],
  ...['compositionstart', 'compositionupdate', 'compositionend'],
];

/** A text area that has more text in the wheel's direction scrolls itself. @param {WheelEvent} event */
function scrolls({ target, deltaY }) {
  if (!(target instanceof HTMLTextAreaElement)) return false;
  const { scrollTop, scrollHeight, clientHeight } = target;
  return deltaY < 0 ? scrollTop > 0 : scrollTop + clientHeight < scrollHeight - 1;
}

/**
 * Listens last, at the form: its own listeners have heard everything by then.
 * @param {HTMLElement} form
 */
export function contain(form) {
  /** The keys whose press was used: what follows from it is not the page's either. */
  const used = new Set();
  for (const type of /** @type {const} */ (['keydown', 'keypress', 'keyup']))
    form.addEventListener(type, (event) => {
      const key = event.code || event.key;
      if (type === 'keydown' && (event.defaultPrevented || usesKey(event.target, event)))
        used.add(key);
      if (used.has(key)) event.stopPropagation();
      if (type === 'keyup') used.delete(key);
    });
  for (const type of edits) form.addEventListener(type, (event) => event.stopPropagation());
  form.addEventListener('wheel', (event) => scrolls(event) && event.stopPropagation(), {
    passive: true,
  });
}
