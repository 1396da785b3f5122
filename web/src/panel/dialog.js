/** @file With `launcher`: the dialog that its button opens. */

/** While one is open, the page behind it stays where it is, and as wide as it was. */
const still = new CSSStyleSheet();
still.replaceSync(':root{overflow:hidden!important}');
let opened = 0;

/** @param {boolean} open */
function holdPage(open) {
  const before = document.documentElement.clientWidth;
  opened += open ? 1 : -1;
  const sheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
  document.adoptedStyleSheets = opened ? [...sheets, still] : sheets;
  const bar = document.documentElement.clientWidth - before;
  if (open && opened === 1 && bar > 0)
    still.replaceSync(`:root{overflow:hidden!important;padding-inline-end:${bar}px!important}`);
  else if (!opened) still.replaceSync(':root{overflow:hidden!important}');
}

/**
 * A modal dialog: the browser itself brings Esc, the focus and its return, the top layer, and keeps
 * the page behind it out of reach.
 * @param {{ open: unknown, close(): void }} element
 */
export function makeDialog(element) {
  const dialog = document.createElement('dialog');
  const bar = document.createElement('div');
  const close = document.createElement('button');
  let holds = false;
  bar.className = 'bar';
  close.className = 'close';
  close.textContent = '✕';
  close.onclick = () => element.close();
  // The event comes late: by then it may have been opened again.
  dialog.onclose = () => dialog.open || !dialog.isConnected || element.close();
  bar.append(close);
  dialog.append(bar);
  return {
    dialog,
    /** @param {string} title @param {string} shut the close button's name */
    label(title, shut) {
      dialog.setAttribute('aria-label', title);
      close.setAttribute('aria-label', shut);
    },
    /** @param {boolean} open */
    show(open) {
      if (open && dialog.isConnected && !dialog.open) dialog.showModal();
      else if (!open && dialog.open) dialog.close();
      if (holds !== dialog.open) holdPage((holds = dialog.open));
    },
  };
}
