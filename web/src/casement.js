/**
 * @file Registers `<casement-form>`, a form that opens a case in the CRM:
 *
 *     <script type="module" src="casement.js"></script>
 *     <casement-form src="case-form.json">Write to help@example.com</casement-form>
 *
 * Attributes, properties, methods and events: types.d.ts. Importing this on a server does nothing.
 */
import { CasementForm } from './element.js';

if (globalThis.customElements && !customElements.get('casement-form')) {
  customElements.define('casement-form', CasementForm);
}

export { CasementForm };
