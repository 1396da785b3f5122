/** The clipboard, where the page may use it; else as browsers did before they had one. */

/**
 * @param {string} text
 * @param {HTMLElement} near where something may be selected for a moment
 * @returns {Promise<boolean>}
 */
export async function copyText(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not over https, or not allowed in this frame.
    const root = /** @type {ShadowRoot} */ (near.getRootNode());
    const focused = /** @type {HTMLElement | null} */ (root.activeElement);
    const area = document.createElement('textarea');
    area.className = 'spoken';
    area.value = text;
    near.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }
}
