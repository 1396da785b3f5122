/** @file With `launcher`: a button at the page's corner and the dialog that it opens. */

/**
 * A modal dialog: the browser itself brings Esc, the focus and its return, the top layer, and keeps
 * the page behind it out of reach.
 * @param {{ open: unknown, close(): void }} element
 */
export function makeLauncher(element) {
  const button = document.createElement('button');
  const dialog = document.createElement('dialog');
  const bar = document.createElement('div');
  const close = document.createElement('button');
  button.className = 'launcher';
  button.part.add('launcher');
  button.setAttribute('aria-haspopup', 'dialog');
  button.onclick = () => (element.open = true);
  bar.className = 'bar';
  close.className = 'close';
  close.textContent = '✕';
  close.onclick = () => element.close();
  // The event comes late: by then it may have been opened again.
  dialog.onclose = () => dialog.open || element.close();
  bar.append(close);
  dialog.append(bar);
  return {
    button,
    dialog,
    /**
     * @param {string | null} own the page's own label
     * @param {string[]} words
     */
    label(own, [open, shut]) {
      button.textContent = own || open;
      // Not by the properties of these names, which are younger than the browsers that are meant.
      dialog.setAttribute('aria-label', button.textContent);
      close.setAttribute('aria-label', shut);
    },
  };
}
