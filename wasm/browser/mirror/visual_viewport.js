/** A finger zooms, or the phone's keyboard comes and goes: the field that is written in stays in view. */
import { holdsText } from './keys.js';

/** @param {ShadowRoot} root @param {AbortSignal} signal */
export function keepFieldInView(root, signal) {
  const view = visualViewport;
  if (!view) return;
  let height = 0;
  let scale = 1;
  // Asked at once, it would have the page laid out while the form is still being made.
  let timer = setTimeout(() => ({ height, scale } = view));
  const rested = () => {
    const shrunk = view.height < height;
    const zoomed = view.scale !== scale;
    ({ height, scale } = view);
    // Two fingers look where they want; only a keyboard takes some of the height.
    const focused = root.activeElement;
    if (!shrunk || zoomed || !holdsText(focused)) return;
    const { top, bottom } = focused.getBoundingClientRect();
    if (top < view.offsetTop || bottom > view.offsetTop + height)
      focused.scrollIntoView({ block: 'nearest' });
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(rested, 150);
  };
  view.addEventListener('resize', changed, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
