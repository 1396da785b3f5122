// What casement.js knows of casement-panel.js, the bundle of panel/form.js and all that it needs.
import type { FormOptions, PanelForm } from './types.js';

export const Form: new (options: FormOptions) => PanelForm;
