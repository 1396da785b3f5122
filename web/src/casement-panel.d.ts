// What casement.js knows of casement-panel.js, the bundle made of wasm/browser/host.js and the
// compiled module's glue.
import type { Widget, WidgetOptions } from './types.js';

/** Rejects when the module cannot run here; then nothing of it is left behind in the box. */
export function createWidget(options: WidgetOptions): Promise<Widget>;
