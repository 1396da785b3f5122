/** Pointer input over the canvas, for everything that ImGui shows and handles itself. */
import {
  pointerKindDown,
  pointerKindLeave,
  pointerKindMove,
  pointerKindUp,
} from '../bridge/contract.js';

/**
 * @param {HTMLCanvasElement} canvas
 * @param {object} calls
 * @param {(kind: number, x: number, y: number, touch: boolean) => void} calls.pointer CSS px
 * @param {() => void} calls.frameNow presses are handled at once: the browser opens file pickers
 *   and writes to the clipboard only inside the person's own event
 * @param {(lines: number) => number} calls.wheel not 0: it was used
 * @param {(x: number, y: number) => void} calls.focusUnder viewport CSS px
 * @param {(x: number, y: number) => boolean} calls.pickUnder viewport CSS px; true: the platform's own
 *   picker opened for a finger
 * @param {() => number} calls.listIsOpen not 0: it is
 */
export function listenToPointer(canvas, calls) {
  /** @param {number} kind @param {PointerEvent} event */
  const tell = (kind, event) => {
    // In the canvas's own px, whatever transforms lie above it.
    calls.pointer(kind, event.offsetX, event.offsetY, event.pointerType === 'touch');
  };
  canvas.addEventListener('pointermove', (event) => tell(pointerKindMove, event));
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    if (event.pointerType !== 'touch') canvas.setPointerCapture(event.pointerId);
    tell(pointerKindDown, event);
    // A press on a list is not meant for what lies under it.
    if (!calls.listIsOpen()) calls.focusUnder(event.clientX, event.clientY);
    calls.frameNow();
  });
  canvas.addEventListener('pointerup', (event) => {
    if (event.button !== 0) return;
    const touch = event.pointerType === 'touch';
    if (touch && !calls.listIsOpen() && calls.pickUnder(event.clientX, event.clientY))
      tell(pointerKindLeave, event);
    tell(pointerKindUp, event);
    calls.frameNow();
    if (touch) tell(pointerKindLeave, event);
  });
  for (const type of /** @type {const} */ (['pointerleave', 'pointercancel']))
    canvas.addEventListener(type, (event) => tell(pointerKindLeave, event));
  // The press has already moved focus to the real control; the mouse event would take it away.
  canvas.addEventListener('mousedown', (event) => event.preventDefault());
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey) return; // the page's zoom
      const lines = event.deltaMode === 1 ? event.deltaY : event.deltaY / 40;
      if (!calls.wheel(lines)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { passive: false },
  );
  // An open list scrolls under the finger; anything else is the page's to scroll.
  for (const type of /** @type {const} */ (['touchstart', 'touchmove', 'touchend']))
    canvas.addEventListener(
      type,
      (event) => {
        if (!calls.listIsOpen()) return;
        if (type === 'touchmove') event.preventDefault();
        event.stopPropagation();
      },
      { passive: false },
    );
}
