/** Prints the receipt alone, not the page around it. */

/** @param {HTMLElement} receipt a list of labels and values */
export function printReceipt(receipt) {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  const { style } = frame;
  style.position = 'fixed';
  style.width = style.height = style.border = '0';
  document.body.append(frame);
  const paper = frame.contentWindow;
  if (!paper) return frame.remove();
  const copy = /** @type {HTMLElement} */ (paper.document.importNode(receipt, true));
  copy.removeAttribute('class');
  copy.style.font = '16px/1.5 system-ui, sans-serif';
  paper.document.body.append(copy);
  paper.document.title = receipt.children[1]?.textContent ?? '';
  paper.addEventListener('afterprint', () => frame.remove(), { once: true });
  paper.print();
}
