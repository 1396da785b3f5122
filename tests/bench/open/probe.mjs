/**
 * What is watched inside every page, put there before its own scripts; the same for all. It runs in the page, so it may
 * name nothing outside itself.
 *
 * A field counts as found in the frame in which it is visible, enabled, and on top where it lies (or lies in the element
 * that is: a canvas of its own form may be over it). With `types`, it is then focused and the runner presses a real key:
 * the field takes keys from when its `input` event comes.
 */

/**
 * @typedef {object} Seen milliseconds since navigation; NaN for what has not been
 * @property {number} found the first text field
 * @property {number} shown the frame in which it was found is on the screen, as first contentful paint is told
 * @property {number} typed its `input` event after the runner's key
 * @property {string} value of that field now
 * @property {number} paint first contentful paint
 * @property {number} shift sum of layout shifts
 * @property {number} inPlace a canvas of WebGL's is visible and was drawn
 * @property {number} cleared how long a bare context took, where the page makes one
 */

/** @param {boolean} types */
export function watchOpening(types) {
  if (window !== top) return;
  /** @type {any} */
  const page = window;
  const seen = { found: NaN, shown: NaN, typed: NaN, paint: NaN, shift: 0, inPlace: NaN };
  /** @type {HTMLInputElement | HTMLTextAreaElement | undefined} */
  let field;
  page.seen = () => ({ ...seen, value: field?.value ?? '', cleared: page.cleared ?? NaN });

  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries())
      if (name === 'first-contentful-paint') seen.paint = startTime;
  }).observe({ type: 'paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of /** @type {any[]} */ (list.getEntries()))
      if (!hadRecentInput) seen.shift += value;
  }).observe({ type: 'layout-shift', buffered: true });

  const roots = (/** @type {Document | ShadowRoot} */ root) => {
    /** @type {(Document | ShadowRoot)[]} */
    const all = [root];
    for (const { shadowRoot } of root.querySelectorAll('*'))
      if (shadowRoot) all.push(...roots(shadowRoot));
    return all;
  };
  const texts = 'textarea, input:is(:not([type]), [type=text], [type=email], [type=tel])';
  const isUsable = (/** @type {HTMLInputElement | HTMLTextAreaElement} */ control) => {
    if (control.disabled || control.readOnly || !control.checkVisibility()) return false;
    if (getComputedStyle(control).visibility !== 'visible') return false;
    const { left, top, width, height } = control.getBoundingClientRect();
    if (width < 20 || height < 10) return false;
    const root = /** @type {Document | ShadowRoot} */ (control.getRootNode());
    const hit = root.elementFromPoint(left + width / 2, top + height / 2);
    return hit === control || (root !== document && hit instanceof HTMLCanvasElement);
  };
  // Chromium tells when the frame was presented in which a marked text came first. It is laid out, unseen, with the page
  // and in its font: showing it then costs no layout, which would count as the form's own.
  const mark = document.createElement('span');
  mark.setAttribute('elementtiming', 'shown');
  mark.style.cssText = 'position: fixed; left: 0; bottom: 0; visibility: hidden';
  mark.textContent = '.';
  const layMark = () => {
    if (!mark.isConnected) document.body.append(mark);
  };
  addEventListener('DOMContentLoaded', layMark);
  const markFrame = () => {
    layMark(); // fields that stand in the document itself may be found before it is loaded
    mark.style.visibility = 'visible';
  };
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) seen.shown = startTime;
  }).observe({ type: 'element', buffered: true });

  // Frames alone can show a field, so looking once in each is both exact and cheap.
  const look = () => {
    for (const root of roots(document))
      for (const control of root.querySelectorAll(texts)) {
        const text = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (control);
        if (!isUsable(text)) continue;
        seen.found = performance.now();
        field = text;
        if (!types) return markFrame();
        text.addEventListener('input', () => (seen.typed = performance.now()), { once: true });
        text.focus();
        return page.pressKey();
      }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  const { drawElements } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.drawElements = function (...given) {
    drawElements.apply(this, given);
    if (!Number.isNaN(seen.inPlace)) return;
    requestAnimationFrame(() => {
      const canvas = /** @type {HTMLCanvasElement} */ (this.canvas);
      const isSeen = canvas.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (isSeen && Number.isNaN(seen.inPlace)) seen.inPlace = performance.now();
    });
  };
}
