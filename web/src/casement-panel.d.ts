// What casement.js knows of casement-panel.js, the bundle made of panel/form.js, wasm/browser/widget.js and
// the compiled module's glue.
export { Form } from './panel/form.js';
