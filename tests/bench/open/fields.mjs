/** The seven fields that every page of the comparison shows, in one order: those of the demo's document. */

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {'choice' | 'email' | 'text' | 'tel' | 'lines' | 'file'} kind
 * @property {string[]} [options]
 * @property {string} [value] what it has from the start
 */

/** @type {Field[]} */
export const fields = [
  {
    name: 'type',
    label: 'Case type',
    kind: 'choice',
    options: ['Request', 'Complaint', 'Claim', 'Suggestion', 'Warranty'],
    value: 'Request',
  },
  { name: 'contact', label: 'E-mail', kind: 'email', value: 'lucia.rojas@example.com' },
  { name: 'description', label: 'Description', kind: 'lines' },
  {
    name: 'priority',
    label: 'Priority',
    kind: 'choice',
    options: ['Low', 'Medium', 'High'],
    value: 'Medium',
  },
  { name: 'order', label: 'Order number', kind: 'text' },
  { name: 'phone', label: 'Phone', kind: 'tel' },
  { name: 'file', label: 'Attachments', kind: 'file' },
];
