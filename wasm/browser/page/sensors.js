/**
 * Notices that the surroundings may have changed, by whatever rule, script or person: they are then
 * read anew as a whole (surroundings.js). Nothing here runs while nothing changes.
 */

/** Colours of the theme, each on a property of its own whose transition tells of a change. */
const watched = {
  ink: 'color',
  muted: 'background-color',
  line: 'border-top-color',
  card: 'border-right-color',
  field: 'border-bottom-color',
  accent: 'border-left-color',
  'on-accent': 'outline-color',
  soft: 'text-decoration-color',
  error: 'column-rule-color',
  'error-soft': 'caret-color',
  success: 'fill',
  'success-soft': 'stroke',
  'field-radius': 'border-top-left-radius',
};

const media = [
  ...['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'],
  ...['(prefers-contrast: more)', '(pointer: coarse)', '(forced-colors: active)'],
];

/** @param {string} className */
function probe(className) {
  const element = document.createElement('div');
  element.className = className;
  element.setAttribute('aria-hidden', 'true');
  return element;
}

/**
 * @param {Element} host
 * @param {HTMLElement} stage gets the probes, which nobody sees
 * @param {object} calls
 * @param {() => void} calls.changed something may have: read before the next frame
 * @param {() => void} calls.sized between layout and paint: what is drawn now is seen with it
 * @param {() => void} calls.begun the first word of an observer: all may be as it was
 * @param {() => void} calls.fonts
 * @param {AbortSignal} signal ends it all
 */
export function watchSurroundings(host, stage, { changed, sized, begun, fonts }, signal) {
  const colours = probe('sense colours');
  for (const [name, property] of Object.entries(watched))
    colours.style.setProperty(property, `var(--_${name})`);
  // Its width follows the font and the text's size; the other's the direction (controls.css).
  const font = probe('sense font');
  font.textContent = 'mmmillWÑ0';
  const direction = probe('sense direction');
  stage.append(colours, font, direction);

  colours.addEventListener('transitionrun', changed, { signal });
  const observer = new ResizeObserver(after(begun, sized));
  for (const element of [stage, font, direction]) observer.observe(element);

  // Nor is every change of the ratio told by its media query, or by a resized window.
  const device = new ResizeObserver(after(() => {}, changed)); // the other has its first word by then
  try {
    device.observe(stage, { box: 'device-pixel-content-box' });
  } catch {
    // Safari has no such box, and tells by the query.
  }

  // The language is nothing that a style shows.
  const attributes = new MutationObserver(changed);
  for (let root = host.getRootNode(); root instanceof Node;) {
    attributes.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang'] });
    const outer = /** @type {Partial<ShadowRoot>} */ (root).host;
    if (!outer) break;
    root = outer.getRootNode();
  }
  // Nor is a colour scheme that happens to be the system's.
  const page = new MutationObserver(changed);
  for (const element of [document.documentElement, document.body ?? document.documentElement])
    page.observe(element, { attributes: true });

  for (const query of media) matchMedia(query).addEventListener('change', changed, { signal });
  watchRatio(changed, signal);
  for (const view of [globalThis, visualViewport])
    view?.addEventListener('resize', changed, { signal });
  document.fonts.addEventListener('loadingdone', fonts, { signal });

  signal.addEventListener('abort', () => {
    observer.disconnect();
    device.disconnect();
    attributes.disconnect();
    page.disconnect();
    for (const element of [colours, font, direction]) element.remove();
  });
}

/** @param {() => void} first @param {() => void} others @returns {() => void} */
function after(first, others) {
  let call = first;
  return () => {
    call();
    call = others;
  };
}

/** A media query matches one ratio alone, so it is made anew after each change. @param {() => void} changed @param {AbortSignal} signal */
function watchRatio(changed, signal) {
  const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  const other = () => {
    changed();
    watchRatio(changed, signal);
  };
  query.addEventListener('change', other, { once: true, signal });
}
