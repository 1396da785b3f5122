/** The same fields as Form.io's renderer draws them; its own script, by its documented tag, has run before. */
import { fields } from '../fields.mjs';

/** @param {import('../fields.mjs').Field} field */
function component({ name, label, kind, options, value }) {
  const shared = { key: name, label, input: true, defaultValue: value };
  if (kind === 'choice')
    return {
      ...shared,
      type: 'select',
      widget: 'html5',
      data: { values: options?.map((option) => ({ label: option, value: option })) },
    };
  if (kind === 'lines') return { ...shared, type: 'textarea' };
  if (kind === 'file') return { ...shared, type: 'file', storage: 'base64', multiple: true };
  const type = { email: 'email', text: 'textfield', tel: 'phoneNumber' }[kind];
  return { ...shared, type, inputMask: '' };
}

const send = { type: 'button', key: 'send', action: 'submit', label: 'Send case' };
/** @type {any} */ (globalThis).Formio.createForm(document.querySelector('#form'), {
  components: [...fields.map(component), send],
});
