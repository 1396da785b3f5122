/**
 * What a form needs only once it can be used: its pixels, and what its receipt is good for. A file of its
 * own (casement-later.js), asked for after the controls are there.
 */
export { copyText } from './mirror/copy.js';
export { printReceipt } from './mirror/print.js';
export { Takeover } from './paint/takeover.js';
